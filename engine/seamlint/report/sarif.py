"""SARIF 2.1.0, for code scanning and editors: each finding with its proof as a flow of places.

Kept within what GitHub takes of a run. Sources: OASIS, "Static Analysis Results Interchange Format (SARIF) Version
2.1.0"; GitHub documentation, "SARIF support for code scanning" and "SARIF results exceed one or more limits".
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from seamlint import __version__
from seamlint.findings.finding import Severity
from seamlint.registry import HOME
from seamlint.report.places import from_root
from seamlint.report.result import fingerprinted, proof
from seamlint.report.sarif_rules import descriptor
from seamlint.report.style import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.findings.finding import Finding, Undecided
    from seamlint.model.evidence import Evidence
    from seamlint.report.result import Result
    from seamlint.report.style import Style
    from seamlint.sources.diagnostic import Diagnostic
    from seamlint.sources.span import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
MOST_RESULTS = 25_000
MOST_RELATED = 100
"""Locations of one result that are shown."""
MOST_STEPS = 1_000
"""Locations of one flow that are shown."""


def render(result: Result, style: Style) -> str:
    """Return the report; ASCII only, a result a line. What is undecided is a notification where it is asked for."""
    run = {
        "tool": {"driver": _driver(result)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The root of the repository that was checked."}}},
        "invocations": [_invocation(result, style)],
    }
    found = ",\n".join(json.dumps(each) for each in _results(result))
    whole = json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run | {"results": []}]})
    return f"{whole.removesuffix('[]}]}')}[\n{found}\n]}}]}}\n"


def _driver(result: Result) -> dict[str, Any]:
    return {
        "name": "Seamlint",
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": [descriptor(rule, result.docs.get(rule.id, "")) for rule in result.rules.values()],
    }


def _results(result: Result) -> Iterator[dict[str, Any]]:
    places = {rule: place for place, rule in enumerate(result.rules)}
    worst_first = list(Severity)
    ranked = sorted(fingerprinted(result), key=lambda each: worst_first.index(each[0].severity))
    for finding, digits in ranked[:MOST_RESULTS]:
        yield {"ruleIndex": places[finding.rule], **_result(finding, digits)}


def _result(finding: Finding, digits: str) -> dict[str, Any]:
    steps = list(proof(finding))
    made = {
        "ruleId": finding.rule,
        "level": finding.severity.value,
        "kind": "fail",
        "message": {"text": plain(_said(finding))},
        "locations": [_location(finding.primary)],
        "partialFingerprints": {"primaryLocationLineHash": f"{digits}:1", "seamlint/v1": digits},
    }
    if len(steps) > 1:
        related = [step for _, step in steps[1 : MOST_RELATED + 1]]
        made["relatedLocations"] = [{"id": number, **_step(step)} for number, step in enumerate(related, 1)]
        flow = [_flow_location(depth, step) for depth, step in steps[:MOST_STEPS]]
        made["codeFlows"] = [{"threadFlows": [{"locations": flow}]}]
    return made


def _said(finding: Finding) -> str:
    return f"{finding.message}\n\nFix:\n{finding.fix}" if finding.fix else finding.message


def plain(text: str) -> str:
    """Return text without control characters but line ends, and without what SARIF reads as a link."""
    return "\n".join(printable(line).replace("](", "] (") for line in text.split("\n"))


def _flow_location(depth: int, step: Evidence) -> dict[str, Any]:
    importance = "unimportant" if depth > 1 else "important" if depth else "essential"
    return {"nestingLevel": depth, "importance": importance, "location": _step(step)}


def _step(step: Evidence) -> dict[str, Any]:
    return {"message": {"text": plain(step.says)}, **_location(step)}


def _location(step: Evidence) -> dict[str, Any]:
    place: dict[str, Any] = {"physicalLocation": _physical(step.span)}
    if step.resource:
        place["logicalLocations"] = [{"fullyQualifiedName": printable(step.resource), "kind": "resource"}]
    return place


def _physical(span: Span) -> dict[str, Any]:
    file = from_root(span.file)
    outside = os.path.isabs(file)
    artifact = {"uri": f"file://{quote(file)}"} if outside else {"uri": quote(file), "uriBaseId": ROOT}
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    return {"artifactLocation": artifact, "region": region}


def _invocation(result: Result, style: Style) -> dict[str, Any]:
    notes = [_notification(each) for each in result.diagnostics]
    if style.undecided:
        notes += [_question(each) for each in result.undecided]
    if len(result.findings) > MOST_RESULTS:
        left = len(result.findings) - MOST_RESULTS
        notes.append(
            {"level": "warning", "message": {"text": f"{left:,} findings more than a run may hold were left out"}}
        )
    return {"executionSuccessful": not result.incomplete, "toolExecutionNotifications": notes}


def _notification(diagnostic: Diagnostic) -> dict[str, Any]:
    note: dict[str, Any] = {"level": diagnostic.level.value, "message": {"text": plain(diagnostic.message)}}
    if diagnostic.span:
        note["locations"] = [{"physicalLocation": _physical(diagnostic.span)}]
    return note


def _question(undecided: Undecided) -> dict[str, Any]:
    needs = f"; needs {', '.join(undecided.needs)}" if undecided.needs else ""
    return {
        "level": "note",
        "message": {"text": plain(f"undecided: {undecided.reason}{needs}")},
        "associatedRule": {"id": undecided.rule},
        "locations": [{"physicalLocation": _physical(undecided.entity.span())}],
    }
