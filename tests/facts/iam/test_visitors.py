"""Services, origin access identities and anyone on the internet, before the policy of a bucket."""

import json

import pytest

from seamlint.config import Config
from seamlint.evaluate.values import Reference, Text
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.targets import part_of, resource_target
from seamlint.facts.iam.access.visitors import anyone, origin_access_identity, service
from seamlint.graph.build import build
from seamlint.model.iam import ProtectedResource
from seamlint.model.verdict import Verdict
from seamlint.pipeline import evaluate
from seamlint.request import Request

YES, NO, UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED
CLOUDFRONT = {"Service": "cloudfront.amazonaws.com"}
DISTRIBUTION = "arn:aws:cloudfront::111122223333:distribution/E1"
IDENTITY = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity "
OF_E1 = {"StringEquals": {"aws:SourceArn": DISTRIBUTION}}
REFERENCE = Reference(".", "aws_cloudfront_origin_access_identity.site", "iam_arn")


def answer(tmp_path, who, *statements, **context):
    document = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*", **each} for each in statements
    ]}  # fmt: skip
    bucket = {
        "bucket": {"site": {"bucket": "site"}},
        "policy": {"site": {"bucket": "site", "policy": json.dumps(document)}},
    }
    resources = {"aws_s3_bucket": bucket["bucket"], "aws_s3_bucket_policy": bucket["policy"]}
    (tmp_path / "main.tf.json").write_text(json.dumps({"resource": resources}))
    config = Config("")
    units, diagnostics = evaluate(Request((str(tmp_path),), config))
    assert not diagnostics
    graph = build(units, config)
    target = resource_target(graph, graph.all(ProtectedResource)[0])
    return can(graph, who, "s3:GetObject", part_of(target, "/index.html"), context)


@pytest.mark.parametrize(
    ("statement", "source", "expected"),
    [
        ({"Principal": CLOUDFRONT}, None, YES),
        ({"Principal": CLOUDFRONT, "Condition": OF_E1}, DISTRIBUTION, YES),
        ({"Principal": CLOUDFRONT, "Condition": OF_E1}, DISTRIBUTION + "x", NO),
        ({"Principal": CLOUDFRONT, "Resource": "arn:aws:s3:::site/a/*"}, None, NO),
        ({"Principal": {"Service": "logging.s3.amazonaws.com"}}, None, NO),
        ({"Principal": "*"}, None, YES),
        ({"Principal": "*", "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}, None, NO),
        ({"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}, None, NO),
    ],
)
def test_a_service_is_admitted_by_name_for_its_resource(tmp_path, statement, source, expected):
    context = {"aws:SourceArn": source} if source else {}
    assert answer(tmp_path, service("cloudfront.amazonaws.com"), statement, **context).verdict is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, NO),
        ({"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, NO),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, NO),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}, "Bool": {"aws:PrincipalIsAWSService": "false"}}, YES),
        ({"Bool": {"aws:SecureTransport": "false"}}, YES),
    ],
)
def test_a_denial_hits_a_service_unless_it_spares_services(tmp_path, condition, expected):
    admitted, denied = {"Principal": CLOUDFRONT}, {"Effect": "Deny", "Principal": "*", "Condition": condition}
    found = answer(tmp_path, service("cloudfront.amazonaws.com"), admitted, denied)
    assert found.verdict is expected
    assert len(found.because) == 1


@pytest.mark.parametrize(
    ("arns", "principal", "expected"),
    [
        ((IDENTITY + "E1",), {"AWS": IDENTITY + "E1"}, YES),
        ((IDENTITY + "E1",), {"AWS": IDENTITY + "E2"}, NO),
        ((REFERENCE,), {"AWS": IDENTITY + "E2"}, UNDECIDED),
        ((Text((IDENTITY, REFERENCE)),), {"AWS": "arn:aws:iam::111122223333:root"}, NO),
        ((IDENTITY + "E1",), {"CanonicalUser": "0" * 64}, YES),
        ((IDENTITY + "E1",), {"CanonicalUser": "1" * 64}, NO),
    ],
)
def test_an_origin_access_identity_is_admitted_by_any_of_its_names(tmp_path, arns, principal, expected):
    who = origin_access_identity("the identity", arns, ("0" * 64,))
    assert answer(tmp_path, who, {"Principal": principal}).verdict is expected


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Principal": "*"}, YES),
        ({"Principal": {"AWS": "*"}}, YES),
        ({"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, NO),
        ({"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122223333"}}}, NO),
    ],
)
def test_anyone_is_whom_a_star_admits(tmp_path, statement, expected):
    assert answer(tmp_path, anyone(), statement).verdict is expected


def test_no_service_is_called_so():
    with pytest.raises(ValueError, match="nonsense"):
        service("nonsense")
