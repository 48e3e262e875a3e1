"""How text looks: width, colour, and the characters that lines are drawn with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

from seamlint.data_classes import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

COLOURS = {
    "error": "1;31", "warning": "1;33", "note": "1;36", "undecided": "1;35",
    "strong": "1", "faint": "2", "evidence": "36", "fix": "1;32",
}  # fmt: skip
WIDTH = 100
"""Columns where no terminal tells its own."""
NARROWEST, WIDEST = 60, 120


@dataclass(frozen=True)
class Style:
    """How a text report looks.

    Attributes:
        width: columns.
        colour: whether to use ANSI colours.
        boxes: whether box-drawing characters can be printed.
        undecided: whether to list what is undecided.
        evidence: whether to list proofs where findings alone are usual.
        summary: whether to end with a summary.
    """

    width: int = WIDTH
    colour: bool = False
    boxes: bool = True
    undecided: bool = False
    evidence: bool = False
    summary: bool = True

    def paint(self, text: str, role: str) -> str:
        """Return text in the colour of its role."""
        return f"\x1b[{COLOURS[role]}m{text}\x1b[0m" if self.colour and text else text

    def draw(self, lines: str) -> str:
        """Return drawing characters that can be printed."""
        return lines if self.boxes else lines.translate(_PLAIN)


_PLAIN = str.maketrans({"╭": ",", "├": "|", "╰": "`", "─": "-", "│": "|", "…": ".", "·": "-"})
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
_BIDIRECTIONAL = {code: f"\\u{code:04x}" for code in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


class _Unprintable(dict[int, str]):
    """What characters are spelt as; those that no encoding or markup takes, as their numbers."""

    def __missing__(self, code: int) -> str | int:
        return f"\\u{code:04x}" if 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF) else code


_UNPRINTABLE = _Unprintable(_CONTROL | _BIDIRECTIONAL | {0x2028: "\\u2028", 0x2029: "\\u2029"})


def printable(text: str) -> str:
    """Return text with control characters spelt out: scanned code must not steer what shows it.

    Nothing is left that UTF-8 or XML cannot hold.
    """
    return text if text.isprintable() else text.translate(_UNPRINTABLE)


def style_for(stream: TextIO, environment: Mapping[str, str] = os.environ) -> Style:
    """Return the style that fits a stream: colour on terminals only, and not against ``NO_COLOR``."""
    terminal = stream.isatty()
    colour = terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
    try:
        "╭├╰─│…·".encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return Style(_width(stream, environment), colour, boxes=False)
    return Style(_width(stream, environment), colour)


def _width(stream: TextIO, environment: Mapping[str, str]) -> int:
    if environment.get("COLUMNS", "").isdecimal():
        columns = int(environment["COLUMNS"])
    elif stream.isatty():
        columns = _terminal_columns(stream)
    else:
        columns = WIDTH
    return max(NARROWEST, min(columns, WIDEST))


def _terminal_columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return WIDTH
