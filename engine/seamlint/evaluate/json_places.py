"""Where the parts of a JSON text stand: the text of a template too, with holes where something is interpolated."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from seamlint.patterns import Pattern
from seamlint.syntax.failure import SyntaxFailure
from seamlint.syntax.located_json import JsonArray, JsonObject, read_json

if TYPE_CHECKING:
    from seamlint.evaluate.values import Path
    from seamlint.syntax.located_json import JsonValue

_FILLER = "1"
"""Stands in every character of a hole: a number where a value should be, part of the text inside a string."""
_MARKS = Pattern(r'[{}"]|\\.', re.DOTALL)
_OPENING = Pattern(r"\$\{")
_DIRECTIVE = Pattern(r"(?<!%)%\{")


def place_in_template(text: str, path: Path) -> tuple[int, int] | None:
    """Return the offsets of the deepest part at a path of a JSON template.

    None where it cannot be read, or where directives (``%{ for ... }``) leave its shape open.
    """
    whole = _template(text)
    return None if whole is None else place_in(whole, path)


def place_in(value: JsonValue, path: Path) -> tuple[int, int]:
    """Return the offsets of the deepest part at a path: of a member, its name included."""
    start, end = value.start, value.end
    for step in path:
        if isinstance(value, JsonObject):
            member = next((each for each in reversed(value.members) if each[0].value == step), None)
            if member is None:
                break
            start, value = member[0].start, member[1]
        elif isinstance(value, JsonArray) and isinstance(step, int) and step < len(value.items):
            value = value.items[step]
            start = value.start
        else:
            break
        end = value.end
    return start, end


@lru_cache(maxsize=256)
def _template(text: str) -> JsonValue | None:
    for candidate in (text, "" if _DIRECTIVE.search(text) else _filled(text)):
        try:
            return read_json(candidate)
        except SyntaxFailure:
            continue
    return None


def _filled(text: str) -> str:
    """Return a template with its interpolations filled, every other character in its place."""
    pieces: list[str] = []
    at = 0
    while opening := _OPENING.search(text, at):
        end = _end_of_hole(text, opening.end())
        pieces += [text[at : opening.start()], _FILLER * (end - opening.start())]
        at = end
    return "".join([*pieces, text[at:]])


def _end_of_hole(text: str, start: int) -> int:
    """Return where an interpolation ends: at the brace that closes it, outside of quotes."""
    depth, quoted = 1, False
    for mark in _MARKS.finditer(text, start):
        if mark[0] == '"':
            quoted = not quoted
        elif not quoted and mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
            if depth == 0:
                return mark.end()
    return len(text)
