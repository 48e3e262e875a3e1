"""``yamlencode``: the text that Terraform writes, character by character.

Keys and strings stand in double quotes, strings with line breaks as literal blocks where YAML allows it.
Source: Terraform documentation, "yamlencode Function"; YAML 1.2 specification, "Scalar Styles".
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.numbers import format_number
from seamlint.evaluate.terraform.types import DYNAMIC, STRING
from seamlint.evaluate.terraform.values import (
    List,
    Map,
    Null,
    Object,
    Set,
    Tuple,
    Value,
    entries_of,
    is_wholly_known,
    unknown,
)
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_BREAKS = "\r\n\x85\u2028\u2029"
_ESCAPED = Pattern('[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\n"\\\\\x85\u2028\u2029]')
_SHORT = {"\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r", "\x1b": "e",
          '"': '"', "\\": "\\", "\x85": "N", "\xa0": "_", "\u2028": "L", "\u2029": "P"}  # fmt: skip
_UNPRINTABLE = Pattern("[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]")
_LINE_START = Pattern("(?:^|(?<=[\n\u2028\u2029]))(?=[^\n\u2028\u2029])")
_LONGEST_KEY = 128
_WIDTH = 80


@function("yamlencode", Parameter("value", DYNAMIC, null=True, dynamic=True), returns=STRING)
def yamlencode(value: Value) -> Value:
    """Return a value as YAML; unknown as soon as a part of it is."""
    if not is_wholly_known(value):
        return unknown(STRING, value)
    try:
        lines = list(_block(value, 2 if isinstance(value, str) else 0, 0))
    except RecursionError:
        raise FunctionError("the value is nested too deeply") from None
    if isinstance(value, (Null, bool, int, Fraction)):
        lines.append("...")
    return "\n".join(lines) + "\n"


def double_quoted(text: str) -> str:
    """Return a text in double quotes."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _SHORT:
        return "\\" + _SHORT[char]
    code = ord(char)
    return f"\\x{code:02X}" if code <= 0xFF else f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _block(value: Value, indent: int, column: int) -> Iterator[str]:
    """Yield the lines of a node whose first line begins in a column, where its parent put it.

    The other lines of a collection are indented as its first one, those of a string by `indent`.
    """
    if isinstance(value, (Object, Map)) and value.entries:
        yield from _mapping(value, indent)
    elif isinstance(value, (List, Set, Tuple)) and value.items:
        yield from _sequence(value, indent)
    elif isinstance(value, str):
        yield from _string(value, indent, column)
    else:
        yield _plain(value)


def _plain(value: Value) -> str:
    if isinstance(value, Null):
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Fraction)):
        return format_number(value)
    return "{}" if isinstance(value, (Object, Map)) else "[]"


def _sequence(value: List | Set | Tuple, indent: int) -> Iterator[str]:
    for at, item in enumerate(value.items):
        lines = _block(item, indent + 2, indent + 2)
        yield f"{' ' * indent if at else ''}- {next(lines)}"
        yield from lines


def _mapping(value: Object | Map, indent: int) -> Iterator[str]:
    margin = ""
    for name, item in entries_of(value):
        is_simple = len(name.encode()) <= _LONGEST_KEY and not any(char in name for char in _BREAKS)
        if is_simple:
            yield from _simple_entry(margin + double_quoted(name), item, indent)
        else:
            yield from _complex_entry(margin, name, item, indent)
        margin = " " * indent


def _simple_entry(key: str, item: Value, indent: int) -> Iterator[str]:
    if isinstance(item, (List, Set, Tuple)) and item.items:
        yield f"{key}:"
        lines = _sequence(item, indent)
        yield " " * indent + next(lines)
        yield from lines
    elif isinstance(item, (Object, Map)) and item.entries:
        yield f"{key}:"
        lines = _mapping(item, indent + 2)
        yield " " * (indent + 2) + next(lines)
        yield from lines
    else:
        lines = _block(item, indent + 2, len(key.lstrip(" ")) + indent + 2)
        yield f"{key}: {next(lines)}"
        yield from lines


def _complex_entry(margin: str, name: str, item: Value, indent: int) -> Iterator[str]:
    """Yield an entry whose key is too long for a line, or has several."""
    for mark, node in (("?", name), (":", item)):
        lines = _block(node, indent + 2, indent + 2)
        yield f"{margin if mark == '?' else ' ' * indent}{mark} {next(lines)}"
        yield from lines


def _string(text: str, indent: int, column: int) -> Iterator[str]:
    if "\n" not in text or not _literal_allowed(text):
        yield from _folded(text, indent, column)
        return
    hint = "2" if text[0] in " \n" else ""
    body = text.removesuffix("\n")
    chomping = "-" if not text.endswith("\n") else "+" if body.endswith("\n") or not body else ""
    yield f"|{hint}{chomping}"
    yield _LINE_START.sub(" " * indent, body)


def _folded(text: str, indent: int, column: int) -> Iterator[str]:
    """Yield the lines of a text in double quotes: past the width it is broken at the next single space."""
    words = text.split(" ")
    line, width, margin = '"', column + 1, ""
    for at, word in enumerate(words):
        quoted = double_quoted(word)[1:-1]
        is_last = at == len(words) - 1
        if at and words[at - 1] and width > _WIDTH and not (is_last and not word):
            yield margin + line
            line, margin, width = ("\\" if not word else "") + quoted, " " * indent, indent + len(quoted) + (not word)
        elif at:
            line, width = f"{line} {quoted}", width + 1 + len(quoted)
        else:
            line, width = line + quoted, width + len(quoted)
    yield f'{margin}{line}"'


def _literal_allowed(text: str) -> bool:
    return not (_UNPRINTABLE.search(text) or " \n" in text or text.endswith(" "))
