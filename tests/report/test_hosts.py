"""Reports for GitLab, GitHub and servers that show tests."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
from hypothesis import given
from hypothesis import settings as limits

from made import OTHER, finding, result, step, undecided
from report.nasty import results
from seamlint.findings.finding import Severity
from seamlint.report import github, gitlab, junit
from seamlint.report.style import Style
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.span import Span

CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer"}}},
                },
            },
        },
    },
}
"""GitLab documentation, "Code Quality", section "Code Quality report format"."""
RUN = result(
    finding(5, "drops replies", related=(step(7, "aws_security_group.web", "lets in 443"),), fix="egress {\n}"),
    finding(9, "never matches", rule=OTHER, severity=Severity.NOTE),
    undecided=(undecided(5, "var.range"),),
    diagnostics=(Diagnostic(Level.ERROR, "broken", Span("b.tf", 2, 3, 2, 4)), Diagnostic(Level.NOTE, "by the way")),
)
ACL = "aws_network_acl.web"
PLACE = "line=5,endLine=5,col=1,endColumn=6"
_COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*)(?:,[a-zA-Z]+=[^,:\r\n]*)*)::([^\r\n]*)")


def test_code_quality() -> None:
    issues = json.loads(gitlab.render(RUN, Style()))
    jsonschema.validate(issues, CODE_QUALITY)
    assert [(each["check_name"], each["severity"]) for each in issues] == [
        ("NET-001", "critical"),
        ("NET-006", "minor"),
    ]
    assert issues[0]["description"] == "NET-001 drops replies"
    assert issues[0]["location"] == {"path": "main.tf", "lines": {"begin": 5, "end": 5}}
    assert gitlab.render(result(), Style()) == "[]\n"


@limits(max_examples=40)
@given(results())
def test_hostile_code_quality(nasty: Any) -> None:
    issues = json.loads(gitlab.render(nasty, Style()))
    jsonschema.validate(issues, CODE_QUALITY)
    json.dumps(issues, ensure_ascii=False).encode("utf-8")


def test_findings_are_tests() -> None:
    suites = ET.fromstring(junit.render(RUN, Style()))
    assert suites.attrib == {
        "name": "seamlint", "tests": "4", "failures": "1", "errors": "1", "skipped": "1", "time": "0.250",
    }  # fmt: skip
    cases = {(each.get("classname"), child.tag): child for each in suites.iter("testcase") for child in each}
    assert set(cases) == {
        ("seamlint.input", "error"),
        ("seamlint.NET-001", "failure"),
        ("seamlint.NET-001", "skipped"),
        ("seamlint.NET-006", "system-out"),
    }
    failure = cases["seamlint.NET-001", "failure"]
    assert failure.get("message") == "NET-001 drops replies"
    assert (failure.text or "").splitlines() == [
        "main.tf:5:1 aws_network_acl.web: drops it",
        "main.tf:7:1 aws_security_group.web: lets in 443",
        "fix:",
        "egress {",
        "}",
        "https://github.com/seamlint/seamlint/blob/main/docs/rules/NET-001.md",
    ]


def test_a_rule_that_finds_nothing_is_a_test_that_passes() -> None:
    cases = list(ET.fromstring(junit.render(result(), Style())).iter("testcase"))
    assert [(each.get("name"), len(each)) for each in cases] == [
        ("nacl-drops-replies-out", 0),
        ("nacl-entry-never-matches", 0),
    ]


@limits(max_examples=60)
@given(results())
def test_hostile_tests(nasty: Any) -> None:
    text = junit.render(nasty, Style())
    suites = ET.fromstring(text.encode("utf-8"))
    tags = {each.tag for each in suites.iter()}
    assert tags <= {"testsuites", "testsuite", "testcase", "failure", "skipped", "error", "system-out"}
    assert len(list(suites.iter("testcase"))) == int(suites.attrib["tests"])


def test_annotations() -> None:
    lines = github.render(RUN, Style()).splitlines()
    assert lines == [
        "::error file=b.tf,line=2,endLine=2,col=3,endColumn=4,title=seamlint::broken",
        "::notice title=seamlint::by the way",
        f"::error file=main.tf,{PLACE},title=NET-001 {ACL}::drops replies%0A%0AFix: egress {{%0A}}",
        "::notice file=main.tf,line=9,endLine=9,col=1,endColumn=6,title=NET-006 aws_network_acl.web::never matches",
    ]


def test_no_more_annotations_than_github_shows() -> None:
    many = [finding(line, f"number {line}") for line in range(1, 13)]
    lines = github.render(result(*many, finding(40, rule=OTHER)), Style()).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 1
    assert lines[-3:] == [
        "2 more than GitHub annotates in one step:",
        "  main.tf:11:1: error NET-001 number 11",
        "  main.tf:12:1: error NET-001 number 12",
    ]


@limits(max_examples=80)
@given(results())
def test_hostile_annotations(nasty: Any) -> None:
    many = result(*nasty.findings * 11, diagnostics=nasty.diagnostics)
    for line in github.render(many, Style()).split("\n"):
        if line.lstrip().startswith("::"):
            assert _COMMAND.fullmatch(line), line
        else:
            assert "::" not in line
            assert "##[" not in line
            assert "\r" not in line
