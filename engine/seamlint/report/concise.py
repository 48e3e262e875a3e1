"""One line a finding: ``path:line:column: severity RULE-ID message``, the line that problem matchers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.report.style import printable
from seamlint.sources.diagnostic import Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.findings.finding import Finding
    from seamlint.report.result import Result
    from seamlint.report.style import Style
    from seamlint.sources.diagnostic import Diagnostic


def render(result: Result, _style: Style) -> str:
    """Return the report."""
    return "".join(f"{_line(finding)}\n" for finding in result.findings)


def _line(finding: Finding) -> str:
    span = finding.primary.span
    place = f"{span.file}:{span.line}:{span.column}"
    return printable(f"{place}: {finding.severity.value} {finding.rule} {finding.message}")


def told(diagnostics: Iterable[Diagnostic], *, quiet: bool) -> str:
    """Return diagnostics in the same form; the quiet hear of errors only."""
    return "".join(f"{_problem(each)}\n" for each in diagnostics if each.level is Level.ERROR or not quiet)


def _problem(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    place = f"{span.file}:{span.line}:{span.column}: " if span else ""
    return printable(f"{place}{diagnostic.level.value}: {diagnostic.message}")
