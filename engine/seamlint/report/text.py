"""The text report: what is wrong, the lines that prove it, and the fix.

A finding begins with what happens, goes through the places that show it in the order of the proof, and ends with the
fix, which can be pasted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.report.result import proof
from seamlint.report.source import excerpt
from seamlint.report.style import printable
from seamlint.report.summary import summary
from seamlint.report.tree import Tree, filled, where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.findings.baseline import Entry
    from seamlint.findings.finding import Finding, Undecided
    from seamlint.report.result import Result
    from seamlint.report.style import Style
    from seamlint.rule import Rule
    from seamlint.sources.diagnostic import Diagnostic

INDENT = "    "
"""Of the fix, to the right of the gutter."""


def render(result: Result, style: Style) -> str:
    """Return the report."""
    parts = ["\n".join(_diagnostic(each, style)) for each in result.diagnostics]
    parts += [drawn(each, result, style) for each in result.findings]
    if style.undecided:
        parts += ["\n".join(_undecided(each, style)) for each in result.undecided]
    if result.compared and result.compared.fixed:
        parts.append("\n".join(_fixed(result.compared.fixed, style)))
    if result.frameworks:
        from seamlint.report.compliance import summaries

        parts.append("\n".join(line for each in summaries(result) for line in filled(each, style.width)))
    if style.summary:
        parts.append(summary(result, style))
    return "\n\n".join(parts) + "\n" if parts else ""


def drawn(finding: Finding, result: Result, style: Style) -> str:
    """Return one finding: what happens, the places that prove it, and the fix."""
    return "\n".join(_finding(finding, result, style))


def _finding(finding: Finding, result: Result, style: Style) -> Iterator[str]:
    severity = finding.severity.value
    steps = list(proof(finding))
    tree = Tree.over([evidence.span for _, evidence in steps], style)
    yield f"{style.paint(f'{severity} {finding.rule}', severity)} {result.rules[finding.rule].name}"
    yield from (style.paint(line, "strong") for line in filled(finding.message, style.width))
    yield from tree.proof(steps, severity)
    yield f"{tree.margin} {style.paint(style.draw('╰─ fix'), 'fix')}"
    yield from (f"{tree.margin}{INDENT}{printable(line)}".rstrip() for line in _fix(finding, tree, style))
    yield ""
    yield from (
        f"{tree.margin}{INDENT}{style.paint(line, 'faint')}" for line in _more(result.rules[finding.rule], tree, style)
    )


def _fix(finding: Finding, tree: Tree, style: Style) -> Iterator[str]:
    """Yield the lines of the fix: sentences filled to the width, code as it is written."""
    for line in finding.fix.splitlines():
        yield from [line] if line.startswith(" ") else filled(line, style.width - len(tree.margin) - len(INDENT))


def _more(rule: Rule, tree: Tree, style: Style) -> list[str]:
    """Return where to read on, on one line where there is room."""
    ways = [f"seamlint explain {rule.id}", *([rule.url] if rule.url else [])]
    line = style.draw(" · ").join(ways)
    return [line] if len(tree.margin) + len(INDENT) + len(line) <= style.width else ways


def _diagnostic(diagnostic: Diagnostic, style: Style) -> Iterator[str]:
    severity = diagnostic.level.value
    first, *others = filled(f"{severity}: {diagnostic.message}", style.width)
    yield style.paint(f"{severity}:", severity) + first.removeprefix(f"{severity}:")
    yield from others
    span = diagnostic.span
    if span and excerpt(span, style.width):
        yield from Tree.over([span], style).place(span, severity)
    elif span:
        yield f"  {where(span)}"


def _fixed(entries: Iterable[Entry], style: Style) -> Iterator[str]:
    """Yield what a baseline holds and the code no longer does."""
    for entry in entries:
        yield f"{style.paint('fixed', 'fix')} {printable(f'{entry.rule} {entry.file} {entry.resource}')}"


def _undecided(undecided: Undecided, style: Style) -> Iterator[str]:
    place = where(undecided.entity.span())
    yield f"{style.paint(f'undecided {undecided.rule}', 'undecided')} {place} {printable(undecided.entity.address)}"
    yield from (f"  {line}" for line in filled(undecided.reason, style.width - 2))
    if undecided.needs:
        yield from (f"  {line}" for line in filled(f"needs {', '.join(undecided.needs)}", style.width - 2))
