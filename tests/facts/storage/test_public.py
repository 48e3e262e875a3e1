"""Which statements S3 takes for public."""

import pytest

from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.facts.iam.documents import parse_document
from seamlint.facts.storage.public import public
from seamlint.model.verdict import Verdict

YES, NO, UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED
ARN = Reference(".", "aws_cloudfront_distribution.d", "arn")


def verdict(**elements):
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
    document = parse_document({"Version": "2012-10-17", "Statement": [{**statement, **elements}]})
    assert not document.problems
    return public(document.statements[0])


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({}, YES),
        ({"Principal": {"AWS": ["arn:aws:iam::111122223333:root", "*"]}}, YES),
        ({"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, NO),
        ({"Principal": {"Service": "*"}}, NO),
        ({"Principal": {"AWS": Unknown(("var.who",))}}, UNDECIDED),
        ({"Principal": {"AWS": Unknown(("var.who",))}, "Effect": "Deny"}, NO),
        ({"Effect": "Deny"}, NO),
        ({"Effect": Unknown(("var.effect",))}, UNDECIDED),
    ],
)
def test_principals(elements, expected):
    assert verdict(**elements) is expected


def test_everyone_but_some_is_public():
    document = parse_document(
        {"Statement": {"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*"}}
    )
    assert public(document.statements[0]) is YES


@pytest.mark.parametrize(
    ("operator", "key", "value", "expected"),
    [
        ("StringEquals", "aws:SourceVpce", "vpce-1", NO),
        ("StringEquals", "AWS:sourcevpc", ["vpc-1", "vpc-2"], NO),
        ("StringLike", "aws:SourceVpce", "vpce-*", YES),
        ("StringLike", "aws:SourceVpce", ["vpce-1", "vpce-?"], YES),
        ("StringEqualsIfExists", "aws:SourceVpce", "vpce-1", YES),
        ("StringEqualsIfExists", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/r", YES),
        ("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-1", YES),
        ("StringNotEquals", "aws:SourceVpce", "vpce-1", YES),
        ("Null", "aws:SourceVpce", "false", YES),
        ("StringEquals", "aws:PrincipalOrgID", "o-1", NO),
        ("StringEquals", "aws:PrincipalOrgID", Unknown(("var.org",)), NO),
        ("StringLike", "aws:PrincipalOrgID", Unknown(("var.org",)), UNDECIDED),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", YES),
        ("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/r", NO),
        ("StringEquals", "aws:PrincipalAccount", "${aws:ResourceAccount}", YES),
        ("StringEquals", "aws:SourceArn", ARN, NO),
        ("StringLike", "aws:SourceArn", Text((ARN, "*")), YES),
        ("StringLike", "aws:userid", "AROAEXAMPLE:*", YES),
        ("StringEquals", "aws:userid", "AIDAEXAMPLE", NO),
        ("ArnLike", "s3:DataAccessPointArn", "arn:aws:s3:eu-west-1:111122223333:accesspoint/*", NO),
        ("ArnLike", "s3:DataAccessPointArn", "arn:aws:s3:eu-west-1:*:accesspoint/*", YES),
        ("StringEquals", "aws:Referer", "https://example.com/", YES),
        ("StringEquals", "aws:PrincipalTag/team", "web", YES),
        ("Bool", "aws:SecureTransport", "true", YES),
        ("IpAddress", "aws:SourceIp", "203.0.113.0/24", NO),
        ("IpAddress", "aws:SourceIp", "198.51.100.7", NO),
        ("IpAddress", "aws:SourceIp", "12.0.0.0/8", NO),
        ("IpAddress", "aws:SourceIp", "12.0.0.0/7", YES),
        ("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "0.0.0.0/0"], YES),
        ("IpAddress", "aws:SourceIp", ["0.0.0.0/1", "128.0.0.0/1"], YES),
        ("IpAddress", "aws:SourceIp", "10.0.0.0/8", NO),
        ("IpAddress", "aws:SourceIp", "2001:db8::/32", NO),
        ("IpAddress", "aws:SourceIp", "2001::/31", YES),
        ("IpAddress", "aws:SourceIp", "fc00::/7", NO),
        ("IpAddress", "aws:SourceIp", "nonsense", YES),
        ("NotIpAddress", "aws:SourceIp", "203.0.113.0/24", YES),
    ],
)
def test_conditions(operator, key, value, expected):
    assert verdict(Condition={operator: {key: value}}) is expected


def test_one_fixed_key_is_enough():
    condition = {"StringLike": {"aws:Referer": "*"}, "StringEquals": {"aws:SourceVpc": "vpc-1"}}
    assert verdict(Condition=condition) is NO
