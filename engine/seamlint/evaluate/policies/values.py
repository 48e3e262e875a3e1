"""JSON as dialect-neutral values."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from seamlint.evaluate.partial_json import PartialJsonError, parse_partial_json
from seamlint.evaluate.values import Text, Unknown
from seamlint.patterns import Pattern
from seamlint.syntax.located_json import MAX_DEPTH

if TYPE_CHECKING:
    from seamlint.evaluate.values import Value

_PLACEHOLDER = Pattern(r"\$\{[A-Za-z_][\w.-]*\}|\{\{[^{}]*\}\}|<[A-Za-z][\w -]*>|\$\([A-Za-z_]\w*\)|__[A-Z][A-Z_]*__")
"""What scripts fill in before a policy is used; policy variables have a colon: ``${aws:username}``."""
_MOST_DIGITS = 400


_HALF_CHARACTER = Pattern("[\ud800-\udfff]")


class MalformedJsonError(ValueError):
    """A text is no JSON, or is nested deeper than anyone writes."""


def parsed(text: str) -> Value:
    """Return what a JSON text says; text that a script has yet to fill in is known in part.

    Raises:
        MalformedJsonError: it does not parse.
    """
    try:
        data = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise MalformedJsonError from None
    return _neutral(data, 0)


def document(value: Value) -> Value:
    """Return a policy document that may be JSON text, URL-encoded as the IAM API returns it."""
    if not isinstance(value, str):
        return value
    text = unquote(value) if value.lstrip().startswith("%7B") else value
    try:
        return parse_partial_json((text,))
    except PartialJsonError as error:
        return Unknown((f"valid JSON in the policy document ({error})",))


def _refused(_: str) -> None:
    raise MalformedJsonError


def _neutral(data: Any, depth: int) -> Value:
    if isinstance(data, str):
        return _filled(data)
    if depth > MAX_DEPTH:
        raise MalformedJsonError
    if isinstance(data, dict):
        return {name: _neutral(value, depth + 1) for name, value in data.items()}
    if isinstance(data, list):
        return [_neutral(value, depth + 1) for value in data]
    scalar: Value = data
    return scalar


def _filled(text: str) -> Value:
    if not text.isascii():
        text = _HALF_CHARACTER.sub("\ufffd", text)
    if not _PLACEHOLDER.search(text):
        return text
    parts: list[str | Unknown] = []
    at = 0
    for match in _PLACEHOLDER.finditer(text):
        parts += [text[at : match.start()], Unknown((f"the value of {match[0]}",))]
        at = match.end()
    known = [part for part in (*parts, text[at:]) if part != ""]
    return known[0] if len(known) == 1 and isinstance(known[0], Unknown) else Text(tuple(known))


def _number(digits: str) -> Value:
    if len(digits) > _MOST_DIGITS or "e" in digits.lower():
        return digits
    number = Fraction(digits)
    return number.numerator if number.denominator == 1 else number
