"""Conditions that keep strangers out: in an Allow, and in a Deny beside it."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.facts.iam.documents import parse_document
from seamlint.facts.iam.guards import (
    any_value,
    arn_of_somebody,
    covers,
    exact,
    guarded,
    is_true,
    table,
    up_to,
)

YES, NO, UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED
UNKNOWN = Unknown(("var.x",))
GUARDS = table({
    "aws:PrincipalOrgID": exact,
    "aws:PrincipalOrgPaths": up_to("/"),
    "aws:PrincipalArn": arn_of_somebody,
    "aws:SourceArn": arn_of_somebody,
    "aws:MultiFactorAuthPresent": is_true,
    "sts:ExternalId": any_value,
})  # fmt: skip
ALLOW = {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}


def allow(condition):
    return {**ALLOW, "Condition": condition}


def judged(*statements):
    document = parse_document({"Version": "2012-10-17", "Statement": list(statements)})
    assert document.problems == ()
    return guarded(document, document.statements[0], GUARDS)


@pytest.mark.parametrize(
    ("operator", "key", "value", "expected"),
    [
        ("StringEquals", "aws:PrincipalOrgID", "o-1", YES),
        ("stringequals", "AWS:principalorgid", ["o-1", "o-2"], YES),
        ("StringLike", "aws:PrincipalOrgID", "o-1", YES),
        ("StringLike", "aws:PrincipalOrgID", "o-*", NO),
        ("StringLike", "aws:PrincipalOrgID", ["o-1", "*"], NO),
        ("StringEquals", "aws:PrincipalOrgID", UNKNOWN, YES),
        ("StringLike", "aws:PrincipalOrgID", UNKNOWN, UNDECIDED),
        ("StringEquals", "aws:PrincipalOrgID", "${aws:ResourceOrgID}", YES),
        ("StringEquals", "aws:PrincipalOrgID", "${aws:PrincipalTag/org}", NO),
        ("StringNotEquals", "aws:PrincipalOrgID", "o-1", NO),
        ("StringEqualsIfExists", "aws:PrincipalOrgID", "o-1", NO),
        ("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-1", NO),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-1/r-1/*", YES),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-*/r-1/*", NO),
        ("Null", "aws:PrincipalOrgID", "false", NO),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", YES),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/deploy", NO),
        ("ArnLikeIfExists", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", YES),
        ("ArnEquals", "aws:SourceArn", "arn:aws:s3:::uploads", YES),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:::*", NO),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:::uploads-*", NO),
        ("StringLike", "aws:SourceArn", "arn:aws:sns:*:111122223333:*", YES),
        ("ArnLike", "aws:SourceArn", Reference("u", "aws_sns_topic.a", "arn"), YES),
        ("ArnLike", "aws:SourceArn", Text(("arn:aws:sns:eu-west-1:", UNKNOWN, ":a")), UNDECIDED),
        ("ArnLike", "aws:SourceArn", Text(("arn:aws:sns:eu-west-1:111122223333:", UNKNOWN)), YES),
        ("Bool", "aws:MultiFactorAuthPresent", "true", YES),
        ("Bool", "aws:MultiFactorAuthPresent", True, YES),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", "true", NO),
        ("Bool", "aws:MultiFactorAuthPresent", "false", NO),
        ("StringLike", "sts:ExternalId", "*", NO),
        ("StringLike", "sts:ExternalId", "acme-*", YES),
        ("StringEquals", "sts:RoleSessionName", "x", NO),
        ("NoSuchOperator", "aws:PrincipalOrgID", "o-1", NO),
    ],
)
def test_a_condition_of_the_allow(operator, key, value, expected):
    assert judged(allow({operator: {key: value}})) is expected


def test_conditions_that_are_not_known_may_guard():
    assert judged(allow(UNKNOWN)) is UNDECIDED
    assert judged(allow({"StringEquals": UNKNOWN})) is UNDECIDED


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, YES),
        ({"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}, YES),
        ({"StringNotLike": {"aws:PrincipalOrgID": "o-*"}}, NO),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, NO),
        ({"ForAnyValue:StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, NO),
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}, YES),
        ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, NO),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}, "Bool": {"aws:PrincipalIsAWSService": "false"}}, YES),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}, "IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, NO),
        (UNKNOWN, UNDECIDED),
    ],
)
def test_a_deny_beside_the_allow(condition, expected):
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sts:*", "Condition": condition}
    assert judged(ALLOW, deny) is expected


def test_a_deny_for_others_or_of_other_actions_guards_nothing():
    condition = {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}
    other = {"Effect": "Deny", "Principal": "*", "Action": "sts:TagSession", "Condition": condition}
    some = {**other, "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}
    assert judged(ALLOW, other, some) is NO


def test_a_statement_that_is_not_known_may_guard():
    assert judged(ALLOW, UNKNOWN) is UNDECIDED


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"Action": "s3:*"}, {"Action": ["s3:GetObject", "s3:PutObject"]}, YES),
        ({"Action": "s3:Get*"}, {"Action": ["s3:GetObject", "s3:PutObject"]}, NO),
        ({"NotAction": "iam:*"}, {"Action": "s3:GetObject"}, YES),
        ({"NotAction": "iam:*"}, {"Action": "*:GetRole"}, NO),
        ({"NotAction": "iam:*"}, {"NotAction": ["iam:*", "s3:*"]}, YES),
        ({"Action": "s3:*"}, {"NotAction": "iam:*"}, NO),
        ({"Action": "*"}, {"NotAction": "iam:*"}, YES),
        ({"Action": "*", "Resource": "arn:aws:s3:::a/*"}, {"Action": "*", "Resource": "arn:aws:s3:::a/b/*"}, YES),
        ({"Action": "*", "Resource": "arn:aws:s3:::a/*"}, {"Action": "*", "Resource": "*"}, NO),
        ({"Action": "*", "NotResource": "arn:aws:s3:::a/*"}, {"Action": "*", "Resource": "arn:aws:s3:::b/*"}, YES),
        (
            {"Action": "*", "Resource": "arn:aws:s3:::a/*"},
            {"Action": "*", "Resource": "arn:aws:s3:::a/${aws:username}"},
            YES,
        ),
        ({"Action": "*", "Resource": "*"}, {"Action": "*", "Resource": UNKNOWN}, YES),
        ({"Action": "*", "Resource": "arn:aws:s3:::a/*"}, {"Action": "*", "Resource": UNKNOWN}, UNDECIDED),
    ],
)
def test_one_statement_covers_another(one, other, expected):
    denies = [{"Effect": "Deny", **each} for each in (one, other)]
    parsed = parse_document({"Version": "2012-10-17", "Statement": denies})
    assert covers(*parsed.statements) is expected
