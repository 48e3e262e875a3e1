"""Conditions of fixes, in the form of the statement that they are for."""

from __future__ import annotations

import json
from typing import NamedTuple

import pytest
from tests.made import entity

from seamlint.evaluate.values import Sensitive, Unknown
from seamlint.model.iam import PolicyKind
from seamlint.model.paste.conditions import NewCondition, conditions, is_sensitive, version
from seamlint.model.policies import policy
from seamlint.sources.span import Span

ORGANIZATION = NewCondition("StringEquals", "aws:PrincipalOrgID", "o-1")


class Spot(NamedTuple):
    """Finds a statement's header above its elements, as it is with blocks."""

    def span_at(self, path):
        return Span(
            "main.tf", 2 if path and path[-1] == "Action" else 1, 3, 2 if path and path[-1] == "Action" else 1, 9
        )

    def trail(self, _path):
        return ()


def document(statement, **more):
    resource = entity(1, "aws_iam_role.a").resource
    resource.values["policy"] = more.get("value", {"Version": "2012-10-17", "Statement": [statement]})
    if more.get("block"):
        resource.locator = Spot()
    return policy(resource, ("policy",), PolicyKind.TRUST)


def added(statement, *new, **more):
    return conditions(document(statement, **more), ("Statement", 0), *(new or (ORGANIZATION,)))


def test_json():
    assert added({"Action": "*"}) == '"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}'


def test_conditions_that_stand_already_are_kept():
    old = {"StringEquals": {"sts:ExternalId": "x"}, "Bool": {"aws:SecureTransport": "true"}}
    _, _, written = added({"Action": "*", "Condition": old}).partition(": ")
    assert json.loads(written) == {
        "StringEquals": {"sts:ExternalId": "x", "aws:PrincipalOrgID": "o-1"},
        "Bool": {"aws:SecureTransport": "true"},
    }


def test_a_condition_on_the_same_key_is_replaced():
    _, _, written = added({"Condition": {"StringLike": {"aws:PrincipalOrgID": "*"}}}).partition(": ")
    assert json.loads(written) == {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}


@pytest.mark.parametrize("old", [Unknown(("var.x",)), {"StringEquals": {"a": Unknown(("var.x",))}}, {"Bool": 1.5}])
def test_conditions_that_cannot_be_written_again_are_left_out(old):
    assert added({"Condition": old}) == '"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}'


def test_nothing_of_a_sensitive_document_is_written_again():
    text = json.dumps({"Statement": [{"Condition": {"StringEquals": {"sts:ExternalId": "topsecret"}}}]})
    assert is_sensitive(document({}, value=Sensitive(text)))
    assert "topsecret" not in added({}, value=Sensitive(text))


def test_a_block_with_a_variable():
    new = NewCondition("StringEquals", "aws:PrincipalTag/team", "${aws:ResourceTag/team}")
    assert added({}, new, block=True).splitlines() == [
        "condition {",
        '  test     = "StringEquals"',
        '  variable = "aws:PrincipalTag/team"',
        '  values   = ["&{aws:ResourceTag/team}"]',
        "}",
    ]


def test_a_block_with_a_reference():
    new = NewCondition("StringEquals", "aws:SourceArn", "${aws_cloudfront_distribution.site.arn}")
    assert "  values   = [aws_cloudfront_distribution.site.arn]" in added({}, new, block=True).splitlines()
    partly = NewCondition("StringEquals", "aws:SourceArn", "${aws_sns_topic.t.arn}/${aws:username}")
    assert '  values   = ["${aws_sns_topic.t.arn}/&{aws:username}"]' in added({}, partly, block=True).splitlines()


def test_what_refers_to_something_of_a_template_is_substituted():
    held = document({})
    held.place.resource.dialect = "cloudformation"
    new = (
        NewCondition("StringEquals", "aws:SourceArn", "arn:aws:x::${AWS::AccountId}:y/${Site}"),
        NewCondition("StringEquals", "aws:SourceOrgID", "${aws:PrincipalOrgID}"),
    )
    _, _, written = conditions(held, ("Statement", 0), *new).partition(": ")
    assert json.loads(written)["StringEquals"] == {
        "aws:SourceArn": {"Fn::Sub": "arn:aws:x::${AWS::AccountId}:y/${Site}"},
        "aws:SourceOrgID": "${aws:PrincipalOrgID}",
    }


def test_version():
    assert version(document({}), ("Statement", 0), "2012-10-17") == '"Version": "2012-10-17"'
    assert version(document({}, block=True), ("Statement", 0), "2012-10-17") == 'version = "2012-10-17"'
