"""``jsonencode`` and ``jsondecode``.

Source: Terraform documentation, "jsonencode Function" and "jsondecode Function"; Go package documentation,
"encoding/json" (which characters are escaped).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from seamlint.evaluate.partial_json import PartialJsonError, parse_partial_json
from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.functions.partial_text import joined, partial, parts_of
from seamlint.evaluate.terraform.numbers import Number, format_number, parse_number
from seamlint.evaluate.terraform.plain import from_plain
from seamlint.evaluate.terraform.types import DYNAMIC, STRING, ListOf, MapOf, ObjectOf, SetOf, TupleOf
from seamlint.evaluate.terraform.values import (
    NOT_NULL,
    List,
    Map,
    Marked,
    Null,
    Object,
    Part,
    Refinement,
    Set,
    Tuple,
    Unknown,
    Value,
    entries_of,
    is_wholly_known,
    needs_of,
)
from seamlint.evaluate.values import Unknown as Missing
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from fractions import Fraction

_ESCAPED = Pattern('[\x00-\x1f"\\\\<>&\u2028\u2029]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_HALF = r"u[dD][89a-fA-F][0-9a-fA-F]{2}"
_ESCAPE = Pattern(rf"\\(?:u[dD][89abAB][0-9a-fA-F]{{2}}\\u[dD][c-fC-F][0-9a-fA-F]{{2}}|({_HALF})|.)", re.DOTALL)
"""An escape in JSON; the group is half of a surrogate pair that stands alone."""
_TOO_DEEP = "the value is nested too deeply"


def quoted(text: str) -> str:
    """Return a text as a JSON string, what HTML would read escaped."""
    return f'"{escaped(text)}"'


def escaped(text: str) -> str:
    """Return a text as it stands between the quotes of a JSON string."""
    return _ESCAPED.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return _SHORT.get(char) or f"\\u{ord(char):04x}"


def json_text(value: Value) -> str:
    """Return a wholly known value as JSON: keys in order, no blanks.

    Raises:
        FunctionError: it is nested too deeply.
    """
    return "".join(part for part in json_of(value) if isinstance(part, str))


def json_of(value: Value) -> tuple[Part, ...]:
    """Return a value as JSON, with parts in place of what is not known.

    Raises:
        FunctionError: it is nested too deeply.
    """
    parts: list[Part] = []
    try:
        _write(value, parts)
    except RecursionError:
        raise FunctionError(_TOO_DEEP) from None
    return joined(parts)


def _write(value: Value, parts: list[Part]) -> None:
    if isinstance(value, Marked):
        value = value.value
    if isinstance(value, (List, Tuple, Set)):
        _write_items(value, parts)
    elif isinstance(value, (Object, Map)):
        opening = "{"
        for name, item in entries_of(value):
            parts.append(f"{opening}{quoted(name)}:")
            _write(item, parts)
            opening = ","
        parts.append("}" if opening == "," else "{}")
    elif isinstance(value, Unknown):
        parts.extend(_unknown(value))
    elif not isinstance(value, Marked):
        parts.append(_scalar(value))


def _write_items(value: List | Tuple | Set, parts: list[Part]) -> None:
    if isinstance(value, Set) and not is_wholly_known(value):
        parts.append(Missing(needs_of(value)))
        return
    opening = "["
    for item in value.items:
        parts.append(opening)
        _write(item, parts)
        opening = ","
    parts.append("]" if opening == "," else "[]")


def _scalar(value: str | bool | int | Fraction | Null) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if isinstance(value, Null) else format_number(value)


def _unknown(value: Unknown) -> tuple[Part, ...]:
    if value.type is not STRING:
        return parts_of(value)
    inside = (escaped(part) if isinstance(part, str) else part for part in parts_of(value))
    return ('"', *inside, '"')


def _opening(value: Value) -> str:
    """Return how Terraform knows the JSON of a value that is not wholly known to start."""
    if isinstance(value, Unknown) and not value.refinement.not_null:
        return ""
    kind = value.type if isinstance(value, Unknown) else None
    if isinstance(value, (Object, Map)) or isinstance(kind, (ObjectOf, MapOf)):
        return "{"
    if isinstance(value, (List, Set, Tuple)) or isinstance(kind, (ListOf, SetOf, TupleOf)):
        return "["
    return '"' if kind is STRING else ""


@function("jsonencode", Parameter("val", DYNAMIC, null=True, unknown=True, dynamic=True), returns=STRING,
          refinement=NOT_NULL)  # fmt: skip
def jsonencode(value: Value) -> Value:
    """Return a value as JSON; what is not known of it stays in its place in the result's parts."""
    parts = json_of(value)
    if is_wholly_known(value):
        return "".join(part for part in parts if isinstance(part, str))
    return partial(parts, value, refinement=Refinement(not_null=True, prefix=_opening(value)))


@function("jsondecode", Parameter("str", STRING, unknown=True), returns=DYNAMIC)
def jsondecode(text: str | Unknown) -> Value:
    """Return what a JSON text says; of a partly known text what is known."""
    if isinstance(text, Unknown):
        return _decoded_partly(text)
    try:
        text = _ESCAPE.sub(_whole_character, text)
        return from_plain(json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_constant))
    except RecursionError:
        raise FunctionError(_TOO_DEEP) from None
    except json.JSONDecodeError as error:
        message = f"invalid JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        raise FunctionError(message, 0) from None


def _decoded_partly(text: Unknown) -> Value:
    try:
        return from_plain(parse_partial_json(text.parts))
    except PartialJsonError:
        return Unknown(DYNAMIC, text.needs)


def _whole_character(escape: re.Match[str]) -> str:
    return "\\ufffd" if escape[1] else escape[0]


def _number(digits: str) -> Number:
    number = parse_number(digits)
    if number is None:
        raise FunctionError(f"a number is required, not {digits[:40]}")
    return number


def _constant(word: str) -> None:
    raise FunctionError(f"invalid JSON: {word} is no value")
