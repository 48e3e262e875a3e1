"""What rules are evidence for, and reports by control."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from made import finding, result, undecided
from seamlint.compliance.evidence import controls_of, evidence, rules_for
from seamlint.compliance.frameworks import FRAMEWORKS, NAMES
from seamlint.data_classes import replace
from seamlint.findings.baseline import compare, entries
from seamlint.findings.finding import Severity
from seamlint.registry import installed
from seamlint.report import compliance
from seamlint.report.compliance import Outcome, outcomes
from seamlint.report.json import render as as_json
from seamlint.report.markdown import render as markdown
from seamlint.report.result import Result
from seamlint.report.style import Style
from seamlint.report.text import render as text
from seamlint.rule import Rule
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.testing import cases
from seamlint.testing import run as run_case

FIXTURES = Path(__file__).parents[2] / "fixtures"
OPEN = Rule("NET-009", "admin-port-reachable-from-internet", Severity.ERROR)
SHIELDED = Rule("NET-010", "admin-port-open-but-shielded", Severity.NOTE)
SSH = "the whole internet reaches tcp 22 of aws_instance.a: aws_security_group.a lets in 0.0.0.0/0"
REDIS = "the whole internet reaches tcp 6379 of aws_instance.a: aws_security_group.a lets in ::/0"


def run(*messages: str, rules: tuple[Rule, ...] = (OPEN, SHIELDED), **more: Any) -> Result:
    findings = [finding(line, message, rule=OPEN) for line, message in enumerate(messages, 1)]
    made = replace(result(*findings, **more), rules={each.id: each for each in rules})
    return replace(made, frameworks=("cis",))


def cis(made: Result, control: str) -> Outcome:
    return next(each for each in outcomes(made, FRAMEWORKS["cis"]) if each.id == control)


def test_every_control_that_a_rule_names_is_in_its_framework() -> None:
    for rule, said in evidence().items():
        for each in said:
            assert each.id in FRAMEWORKS[each.framework].controls, f"{rule} names {each}"
            re.compile(each.only)
            assert each.why


def test_every_rule_that_is_evidence_exists() -> None:
    known = {each.rule.id for each in installed()}
    ready = {rule.partition("-")[0] for rule in known}
    assert {rule for rule in evidence() if rule.partition("-")[0] in ready} <= known


def test_frameworks_name_their_edition_and_scope() -> None:
    assert tuple(FRAMEWORKS) == NAMES
    for framework in FRAMEWORKS.values():
        assert framework.edition
        assert framework.scope
        assert all(title == title.strip() for title in framework.controls.values())
        assert rules_for(framework.name)


def test_a_rule_that_is_no_evidence_names_nothing() -> None:
    assert controls_of("NET-001") == ()
    assert controls_of("ACME-001") == ()


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (SSH, {"5.3"}),
        (SSH.replace("0.0.0.0/0", "::/0"), {"5.4"}),
        (SSH.replace("0.0.0.0/0", "0.0.0.0/0 and ::/0"), {"5.3", "5.4"}),
        (SSH.replace("0.0.0.0/0", "10.0.0.0/0"), set()),
        (REDIS, set()),
    ],
)
def test_only_what_shows_a_control_fails_it(message: str, shown: set[str]) -> None:
    made = run(message)
    assert {each for each in ("5.3", "5.4") if cis(made, each).state == "failed"} == shown


def test_a_control_fails_holds_or_is_open() -> None:
    assert cis(run(SSH), "5.3").state == "failed"
    assert cis(run(), "5.3").state == "held"
    assert cis(run(undecided=(undecided(5, "var.x", rule=OPEN),)), "5.3").state == "undecided"
    assert cis(run(), "1.1").state == "not covered"


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (run(REDIS), "its rules found something else: see their findings"),
        (run(rules=(OPEN,)), "NET-010 did not run"),
        (run(diagnostics=(Diagnostic(Level.ERROR, "broken"),)), "not everything could be read"),
    ],
)
def test_what_is_not_known_to_hold_is_undecided(made: Result, reason: str) -> None:
    assert (cis(made, "5.3").state, cis(made, "5.3").reason) == ("undecided", reason)


def test_what_somebody_accepted_is_told_apart() -> None:
    made = run(SSH)
    assert cis(replace(made, findings=(), accepted=made.findings), "5.3").state == "accepted"
    compared = compare(made.findings, entries(made.findings), lambda _: True)
    assert cis(replace(made, findings=compared.new, compared=compared), "5.3").state == "accepted"


def test_reports_by_control() -> None:
    made = run(SSH)
    told = json.loads(as_json(made, Style()))["compliance"]
    assert (told[0]["framework"], told[0]["edition"]) == ("cis", "5.0.0")
    (control,) = (each for each in told[0]["controls"] if each["id"] == "5.3")
    assert (control["state"], control["findings"]) == ("failed", 1)
    assert set(control["rules"]) == {"NET-009", "NET-010"}
    assert "CIS AWS Foundations Benchmark 5.0.0: 63 controls: 1 failed" in text(made, Style(width=120))
    page = markdown(made, Style())
    assert "### Failed\n\n| Control | Asks | Evidence |\n|---|---|---|\n| 5.3 |" in page
    assert "no rule speaks of it" in page
    assert page.count("<details>") == page.count("</details>")


def test_without_a_framework_the_report_is_of_all_of_them() -> None:
    page = compliance.render(replace(run(SSH), frameworks=()), Style())
    assert re.findall("^## (.*)$", page, re.MULTILINE) == [each.called for each in FRAMEWORKS.values()]
    assert "<details>" not in markdown(replace(run(), frameworks=()), Style())


def test_hostile_names_stay_in_their_cell() -> None:
    page = compliance.render(run(f"{SSH} | <b>[x](http://evil.example)\n# h"), Style())
    (row,) = (line for line in page.splitlines() if line.startswith("| 5.3 |"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 4
    assert "<b>" not in row
    assert "http://evil" not in row


SIX = "5.4"
"""No fixture opens SSH to ::/0: what shows this control is tested above, with messages made by hand."""
PATTERNS = {(rule, each.only) for rule, said in evidence().items() for each in said if each.only and each.id != SIX}


@pytest.mark.parametrize(("rule", "only"), sorted(PATTERNS))
def test_some_finding_shows_what_only_some_show(rule: str, only: str) -> None:
    (judge,) = (each for each in installed() if each.rule.id == rule)
    bad = [case for case in cases(FIXTURES) if case.rule == rule and not case.good]
    messages = {case: [each.message for each in run_case(case, [judge]).findings] for case in bad}
    shown = {case.dialect for case, said in messages.items() if any(re.search(only, message) for message in said)}
    assert shown >= {"terraform", "cloudformation"}
