"""JSON as dialect-neutral values, and the places of their parts."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING
from urllib.parse import unquote

from seamlint.evaluate.json_places import place_in
from seamlint.evaluate.partial_json import PartialJsonError, parse_partial_json
from seamlint.evaluate.values import Text, Unknown
from seamlint.syntax.located_json import JsonArray, JsonNumber, JsonObject, JsonText

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Origin
    from seamlint.evaluate.values import Path, Value
    from seamlint.sources.span import SourceText, Span
    from seamlint.syntax.located_json import JsonValue

_PLACEHOLDER = re.compile(
    r"\$\{[A-Za-z_][\w.-]*\}|\{\{[^{}]*\}\}|<[A-Za-z][\w -]*>|\$\([A-Za-z_]\w*\)|__[A-Z][A-Z_]*__"
)
"""What scripts fill in before a policy is used; policy variables have a colon: ``${aws:username}``."""
_MOST_DIGITS = 400


class JsonLocator:
    """Finds places below a value in a JSON file."""

    __slots__ = ("_source", "_value")

    def __init__(self, source: SourceText, value: JsonValue) -> None:
        self._source = source
        self._value = value

    def span_at(self, path: Path) -> Span:
        """Return the place of the deepest part of a path; a document that is text in the file stands as a whole."""
        return self._source.span(*place_in(self._value, path))

    def trail(self, _path: Path) -> tuple[Origin, ...]:
        """Return nothing: values in such a file came through nothing."""
        return ()


def plain(value: JsonValue) -> Value:
    """Return a JSON value; text that a script has yet to fill in is known in part."""
    if isinstance(value, JsonObject):
        return {name.value: plain(member) for name, member in value.members}
    if isinstance(value, JsonArray):
        return [plain(item) for item in value.items]
    if isinstance(value, JsonText):
        return _filled(value.value)
    return _number(value.text) if isinstance(value, JsonNumber) else value.value


def document(value: Value) -> Value:
    """Return a policy document that may be JSON text, URL-encoded as the IAM API returns it."""
    if not isinstance(value, str):
        return value
    text = unquote(value) if value.lstrip().startswith("%7B") else value
    try:
        return parse_partial_json((text,))
    except PartialJsonError as error:
        return Unknown((f"valid JSON in the policy document ({error})",))


def _filled(text: str) -> Value:
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
