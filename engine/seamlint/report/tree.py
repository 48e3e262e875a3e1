"""A proof drawn as an annotated tree: each place with its line of code, and what it shows, at the underline.

Steps that a step follows from stand below it, indented. The gutter holds line numbers.
"""

from __future__ import annotations

from textwrap import TextWrapper
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.report.source import columns, excerpt
from seamlint.report.style import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from seamlint.model.evidence import Evidence
    from seamlint.report.source import Excerpt
    from seamlint.report.style import Style
    from seamlint.sources.span import Span

STEP = "│  "
DEEPEST = 4
"""Steps further down are drawn no deeper: the tree must leave room for code."""


@dataclass(frozen=True)
class Tree:
    """A canvas with a gutter of some columns for line numbers."""

    gutter: int
    style: Style

    @classmethod
    def over(cls, spans: Iterable[Span], style: Style) -> Tree:
        """Return a canvas whose gutter holds the line numbers of some places."""
        return cls(max(2, *(len(str(span.line)) for span in spans)), style)

    @property
    def margin(self) -> str:
        """Return the blank gutter."""
        return " " * self.gutter

    def proof(self, steps: Sequence[tuple[int, Evidence]], severity: str) -> Iterator[str]:
        """Draw the steps of a proof, each with its depth: the first in the colour of the severity.

        Steps in a row that stand at one place share its line of code.
        """
        for place, (depth, evidence) in enumerate(steps):
            stem = STEP * min(depth, DEEPEST)
            before = steps[place - 1] if place else None
            role = "evidence" if place else severity
            if not before or not _shares(before, steps[place]):
                owner = before[1].resource if before and depth else ""
                yield from self._where(evidence, stem + ("├─" if place else "╭─"), owner)
                yield from self._code(evidence.span, stem + "│")
            yield from self._said(evidence, stem + "│", role)
            after = steps[place + 1] if place + 1 < len(steps) else (0, None)
            if after[1] is None or not _shares(steps[place], after):
                yield self._bar(STEP * min(after[0], DEEPEST) + "│")

    def place(self, span: Span, role: str) -> Iterator[str]:
        """Draw one place that nothing is said of."""
        room = self._room("│")
        shown = excerpt(span, room)
        yield f"{self._bar('╭─')} {self.style.paint(where(span), 'strong')}"
        yield from self._code(span, "│")
        if shown:
            yield f"{self._bar('│')} {self._underline(shown, role)}"

    def _where(self, evidence: Evidence, corner: str, owner: str) -> Iterator[str]:
        """Name a place, and whose it is unless that was said just before; on two lines where one is too short."""
        place, resource = where(evidence.span), printable(evidence.resource)
        first = f"{self._bar(corner)} {self.style.paint(place, 'strong')}"
        named = self.style.paint(resource, "faint")
        if evidence.resource in ("", owner):
            yield first
        elif columns(place) + columns(resource) < self._room(corner):
            yield f"{first} {named}"
        else:
            yield from (first, f"{self._bar(corner[:-2] + '│')}  {named}")

    def _code(self, span: Span, stem: str) -> Iterator[str]:
        if shown := excerpt(span, self._room(stem)):
            yield f"{self._bar(stem, str(span.line))} {self.style.draw(shown.text)}".rstrip()

    def _said(self, evidence: Evidence, stem: str, role: str) -> Iterator[str]:
        """Yield what a place says: beside the underline where there is room, else below it."""
        room = self._room(stem)
        shown, says, margin = excerpt(evidence.span, room), printable(evidence.says), self._bar(stem) + " "
        indent = min(shown.start, room // 4) if shown else 0
        if shown and columns(says) < room - shown.start - shown.length:
            yield f"{margin}{self._underline(shown, role)} {self.style.paint(says, role)}"
            return
        if shown:
            yield margin + self._underline(shown, role)
        yield from (margin + " " * indent + self.style.paint(line, role) for line in filled(says, room - indent))

    def _underline(self, shown: Excerpt, role: str) -> str:
        return " " * shown.start + self.style.paint("^" * shown.length, role)

    def _bar(self, stem: str, number: str = "") -> str:
        return self.style.paint(self.style.draw(f"{number:>{self.gutter}} {stem}"), "faint")

    def _room(self, stem: str) -> int:
        return self.style.width - self.gutter - len(stem) - 2


def _shares(before: tuple[int, Evidence], step: tuple[int, Evidence]) -> bool:
    one, other = before[1], step[1]
    return (before[0], one.span, one.resource) == (step[0], other.span, other.resource)


def where(span: Span) -> str:
    """Return a place as editors and terminals read it."""
    return printable(f"{span.file}:{span.line}:{span.column}")


def filled(text: str, width: int) -> list[str]:
    """Return text in lines of a width; what cannot be broken, such as an address, may be wider."""
    return TextWrapper(width, break_long_words=False, break_on_hyphens=False).wrap(printable(text)) or [""]
