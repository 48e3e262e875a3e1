"""Rules link to their documentation where they have one, and nowhere else."""

from __future__ import annotations

import json
from importlib import import_module

import pytest

from made import DOCS, OTHER, RULE, finding, result
from seamlint.registry import installed
from seamlint.report.style import Style

FORMATS = ("text", "json", "sarif", "junit", "markdown", "html")


@pytest.mark.parametrize("name", FORMATS)
def test_a_documented_rule_is_linked(name: str) -> None:
    assert DOCS in import_module(f"seamlint.report.{name}").render(result(finding(1, rule=RULE)), Style())


@pytest.mark.parametrize("name", FORMATS)
def test_a_rule_without_documentation_is_not(name: str) -> None:
    report = import_module(f"seamlint.report.{name}").render(result(finding(1, rule=OTHER)), Style())
    assert OTHER.id in report
    assert "docs/rules" not in report.replace(DOCS, "")
    assert f"[{OTHER.id}](" not in report
    assert 'href=""' not in report


def test_sarif_leaves_the_address_out() -> None:
    report = import_module("seamlint.report.sarif").render(result(finding(1, rule=OTHER)), Style())
    rules = {each["id"]: each for each in json.loads(report)["runs"][0]["tool"]["driver"]["rules"]}
    assert rules[RULE.id]["helpUri"] == DOCS
    assert "helpUri" not in rules[OTHER.id]


def test_only_our_own_rules_are_documented_here() -> None:
    for each in installed():
        assert each.rule.url.endswith(f"/docs/rules/{each.rule.id}.md") == each.module.startswith("seamlint_rules.")
