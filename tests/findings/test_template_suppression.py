"""Suppressions in templates."""

from __future__ import annotations

import time
from datetime import date
from textwrap import dedent

import pytest

from seamlint.findings.suppression import Suppression
from seamlint.findings.template_suppression import template_suppressions
from seamlint.sources.diagnostic import Diagnostic
from seamlint.sources.span import SourceText
from seamlint.syntax.cloudformation.reader import read_yaml

TEMPLATE = """\
# seamlint: ignore[NET-001] the whole section
Resources:
  # seamlint: ignore[NET-002, IAM] why
  # more words
  A:
    Type: AWS::EC2::VPC
    Properties:
      Tags:
        # seamlint: ignore[NET-003] an item
        - Key: a
          Value: "# seamlint: ignore[NET-009] text"
        - Key: b
      CidrBlock: 10.0.0.0/16  # seamlint: ignore[NET-004] a line
  B:
    Type: AWS::EC2::VPC
    Metadata:
      seamlint:
        ignore: {NET-005: because}
"""


def found(text: str) -> list[Suppression | Diagnostic]:
    return list(template_suppressions(read_yaml(SourceText("t.yaml", dedent(text)))))


def test_comments_and_metadata_cover_what_they_stand_at() -> None:
    covered = {each.rules: (each.first, each.last) for each in found(TEMPLATE) if isinstance(each, Suppression)}
    assert covered == {
        ("NET-001",): (2, 18),
        ("NET-002", "IAM"): (5, 13),
        ("NET-003",): (10, 11),
        ("NET-004",): (13, 13),
        ("NET-005",): (14, 18),
    }
    assert not [each for each in found(TEMPLATE) if isinstance(each, Diagnostic)]


@pytest.mark.parametrize(
    "ignore",
    [
        '{"NET-001": "why"}',
        '["NET-001 why"]',
        '["NET-001: why"]',
        '[{"rule": "NET-001", "reason": "why"}]',
        '[{"NET-001": "why"}]',
        '"net-001 why"',
    ],
)
def test_metadata_of_the_template_covers_all_of_it(ignore: str) -> None:
    text = f'{{"Metadata": {{"seamlint": {{"ignore": {ignore}}}}},\n"Resources": {{}}}}'
    (suppression,) = found(text)
    assert isinstance(suppression, Suppression)
    assert (suppression.rules, suppression.first, suppression.last) == (("NET-001",), 1, 2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1 # seamlint: ignore[NET-001]\n", "a suppression without a reason"),
        ("a: 1 # seamlint: ignore all\n", "this comment suppresses nothing"),
        ("Metadata: {seamlint: {ignore: [NET-001]}}\n", "a suppression without a rule or reason"),
        ("Metadata: {seamlint: {ignore: {NET-001: 7}}}\n", "a suppression without a rule or reason"),
        ("Metadata: {seamlint: off}\n", "this suppresses nothing"),
    ],
)
def test_what_suppresses_nothing_is_told(text: str, says: str) -> None:
    (told,) = found(text)
    assert isinstance(told, Diagnostic)
    assert told.message.startswith(says)


def test_a_comment_in_a_comment_is_one() -> None:
    (suppression,) = found("a: 1 # see ## seamlint: ignore[NET-001] why\n")
    assert isinstance(suppression, Suppression)


def test_searching_takes_no_longer_than_the_text() -> None:
    started = time.process_time()
    assert found(f"a: 1 {'#' * 500_000} seamlint\n{'# seamlint' * 50_000}\n") == []
    assert time.process_time() - started < 5


def test_a_template_without_any_is_not_searched() -> None:
    assert found("Resources: {}\n") == []


@pytest.mark.parametrize(
    "ignored",
    [
        "{NET-001: until 2027-03-31 because}",
        "[NET-001 until 2027-03-31 because]",
        "[{rule: NET-001, reason: because, expires: 2027-03-31}]",
        '{rule: NET-001, reason: because, expires: "2027-03-31"}',
    ],
)
def test_metadata_may_hold_until_a_day(ignored: str) -> None:
    (suppression,) = found(f"Metadata:\n  seamlint:\n    ignore: {ignored}\nResources: {{}}\n")
    assert isinstance(suppression, Suppression)
    assert suppression.expires == date(2027, 3, 31)


def test_a_comment_may_hold_until_a_day() -> None:
    (suppression,) = found("# seamlint: ignore[NET-001] until 2027-03-31 because\nResources: {}\n")
    assert isinstance(suppression, Suppression)
    assert suppression.expires == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("ignored", "says"),
    [
        ("{NET-001: until 2027-02-30 because}", "not 2027-02-30"),
        ("{NET-001: until 2027-03-31}", "without a rule or reason"),
        ("{rule: NET-001, reason: because, expires: spring}", "not spring"),
        ("{rule: NET-001, reason: because, expires: [1]}", "not nothing"),
    ],
)
def test_what_does_not_end_on_a_day_suppresses_nothing(ignored: str, says: str) -> None:
    (told,) = found(f"Metadata:\n  seamlint:\n    ignore: {ignored}\nResources: {{}}\n")
    assert isinstance(told, Diagnostic)
    assert says in told.message
