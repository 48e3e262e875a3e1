from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from made import OTHER, RULE, finding, span, undecided
from seamlint.config import Config, Ignore
from seamlint.data_classes import replace
from seamlint.findings.acceptance import Acceptance
from seamlint.findings.suppression import Suppression, suppressions
from seamlint.sources.diagnostic import Diagnostic
from seamlint.sources.span import SourceText
from seamlint.syntax.hcl import parse

TODAY = date(2027, 1, 15)
IDS = ("NET-001", "NET-002", "NET-006")
CODE = """\
# seamlint: ignore[NET-001] the whole block
# more about it
resource "aws_network_acl" "a" {
  vpc_id = "x" // seamlint: ignore[NET-002, NET-006]: this line

  /* seamlint: ignore[NET] the inner block */
  ingress {
    from_port = 1
  }

  # seamlint: ignore[NET-001] an attribute
  tags = {
    a = 1
  }
}

# seamlint: ignore[NET-001] nothing follows

resource "aws_network_acl" "b" {}
"""


def read(text: str) -> list[Suppression | Diagnostic]:
    return list(suppressions(parse(SourceText("main.tf", text))))


def accepted(code: str, ignores: Iterable[Ignore] = (), folder: Path | str = "/nowhere") -> Acceptance:
    acceptance = Acceptance(replace(Config(str(folder)), ignores=tuple(ignores)), TODAY)
    acceptance.read(parse(SourceText("main.tf", code)))
    return acceptance


def test_comments_cover_their_line_or_what_begins_below() -> None:
    found = [(each.rules, each.first, each.last) for each in read(CODE) if isinstance(each, Suppression)]
    assert found == [
        (("NET-001",), 3, 15),
        (("NET-002", "NET-006"), 4, 4),
        (("NET",), 7, 9),
        (("NET-001",), 12, 14),
        (("NET-001",), 18, 18),
    ]


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("# seamlint: ignore[NET-001]", "without a reason"),
        ("# seamlint: ignore[NET-001]  - ", "without a reason"),
        ("/* seamlint: ignore[NET-001] */", "without a reason"),
        ("# seamlint: ignore[] because", "suppresses nothing"),
        ("# seamlint: ignore NET-001 because", "suppresses nothing"),
        ("# seamlint: disable[NET-001] because", "suppresses nothing"),
    ],
)
def test_what_is_not_in_form_suppresses_nothing_and_is_told(comment: str, says: str) -> None:
    (told,) = read(f'{comment}\nresource "a" "b" {{}}\n')
    assert isinstance(told, Diagnostic)
    assert says in told.message
    assert told.span
    assert (told.span.line, told.span.column) == (1, 1)


def test_a_file_may_end_in_a_suppression() -> None:
    (found,) = read("# seamlint: ignore[NET-001] the end")
    assert isinstance(found, Suppression)
    assert found.first == 1


def test_windows_line_ends() -> None:
    found, *_ = read(CODE.replace("\n", "\r\n"))
    assert isinstance(found, Suppression)
    assert (found.first, found.last) == (3, 15)


def test_only_findings_of_the_named_rules_on_the_covered_lines_are_accepted() -> None:
    acceptance = accepted(CODE)
    kept = [finding(3, rule=OTHER), finding(20), finding(3, file="other.tf")]
    assert acceptance.remaining([*kept, finding(3), finding(8), finding(8, rule=OTHER), finding(4, rule=OTHER)]) == kept


def test_undecided_questions_are_accepted_too_and_count_as_use() -> None:
    acceptance = accepted('# seamlint: ignore[NET-001] known\nresource "a" "b" {}\n')
    assert [each.rule for each in acceptance.open_questions([undecided(2), undecided(2, rule=OTHER)])] == [OTHER.id]
    assert list(acceptance.unused(IDS, IDS)) == []


def test_what_suppresses_nothing_is_told_if_its_rule_ran() -> None:
    code = '# seamlint: ignore[NET-001,NET-002,NET-099] why\nresource "a" "b" {}\n'
    acceptance = accepted(code)
    acceptance.remaining([finding(2)])
    assert [each.message for each in acceptance.unused(["NET-001", "NET-002"], IDS)] == [
        "NET-002 finds nothing here any more: remove this suppression",
        "no rule is called NET-099: this suppresses nothing",
    ]
    assert [each.message[:12] for each in acceptance.unused(["NET-001"], IDS)] == ["no rule is c"]


def ignore(rule: str = "NET-001", **more: object) -> Ignore:
    return Ignore(rule, "why", span(1, "seamlint.toml"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("entry", "hidden"),
    [
        (ignore(), True),
        (ignore("net"), True),
        (ignore("NET-002"), False),
        (ignore(path="legacy"), True),
        (ignore(path="legacy/"), True),
        (ignore(path="./legacy/*.tf"), True),
        (ignore(path="*.tf"), True),
        (ignore(path="other/*"), False),
        (ignore(resource='module.a["x"].aws_network_acl.web[0]'), True),
        (ignore(resource="module.*.aws_network_acl.web*"), True),
        (ignore(resource="aws_network_acl.*"), False),
        (ignore(path="legacy", resource="aws_vpc.*"), False),
        (ignore(expires=TODAY), True),
        (ignore(expires=date(2027, 1, 14)), False),
    ],
)
def test_entries_of_the_configuration(
    entry: Ignore, hidden: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    acceptance = accepted("", [entry], tmp_path.resolve())
    found = finding(3, file="legacy/net/acl.tf", resource='module.a["x"].aws_network_acl.web[0]')
    assert (acceptance.remaining([found]) == []) is hidden
    assert len(list(acceptance.unused([RULE.id], [RULE.id]))) == (0 if hidden else 1)


def test_an_expired_entry_says_so() -> None:
    (told,) = accepted("", [ignore(expires=date(2027, 1, 14))]).unused(IDS, IDS)
    assert told.message == "the ignore of NET-001 expired on 2027-01-14: mend the finding, or renew the date"
    assert told.span == span(1, "seamlint.toml")


UNTIL = [
    ("# seamlint: ignore[NET-001] until 2027-01-15 the appliance goes", date(2027, 1, 15)),
    ("# seamlint: ignore[NET-001]: UNTIL 2027-01-14: the appliance goes", date(2027, 1, 14)),
    ("/* seamlint: ignore[NET-001] until 2027-01-14\nthe appliance goes */", date(2027, 1, 14)),
    ("# seamlint: ignore[NET-001] until somebody asks", None),
    ("# seamlint: ignore[NET-001] until 3 more are gone", None),
]


@pytest.mark.parametrize(("comment", "day"), UNTIL)
def test_a_comment_may_hold_until_the_end_of_a_day(comment: str, day: date | None) -> None:
    code = f'{comment}\nresource "a" "b" {{}}\n'
    (found,) = read(code)
    assert isinstance(found, Suppression)
    assert found.expires == day
    acceptance = accepted(code)
    is_over = day is not None and day < TODAY
    at = finding(code.count("\n"))
    assert acceptance.remaining([at]) == ([at] if is_over else [])
    assert acceptance.accepted == ([] if is_over else [at])
    told = [each.message for each in acceptance.unused(IDS, IDS)]
    over = "the ignore of NET-001 expired on 2027-01-14: mend the finding, or renew the date"
    assert told == ([over] if is_over else [])


@pytest.mark.parametrize("day", ["2027-02-30", "1.2.2027", "2027-1-1", "20270101-1", "2027/01/01"])
def test_what_is_no_day_is_told(day: str) -> None:
    (told,) = read(f'# seamlint: ignore[NET-001] until {day} why\nresource "a" "b" {{}}\n')
    assert isinstance(told, Diagnostic)
    assert told.message == f"this comment suppresses nothing: it ends on a day such as 2027-03-31, not {day}"


def test_a_day_is_no_reason() -> None:
    (told,) = read('# seamlint: ignore[NET-001] until 2027-03-31\nresource "a" "b" {}\n')
    assert isinstance(told, Diagnostic)
    assert "without a reason" in told.message
