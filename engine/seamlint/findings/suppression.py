"""Suppressions in comments: which findings on which lines somebody has accepted, and why.

``# seamlint: ignore[NET-001] reason`` covers its own line, or, on a line of its own, what begins on the next line: a
block or attribute as a whole. ``# seamlint: ignore[NET-001] until 2027-03-31 reason`` does so to the end of that day.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.patterns import Pattern
from seamlint.sources.diagnostic import Diagnostic, Level

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from seamlint.sources.span import Span
    from seamlint.syntax.hcl.tree import Body, File

FORM = "write `seamlint: ignore[NET-001] why it is accepted`"
_MARK = Pattern(r"\bseamlint:\s*(.*)", re.DOTALL)
DIRECTIVE = Pattern(r"ignore\s*\[([^\]]*)\]\s*[:-]*\s*(.*)", re.DOTALL)
_UNTIL = Pattern(r"until\s+(\d+[/.-]\d[\d/.-]*)[\s:,-]*(.*)", re.DOTALL | re.IGNORECASE)
_DAY = Pattern(r"\d{4}-\d\d-\d\d")


@dataclass
class Suppression:
    """Lines of a file on which findings of some rules are accepted.

    Attributes:
        rules: ids or families, upper case.
        span: the comment.
        first, last: the lines covered, both included.
        expires: the last day on which it holds; None for ever.
        used: those of ``rules`` that suppressed something.
    """

    rules: tuple[str, ...]
    span: Span
    first: int
    last: int
    expires: date | None = None
    used: set[str] = field(default_factory=set)

    def hides(self, rule: str, line: int) -> bool:
        """Tell whether a rule's finding on a line of the file is accepted, and remember it."""
        names = {name for name in self.rules if means(name, rule)}
        if not names or not self.first <= line <= self.last:
            return False
        self.used |= names
        return True


def means(name: str, rule: str) -> bool:
    """Tell whether a name, a rule's id or a family, means a rule."""
    return rule == name or rule.startswith(name + "-")


def suppressions(file: File) -> Iterator[Suppression | Diagnostic]:
    """Yield the suppressions in a file's comments, and what is wrong with those that hold for nothing."""
    if "seamlint:" not in file.source.text:
        return
    comments = dict(file.comments)
    for start, end in file.comments:
        if mark := _MARK.search(file.source.text, start, end):
            yield _suppression(file, comments, start, mark[1].removesuffix("*/").strip())


def _suppression(file: File, comments: dict[int, int], start: int, text: str) -> Suppression | Diagnostic:
    span = file.source.span(start, comments[start])
    directive = DIRECTIVE.fullmatch(text)
    named = names(directive[1]) if directive else ()
    if not directive or not named:
        return Diagnostic(Level.WARNING, f"this comment suppresses nothing: {FORM}", span)
    try:
        expires, reason = term(directive[2])
    except ValueError as error:
        return Diagnostic(Level.WARNING, f"this comment suppresses nothing: {error}", span)
    if not reason:
        return Diagnostic(Level.WARNING, f"a suppression without a reason suppresses nothing: {FORM}", span)
    return Suppression(named, span, *_covered(file, comments, start), expires)


def names(written: str) -> tuple[str, ...]:
    """Return the rules and families of a list, upper case."""
    return tuple(name.strip().upper() for name in written.split(",") if name.strip())


def term(written: str) -> tuple[date | None, str]:
    """Return the last day of a suppression, where its reason begins with one (``until 2027-03-31``), and the reason.

    Raises:
        ValueError: that is no day; the message says what is wanted.
    """
    until = _UNTIL.fullmatch(written.strip())
    return (day(until[1]), until[2].strip()) if until else (None, written.strip())


def day(written: str) -> date:
    """Return a day that is written as ISO 8601 says.

    Raises:
        ValueError: it is none; the message says what is wanted.
    """
    from datetime import date

    wanted = ValueError(f"it ends on a day such as 2027-03-31, not {written or 'nothing'}")
    if not _DAY.fullmatch(written):
        raise wanted
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise wanted from None


def _covered(file: File, comments: dict[int, int], start: int) -> tuple[int, int]:
    """Return the first and last line that a comment speaks of."""
    source = file.source
    line, column = source.position(start)
    if source.text[start - column + 1 : start].strip():
        return line, line
    begin = _line_after(source.text, comments[start] - 1)
    while (comment := _first_character(source.text, begin)) in comments:
        begin = _line_after(source.text, comments[comment] - 1)
    end = _end_of(file.body, begin, _line_after(source.text, begin))
    return source.position(begin)[0], source.position(end)[0]


def _line_after(text: str, offset: int) -> int:
    """Return where the line after the one of a character begins."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def _first_character(text: str, line_start: int) -> int:
    while text[line_start : line_start + 1] in (" ", "\t"):
        line_start += 1
    return line_start


def _end_of(body: Body, begin: int, end: int) -> int:
    """Return where the block or attribute ends that begins between two offsets, else the first offset."""
    for node in (*body.attributes.values(), *body.blocks):
        if begin <= node.start < end:
            return node.end
    around = next((block for block in body.blocks if block.start < begin < block.end), None)
    return _end_of(around.body, begin, end) if around else begin
