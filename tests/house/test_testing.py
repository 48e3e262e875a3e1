"""The fixture runner itself: whatever is not as the comments say must be told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from seamlint.graph.graph import Graph
from seamlint.model.network import SecurityGroup
from seamlint.registry import InstalledRule
from seamlint.rule import Outcome, Rule, Severity
from seamlint.testing import Mark, cases, disagreements, marks, verify

NAMED = Rule("T-001", "group-without-name", Severity.ERROR)
OTHER = Rule("T-002", "vpc-named", Severity.ERROR)


def unnamed(graph: Graph) -> Iterator[Outcome]:
    for group in graph.all(SecurityGroup):
        if isinstance(group.name, str):
            continue
        if group.name is not None:
            yield NAMED.undecided(group, "its name is not known", group.name.needs)
        else:
            yield NAMED.finding(
                f"{group.address} has no name", group.evidence("no name"), group.evidence("vpc", "vpc_id")
            )


def prefixed(graph: Graph) -> Iterator[Outcome]:
    for group in graph.all(SecurityGroup):
        if group.name == "alarming":
            yield OTHER.finding("alarm", group.evidence("named"))


RULES = [InstalledRule(NAMED, unnamed, "m", ""), InstalledRule(OTHER, prefixed, "m", "")]
BAD = """\
resource "aws_security_group" "a" { # expect: T-001
  vpc_id = "vpc-1"
}
"""
GOOD = 'resource "aws_security_group" "a" {\n  name = "x"\n}\n'


def told(folder: Path, name: str, text: str, file: str = "main.tf") -> list[str]:
    case = folder / "T-001" / name
    case.mkdir(parents=True)
    (case / file).write_text(text)
    (found,) = cases(folder)
    return verify(found, RULES)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text", "complaints"),
    [
        ("bad-a", BAD, []),
        ("bad-a", BAD.replace('"vpc-1"', '"vpc-1" # evidence: T-001'), []),
        ("bad-a", BAD.replace("{ #", "{ # evidence: T-001 "), ["2: surplus 1 x evidence", "1: missing 1 x evidence"]),
        ("bad-a", BAD.replace("expect:", "expect@+1:"), ["2: missing 1 x expect", "1: surplus 1 x expect"]),
        ("bad-a", "\n" + BAD.replace("{ # expect: T-001", "{") + "\n# expect@-4: T-001", []),
        ("bad-a", BAD.replace("T-001", "T-001, T-001"), ["1: missing 1 x expect"]),
        ("bad-a", GOOD, ["a bad case expects something"]),
        ("bad-a", BAD + "resource {", ["unexpected", "missing 1 x expect: T-001"]),
        ("good-a", GOOD, []),
        ("good-a", BAD, ["a good case expects nothing"]),
        ("good-a", BAD.replace("# expect: T-001", ""), ["1: surplus 1 x expect"]),
        ("good-a", GOOD.replace('"x"', '"alarming"'), ["1: T-002 alarm"]),
        ("good-a", GOOD.replace('"x"', '"alarming"').replace("{", "{ // expect: T-002"), []),
        ("good-a", GOOD.replace('"x"', "data.x.y.z"), []),
        ("good-a", GOOD.replace('"x"', "data.x.y.z").replace("{", "{ # undecided: T-001"), []),
        ("good-a", GOOD.replace("{", "{ # undecided: T-001"), ["1: missing 1 x undecided"]),
    ],
)
def test_mismatches_are_told_either_way(folder: Path, name: str, text: str, complaints: list[str]) -> None:
    found = told(folder, name, text)
    assert len(found) == len(complaints) or "unexpected" in complaints
    for complaint in complaints:
        assert complaint == "unexpected" or any(complaint in each for each in found), found


def test_a_file_without_comments_has_its_expectations_beside_it(folder: Path) -> None:
    (folder / "x.json").write_text('{"a": "# expect: T-001"}')
    (folder / "x.json.expect").write_text("3 expect: T-001\n4 evidence: T-001 T-002\n# 5 expect: T-009\n")
    assert set(marks(".")) == {
        Mark("expect", "T-001", "x.json", 3),
        Mark("evidence", "T-001", "x.json", 4),
        Mark("evidence", "T-002", "x.json", 4),
    }


def test_a_case_may_bring_its_configuration(folder: Path) -> None:
    assert told(folder, "bad-a", BAD) == []
    (folder / "T-001/bad-a/seamlint.toml").write_text('[[ignore]]\nrule = "T-001"\nreason = "x"\n')
    (case,) = cases(folder)
    assert [each.partition(": ")[2] for each in verify(case, RULES)] == ["missing 1 x expect: T-001"]


def test_dialects_are_folders_and_have_to_agree(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seamlint.testing._installed", lambda: RULES)
    for dialect, address in (("terraform", "a"), ("terraform-json", "b")):
        below = folder / "T-001" / "bad-a" / dialect
        below.mkdir(parents=True)
        (below / "main.tf").write_text(BAD.replace('"a"', f'"{address}"'))
    assert [str(case) for case in cases(folder)] == ["T-001/bad-a/terraform", "T-001/bad-a/terraform-json"]
    assert disagreements(folder) == []
    (below / "main.tf").write_text(GOOD)
    (told,) = disagreements(folder)
    assert told.startswith("T-001/bad-a: terraform and terraform-json differ")
