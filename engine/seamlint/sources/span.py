"""Places in files."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from seamlint.named_tuples import NamedTuple


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
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the character offset of a line and column, both from 1; the nearest there is."""
        starts = self._line_starts()
        line = min(max(line, 1), len(starts) - 1)
        return min(starts[line - 1] + max(column, 1), starts[line]) - 1

    def _line_starts(self) -> list[int]:
        """Return where each line begins, and where the one after the last would."""
        if self._starts is None:
            self._starts = [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]
        return self._starts

    def span(self, start: int, end: int) -> Span:
        """Return the place between two character offsets (end exclusive)."""
        return Span(self.path, *self.position(start), *self.position(end))
