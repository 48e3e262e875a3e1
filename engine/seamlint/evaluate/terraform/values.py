"""Terraform's values while they are evaluated: typed, possibly unknown, possibly sensitive.

A known primitive is plain Python: ``str`` (normalised to NFC), ``bool``, ``int``, or ``Fraction`` for numbers that are
not whole. Everything else is one of the classes below, which nobody changes once built. `type_of` gives any value's
type; `seamlint.evaluate.terraform.plain.plain` turns a value into the dialect-neutral form.
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from seamlint.data_classes import dataclass, field, replace
from seamlint.evaluate.terraform.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
)
from seamlint.evaluate.values import Reference
from seamlint.evaluate.values import Unknown as Missing
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SENSITIVE = "sensitive"
EPHEMERAL = "ephemeral"
Part = str | Reference | Missing


class Summary(NamedTuple):
    """What a container remembers of all that is in it, so that nobody has to walk through it twice.

    Attributes:
        nodes: how many values are met on a walk through it, where shared ones count each time; long texts count more.
        depth: levels of containers.
        known: nothing in it is unknown.
        marks: of everything in it.
    """

    nodes: int
    depth: int
    known: bool
    marks: frozenset[str]


class Null:
    """``null`` of a type; a literal ``null`` is of type dynamic."""

    __slots__ = ("type",)

    def __init__(self, type: Type) -> None:  # noqa: A002 - it is the value's type
        self.type = type


NULL = Null(DYNAMIC)


@dataclass(slots=True, eq=False)
class List:
    """A list: every item is of type `element`."""

    element: Type
    items: list[Value]
    summary: Summary | None = field(default=None, init=False)


@dataclass(slots=True, eq=False)
class Set:
    """A set in cty's order; make one with `seamlint.evaluate.terraform.sets.make_set`."""

    element: Type
    items: list[Value]
    summary: Summary | None = field(default=None, init=False)


@dataclass(slots=True, eq=False)
class Tuple:
    """A tuple: items of any types."""

    items: list[Value]
    type: Type | None = field(default=None, init=False)
    summary: Summary | None = field(default=None, init=False)


@dataclass(slots=True, eq=False)
class Map:
    """A map: every value is of type `element`. Iterate with `entries_of`, which sorts."""

    element: Type
    entries: dict[str, Value]
    summary: Summary | None = field(default=None, init=False)


@dataclass(slots=True, eq=False)
class Object:
    """An object: attributes of any types. Iterate with `entries_of`, which sorts."""

    entries: dict[str, Value]
    type: Type | None = field(default=None, init=False)
    summary: Summary | None = field(default=None, init=False)


@dataclass(slots=True, eq=False)
class Instance(Object):
    """An instance of a resource or data source as an object: what is not in `entries` is computed by AWS.

    Attributes:
        unit, address: whose it is, for the `Reference` that such an attribute becomes.
    """

    unit: str
    address: str

    def computed(self, attribute: str) -> Unknown:
        """Return an attribute that is not written in the code."""
        return computed(self.unit, self.address, attribute)


@dataclass(frozen=True, slots=True)
class Refinement:
    """What is known of an unknown value.

    Attributes:
        not_null: it will not be null.
        prefix: text that a string starts with.
        low, high: inclusive bounds of a number, or of a collection's length; None when there is none.
    """

    not_null: bool = False
    prefix: str = ""
    low: int | Fraction | None = None
    high: int | Fraction | None = None


UNREFINED = Refinement()
NOT_NULL = Refinement(not_null=True)


class Unknown:
    """A value that is not known, or known only as whose it is.

    Attributes:
        type: DYNAMIC when not even the type is known.
        needs: names of what is missing, as the user writes them (``var.x``, ``data.aws_ami.y.id``).
        parts: what is known of its text or identity, in order: a computed attribute is one `Reference`, a template of
            text and unknowns has several parts; empty when nothing is.
        refinement: as Terraform tracks it; decides comparisons.
    """

    __slots__ = ("needs", "parts", "refinement", "type")

    def __init__(
        self,
        type: Type,  # noqa: A002 - it is the value's type
        needs: tuple[str, ...],
        parts: tuple[Part, ...] = (),
        refinement: Refinement = UNREFINED,
    ) -> None:
        self.type = type
        self.needs = needs
        self.parts = parts
        self.refinement = refinement


class UnknownInstances(Unknown):
    """The instances of a resource or module call when it is not known which there are.

    Unknown as a whole; but one instance, asked for by key, is known as far as its expressions go.

    Attributes:
        instances: those that are known, by key.
        stand_in: stands for any other.
    """

    __slots__ = ("instances", "stand_in")

    def __init__(self, needs: tuple[str, ...], instances: dict[str | int, Value], stand_in: Value) -> None:
        super().__init__(DYNAMIC, needs)
        self.instances = instances
        self.stand_in = stand_in


class Marked:
    """A value with marks: `SENSITIVE`, `EPHEMERAL`. Never nested; its inside may hold marked values."""

    __slots__ = ("marks", "value")

    def __init__(self, value: Value, marks: frozenset[str]) -> None:
        self.value = value
        self.marks = marks


Known = str | bool | int | Fraction | Null | List | Set | Tuple | Map | Object
Value = Known | Unknown | Marked
NO_MARKS: frozenset[str] = frozenset()
_CHARACTERS_A_NODE = 64
_KNOWN = Summary(1, 0, known=True, marks=NO_MARKS)
_UNKNOWN = Summary(1, 0, known=False, marks=NO_MARKS)


def computed(unit: str, address: str, attribute: str, type: Type = DYNAMIC) -> Unknown:  # noqa: A002
    """Return the attribute of a resource that AWS computes: unknown, but whose it is stays known."""
    return Unknown(type, (f"{address}.{attribute}",), (Reference(unit, address, attribute),))


def normalized(text: str) -> str:
    """Return a text as Terraform keeps strings: in Unicode's normal form C."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def type_of(value: Value) -> Type:
    """Return a value's type."""
    return _TYPE_OF[type(value)](value)


def _tuple_type(value: Tuple) -> Type:
    if value.type is None:
        value.type = TupleOf(tuple(map(type_of, value.items)))
    return value.type


def _object_type(value: Object) -> Type:
    if value.type is None:
        value.type = ObjectOf({name: type_of(item) for name, item in value.entries.items()})
    return value.type


_TYPE_OF: dict[type, Callable[[Any], Type]] = {
    str: lambda _: STRING,
    bool: lambda _: BOOL,
    int: lambda _: NUMBER,
    Fraction: lambda _: NUMBER,
    Null: lambda value: value.type,
    Unknown: lambda value: value.type,
    UnknownInstances: lambda value: value.type,
    Marked: lambda value: type_of(value.value),
    List: lambda value: ListOf(value.element),
    Set: lambda value: SetOf(value.element),
    Map: lambda value: MapOf(value.element),
    Tuple: _tuple_type,
    Object: _object_type,
    Instance: _object_type,
}
VALUE_CLASSES = frozenset(_TYPE_OF)


def entries_of(value: Map | Object) -> list[tuple[str, Value]]:
    """Return the entries in the order in which Terraform visits them: by key, byte by byte."""
    return sorted(value.entries.items(), key=lambda entry: entry[0])


def children(value: Value) -> Iterable[Value]:
    """Return the values directly inside a value."""
    if isinstance(value, (List, Set, Tuple)):
        return value.items
    if isinstance(value, Instance):
        return (*value.entries.values(), Unknown(DYNAMIC, (value.address,)))
    if isinstance(value, (Map, Object)):
        return value.entries.values()
    return (value.value,) if isinstance(value, Marked) else ()


def summary_of(value: Value) -> Summary:
    """Return what is in a value, at any depth."""
    if isinstance(value, (List, Set, Tuple, Map, Object)):
        if value.summary is None:
            value.summary = _summarised(value)
        return value.summary
    if isinstance(value, Marked):
        inner = summary_of(value.value)
        return inner._replace(marks=inner.marks | value.marks)
    if isinstance(value, str) and len(value) >= _CHARACTERS_A_NODE:
        return Summary(1 + len(value) // _CHARACTERS_A_NODE, 0, known=True, marks=NO_MARKS)
    return _UNKNOWN if isinstance(value, Unknown) else _KNOWN


def _summarised(container: Value) -> Summary:
    nodes, depth, known, marks = 1, 0, True, NO_MARKS
    for item in children(container):
        inner = summary_of(item)
        nodes += inner.nodes
        depth = max(depth, inner.depth)
        known = known and inner.known
        marks = marks | inner.marks if inner.marks else marks
    return Summary(nodes, depth + 1, known, marks)


def unknowns(value: Value) -> Iterator[Unknown]:
    """Yield every unknown in a value, at any depth, in order."""
    pending = [value]
    while pending:
        value = pending.pop()
        if isinstance(value, Unknown):
            yield value
        elif not is_wholly_known(value):
            pending.extend(reversed([*children(value)]))


def is_wholly_known(value: Value) -> bool:
    """Tell whether nothing in a value is unknown, at any depth."""
    return isinstance(value, (str, bool, int)) or summary_of(value).known


def needs_of(*values: Value) -> tuple[str, ...]:
    """Return the names of what is missing to know the values, each once."""
    return tuple(dict.fromkeys(name for value in values for unknown in unknowns(value) for name in unknown.needs))


def unknown(type: Type, *causes: Value, refinement: Refinement = UNREFINED) -> Unknown:  # noqa: A002
    """Return an unknown of a type that needs whatever its causes need."""
    return Unknown(type, needs_of(*causes), refinement=refinement)


def unmark(value: Value) -> tuple[Value, frozenset[str]]:
    """Split a value from its own marks; marks deeper inside stay."""
    return (value.value, value.marks) if isinstance(value, Marked) else (value, NO_MARKS)


def marks_of(value: Value) -> frozenset[str]:
    """Return the marks of a value and of everything in it."""
    if isinstance(value, (str, bool, int)):
        return NO_MARKS
    return summary_of(value).marks


def unmark_deep(value: Value) -> tuple[Value, frozenset[str]]:
    """Split a value from its marks and those of everything in it."""
    marks = marks_of(value)
    return (_without_marks(value), marks) if marks else (value, marks)


def _without_marks(value: Value) -> Value:
    return _without_marks(value.value) if isinstance(value, Marked) else mapped(value, _without_marks)


def mapped(value: Value, change: Callable[[Value], Value]) -> Value:
    """Return a value of the same kind with a function applied to what is directly inside it."""
    if isinstance(value, Marked):
        return mark(change(value.value), value.marks)
    if isinstance(value, (List, Set, Tuple)):
        return replace(value, items=[change(item) for item in value.items])
    if isinstance(value, (Map, Object)):
        return replace(value, entries={name: change(item) for name, item in value.entries.items()})
    return value


def mark(value: Value, marks: frozenset[str]) -> Value:
    """Return a value with marks added."""
    if not marks:
        return value
    inner, own = unmark(value)
    return Marked(inner, own | marks)


def is_null(value: Value) -> bool:
    """Tell whether a value is known to be null."""
    return isinstance(unmark(value)[0], Null)
