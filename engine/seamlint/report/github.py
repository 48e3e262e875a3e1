"""Annotations of GitHub Actions: workflow commands, which the runner reads from the log.

A step shows ten annotations of each level; what is over that is printed as plain lines, the worst first annotated.
Source: GitHub documentation, "Workflow commands for GitHub Actions"; the toolkit's "Problem Matchers", for the limits.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from seamlint.report.places import from_root
from seamlint.report.style import printable

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
    told = [(each.level.value, _problem(each), each.message, each.span) for each in result.diagnostics]
    told += [
        (each.severity.value, _annotation(each), f"{each.rule} {each.message}", each.primary.span)
        for each in result.findings
    ]
    for severity, command, says, span in told:
        if shown[severity] < MOST:
            shown[severity] += 1
            yield command
        else:
            rest.append(_plain(severity, says, span))
    if rest:
        yield f"{len(rest):,} more than GitHub annotates in one step:"
        yield from rest


def _annotation(finding: Finding) -> str:
    said = printable(finding.message)
    fix = "\n".join(map(printable, finding.fix.splitlines()))
    text = f"{said}\n\nFix: {fix}" if fix else said
    return _command(finding.severity.value, text, f"{finding.rule} {finding.primary.resource}", finding.primary.span)


def _problem(diagnostic: Diagnostic) -> str:
    return _command(diagnostic.level.value, printable(diagnostic.message), "seamlint", diagnostic.span)


def _command(severity: str, text: str, title: str, span: Span | None) -> str:
    properties = {"title": printable(title)}
    if span:
        place = {"line": span.line, "endLine": span.end_line, "col": span.column, "endColumn": span.end_column}
        if span.line != span.end_line:
            del place["col"], place["endColumn"]  # columns mean something within one line only
        properties = {"file": from_root(span.file), **{name: str(at) for name, at in place.items()}, **properties}
    listed = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in properties.items())
    return f"::{LEVELS[severity]} {listed}::{text.translate(_DATA)}"


def _plain(severity: str, says: str, span: Span | None) -> str:
    """Return a line that is no command, whatever it says: older commands may stand anywhere in a line."""
    place = f"{span.file}:{span.line}:{span.column}: " if span else ""
    return (
        f"  {printable(f'{place}{severity} {says}')}".replace("##[", "##\\[").replace("::", ": :").replace("::", ": :")
    )
