"""Markdown for job summaries and comments: a table of what was found, and each proof folded below it.

GitHub takes a job summary of at most 1 MiB a step. Source: GitHub documentation, "Workflow commands for GitHub
Actions", section "Adding a job summary".
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.patterns import Pattern
from seamlint.report.style import printable
from seamlint.report.summary import summary
from seamlint.report.text import drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.findings.finding import Finding, Undecided
    from seamlint.report.result import Result
    from seamlint.report.style import Style
    from seamlint.rule import Rule
    from seamlint.sources.diagnostic import Diagnostic
    from seamlint.sources.span import Span

LONGEST = 1_000_000
"""Bytes: what a job summary holds, less some room."""
LONGEST_PROOF = 20_000
"""Characters of one proof."""
WIDTH = 100
_SPECIAL = str.maketrans({
    **{mark: f"\\{mark}" for mark in "\\`*_[]|~$"},
    "&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "@&#8203;",
})  # fmt: skip
_LINK = Pattern(r"://|www\.", re.IGNORECASE)


def render(result: Result, style: Style) -> str:
    """Return the report, by control of a framework first where one was chosen."""
    from seamlint.report.compliance import sections

    style = replace(style, width=WIDTH, colour=False, boxes=True)
    head = [f"## Seamlint\n\n{escaped(summary(result, style))}\n\n", *sections(result)]
    undecided = result.undecided if style.undecided else ()
    tables = [*_diagnostics(result), *_findings(result), "".join(_undecided(undecided))]
    return _fitted([*head, *tables], (_folded(each, result, style) for each in result.findings))


def escaped(text: str) -> str:
    """Return text that Markdown and HTML show as it is within a line: no mark-up, no link, nobody mentioned."""
    return _LINK.sub(
        lambda link: link[0].replace(":", "&#58;").replace(".", "&#46;"), printable(text).translate(_SPECIAL)
    )


def fenced(text: str, language: str = "text") -> str:
    """Return text as a code block whose fence no line of it can close."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 0)
    return f"{fence}{language}\n{text}\n{fence}\n"


def place(span: Span) -> str:
    """Return where a place is, as code."""
    return f"<code>{escaped(f'{span.file}:{span.line}')}</code>"


def _findings(result: Result) -> Iterator[str]:
    if result.findings:
        yield "| | Rule | Where | What |\n|---|---|---|---|\n"
        yield from (_row(each, result.rules[each.rule]) for each in result.findings)
        yield "\n"


def linked(rule: Rule) -> str:
    """Return a rule's id, as a link where it is documented."""
    return f"[{escaped(rule.id)}]({rule.url})" if rule.url else escaped(rule.id)


def _row(finding: Finding, rule: Rule) -> str:
    return (
        f"| {finding.severity.value} | {linked(rule)} | {place(finding.primary.span)} | {escaped(finding.message)} |\n"
    )


def _diagnostics(result: Result) -> Iterator[str]:
    if result.diagnostics:
        yield "\n"
        yield from (_diagnostic(each) for each in result.diagnostics)
        yield "\n"


def _diagnostic(diagnostic: Diagnostic) -> str:
    where = f"{place(diagnostic.span)} " if diagnostic.span else ""
    return f"- **{diagnostic.level.value}** {where}{escaped(diagnostic.message)}\n"


def _undecided(questions: tuple[Undecided, ...]) -> Iterator[str]:
    if not questions:
        return
    yield f"<details><summary>{len(questions):,} undecided</summary>\n\n"
    yield "| Rule | Where | What | Needs |\n|---|---|---|---|\n"
    for each in questions:
        needs = escaped(", ".join(each.needs))
        yield f"| {escaped(each.rule)} | {place(each.entity.span())} | {escaped(each.reason)} | {needs} |\n"
    yield "\n</details>\n\n"


def _folded(finding: Finding, result: Result, style: Style) -> str:
    proof = drawn(finding, result, style)
    if len(proof) > LONGEST_PROOF:
        proof = proof[:LONGEST_PROOF].rpartition("\n")[0] + "\n..."
    title = f"{finding.severity.value} {escaped(finding.rule)} {place(finding.primary.span)}"
    return f"<details><summary>{title}</summary>\n\n{fenced(proof)}\n</details>\n\n"


def _fitted(tables: Iterable[str], proofs: Iterable[str]) -> str:
    """Join parts as far as they fit, tables before proofs; what is over is not even drawn."""
    parts, room = [], LONGEST
    for part in chain(tables, proofs):
        room -= len(part.encode())
        if room < 0:
            parts.append("\n\nThere is more than fits here: see the other reports.\n")
            break
        parts.append(part)
    return "".join(parts)
