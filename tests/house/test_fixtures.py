"""Every fixture holds, every rule has some, and all dialects of a case say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from seamlint.registry import installed
from seamlint.testing import Case, cases, disagreements, verify

FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = cases(FIXTURES)


@pytest.fixture(autouse=True)
def _in_the_fixtures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_the_comments_say_is_found_and_nothing_else(case: Case) -> None:
    assert verify(case) == []


@pytest.mark.parametrize("rule", [each.rule.id for each in installed()])
def test_every_rule_has_cases_that_fail_and_near_misses(rule: str) -> None:
    assert {case.good for case in CASES if case.rule == rule} == {False, True}


def test_every_case_is_of_a_rule_that_is_installed() -> None:
    assert {case.rule for case in CASES} <= {each.rule.id for each in installed()}


def test_all_dialects_of_a_case_give_the_same_findings_with_the_same_evidence() -> None:
    assert disagreements(FIXTURES) == []
