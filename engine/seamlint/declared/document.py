"""A YAML file of rules: what is written in it, with the place of every part, and complaints at file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.config import near
from seamlint.data_classes import dataclass
from seamlint.sources.reading import Unreadable, read_text
from seamlint.syntax.cloudformation.reader import SeveralDocuments, read_yaml
from seamlint.syntax.cloudformation.tree import Literal, Mapping, Node, Sequence
from seamlint.syntax.failure import SyntaxFailure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.sources.span import SourceText, Span


class DeclarationError(Exception):
    """A rule that cannot be used; the message says why and what to write.

    Attributes:
        span: where; None for a file that cannot be read.
    """

    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


@dataclass(frozen=True)
class Written:
    """A part of the file.

    Attributes:
        name: what it is called in complaints: ``rules[0].for.bucket``.
    """

    source: SourceText
    node: Node
    name: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.source.span(self.node.start, self.node.end)

    def error(self, message: str) -> DeclarationError:
        """Return a complaint about it."""
        return DeclarationError(f"{self.name} {message}", self.span)

    @property
    def value(self) -> object:
        """The scalar that it is.

        Raises:
            DeclarationError: it is none.
        """
        if isinstance(self.node, Literal):
            return self.node.value
        raise self.error("must be a single value")

    @property
    def text(self) -> str:
        """The text that it is.

        Raises:
            DeclarationError: it is none.
        """
        value = self.value
        if isinstance(value, str) and value.strip():
            return value
        raise self.error("must be text")

    @property
    def whole(self) -> int:
        """The whole number that it is.

        Raises:
            DeclarationError: it is none.
        """
        value = self.value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        raise self.error("must be a whole number")

    def items(self) -> list[Written]:
        """Return the entries of the list that it is.

        Raises:
            DeclarationError: it is none.
        """
        if not isinstance(self.node, Sequence):
            raise self.error("must be a list")
        return [Written(self.source, node, f"{self.name}[{at}]") for at, node in enumerate(self.node.items)]

    def entries(self) -> dict[str, Written]:
        """Return the entries of the mapping that it is.

        Raises:
            DeclarationError: it is none.
        """
        if not isinstance(self.node, Mapping):
            raise self.error("must be a mapping")
        stem = f"{self.name}." if self.name else ""
        return {key: Written(self.source, entry.value, stem + key) for key, entry in self.node.entries.items()}

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, Written]:
        """Return the entries of a mapping that has all of some keys, and no others but some.

        Raises:
            DeclarationError: it is no mapping, lacks a key, or has another one.
        """
        found, known = self.entries(), [*required, *optional]
        for key, entry in found.items():
            if key not in known:
                raise entry.error(f"is not known here{near(key, known)}")
        lacking = [key for key in required if key not in found]
        if lacking:
            raise self.error(f"needs {', '.join(lacking)}")
        return found

    def is_text(self) -> bool:
        """Tell whether it is text."""
        return isinstance(self.node, Literal) and isinstance(self.node.value, str)

    def is_list(self) -> bool:
        """Tell whether it is a list."""
        return isinstance(self.node, Sequence)


def read_rules(path: str) -> Iterator[Written]:
    """Yield the rules of a file, as written.

    Raises:
        DeclarationError: the file cannot be read, or is no list of rules.
    """
    try:
        source = read_text(path)
        document = read_yaml(source)
    except Unreadable as error:
        raise DeclarationError(str(error)) from error
    except SeveralDocuments:
        raise DeclarationError("several YAML documents; write one, with a list of rules", source.span(0, 1)) from None
    except SyntaxFailure as failure:
        at = source.span(failure.offset, failure.offset + 1)
        raise DeclarationError(f"this is no YAML: {failure.message}", at) from failure
    if document.root is None:
        raise DeclarationError("the file is empty; write a list of rules under rules:", source.span(0, 1))
    for problem in document.problems:
        raise DeclarationError(problem.message, document.span(problem))
    top = Written(source, document.root, "")
    if not isinstance(document.root, Mapping):
        raise DeclarationError("write a list of rules under rules:", top.span)
    yield from top.fields(("rules",))["rules"].items()
