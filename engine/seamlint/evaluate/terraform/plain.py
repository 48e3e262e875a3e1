"""Between Terraform's values and the dialect-neutral ones."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from seamlint.evaluate import values as neutral
from seamlint.evaluate.terraform.numbers import from_float, rounded
from seamlint.evaluate.terraform.types import DYNAMIC, STRING
from seamlint.evaluate.terraform.values import (
    NULL,
    SENSITIVE,
    List,
    Map,
    Marked,
    Null,
    Object,
    Set,
    Tuple,
    Unknown,
    Value,
    normalized,
)


def plain(value: Value) -> neutral.Value:
    """Return a value without its types.

    Lists, sets and tuples become lists, maps and objects dicts, null `None`. What is unknown becomes a `Reference` when
    it is a computed attribute, a `Text` when parts of it are known, else `Unknown`.
    """
    if isinstance(value, (str, bool, int, Fraction)):
        return value
    if isinstance(value, (List, Set, Tuple)):
        return [plain(item) for item in value.items]
    if isinstance(value, (Map, Object)):
        return {name: plain(item) for name, item in value.entries.items()}
    if isinstance(value, Marked):
        inner = plain(value.value)
        return neutral.Sensitive(inner) if SENSITIVE in value.marks else inner
    return None if isinstance(value, Null) else _plain_unknown(value)


def _plain_unknown(value: Unknown) -> neutral.Value:
    if not value.parts:
        return neutral.Unknown(value.needs)
    if len(value.parts) == 1 and not isinstance(value.parts[0], str):
        return value.parts[0]
    return neutral.Text(value.parts)


def from_plain(data: Any) -> Value:
    """Return JSON data as Terraform reads it: lists become tuples, objects become objects, numbers stay exact.

    `data` is made of ``str``, ``bool``, ``int``, ``float``, ``Decimal``, ``Fraction``, ``None``, ``list`` and ``dict``;
    dialect-neutral unknowns, references and texts are taken as well.
    """
    if isinstance(data, str):
        return normalized(data)
    if isinstance(data, list):
        return Tuple([from_plain(item) for item in data])
    if isinstance(data, dict):
        return Object({normalized(name): from_plain(item) for name, item in data.items()})
    if data is None or isinstance(data, bool):
        return NULL if data is None else data
    return from_float(data) if isinstance(data, float) else _from_neutral(data)


def _from_neutral(data: Any) -> Value:
    if isinstance(data, neutral.Text):
        return Unknown(STRING, neutral.needs(data), data.parts)
    if isinstance(data, neutral.Reference):
        return Unknown(DYNAMIC, neutral.needs(data), (data,))
    if isinstance(data, neutral.Unknown):
        return Unknown(DYNAMIC, data.needs)
    if isinstance(data, neutral.Sensitive):
        inner = from_plain(data.value)
        return Marked(inner, frozenset({SENSITIVE}))
    return rounded(Fraction(data))
