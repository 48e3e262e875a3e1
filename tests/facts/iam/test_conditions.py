"""Condition operators, one fact of the user guide a row."""

import pytest

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.facts.iam.conditions import condition, unknown_condition
from seamlint.facts.iam.context import ABSENT, UNKNOWN, Context

YES, NO, UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED
ROLE = Reference("prod", "aws_iam_role.a", "arn")


def holds(operator, wanted, found, *, variables=True, **more):
    values = wanted if isinstance(wanted, list) else [wanted]
    tested = condition(operator, "app:Key", values, ("Condition",), variables=variables)
    return tested.holds(Context({"APP:key": found} | {f"app:{name}": value for name, value in more.items()}))


@pytest.mark.parametrize(
    ("operator", "wanted", "found", "verdict"),
    [
        ("StringEquals", "a", "a", YES),
        ("StringEquals", "a*", "ab", NO),
        ("stringequals", "a", "a", YES),
        ("StringEquals", ["a", "b"], "b", YES),
        ("StringNotEquals", ["a", "b"], "b", NO),
        ("StringNotEquals", ["a", "b"], "c", YES),
        ("StringEqualsIgnoreCase", "Red", "rED", YES),
        ("StringNotEqualsIgnoreCase", "Red", "rED", NO),
        ("StringLike", "a*/?", "a:b/c/d", YES),
        ("StringNotLike", "a*", "b", YES),
        ("NumericLessThanEquals", 5, "5.0", YES),
        ("NumericEquals", "1e1", "10", NO),
        ("NumericNotEquals", "5", "five", NO),
        ("NumericGreaterThan", ["10", "5"], "7", YES),
        ("DateLessThan", "2024-05-01T00:00:00Z", "2024-04-30T23:59:59Z", YES),
        ("DateEquals", "2024-05-01T02:00:00+02:00", "2024-05-01", YES),
        ("DateEquals", "2020-01-01T00:00:00Z", "1577836800", YES),
        ("DateGreaterThan", "2024-05-01T00:00:00Z", "2024-05-01T00:00:00.5Z", YES),
        ("DateNotEquals", "2024-13-45", "2024-05-01", NO),
        ("DateEquals", "2024-05-01T00:00:00+99:99", "2024-05-01", NO),
        ("Bool", True, "true", YES),
        ("Bool", "false", "true", NO),
        ("Bool", "yes", "yes", NO),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", YES),
        ("IpAddress", "10.1.2.3/8", "10.9.9.9", YES),
        ("IpAddress", "0.0.0.0/0", "10.9.9.9", YES),
        ("NotIpAddress", "10.0.0.0/8", "2001:db8::1", YES),
        ("NotIpAddress", "10.0.0.0/8", "nowhere", NO),
        ("IpAddress", "2001:db8::/32", "2001:DB8::1", YES),
        ("ArnLike", "arn:aws:iam::*:role/*", "arn:aws:iam::1:role/a:b", YES),
        ("ArnEquals", "arn:aws:iam::*:role/a", "arn:aws:iam::1:role/a", YES),
        ("ArnLike", "arn:aws:*:role/a", "arn:aws:iam::1:role/a", NO),
        ("ArnLike", "*", "arn:aws:iam::1:role/a", NO),
        ("ArnNotEquals", "arn:aws:iam::1:role/a", "no arn", NO),
        ("NoSuchOperator", "a", "a", NO),
    ],
)
def test_single_values(operator, wanted, found, verdict):
    assert holds(operator, wanted, found) is verdict


@pytest.mark.parametrize(
    ("operator", "verdict"),
    [
        ("StringEquals", NO),
        ("StringNotEquals", YES),
        ("NotIpAddress", YES),
        ("StringEqualsIfExists", YES),
        ("StringNotEqualsIfExists", YES),
        ("ForAllValues:StringEquals", YES),
        ("ForAnyValue:StringEquals", NO),
        ("ForAnyValue:StringNotEquals", NO),
        ("ForAnyValue:StringEqualsIfExists", NO),
    ],
)
@pytest.mark.parametrize("missing", [None, ABSENT, []])
def test_a_missing_key(operator, verdict, missing):
    assert holds(operator, "10.0.0.0/8", missing) is verdict


@pytest.mark.parametrize(
    ("operator", "found", "verdict"),
    [
        ("StringEquals", ["a"], NO),
        ("StringNotEquals", ["c"], NO),
        ("StringEqualsIfExists", ["a"], NO),
        ("ForAllValues:StringEquals", ["a", "b"], YES),
        ("ForAllValues:StringEquals", ["a", "c"], NO),
        ("ForAllValues:StringNotEquals", ["c", "d"], YES),
        ("ForAnyValue:StringEquals", ["c", "a"], YES),
        ("ForAnyValue:StringNotEquals", ["a", "c"], YES),
        ("ForAnyValue:StringNotEquals", ["a", "b"], NO),
        ("ForAnyValue:StringEquals", "a", YES),
    ],
)
def test_multivalued_keys(operator, found, verdict):
    assert holds(operator, ["a", "b"], found) is verdict


@pytest.mark.parametrize(
    ("wanted", "found", "verdict"),
    [("true", None, YES), ("true", "x", NO), (False, "x", YES), ("false", None, NO), (["true", "false"], None, YES),
     ("true", [], YES), ("true", UNKNOWN, UNDECIDED), ("sometimes", UNKNOWN, NO)],
)  # fmt: skip
def test_null_asks_for_the_key(wanted, found, verdict):
    assert holds("Null", wanted, found) is verdict


@pytest.mark.parametrize(
    ("operator", "wanted", "found", "verdict"),
    [
        ("StringEquals", "${app:team}", "red*", YES),
        ("StringLike", "${app:team}", "red*", YES),
        ("StringLike", "${app:team}", "reddish", NO),
        ("StringLike", "${app:team}*", "red*-1", YES),
        ("StringEquals", "${app:none, 'blue'}", "blue", YES),
        ("StringEquals", "${app:none,'blue'}", "blue", NO),
        ("StringEquals", "${app:none}", "", NO),
        ("StringNotEquals", "${app:none}", "blue", NO),
        ("StringNotEquals", "${app:several}", "blue", NO),
        ("StringLike", "a${*}${?}${$}", "a*?$", YES),
        ("StringLike", "a${*}", "ab", NO),
        ("ArnLike", "arn:aws:iam::1:user/${app:user}", "arn:aws:iam::1:user/ann", YES),
        ("ArnNotLike", "arn:aws:iam::2:user/${app:none}", "arn:aws:iam::1:user/ann", YES),
        ("ArnNotLike", "arn:aws:iam::1:user/${app:none}", "arn:aws:iam::1:user/ann", NO),
        ("StringEqualsIgnoreCase", "${app:User}", "ANN", YES),
        ("Bool", "${app:flag}", "true", YES),
        ("NumericEquals", "${app:number}", "5", NO),
        ("StringEquals", "${unfinished", "${unfinished", YES),
    ],
)
def test_policy_variables(operator, wanted, found, verdict):
    context = {"team": "red*", "user": "ann", "several": ["blue"], "flag": True, "number": 5}
    assert holds(operator, wanted, found, **context) is verdict


def test_variables_are_text_in_an_old_document():
    assert holds("StringEquals", "${app:team}", "red", variables=False, team="red") is NO
    assert holds("StringEquals", "${app:team}", "${app:team}", variables=False, team="red") is YES


@pytest.mark.parametrize(
    ("operator", "wanted", "found", "verdict"),
    [
        ("StringEquals", "a", UNKNOWN, UNDECIDED),
        ("StringEqualsIfExists", "a", UNKNOWN, UNDECIDED),
        ("ForAllValues:StringEquals", "a", UNKNOWN, UNDECIDED),
        ("StringEquals", Unknown(("var.org",)), "a", UNDECIDED),
        ("StringNotEquals", Unknown(("var.org",)), "a", UNDECIDED),
        ("StringLike", Text(("o-", Unknown(("var.org",)))), "x-1", NO),
        ("StringNotLike", Text(("o-", Unknown(("var.org",)))), "x-1", YES),
        ("NumericEquals", Unknown(("var.n",)), "1", UNDECIDED),
        ("IpAddress", ["10.0.0.0/8", Unknown(("var.office",))], "10.1.1.1", YES),
        ("ArnEquals", ROLE, ROLE, YES),
        ("ArnEquals", ROLE, Reference("prod", "aws_iam_role.b", "arn"), NO),
        ("ArnLike", "arn:aws:iam::*:role/x", ROLE, UNDECIDED),
        (
            "ArnLike",
            "arn:aws:iam::*:role/a*",
            Text(("arn:aws:iam::", Reference("p", "d", "account_id"), ":role/ab")),
            YES,
        ),
        ("ArnLike", "arn:aws:s3:::*", Text(("arn:aws:iam::", Unknown(("var.a",)), ":role/ab")), NO),
    ],
)
def test_what_is_not_known(operator, wanted, found, verdict):
    assert holds(operator, wanted, found) is verdict


def test_a_request_that_is_only_foreseen_leaves_unlisted_keys_open():
    tested = condition("StringEquals", "aws:PrincipalTag/team", ["red"], (), variables=True)
    assert tested.holds(Context({}, unlisted=UNKNOWN)) is UNDECIDED
    assert tested.holds(Context({"aws:principaltag/TEAM": "red"}, unlisted=UNKNOWN)) is YES


def test_an_unknown_variable_is_undecided_where_it_matters():
    tested = condition("StringLike", "app:Key", ["red-${app:User}"], (), variables=True)
    assert tested.holds(Context({"app:Key": "red-x", "app:User": UNKNOWN})) is UNDECIDED
    assert tested.holds(Context({"app:Key": "blue-x", "app:User": UNKNOWN})) is NO


def test_an_unknown_block_says_what_is_missing():
    tested = unknown_condition((Unknown(("var.condition",)),), ("Condition",))
    assert tested.holds(Context({})) is UNDECIDED
    assert tested.missing == ("var.condition",)
