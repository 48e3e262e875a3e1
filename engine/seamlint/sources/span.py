"""Places in files."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple


class Span(NamedTuple):
    """A place in a file, for people: lines and columns count from 1, the end is exclusive.

    Attributes:
        file: path relative to the current directory when it is below it, else absolute; always with ``/``.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class SourceText:
    """A decoded file whose character offsets can be turned into lines and columns.

    Syntax trees keep offsets only (two integers a node); a place for people is computed when somebody looks.
    """

    __slots__ = ("_starts", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts: list[int] | None = None

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, of a character offset from 0."""
        if self._starts is None:
            self._starts = [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """Return the place between two character offsets (end exclusive)."""
        return Span(self.path, *self.position(start), *self.position(end))
