"""Which statements let another account write objects and keep them."""

from __future__ import annotations

import json

import pytest

from seamlint.facts.storage.foreign_writers import foreign_writers
from seamlint.model.verdict import Verdict

FULL = {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
YES, NO, UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED


def verdict(graph_of, *statements, ownership="ObjectWriter", account='"111122223333"'):
    full = [
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*", **each} for each in statements
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": full}).replace('"VAR"', "var.who")
    found = foreign_writers(
        graph_of(f"""
        provider "aws" {{ allowed_account_ids = [{account}] }}
        variable "who" {{}}
        resource "aws_s3_bucket" "b" {{ bucket = "b" }}
        resource "aws_s3_bucket_ownership_controls" "b" {{
          bucket = "b"
          rule {{ object_ownership = "{ownership}" }}
        }}
        resource "aws_s3_bucket_policy" "b" {{
          bucket = "b"
          policy = jsonencode({document})
        }}""")
    )
    return found[0].verdict if found else NO


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Principal": {"AWS": "444455556666"}}, YES),
        ({"Principal": {"AWS": ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:user/u"]}}, YES),
        ({"Principal": {"AWS": "111122223333"}}, NO),
        ({"Principal": {"AWS": "VAR"}}, UNDECIDED),
        ({"Principal": {"AWS": "127311923021"}}, NO),
        ({"Principal": {"Service": "logging.s3.amazonaws.com"}}, NO),
        ({"Principal": {"AWS": "444455556666"}, "Condition": FULL}, NO),
        ({"Principal": {"AWS": "444455556666"}, "Condition": {"StringEquals": {"s3:x-amz-acl": "VAR"}}}, UNDECIDED),
        ({"Principal": {"AWS": "444455556666"}, "Condition": {"StringEquals": {"s3:x-amz-acl": "private"}}}, YES),
        ({"Principal": {"AWS": "444455556666"}, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}, YES),
        ({"Principal": {"AWS": "444455556666"}, "Action": "s3:GetObject"}, NO),
        ({"Principal": {"AWS": "444455556666"}, "Action": "s3:*", "Resource": "*"}, YES),
        ({"Principal": "*"}, YES),
        ({"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}, YES),
        ({"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122223333"}}}, NO),
        ({"Principal": "*", "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}, UNDECIDED),
    ],
)
def test_another_account_is_let_in_without_giving_the_object_away(graph_of, statement, expected):
    assert verdict(graph_of, statement) is expected


@pytest.mark.parametrize(
    ("operator", "expected"), [("StringNotEquals", NO), ("StringNotEqualsIfExists", NO), ("StringEquals", YES)]
)
def test_a_deny_of_other_acls_demands_one(graph_of, operator, expected):
    deny = {"Effect": "Deny", "Principal": "*", "Condition": {operator: FULL["StringEquals"]}}
    assert verdict(graph_of, {"Principal": {"AWS": "444455556666"}}, deny) is expected


@pytest.mark.parametrize(
    ("ownership", "expected"),
    [("ObjectWriter", YES), ("BucketOwnerPreferred", YES), ("BucketOwnerEnforced", NO), ("${var.who}", UNDECIDED)],
)
def test_the_owner_keeps_what_comes_where_acls_are_disabled(graph_of, ownership, expected):
    assert verdict(graph_of, {"Principal": {"AWS": "444455556666"}}, ownership=ownership) is expected


def test_whether_an_account_is_another_is_open_while_its_own_is_not_known(graph_of):
    assert verdict(graph_of, {"Principal": {"AWS": "444455556666"}}, account="") is UNDECIDED
