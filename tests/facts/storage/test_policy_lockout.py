"""Whom denials in a bucket policy spare."""

from __future__ import annotations

import json

import pytest

from seamlint.facts.storage.policy_lockout import locked_out
from seamlint.model.verdict import Verdict

ACCOUNT = "arn:aws:iam::111122223333:"
PROVIDER = 'provider "aws" { allowed_account_ids = ["111122223333"] }\nvariable "who" {}\n'
ARN = "aws:PrincipalArn"
YES, NO, UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED


def verdict(graph_of, **statement):
    statement = {"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*", **statement}
    if "NotPrincipal" in statement or "NotAction" in statement:
        for name in ("Principal", "Action"):
            if f"Not{name}" in statement:
                del statement[name]
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]}).replace('"VAR"', "var.who")
    code = f"""{PROVIDER}
        resource "aws_s3_bucket" "b" {{ bucket = "b" }}
        resource "aws_s3_bucket_policy" "b" {{
          bucket = aws_s3_bucket.b.id
          policy = jsonencode({document})
        }}"""
    found = locked_out(graph_of(code))
    return found[0].verdict if found else NO


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, YES),
        ({"ArnNotEquals": {ARN: f"{ACCOUNT}root"}}, YES),
        ({"ArnNotEquals": {ARN: [f"{ACCOUNT}root", f"{ACCOUNT}role/deploy"]}}, NO),
        ({"ArnNotLike": {ARN: f"{ACCOUNT}role/admin-*"}}, NO),
        ({"StringNotLike": {ARN: f"{ACCOUNT}user/*"}}, NO),
        ({"ArnNotEquals": {ARN: "arn:aws:iam::444455556666:role/deploy"}}, YES),
        ({"ArnNotEquals": {ARN: "VAR"}}, UNDECIDED),
        ({"ArnEquals": {ARN: f"{ACCOUNT}role/intruder"}}, NO),
        ({"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}, NO),
        ({"StringNotEquals": {"aws:PrincipalAccount": "444455556666"}}, YES),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, NO),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "VAR"}}, NO),
        ({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, NO),
        ({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, NO),
        ({"Bool": {"aws:SecureTransport": "false"}}, NO),
        ({"NumericLessThan": {"s3:TlsVersion": "1.2"}}, NO),
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}, NO),
        ({"StringNotLike": {"aws:userId": "AROAEXAMPLE:*"}}, NO),
        ({"StringNotEquals": {"aws:SourceArn": "arn:aws:s3:::other"}}, YES),
        ({"StringNotEquals": {"aws:PrincipalServiceName": "cloudtrail.amazonaws.com"}}, YES),
        ({"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}, YES),
        ({"Null": {"s3:x-amz-server-side-encryption": "true"}}, YES),
    ],
)
def test_a_condition_spares_whoever_may_not_meet_it(graph_of, condition, expected):
    assert verdict(graph_of, Condition=condition) is expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"NotPrincipal": {"AWS": f"{ACCOUNT}root"}}, YES),
        ({"NotPrincipal": {"AWS": f"{ACCOUNT}role/deploy"}}, YES),
        ({"NotPrincipal": {"AWS": [f"{ACCOUNT}root", f"{ACCOUNT}role/deploy"]}}, NO),
        ({"Principal": {"AWS": "111122223333"}}, YES),
        ({"Principal": {"AWS": f"{ACCOUNT}role/deploy"}}, NO),
        ({"Principal": {"Service": "cloudtrail.amazonaws.com"}}, NO),
        ({"Action": ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]}, YES),
        ({"Action": "s3:*BucketPolicy"}, YES),
        ({"Action": "s3:PutBucketPolicy"}, NO),
        ({"NotAction": "s3:GetObject"}, YES),
        ({"NotAction": ["s3:GetObject", "s3:DeleteBucketPolicy"]}, NO),
        ({"Resource": "arn:aws:s3:::b/*"}, NO),
        ({"Resource": "arn:aws:s3:::b"}, YES),
        ({"Effect": "Allow"}, NO),
    ],
)
def test_both_ways_to_change_the_policy_have_to_be_denied_to_everybody(graph_of, statement, expected):
    assert verdict(graph_of, **statement) is expected
