"""The JSON report: versioned, stable, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from seamlint import __version__
from seamlint.findings.finding import Severity
from seamlint.report.result import fingerprinted, proof

if TYPE_CHECKING:
    from seamlint.findings.baseline import Compared
    from seamlint.findings.finding import Finding, Undecided
    from seamlint.model.evidence import Evidence
    from seamlint.report.result import Result
    from seamlint.report.style import Style
    from seamlint.sources.diagnostic import Diagnostic

VERSION = 1


def render(result: Result, _style: Style) -> str:
    """Return the report; ASCII only, so that it is the same text in every encoding."""
    document: dict[str, Any] = {
        "version": VERSION,
        "tool": {"name": "seamlint", "version": __version__},
        "summary": _summary(result),
        "findings": [_finding(result, each, digits) for each, digits in fingerprinted(result)],
        "undecided": list(map(_undecided, result.undecided)),
        "diagnostics": list(map(_diagnostic, result.diagnostics)),
    }
    if result.compared:
        document["baseline"] = _baseline(result.compared)
    if result.frameworks:
        document["compliance"] = _compliance(result)
    return json.dumps(document, indent=2) + "\n"


def _summary(result: Result) -> dict[str, Any]:
    counts: dict[str, Any] = {severity.value: result.count(severity) for severity in Severity}
    return counts | {
        "undecided": len(result.undecided),
        "units": result.units,
        "files": result.files,
        "resources": result.resources,
        "seconds": round(result.seconds, 3),
    }


def _baseline(compared: Compared) -> dict[str, Any]:
    return {"known": len(compared.known), "fixed": [entry.as_json() for entry in compared.fixed]}


def _compliance(result: Result) -> list[dict[str, Any]]:
    from seamlint.report.compliance import as_data

    return as_data(result)


def _finding(result: Result, finding: Finding, fingerprint: str) -> dict[str, Any]:
    span = finding.primary.span
    return {
        "rule": finding.rule,
        "name": result.rules[finding.rule].name,
        "severity": finding.severity.value,
        "message": finding.message,
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "resource": finding.primary.resource,
        "unit": finding.primary.unit,
        "evidence": [_step(depth, evidence) for depth, evidence in proof(finding)],
        "fix": finding.fix,
        "fingerprint": fingerprint,
        "url": result.rules[finding.rule].url,
    }


def _step(depth: int, evidence: Evidence) -> dict[str, Any]:
    span = evidence.span
    place = {"file": span.file, "line": span.line, "column": span.column}
    return {"says": evidence.says, **place, "resource": evidence.resource, "depth": depth}


def _undecided(undecided: Undecided) -> dict[str, Any]:
    span = undecided.entity.span()
    return {
        "rule": undecided.rule,
        "resource": undecided.entity.address,
        "file": span.file,
        "line": span.line,
        "reason": undecided.reason,
        "needs": list(undecided.needs),
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    span = diagnostic.span
    return {
        "severity": diagnostic.level.value,
        "message": diagnostic.message,
        "file": span and span.file,
        "line": span and span.line,
        "column": span and span.column,
    }
