"""One line a finding: ``path:line:column: severity RULE-ID message``, the line that problem matchers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.report.style import printable

if TYPE_CHECKING:
    from seamlint.findings.finding import Finding
    from seamlint.report.result import Result
    from seamlint.report.style import Style


def render(result: Result, _style: Style) -> str:
    """Return the report."""
    return "".join(f"{_line(finding)}\n" for finding in result.findings)


def _line(finding: Finding) -> str:
    span = finding.primary.span
    place = f"{span.file}:{span.line}:{span.column}"
    return printable(f"{place}: {finding.severity.value} {finding.rule} {finding.message}")
