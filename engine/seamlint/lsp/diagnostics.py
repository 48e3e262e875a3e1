"""Findings, and what is wrong with the code itself, as diagnostics of the protocol."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lsprotocol.types import (
    CodeDescription,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
)

from seamlint.report.result import proof

if TYPE_CHECKING:
    from lsprotocol.types import Range

    from seamlint.findings.finding import Finding
    from seamlint.lsp.checking import Snapshot
    from seamlint.lsp.places import Places
    from seamlint.sources import diagnostic as told

SOURCE = "seamlint"
SEVERITIES = {
    "error": DiagnosticSeverity.Error,
    "warning": DiagnosticSeverity.Warning,
    "note": DiagnosticSeverity.Information,
}


def diagnostics(snapshot: Snapshot, places: Places, typed: Places) -> dict[str, list[Diagnostic]]:
    """Return what a check found, by resolved path.

    Args:
        places: of what was evaluated.
        typed: of what was on the screen then.
    """
    found: dict[str, list[Diagnostic]] = {}
    for finding in snapshot.found.findings:
        path = os.path.realpath(finding.primary.span.file)
        found.setdefault(path, []).append(of_finding(snapshot, finding, places))
    for told_of, at in ((snapshot.problems, typed), (snapshot.found.diagnostics, places)):
        for each in dict.fromkeys(told_of):
            if each.span is not None:
                path = os.path.realpath(each.span.file)
                found.setdefault(path, []).append(_of_told(each, at.range(each.span)))
    return found


def placeless(snapshot: Snapshot) -> list[str]:
    """Return what has to be told and stands nowhere."""
    return [each.message for each in (*snapshot.problems, *snapshot.found.diagnostics) if each.span is None]


def of_finding(snapshot: Snapshot, finding: Finding, places: Places) -> Diagnostic:
    """Return a finding with the steps of its proof."""
    steps = list(proof(finding))[1:]
    url = snapshot.rules[finding.rule].rule.url
    return Diagnostic(
        range=places.range(finding.primary.span),
        message=finding.message,
        severity=SEVERITIES[finding.severity.value],
        code=finding.rule,
        code_description=CodeDescription(href=url) if url else None,
        source=SOURCE,
        related_information=[DiagnosticRelatedInformation(places.location(each.span), each.says) for _, each in steps],
    )


def _of_told(each: told.Diagnostic, place: Range) -> Diagnostic:
    return Diagnostic(place, each.message, severity=SEVERITIES[each.level.value], source=SOURCE)
