"""Lines of source code as a report shows them: short, harmless, and with the place underlined."""

from __future__ import annotations

import os
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from seamlint.named_tuples import NamedTuple
from seamlint.report.redaction import redacted
from seamlint.report.style import printable
from seamlint.sources.reading import Unreadable, read_text

if TYPE_CHECKING:
    from seamlint.sources.span import Span

TAB = "    "
LEAST_BEFORE = 12
"""Columns of a long line that stay visible before the underlined place."""


class Excerpt(NamedTuple):
    """A source line and where its underlined part begins and how long it is, in columns from 0."""

    text: str
    start: int
    length: int


def excerpt(span: Span, width: int) -> Excerpt | None:
    """Return the first line of a place, cut to a width; None where the file or the line is gone."""
    lines = _lines(os.path.abspath(span.file))
    if not 1 <= span.line <= len(lines):
        return None
    line = lines[span.line - 1]
    before, marked = line[: span.column - 1], _marked(line, span)
    at = len(before) + len(marked)
    after = line[at : at + width].rstrip()
    return _cut(_shown(before[-width:]), _shown(marked[:width]), _shown(after), width)


def _marked(line: str, span: Span) -> str:
    """Return what to underline: of a block that goes on below, its header."""
    if span.end_line == span.line:
        return line[span.column - 1 : span.end_column - 1]
    rest = line[span.column - 1 :]
    return (rest.partition("{")[0] or rest).rstrip()


@lru_cache(maxsize=64)
def _lines(file: str) -> list[str]:
    try:
        return redacted([line.removesuffix("\r") for line in read_text(file).text.split("\n")], file)
    except Unreadable:
        return []


def _shown(text: str) -> str:
    return printable(text.replace("\t", TAB))


def columns(text: str) -> int:
    """Return how many columns a text takes on a terminal: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else not unicodedata.combining(each) for each in text)


def _cut(before: str, marked: str, after: str, width: int) -> Excerpt:
    """Cut a line so that the marked part can be seen."""
    if columns(before + marked + after) > width and columns(before) > width // 2:
        before = "…" + before[-LEAST_BEFORE:]
    start = columns(before)
    text = before + marked + after
    if columns(text) > width:
        text = text[: width - 1] + "…"
    return Excerpt(text, start, max(1, min(columns(marked), width - start)))
