"""Values of which only parts are known: text, and what an undecided condition chooses between."""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Union

from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Value, needs

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_TEXT = 1024 * 1024
"""Characters. CloudFormation takes templates of 1 MB at most."""
MOST_PARTS = 10_000
Part = Union[str, Reference, Unknown]


class Absence(Enum):
    """What ``AWS::NoValue`` stands for: the property is not there."""

    NO_VALUE = "AWS::NoValue"


NO_VALUE = Absence.NO_VALUE
Found = Union[Value, Absence]


def scalar_text(value: Value) -> str | None:
    """Return a known scalar as CloudFormation writes it into text, None for everything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return _decimal(value) if isinstance(value, Fraction) else None


def _decimal(number: Fraction) -> str:
    digits = format(float(number), "f").rstrip("0")
    return digits + "0" if digits.endswith(".") else digits


def text_parts(value: Value) -> list[Part] | None:
    """Return what is known of a value's text, None where it can be no text (a list, a mapping, null)."""
    if isinstance(value, Sensitive):
        return text_parts(value.value)
    if isinstance(value, Text):
        return list(value.parts)
    if isinstance(value, (Reference, Unknown)):
        return [value]
    text = scalar_text(value)
    return None if text is None else [text]


def text(parts: Iterable[Part]) -> Value:
    """Return the text of some parts: a string when all are known, the part itself when there is nothing else."""
    joined: list[Part] = []
    for known, neighbours in groupby(parts, lambda part: isinstance(part, str)):
        if known:
            whole = "".join(part for part in neighbours if isinstance(part, str))
            joined += [whole] if whole else []
        else:
            joined += neighbours
    length = sum(len(part) for part in joined if isinstance(part, str))
    if length > LONGEST_TEXT or len(joined) > MOST_PARTS:
        return Unknown((f"text of at most {LONGEST_TEXT:,} characters",))
    if not joined:
        return ""
    return joined[0] if len(joined) == 1 else Text(tuple(joined))


def is_sensitive(values: Iterable[Value]) -> bool:
    """Tell whether one of some values must not be printed."""
    return any(isinstance(value, Sensitive) for value in values)


def either(one: Found, other: Found, missing: tuple[str, ...]) -> Found:
    """Return what is certain of a value that is one of two: where they agree, it is known."""
    if one is NO_VALUE and other is NO_VALUE:
        return NO_VALUE
    if isinstance(one, Absence) or isinstance(other, Absence):
        return Unknown(missing)
    if type(one) is type(other) and one == other:
        return one
    if isinstance(one, dict) and isinstance(other, dict):
        return _either_mapping(one, other, missing)
    if isinstance(one, list) and isinstance(other, list):
        return _either_list(one, other, missing)
    unsure = Unknown(_together(missing, needs(one), needs(other)))
    return Sensitive(unsure) if is_sensitive((one, other)) else unsure


def _either_mapping(one: dict[str, Value], other: dict[str, Value], missing: tuple[str, ...]) -> dict[str, Value]:
    found = {name: either(one.get(name, NO_VALUE), other.get(name, NO_VALUE), missing) for name in {**one, **other}}
    return {name: value for name, value in found.items() if not isinstance(value, Absence)}


def _either_list(one: list[Value], other: list[Value], missing: tuple[str, ...]) -> list[Value]:
    """Return what both lists begin with; where they may differ, they end in an unknown."""
    common: list[Value] = []
    for left, right in zip(one, other, strict=False):
        if type(left) is not type(right) or left != right:
            break
        common.append(left)
    rest = () if len(common) == len(one) == len(other) else (Unknown(missing),)
    return [*common, *rest]


def _together(*names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for some in names for name in some))
