"""Sets: what makes two elements one, and the order in which Terraform visits them.

Strings are in order of their bytes, numbers by value, false before true; unknowns come after what is known, nulls
last. Elements of other types are in the order of the text that go-cty hashes them by: it is stable but means nothing.
Source: go-cty documentation, "Concepts: Sets".
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from seamlint.evaluate.terraform.values import (
    Instance,
    List,
    Map,
    Null,
    Object,
    Set,
    Tuple,
    Unknown,
    Value,
    entries_of,
    is_wholly_known,
    mark,
    unmark_deep,
)
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable

    from seamlint.evaluate.terraform.types import Type

_KNOWN, _UNKNOWN, _NULL = range(3)
_LARGEST_FLOAT = 10**300
_ESCAPES = {"\a": r"\a", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v"}
_ESCAPED = Pattern(r'["\\\x00-\x1f\x7f]')


def make_set(element: Type, items: Iterable[Value]) -> Value:
    """Return the set of some values of type `element`: ordered, doubles removed, with the marks of its elements."""
    marks: frozenset[str] = frozenset()
    distinct: dict[object, Value] = {}
    for item in items:
        value, own = unmark_deep(item)
        marks |= own
        distinct.setdefault(identity(value) if is_wholly_known(value) else object(), value)
    return mark(Set(element, sorted(distinct.values(), key=_order)), marks)


def identity(value: Value) -> tuple[str, object]:
    """Return a hashable key that two wholly known values of one type share exactly when they are equal."""
    if isinstance(value, (Map, Object)):
        return "entries", tuple((key, identity(item)) for key, item in entries_of(value))
    if isinstance(value, Null):
        return "null", None
    if isinstance(value, (str, bool, int, Fraction)):
        return type(value).__name__, value
    return "items", tuple(map(identity, value.items))  # type: ignore[union-attr]


def _order(value: Value) -> tuple[int, str | int | Fraction]:
    if isinstance(value, Null):
        return _NULL, ""
    if isinstance(value, Unknown):
        return _UNKNOWN, ""
    return _KNOWN, value if isinstance(value, (str, int, Fraction)) else _hashed(value)


def _hashed(value: Value) -> str:
    return _HASHED[type(value)](value)


def _hashed_number(value: int | Fraction) -> str:
    return f"{float(value):.10g}" if -_LARGEST_FLOAT < value < _LARGEST_FLOAT else str(value)


def _hashed_items(value: List | Set | Tuple) -> str:
    return "".join(f"{_hashed(item)};" for item in value.items)


def _hashed_map(value: Map) -> str:
    return "".join(f"{_hashed(key)}:{_hashed(item)};" for key, item in entries_of(value))


def _hashed_object(value: Object) -> str:
    return "<" + "".join(f"{_hashed(item)};" for _, item in entries_of(value)) + ">"


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return "\\" + character if character in '"\\' else _ESCAPES.get(character, f"\\x{ord(character):02x}")


_HASHED: dict[type, Callable[[Any], str]] = {
    Null: lambda _: "~",
    Unknown: lambda _: "?",
    str: lambda value: f'"{_ESCAPED.sub(_escape, value)}"',
    bool: lambda value: "T" if value else "F",
    int: _hashed_number,
    Fraction: _hashed_number,
    List: lambda value: f"[{_hashed_items(value)}]",
    Set: lambda value: f"[{_hashed_items(value)}]",
    Tuple: lambda value: f"<{_hashed_items(value)}>",
    Map: lambda value: f"{{{_hashed_map(value)}}}",
    Object: _hashed_object,
    Instance: _hashed_object,
}
