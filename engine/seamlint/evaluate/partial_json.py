"""JSON of which only parts are known: a policy whose text holds references and unknowns.

A part inside a string leaves the string partly known; a part that stands where a value does is that value.
Source: RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format".
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown, Value
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARK = "\ue000"
"""Stands for a part while the text is read: a private character, which is refused in the text itself."""
_HALF_CHARACTER = Pattern("[\ud800-\udfff]")
_MARKED = Pattern(r"\ue000|\\u[eE]000")
_TOKEN = Pattern(
    r"[ \t\r\n]*(?:(?P<punctuation>[\[\]{}:,])|(?P<string>\"(?:[^\"\\\x00-\x1f]|\\(?:[\"\\/bfnrt]|u[0-9A-Fa-f]{4}))*\")"
    r"|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<word>true|false|null)|(?P<part>\ue000))",
    re.ASCII,
)
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}
_DEEPEST = 200
_MOST_DIGITS = 1000
_MOST_EXPONENT_DIGITS = 5


class PartialJsonError(ValueError):
    """A text that is no JSON whatever its unknown parts turn out to be, or that cannot be told."""


def parse_partial_json(parts: Sequence[str | Reference | Unknown]) -> Value:
    """Return what a partly known JSON text says.

    Strings with unknown parts become `Text`, or the part itself when there is nothing else in them.

    Raises:
        PartialJsonError: it does not parse.
    """
    if len(parts) == 1 and isinstance(parts[0], str) and _is_simple(parts[0]):
        return _parsed(parts[0])
    if any(isinstance(part, str) and _MARKED.search(part) for part in parts):
        raise PartialJsonError("a private use character stands in the text")
    text = "".join(part if isinstance(part, str) else _MARK for part in parts)
    reader = _Reader(text, [part for part in parts if not isinstance(part, str)])
    value = reader.value(0)
    if text[reader.at :].strip(" \t\r\n"):
        raise PartialJsonError("text after the value")
    return value


def _is_simple(text: str) -> bool:
    """Tell whether Python's own reader does: no halves of characters, and not too deep."""
    return "\\u" not in text and text.count("[") + text.count("{") < _DEEPEST


def _parsed(text: str) -> Value:
    try:
        value: Value = json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise PartialJsonError(f"{error.msg} at line {error.lineno}") from None
    return value


def _no_number(word: str) -> Value:
    raise PartialJsonError(f"{word} where a value should stand")


class _Reader:
    def __init__(self, text: str, parts: list[Reference | Unknown]) -> None:
        self.text = text
        self.parts = iter(parts)
        self.at = 0

    def value(self, depth: int) -> Value:
        kind, word = self.read()
        if kind == "punctuation" and word in "{[" and depth < _DEEPEST:
            return self.object(depth + 1) if word == "{" else self.array(depth + 1)
        if kind == "string":
            return self.string(word)
        if kind == "part":
            return next(self.parts)
        if kind == "number":
            return _number(word)
        if kind == "word":
            return _WORDS[word]
        raise PartialJsonError(f"{word} where a value should stand")

    def read(self) -> tuple[str, str]:
        match = _TOKEN.match(self.text, self.at)
        if match is None or match.lastgroup is None:
            raise PartialJsonError("no JSON")
        self.at = match.end()
        return match.lastgroup, match[match.lastgroup]

    def closes(self, bracket: str) -> bool:
        """Tell whether a bracket follows, and step over it."""
        before = self.at
        if self.read() == ("punctuation", bracket):
            return True
        self.at = before
        return False

    def array(self, depth: int) -> list[Value]:
        items: list[Value] = []
        if self.closes("]"):
            return items
        while True:
            items.append(self.value(depth))
            if self.closes("]"):
                return items
            self.expect(",")

    def object(self, depth: int) -> dict[str, Value]:
        entries: dict[str, Value] = {}
        if self.closes("}"):
            return entries
        while True:
            _, word = self.read()
            name = self.string(word) if word.startswith('"') else None
            if not isinstance(name, str):
                raise PartialJsonError("a name that is not known")
            self.expect(":")
            entries[name] = self.value(depth)
            if self.closes("}"):
                return entries
            self.expect(",")

    def expect(self, punctuation: str) -> None:
        if self.read() != ("punctuation", punctuation):
            raise PartialJsonError(f"no {punctuation}")

    def string(self, quoted: str) -> Value:
        text: str = json.loads(quoted)
        if "\\u" in quoted:
            text = _HALF_CHARACTER.sub("\ufffd", text)
        if _MARK not in text:
            return text
        known = iter(text.split(_MARK))
        parts: list[str | Reference | Unknown] = [next(known)]
        for piece in known:
            parts += [next(self.parts), piece]
        parts = [part for part in parts if part != ""]
        only = parts[0]
        return only if len(parts) == 1 and not isinstance(only, str) else Text(tuple(parts))


def _number(digits: str) -> Value:
    if len(digits) > _MOST_DIGITS or len(digits.lower().partition("e")[2]) > _MOST_EXPONENT_DIGITS:
        raise PartialJsonError("a number of absurd size")
    number = Fraction(digits)
    return number.numerator if number.denominator == 1 else number
