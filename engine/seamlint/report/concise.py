"""One line a finding: ``path:line:column: severity RULE-ID message``, the line that problem matchers read.

With evidence, each step of the proof follows on a line of its own, indented: ``  path:line:column: for RULE-ID: says``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.report.result import proof
from seamlint.report.style import printable
from seamlint.sources.diagnostic import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.findings.finding import Finding
    from seamlint.report.result import Result
    from seamlint.report.style import Style
    from seamlint.sources.diagnostic import Diagnostic
    from seamlint.sources.span import Span

INDENT = "  "


def render(result: Result, style: Style) -> str:
    """Return the report."""
    lines = (line for finding in result.findings for line in (_line(finding), *_steps(finding, style)))
    return "".join(f"{line}\n" for line in lines)


def _line(finding: Finding) -> str:
    return printable(f"{_place(finding.primary.span)}: {finding.severity.value} {finding.rule} {finding.message}")


def _steps(finding: Finding, style: Style) -> Iterator[str]:
    for depth, step in proof(finding) if style.evidence else ():
        yield printable(f"{INDENT * (depth + 1)}{_place(step.span)}: for {finding.rule}: {step.says}")


def told(diagnostics: Iterable[Diagnostic], *, quiet: bool) -> str:
    """Return diagnostics in the same form; the quiet hear of errors only."""
    return "".join(f"{_problem(each)}\n" for each in diagnostics if each.level is Level.ERROR or not quiet)


def _problem(diagnostic: Diagnostic) -> str:
    place = f"{_place(diagnostic.span)}: " if diagnostic.span else ""
    return printable(f"{place}{diagnostic.level.value}: {diagnostic.message}")


def _place(span: Span) -> str:
    """Return a place; in the log of a GitHub Action, a line that begins with colons would be a command."""
    return f"{'./' if span.file.startswith(':') else ''}{span.file}:{span.line}:{span.column}"
