"""The text report: every finding with the lines that prove it, drawn as one annotated tree.

A finding begins with what is wrong, goes through the places that show it in the order of the proof, and ends with the
fix. Steps that a step follows from stand below it, indented.
"""

from __future__ import annotations

from textwrap import TextWrapper
from typing import TYPE_CHECKING

from seamlint.report.result import proof, url
from seamlint.report.source import columns, excerpt
from seamlint.report.style import printable
from seamlint.report.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.findings.finding import Finding, Undecided
    from seamlint.model.evidence import Evidence
    from seamlint.report.result import Result
    from seamlint.report.style import Style
    from seamlint.sources.diagnostic import Diagnostic
    from seamlint.sources.span import Span

STEP = "│  "
DEEPEST = 4
"""Steps further down are drawn no deeper: the tree must leave room for code."""
MARGIN = 10
"""Columns that are left of the last lines of a finding, at most."""


def render(result: Result, style: Style) -> str:
    """Return the report."""
    parts = ["\n".join(_diagnostic(each, style)) for each in result.diagnostics]
    parts += ["\n".join(_finding(each, result, style)) for each in result.findings]
    if style.undecided:
        parts += ["\n".join(_undecided(each, style)) for each in result.undecided]
    if style.summary:
        parts.append(summary(result, style))
    return "\n\n".join(parts) + "\n" if parts else ""


def _finding(finding: Finding, result: Result, style: Style) -> Iterator[str]:
    severity = finding.severity.value
    yield f"{style.paint(f'{severity} {finding.rule}', severity)} {result.rules[finding.rule].name}"
    yield from (style.paint(line, "strong") for line in _wrapped(finding.message, style.width))
    steps = list(proof(finding))
    gutter = _gutter([evidence.span for _, evidence in steps])
    yield from _tree(steps, gutter, severity, style)
    margin = " " * gutter
    yield f"{margin} {style.paint(style.draw('╰─ fix'), 'fix')}"
    yield from (f"{margin}    {printable(line)}".rstrip() for line in finding.fix.splitlines())
    yield ""
    yield from (f"{margin}    {style.paint(line, 'faint')}" for line in _more(finding.rule, style))


def _more(rule: str, style: Style) -> list[str]:
    """Return where to read on, on one line where there is room."""
    ways = [f"seamlint explain {rule}", url(rule)]
    line = style.draw(" · ").join(ways)
    return [line] if len(line) <= style.width - MARGIN else ways


def _tree(steps: list[tuple[int, Evidence]], gutter: int, severity: str, style: Style) -> Iterator[str]:
    for place, (depth, evidence) in enumerate(steps):
        corner, role = ("├─", "evidence") if place else ("╭─", severity)
        yield from _step(evidence, STEP * min(depth, DEEPEST) + corner, gutter, role, style)
        below = min(steps[place + 1][0] if place + 1 < len(steps) else 0, DEEPEST)
        yield _bar("", STEP * below + "│", gutter, style)


def _step(evidence: Evidence, corner: str, gutter: int, role: str, style: Style) -> Iterator[str]:
    """Draw one place: where it is, its line, and what it says, beside the underline or below it."""
    where = style.paint(_place(evidence.span), "strong")
    whose = f" {style.paint(printable(evidence.resource), 'faint')}" if evidence.resource else ""
    yield f"{_bar('', corner, gutter, style)} {where}{whose}"
    tree = corner[:-2] + "│"
    room = style.width - gutter - len(tree) - 2
    shown = excerpt(evidence.span, room)
    if not shown:
        yield from (f"{_bar('', tree, gutter, style)} {line}" for line in _painted(evidence.says, room, role, style))
        return
    yield f"{_bar(str(evidence.span.line), tree, gutter, style)} {shown.text}".rstrip()
    underline = " " * shown.start + style.paint("^" * shown.length, role)
    margin = f"{_bar('', tree, gutter, style)} "
    if columns(evidence.says) < room - shown.start - shown.length:
        beside = style.paint(printable(evidence.says), role)
        yield f"{margin}{underline} {beside}".rstrip()
        return
    yield margin + underline
    indent = min(shown.start, room // 4)
    yield from (margin + " " * indent + line for line in _painted(evidence.says, room - indent, role, style))


def _painted(text: str, width: int, role: str, style: Style) -> Iterator[str]:
    return (style.paint(line, role) for line in _wrapped(text, width))


def _bar(number: str, tree: str, gutter: int, style: Style) -> str:
    return style.paint(style.draw(f"{number:>{gutter}} {tree}"), "faint")


def _gutter(spans: Iterable[Span]) -> int:
    return max(2, *(len(str(span.line)) for span in spans))


def _place(span: Span) -> str:
    return printable(f"{span.file}:{span.line}:{span.column}")


def _wrapped(text: str, width: int) -> list[str]:
    return TextWrapper(width, break_long_words=False, break_on_hyphens=False).wrap(printable(text)) or [""]


def _diagnostic(diagnostic: Diagnostic, style: Style) -> Iterator[str]:
    from seamlint.model.evidence import Evidence

    severity = diagnostic.level.value
    span = diagnostic.span
    shown = span and excerpt(span, style.width)
    message = _wrapped(f"{severity}: {diagnostic.message}", style.width)
    yield style.paint(message[0][: len(severity) + 1], severity) + message[0][len(severity) + 1 :]
    yield from message[1:]
    if span and shown:
        yield from _step(Evidence(span, "", ""), "╭─", _gutter([span]), severity, style)
    elif span:
        yield f"  {_place(span)}"


def _undecided(undecided: Undecided, style: Style) -> Iterator[str]:
    place = _place(undecided.entity.span())
    yield f"{style.paint(f'undecided {undecided.rule}', 'undecided')} {place} {printable(undecided.entity.address)}"
    yield from (f"  {line}" for line in _wrapped(undecided.reason, style.width - 2))
    if undecided.needs:
        yield from (f"  {line}" for line in _wrapped(f"needs {', '.join(undecided.needs)}", style.width - 2))
