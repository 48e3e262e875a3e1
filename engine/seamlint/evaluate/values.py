"""Values: known, unknown, and in between.

A known value is plain Python data (``str``, ``bool``, ``int``, ``Fraction``, ``None`` for null, ``list``, ``dict``).
Everything else is one of the classes below. "Don't know" is never "absent" and never "fine".
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Union

from seamlint.data_classes import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable


class Verdict(Enum):
    """The answer to a question about the code: proved, disproved, or not decided by what is known."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"

    def __and__(self, other: Verdict) -> Verdict:
        """Kleene's conjunction."""
        if Verdict.NO in (self, other):
            return Verdict.NO
        return Verdict.YES if self is other is Verdict.YES else Verdict.UNDECIDED

    def __or__(self, other: Verdict) -> Verdict:
        """Kleene's disjunction."""
        if Verdict.YES in (self, other):
            return Verdict.YES
        return Verdict.NO if self is other is Verdict.NO else Verdict.UNDECIDED

    def __invert__(self) -> Verdict:
        """Kleene's negation."""
        return {Verdict.YES: Verdict.NO, Verdict.NO: Verdict.YES}.get(self, self)

    @staticmethod
    def of(answer: bool) -> Verdict:
        """Return YES or NO."""
        return Verdict.YES if answer else Verdict.NO


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the code at hand does not decide.

    Attributes:
        needs: names of what is missing, as its user would write them (``var.vpc_id``, ``data.aws_ami.x.id``,
            ``module.legacy is not on disk``).
    """

    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that AWS computes; whose it is, is known. Two equal references are equal values.

    Attributes:
        unit: path of the unit whose resource it is (`Resource.unit`).
        address: the resource's address in its unit (``module.a.aws_vpc.b[0]``; a logical id in a template).
        attribute: dotted attribute path (``arn``, ``endpoint.0.address``).
    """

    unit: str
    address: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Text:
    """A string of known text, references and unknowns, in order; neighbouring known text is one part."""

    parts: tuple[str | Reference | Unknown, ...]


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A value that is used but never printed."""

    value: Value


Value = Union[None, str, bool, int, Fraction, list["Value"], dict[str, "Value"], Unknown, Reference, Text, Sensitive]
Path = tuple[Union[str, int], ...]
"""Where in a resource's values: ``("ingress", 0, "cidr_blocks", 1)``."""


def is_known(value: Value) -> bool:
    """Tell whether a value is wholly known, whatever it holds."""
    if isinstance(value, (Unknown, Reference, Text)):
        return False
    if isinstance(value, Sensitive):
        return is_known(value.value)
    if isinstance(value, list):
        return all(map(is_known, value))
    return all(map(is_known, value.values())) if isinstance(value, dict) else True


def needs(value: Value) -> tuple[str, ...]:
    """Return the names of what is missing to know a value, each once, in order."""
    if isinstance(value, Unknown):
        return value.needs
    if isinstance(value, Reference):
        return (f"{value.address}.{value.attribute}",)
    if isinstance(value, Sensitive):
        return needs(value.value)
    parts: Iterable[Value] = value.parts if isinstance(value, Text) else value if isinstance(value, list) else ()
    parts = value.values() if isinstance(value, dict) else parts
    return tuple(dict.fromkeys(name for part in parts for name in needs(part)))
