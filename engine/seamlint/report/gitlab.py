"""GitLab's code quality report: what a merge request shows as new and as fixed.

Source: GitLab documentation, "Code Quality", section "Code Quality report format".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from seamlint.report.places import from_root
from seamlint.report.result import fingerprinted
from seamlint.report.style import printable

if TYPE_CHECKING:
    from seamlint.findings.finding import Finding
    from seamlint.report.result import Result
    from seamlint.report.style import Style

SEVERITIES = {"error": "critical", "warning": "major", "note": "minor"}


def render(result: Result, _style: Style) -> str:
    """Return the report; ASCII only."""
    return json.dumps([_issue(finding, digits) for finding, digits in fingerprinted(result)], indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    span = finding.primary.span
    return {
        "type": "issue",
        "check_name": finding.rule,
        "description": printable(f"{finding.rule} {finding.message}"),
        "categories": ["Security"],
        "severity": SEVERITIES[finding.severity.value],
        "fingerprint": fingerprint,
        "location": {"path": from_root(span.file), "lines": {"begin": span.line, "end": span.end_line}},
    }
