"""JUnit XML, for servers that show tests: a finding is a test that fails, an undecided question one that is skipped.

A note does not fail: it is a passing test with its text as output. A rule without any of these is one passing test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.findings.finding import Severity
from seamlint.report.result import proof
from seamlint.report.style import printable
from seamlint.sources.diagnostic import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.findings.finding import Finding, Undecided
    from seamlint.report.result import Result
    from seamlint.report.style import Style
    from seamlint.sources.diagnostic import Diagnostic

_QUOTE = {'"': "&quot;"}


def render(result: Result, _style: Style) -> str:
    """Return the report."""
    cases = [case for rule in result.rules for case in _of_rule(rule, result)]
    errors = [_error(each) for each in result.diagnostics if each.level is Level.ERROR]
    counts = {
        "tests": len(cases) + len(errors),
        "failures": result.count(Severity.ERROR) + result.count(Severity.WARNING),
        "errors": len(errors),
        "skipped": len(result.undecided),
        "time": f"{result.seconds:.3f}",
    }
    numbers = " ".join(f'{name}="{value}"' for name, value in counts.items())
    suite = f'<testsuite name="seamlint" {numbers}>\n{"".join(errors + cases)}</testsuite>\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="seamlint" {numbers}>\n{suite}</testsuites>\n'


def _of_rule(rule: str, result: Result) -> Iterator[str]:
    found = [each for each in result.findings if each.rule == rule]
    questions = [each for each in result.undecided if each.rule == rule]
    yield from (_failed(each, result.rules[rule].url) for each in found)
    yield from (_skipped(each) for each in questions)
    if not found and not questions:
        yield _case(rule, result.rules[rule].name, "", 0, "")


def _failed(finding: Finding, url: str) -> str:
    span, severity = finding.primary.span, finding.severity
    text = _escaped("\n".join((*_told(finding), *([url] if url else []))))
    if severity is Severity.NOTE:
        inside = f"<system-out>{text}</system-out>"
    else:
        says = _attribute(f"{finding.rule} {finding.message}")
        inside = f'<failure type="{severity.value}" message="{says}">{text}</failure>'
    return _case(finding.rule, f"{finding.primary.resource}: {finding.message}", span.file, span.line, inside)


def _told(finding: Finding) -> Iterator[str]:
    for depth, step in proof(finding):
        span = step.span
        yield printable(f"{'  ' * depth}{span.file}:{span.line}:{span.column} {step.resource}: {step.says}")
    if finding.fix:
        yield "fix:"
        yield from (printable(line) for line in finding.fix.splitlines())


def _skipped(undecided: Undecided) -> str:
    span = undecided.entity.span()
    says = f"undecided: {undecided.reason}; needs {', '.join(undecided.needs)}"
    name = f"{undecided.entity.address}: {undecided.reason}"
    return _case(undecided.rule, name, span.file, span.line, f'<skipped message="{_attribute(says)}"/>')


def _error(diagnostic: Diagnostic) -> str:
    file, line = (diagnostic.span.file, diagnostic.span.line) if diagnostic.span else ("", 0)
    inside = f'<error type="unreadable" message="{_attribute(diagnostic.message)}"/>'
    return _case("input", diagnostic.message, file, line, inside)


def _case(group: str, name: str, file: str, line: int, inside: str) -> str:
    place = f' file="{_attribute(file)}" line="{line}"' if file else ""
    return f'<testcase classname="seamlint.{_attribute(group)}" name="{_attribute(name)}"{place}>{inside}</testcase>\n'


def _attribute(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(printable(text), _QUOTE)


def _escaped(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(text)
