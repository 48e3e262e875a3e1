from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import OTHER, finding, step
from seamlint.data_classes import replace
from seamlint.findings.baseline import BaselineError, Entry, compare, dump, entries, load, under
from seamlint.findings.finding import Finding
from seamlint.findings.fingerprint import fingerprints, repository_path


@pytest.fixture(autouse=True)
def _forget_paths() -> None:
    repository_path.cache_clear()


def everywhere(_entry: Entry) -> bool:
    return True


def again(
    findings: list[Finding], kept: list[Entry], looked_for: Callable[[Entry], bool] = everywhere
) -> tuple[int, ...]:
    found = compare(findings, kept, looked_for)
    assert len(found.new) == len(found.fingerprints)
    assert len(found.hidden) == len(found.known)
    return len(found.new), len(found.known), len(found.fixed), len(found.unseen)


BEFORE = [
    finding(3, "aws_a.b drops 443", resource="aws_a.b"),
    finding(9, "aws_a.c drops 443", resource="aws_a.c", related=(step(1),)),
    finding(20, "never matches", rule=OTHER),
]
KEPT = entries(BEFORE)


def test_what_is_known_is_hidden() -> None:
    assert again(BEFORE, KEPT) == (0, 3, 0, 0)
    assert again(BEFORE, []) == (3, 0, 0, 0)
    assert again([], KEPT) == (0, 0, 3, 0)


def test_lines_files_and_wording_may_change() -> None:
    moved = finding(80, "aws_a.b loses replies to 443", resource="aws_a.b", file="other.tf")
    assert again([moved, *BEFORE[1:]], KEPT) == (0, 3, 0, 0)


def test_the_same_defect_of_another_resource_is_new() -> None:
    assert again([*BEFORE, finding(40, "aws_a.d drops 443", resource="aws_a.d")], KEPT) == (1, 3, 0, 0)


def test_a_second_equal_finding_is_new_and_one_of_two_is_fixed() -> None:
    twice = [BEFORE[0], replace(BEFORE[0], primary=step(44, "aws_a.b"))]
    assert again(twice, entries(BEFORE[:1])) == (1, 1, 0, 0)
    assert again(BEFORE[:1], entries(twice)) == (0, 1, 1, 0)


def test_code_that_moves_to_another_unit_is_known() -> None:
    there = [replace(each, primary=replace(each.primary, unit="envs/new")) for each in BEFORE]
    assert fingerprints(there) != fingerprints(BEFORE)
    assert again(there, KEPT) == (0, 3, 0, 0)
    assert again([*BEFORE, *there], KEPT) == (3, 3, 0, 0)  # a copy is none of the move's business


def test_what_was_not_looked_for_is_not_fixed() -> None:
    assert again([], KEPT, lambda entry: entry.rule == "NET-001") == (0, 0, 2, 1)


def test_a_fingerprint_does_not_depend_on_what_is_hidden() -> None:
    twice = [BEFORE[0], replace(BEFORE[0], primary=step(44, "aws_a.b"))]
    found = compare(twice, entries(twice)[:1], everywhere)
    assert list(found.fingerprints) == fingerprints(twice)[1:]


@pytest.mark.parametrize(
    ("unit", "paths", "is_under"),
    [
        ("envs/prod", ["."], True),
        ("envs/prod", ["envs"], True),
        ("envs/prod", ["envs/prod/"], True),
        ("envs/prod", ["envs/pro", "modules"], False),
        ("envs", ["envs/prod"], False),
        (".", ["."], True),
    ],
)
def test_which_units_a_run_looks_at(
    unit: str, paths: list[str], is_under: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert under(unit, paths) is is_under


def test_the_file_is_sorted_and_has_a_line_an_entry(tmp_path: Path) -> None:
    text = dump(reversed(KEPT))
    assert text == dump(KEPT)
    assert json.loads(text)["version"] == 1
    assert sum('"fingerprint"' in line for line in text.splitlines()) == 3
    less = dump([each for each in KEPT if each.resource != "aws_a.c"])
    assert len(set(text.splitlines()) - set(less.splitlines())) == 1
    (tmp_path / "kept.json").write_text(text)
    assert sorted(load(str(tmp_path / "kept.json")), key=str) == sorted(KEPT, key=str)
    (tmp_path / "empty.json").write_text(dump([]))
    assert load(str(tmp_path / "empty.json")) == []


@given(st.text(), st.text())
def test_any_text_survives_the_file(tmp_path_factory: pytest.TempPathFactory, message: str, resource: str) -> None:
    entry = Entry("0" * 32, "NET-001", ".", "main.tf", resource, message)
    file = tmp_path_factory.mktemp("kept") / "kept.json"
    file.write_text(dump([entry]))
    assert load(str(file)) == [entry]


GOOD = dump(KEPT)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("{\n", 2, "not valid JSON"),
        ("[]", 1, "no list of findings"),
        ('{"version": 1}', 1, "no list of findings"),
        (GOOD.replace('"version": 1', '"version": 2'), 2, "version 2 of a baseline, this program reads 1"),
        (GOOD.replace('"rule": "NET-006"', '"rule": 6'), 7, "entry 3 must be an object with the texts"),
        (GOOD.replace('"findings": [', '"findings": [\n    7,'), 5, "entry 1 must be an object"),
        (GOOD.replace(KEPT[0].fingerprint, KEPT[1].fingerprint), 6, "stands here twice: remove one entry"),
        ('{"version": 1, "\\u0066indings": [7, {}]}', 1, "entry 1 must be an object"),
        ("[" * 100_000, 1, "this is no baseline"),
        ("9" * 10_000, 1, "this is no baseline"),
    ],
)
def test_a_bad_file_is_told_with_its_line(text: str, line: int, says: str, tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    file.write_text(text)
    with pytest.raises(BaselineError) as raised:
        load(str(file))
    assert str(raised.value).startswith(f"{file}:{line}: ")
    assert says in str(raised.value)


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="`seamlint baseline` writes one"):
        load(str(tmp_path / "gone.json"))
