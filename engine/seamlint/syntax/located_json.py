"""JSON text to values that know where they stand.

Source: RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Union

from seamlint.data_classes import dataclass
from seamlint.patterns import Pattern
from seamlint.syntax.failure import SyntaxFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_DEPTH = 200
"""Arrays and objects inside each other: more than anyone writes, less than what a stack holds."""

MAX_VALUES = 1_000_000

_TOKEN = Pattern(
    r"""[ \t\r\n]*(?:([{}\[\],:]) | ("(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")
    | (-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])) | (true|false|null)\b | (\Z) | (.))""",
    re.VERBOSE | re.DOTALL,
)
_MARK, _STRING, _NUMBER, _WORD, _STOP, _OTHER = range(1, 7)
_WORDS = {"true": True, "false": False, "null": None}
_ESCAPE = Pattern(r"\\(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


@dataclass(slots=True)
class JsonText:
    """A string: its value, and what is written between the quotes."""

    start: int
    end: int
    value: str
    raw: str

    def offsets(self) -> Sequence[int]:
        """Return where in the file each character of the value stands, and where the text ends."""
        first = self.start + 1
        if "\\" not in self.raw:
            return range(first, self.end)
        starts: list[int] = []
        read = 0
        for match in _ESCAPE.finditer(self.raw):
            starts.extend(range(first + read, first + match.start() + 1))
            read = match.end()
        starts.extend(range(first + read, self.end))
        return starts


@dataclass(slots=True)
class JsonNumber:
    """A number as it is written."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class JsonWord:
    """``true``, ``false`` or ``null``."""

    start: int
    end: int
    value: bool | None


@dataclass(slots=True)
class JsonArray:
    """An array."""

    start: int
    end: int
    items: list[JsonValue]


@dataclass(slots=True)
class JsonObject:
    """An object: its members in order, repeated names too."""

    start: int
    end: int
    members: list[tuple[JsonText, JsonValue]]


JsonValue = Union[JsonText, JsonNumber, JsonWord, JsonArray, JsonObject]


def read_json(text: str) -> JsonValue:
    """Return the value that a text holds.

    Raises:
        SyntaxFailure: the text is not JSON, holds something after its value, or nests deeper than `MAX_DEPTH`, or holds
            more than `MAX_VALUES`.
    """
    reader = _Reader(text)
    value = reader.value(0)
    if reader.which != _STOP:
        raise SyntaxFailure(f"expected the end of the file after the JSON value, found {reader.found()}", reader.start)
    return value


class _Reader:
    """Reads one token ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.which = self.start = self._end = self._values = 0
        self._next()

    def _next(self) -> None:
        match = _TOKEN.match(self._text, self._end)
        assert match is not None
        self.which = match.lastindex or _OTHER
        self.start, self._end = match.span(self.which)

    def _is(self, mark: str) -> bool:
        return self.which == _MARK and self._text[self.start] == mark

    def found(self) -> str:
        """Say what the token at hand is."""
        if self.which == _STOP:
            return "the end of the file"
        if self.which == _OTHER and self._text[self.start] == '"':
            return "a string that is not closed on its line or holds an unknown escape"
        word = re.compile(r"[\w.+-]+|.", re.DOTALL).match(self._text, self.start)
        return f"`{word[0][:40] if word else ''}`"

    def value(self, depth: int) -> JsonValue:
        """Read one value."""
        self._values += 1
        if depth > MAX_DEPTH:
            raise SyntaxFailure(f"arrays or objects are nested more than {MAX_DEPTH} deep", self.start)
        if self._values > MAX_VALUES:
            raise SyntaxFailure("a file of more than a million values: split it", self.start)
        which, start, end = self.which, self.start, self._end
        if which == _STRING:
            return self._string()
        if self._is("{"):
            return self._object(depth)
        if self._is("["):
            return self._array(depth)
        if which not in (_NUMBER, _WORD):
            raise SyntaxFailure(f"expected a JSON value, found {self.found()}", start)
        text = self._text[start:end]
        self._next()
        return JsonNumber(start, end, text) if which == _NUMBER else JsonWord(start, end, _WORDS[text])

    def _string(self) -> JsonText:
        start, end = self.start, self._end
        raw = self._text[start + 1 : end - 1]
        self._next()
        return JsonText(start, end, _ESCAPE.sub(_resolved, raw) if "\\" in raw else raw, raw)

    def _array(self, depth: int) -> JsonArray:
        array = JsonArray(self.start, self.start, [])
        self._next()
        while not self._is("]"):
            array.items.append(self.value(depth + 1))
            self._separator("]", array.start)
        array.end = self._end
        self._next()
        return array

    def _object(self, depth: int) -> JsonObject:
        whole = JsonObject(self.start, self.start, [])
        self._next()
        while not self._is("}"):
            if self.which != _STRING:
                raise SyntaxFailure(f"expected a property name in double quotes, found {self.found()}", self.start)
            name = self._string()
            if not self._is(":"):
                raise SyntaxFailure(f"expected `:` after the property name, found {self.found()}", self.start)
            self._next()
            whole.members.append((name, self.value(depth + 1)))
            self._separator("}", whole.start)
        whole.end = self._end
        self._next()
        return whole

    def _separator(self, closing: str, opened: int) -> None:
        """Read a comma that something follows, or stop at the closing mark."""
        if self._is(closing):
            return
        if not self._is(","):
            line = self._text.count("\n", 0, opened) + 1
            opener = self._text[opened]
            expected = f"expected `,` or `{closing}` for the `{opener}` opened at line {line}"
            raise SyntaxFailure(f"{expected}, found {self.found()}", self.start)
        comma = self.start
        self._next()
        if self._is(closing):
            raise SyntaxFailure(f"a comma before `{closing}`: JSON allows none", comma)


def _resolved(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] != "u":
        return _ESCAPES.get(code, code)
    if len(code) > 5:
        return chr(0x10000 + ((int(code[1:5], 16) - 0xD800) << 10) + int(code[7:], 16) - 0xDC00)
    point = int(code[1:], 16)
    return "\ufffd" if 0xD800 <= point <= 0xDFFF else chr(point)
