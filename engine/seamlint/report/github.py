"""Annotations of GitHub Actions: workflow commands, which the runner reads from the log.

A step shows ten annotations of each level; what is over that is printed as plain lines, the worst first annotated.
Source: GitHub documentation, "Workflow commands for GitHub Actions"; the toolkit's "Problem Matchers", for the limits.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from seamlint.report.places import from_root
from seamlint.report.style import printable
from seamlint.report.summary import counted
from seamlint.sources.diagnostic import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.findings.finding import Finding
    from seamlint.report.result import Result
    from seamlint.report.style import Style
    from seamlint.sources.diagnostic import Diagnostic
    from seamlint.sources.span import Span

MOST = 10
"""Annotations of one level that a step shows."""
LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = _DATA | {ord(":"): "%3A", ord(","): "%2C"}


def render(result: Result, _style: Style) -> str:
    """Return the report."""
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: Result) -> Iterator[str]:
    shown: Counter[str] = Counter()
    rest: list[str] = []
    for diagnostic in result.diagnostics:
        level = LEVELS[diagnostic.level.value]
        if diagnostic.level is not Level.NOTE and shown[level] < MOST:
            shown[level] += 1
            yield _problem(diagnostic, level)
    for finding in result.findings:
        level = LEVELS[finding.severity.value]
        if shown[level] < MOST:
            shown[level] += 1
            yield _annotation(finding, level)
        else:
            rest.append(_plain(finding))
    if rest:
        yield f"{counted(len(rest), 'finding')} more than GitHub annotates in one step:"
        yield from rest


def _annotation(finding: Finding, level: str) -> str:
    said = printable(finding.message)
    fix = "\n".join(map(printable, finding.fix.splitlines()))
    text = f"{said}\n\nFix: {fix}" if fix else said
    return _command(level, text, f"{finding.rule} {finding.primary.resource}", finding.primary.span)


def _problem(diagnostic: Diagnostic, level: str) -> str:
    return _command(level, printable(diagnostic.message), "seamlint", diagnostic.span)


def _command(level: str, text: str, title: str, span: Span | None) -> str:
    properties = {"title": printable(title)}
    if span:
        place = {"line": span.line, "endLine": span.end_line, "col": span.column, "endColumn": span.end_column}
        if span.line != span.end_line:
            del place["col"], place["endColumn"]  # columns mean something within one line only
        properties = {"file": from_root(span.file), **{name: str(at) for name, at in place.items()}, **properties}
    listed = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{level} {listed}::{text.translate(_DATA)}"


def _plain(finding: Finding) -> str:
    """Return a finding as a line that is no command, whatever it says: older commands may stand anywhere in a line."""
    span = finding.primary.span
    said = f"{span.file}:{span.line}:{span.column}: {finding.severity.value} {finding.rule} {finding.message}"
    return f"  {printable(said)}".replace("##[", "##\\[").replace("::", ": :")
