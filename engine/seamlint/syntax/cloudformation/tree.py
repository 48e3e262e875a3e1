"""The syntax tree of a CloudFormation template: the same for YAML, its short forms, and JSON.

Nodes keep character offsets into their file's text (``start`` inclusive, ``end`` exclusive). The tree says what is
written, never what it means.
Source: CloudFormation User Guide, "CloudFormation template format", "Intrinsic function reference".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction

    from seamlint.sources.span import SourceText, Span


@dataclass(slots=True)
class Node:
    """Anything that stands at a place."""

    start: int
    end: int


@dataclass(slots=True)
class Literal(Node):
    """A string, number, boolean or null; dates are text, as CloudFormation reads them."""

    value: str | bool | int | Fraction | None


@dataclass(slots=True)
class Sequence(Node):
    """A list."""

    items: list[Node]


@dataclass(slots=True)
class Entry:
    """A key's value, and where the key stands."""

    start: int
    end: int
    value: Node


@dataclass(slots=True)
class Mapping(Node):
    """A mapping by key, as its keys are written; the last of several equal keys counts."""

    entries: dict[str, Entry]

    def get(self, key: str) -> Node | None:
        """Return the value of a key, None where it is not there."""
        entry = self.entries.get(key)
        return entry.value if entry else None


@dataclass(slots=True)
class Call(Node):
    """An intrinsic function, in its short form or its full one: ``Ref``, ``Condition``, ``Fn::Sub``..."""

    name: str
    argument: Node


class Problem(NamedTuple):
    """Something that is wrong with a text that could be read all the same."""

    message: str
    start: int
    end: int


class Document(NamedTuple):
    """One file, read.

    Attributes:
        root: None where the file is empty.
        problems: what its writer has to be told.
    """

    source: SourceText
    root: Node | None
    problems: tuple[Problem, ...]

    def span(self, node: Node | Entry | Problem) -> Span:
        """Return the place of a node, or of an entry's key."""
        return self.source.span(node.start, node.end)


def repeated(key: str, start: int, end: int) -> Problem:
    """Return what is wrong with a key that its mapping has already."""
    return Problem(f"the key {key} stands here twice; the last one counts", start, end)
