from __future__ import annotations

import sys
from importlib import metadata
from types import ModuleType

import pytest

from seamlint import registry
from seamlint.registry import InstalledRule, UnknownRule, chosen, installed, named, severities
from seamlint.rule import Rule, Severity
from seamlint.sources.diagnostic import Diagnostic


def rule(name: str) -> InstalledRule:
    return InstalledRule(Rule(name, name.lower() + "-rule", Severity.ERROR), lambda _: iter(()), "m", "")


RULES = [rule(name) for name in ("IAM-001", "NET-001", "NET-002", "NET-010")]


def ids(rules: list[InstalledRule]) -> list[str]:
    return [each.rule.id for each in rules]


@pytest.mark.parametrize(
    ("select", "ignore", "wanted"),
    [
        ([], [], ["IAM-001", "NET-001", "NET-002", "NET-010"]),
        (["NET"], ["NET-001"], ["NET-002", "NET-010"]),
        (["net-001", "NET-001-RULE"], [], ["NET-001"]),
        (["NET-001"], ["NET"], []),
        ([], ["IAM", "NET"], []),
    ],
)
def test_rules_are_chosen_by_id_name_and_family(select: list[str], ignore: list[str], wanted: list[str]) -> None:
    assert ids(chosen(RULES, select, ignore)) == wanted


@pytest.mark.parametrize("name", ["NET-00", "NET-", "N", "", "NET-0010"])
def test_what_means_no_rule_is_refused(name: str) -> None:
    with pytest.raises(UnknownRule, match="no rule is called"):
        named(RULES, name)


def test_a_rules_own_severity_wins_over_its_familys() -> None:
    assert severities(RULES, {"NET-001": "error", "NET": "note"}) == {
        "NET-001": "error",
        "NET-002": "note",
        "NET-010": "note",
    }


def test_packs_that_cannot_be_loaded_and_ids_that_are_taken_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two", "empty"):
        module = ModuleType(name, "Says.")
        if name != "empty":
            module.RULE = Rule("X-001", name, Severity.NOTE)  # type: ignore[attr-defined]
            module.check = lambda _: iter(())  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(metadata, "entry_points", lambda **_: [Point(["one", "two", "empty", "gone"]), Point(None)])
    problems: list[Diagnostic] = []
    assert [each.module for each in installed(problems)] == ["one"]
    assert [each.message.partition(";")[0] for each in problems] == [
        "rules of two cannot be loaded: its id X-001 is taken by one",
        "rules of empty cannot be loaded: it holds no rule",
        "rules of gone cannot be loaded: ModuleNotFoundError: No module named 'gone'",
        "rules of pack cannot be loaded: ImportError: lost",
    ]
    assert registry.suggestion([], "X") == "; families: ; `seamlint rules` lists all"


class Point:
    name = "pack"

    def __init__(self, modules: list[str] | None) -> None:
        self.modules = modules

    def load(self) -> list[str]:
        if self.modules is None:
            raise ImportError("lost")
        return self.modules
