from __future__ import annotations

from pathlib import Path

import pytest

from made import OTHER, finding, step
from seamlint.findings.fingerprint import fingerprints, repository_path


@pytest.fixture(autouse=True)
def _forget_units() -> None:
    repository_path.cache_clear()


def one(*args: object, **more: object) -> str:
    (digits,) = fingerprints([finding(*args, **more)])  # type: ignore[arg-type]
    return digits


def test_lines_wording_and_instance_keys_do_not_matter() -> None:
    base = one(3, "aws_a.b drops replies to 10.0.0.0/8", resource="aws_a.b[0]", related=(step(8, "aws_c.d"),))
    assert len(base) == 32
    assert base == one(90, "replies to 10.0.0.0/8 are lost", resource="aws_a.b[1]", related=(step(7, "aws_c.d"),))
    assert base == one(3, "aws_a.b: 10.0.0.0/8.", resource='aws_a.b["x\\"]"]', related=(step(8, "aws_c.d", "x"),))


def test_how_many_there_are_and_where_a_statement_stands_do_not_matter() -> None:
    first = one(3, "statement 1 of aws_a.b and 2 more drop 443")
    assert first == one(3, "statement 4 of aws_a.b and 1,200 more drop 443")


def test_rule_resources_and_facts_do() -> None:
    base = one(3, "aws_a.b drops replies to 10.0.0.0/8", resource="aws_a.b")
    others = {
        one(3, "aws_a.b drops replies to 10.0.0.0/8", resource="aws_a.b", rule=OTHER),
        one(3, "aws_a.b drops replies to 10.0.0.0/8", resource="aws_a.c"),
        one(3, "aws_a.b drops replies to 10.1.0.0/8", resource="aws_a.b"),
        one(3, "aws_a.b drops replies to 10.0.0.0/8", resource="aws_a.b", related=(step(1),)),
        one(3, "aws_a.b drops replies to 10.0.0.0/8", resource="aws_a.b", unit="elsewhere"),
    }
    assert len(others) == 5
    assert base not in others


def test_no_two_are_alike() -> None:
    assert len(set(fingerprints([finding(3), finding(8)]))) == 2


def test_it_does_not_matter_where_the_linter_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "envs" / "prod").mkdir(parents=True)
    digits = set()
    for start, unit in ((".", "repository/envs/prod"), ("repository", "envs/prod"), ("repository/envs/prod", ".")):
        monkeypatch.chdir(tmp_path / start)
        repository_path.cache_clear()
        digits.add(one(3, unit=unit))
    assert len(digits) == 1
