"""Conditions in three values, and what they decide about resources."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from deployed import deploy, messages, resources, shown
from seamlint.evaluate.cloudformation.conditions import equal
from seamlint.evaluate.values import Reference, Text, Unknown, Verdict

HEAD = """
Parameters:
  Asked: {Type: String}
  Kind: {Type: String, AllowedValues: [small, large]}
Conditions:
  "True": !Equals [a, a]
  "False": !Equals [a, b]
  Open: !Equals [!Ref Asked, x]
"""


@pytest.mark.parametrize(
    ("condition", "presence"),
    [
        ("!Equals [1, '1']", "yes"),
        ("!Equals [true, 'true']", "yes"),
        ("!Equals ['', !Ref Asked]", "undecided"),
        ("!Equals [!Ref Kind, medium]", None),
        ("!Equals [!Ref Kind, small]", "undecided"),
        ("!Equals [!Sub 'a-${Asked}', b-x]", None),
        ("!Equals [!Sub 'a-${Asked}', a-x]", "undecided"),
        ("!Not [!Condition Open]", "undecided"),
        ("!And [!Condition Open, !Condition 'False']", None),
        ("!And [!Condition Open, {Condition: 'True'}]", "undecided"),
        ("!Or [!Condition Open, !Condition 'True']", "yes"),
        ("!Or [!Condition Open, !Condition 'False']", "undecided"),
        ("{Fn::Not: [{Fn::Or: [{Condition: 'False'}, {Fn::Equals: [x, y]}]}]}", "yes"),
    ],
)
def test_a_resource_is_there_as_far_as_its_condition_is_known(
    tmp_path: Path, condition: str, presence: str | None
) -> None:
    text = f"{HEAD}  It: {condition}\nResources:\n  A: {{Type: AWS::S3::Bucket, Condition: It}}\n"
    evaluated = deploy(tmp_path, {"stack.yaml": text})
    assert messages(evaluated) == []
    found = shown(evaluated)["resources"].get("A")
    assert (found and found["presence"]) == presence


def test_an_undecided_resource_says_what_is_missing(tmp_path: Path) -> None:
    text = HEAD + "Resources:\n  A: {Type: AWS::S3::Bucket, Condition: Open}\n"
    assert resources(tmp_path, text)["A"].missing == ("parameter Asked",)


def test_where_a_resource_exists_its_own_condition_holds(tmp_path: Path) -> None:
    text = HEAD + (
        "  Both: !And [!Condition Open, !Not [!Equals [!Ref Kind, small]]]\n"
        "Resources:\n"
        "  A:\n"
        "    Type: AWS::S3::Bucket\n"
        "    Condition: Both\n"
        "    Properties: {A: !If [Both, 1, 2], B: !If [Open, 1, 2], C: !If ['False', 1, 2]}\n"
        "  B: {Type: AWS::S3::Bucket, Properties: {A: !If [Both, 1, 2]}}\n"
    )
    found = resources(tmp_path, text)
    assert found["A"].values == {"A": 1, "B": 1, "C": 2}
    assert found["B"].values == {"A": Unknown(("parameter Asked", "parameter Kind"))}


def test_what_refers_to_a_resource_that_is_not_made_knows_nothing(tmp_path: Path) -> None:
    text = HEAD + (
        "Resources:\n  A: {Type: AWS::EC2::VPC, Condition: 'False'}\n"
        "  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref A}}\n"
    )
    found = resources(tmp_path, text)
    assert list(found) == ["B"]
    assert found["B"].values["VpcId"] == Unknown(("A, whose condition does not hold",))


def test_conditions_that_go_round_in_circles_are_told(tmp_path: Path) -> None:
    text = (
        "Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\n"
        "Resources:\n  X: {Type: AWS::S3::Bucket, Condition: A}\n"
    )
    evaluated = deploy(tmp_path, {"stack.yaml": text})
    assert shown(evaluated)["resources"]["X"]["presence"] == "undecided"
    assert messages(evaluated) == ["warning 3 condition A depends on itself, or on too many others"]


def test_cost_is_linear_where_conditions_multiply(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        parameters = "".join(f"  P{at}: {{Type: String}}\n" for at in range(count))
        conditions = "".join(f"  C{at}: !Equals [!Ref P{at}, x]\n" for at in range(count))
        properties = "".join(f"      K{at}: !If [C{at}, !If [C0, 1, 2], !If [C1, 3, 4]]\n" for at in range(count))
        text = (
            f"Parameters:\n{parameters}Conditions:\n{conditions}"
            f"Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n{properties}"
        )
        started = time.process_time()
        found = resources(tmp_path, text)
        assert len(found["A"].values) == count
        return time.process_time() - started

    seconds(50)
    assert seconds(1600) < 30 * max(seconds(200), 0.02)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("a", "a", Verdict.YES),
        (1, "1", Verdict.YES),
        (["a"], ["a"], Verdict.YES),
        (["a"], ["b"], Verdict.NO),
        (Unknown(("x",)), Unknown(("x",)), Verdict.UNDECIDED),
        (Reference("u", "A", "Ref"), Reference("u", "A", "Ref"), Verdict.YES),
        (Reference("u", "A", "Ref"), Reference("u", "B", "Ref"), Verdict.UNDECIDED),
        (Text(("a", Unknown(("x",)))), "b", Verdict.NO),
        (Text(("aaa", Unknown(("x",)), "aaa")), "aaaa", Verdict.NO),
        ("", Text((Unknown(("x",)), "b")), Verdict.NO),
        (Text(("a", Unknown(("x",)))), "ab", Verdict.UNDECIDED),
    ],
)
def test_equality_is_decided_only_where_it_is_certain(one: object, other: object, verdict: Verdict) -> None:
    assert equal(one, other) is verdict  # type: ignore[arg-type]
    assert equal(other, one) is verdict  # type: ignore[arg-type]
