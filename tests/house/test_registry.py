from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from commands.pack import install
from seamlint import registry
from seamlint.entry_points import EntryPoint, entry_points
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
    for name in ("one", "two", "empty", "pack"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name, "Says."))
    for name in ("one", "two"):
        monkeypatch.setattr(sys.modules[name], "RULE", Rule("X-001", name, Severity.NOTE), raising=False)
        monkeypatch.setattr(sys.modules[name], "check", lambda _: iter(()), raising=False)
    monkeypatch.setattr(sys.modules["pack"], "RULES", ("one", "two", "empty", "gone"), raising=False)
    points = [EntryPoint("pack", "pack:RULES"), EntryPoint("lost", "lost:RULES"), EntryPoint("seamlint", "pack:NONE")]
    monkeypatch.setattr(registry, "entry_points", lambda _: points)
    problems: list[Diagnostic] = []
    assert [each.module for each in installed(problems)] == ["one"]
    assert [each.message.partition(";")[0] for each in problems] == [
        "rules of seamlint cannot be loaded: AttributeError: module 'pack' has no attribute 'NONE'",
        "rules of lost cannot be loaded: ModuleNotFoundError: No module named 'lost'",
        "rules of two cannot be loaded: its id X-001 is taken by one",
        "rules of empty cannot be loaded: it holds no rule",
        "rules of gone cannot be loaded: ModuleNotFoundError: No module named 'gone'",
    ]
    assert registry.suggestion([], "X") == "; families: ; `seamlint rules` lists all"


def test_entry_points_are_those_that_the_standard_library_finds() -> None:
    for group in ("seamlint.rules", "console_scripts", "pytest11", "no.such.group"):
        found = sorted((point.name, point.value.partition(" [")[0]) for point in metadata.entry_points(group=group))
        assert sorted(set(entry_points(group))) == sorted(set(found))


def test_of_a_package_installed_twice_the_first_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "first", "a", extra="; other = x:y\n[other]\nacme = z:z\n")
    install(tmp_path / "second", "b")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "gone"), str(tmp_path / "first"), str(tmp_path / "second"), ""])
    assert entry_points("seamlint.rules") == [("acme", "acme_rules:RULES")]
