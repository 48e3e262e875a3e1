"""What answers at a domain name."""

import time

import pytest

from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.model.origin_domains import Answers, answers

BUCKET = Reference("u", "aws_s3_bucket.b", "id")
REGION = Unknown(("var.region",))
NAME = Unknown(("var.name",))


def at(*parts):
    domain = parts[0] if len(parts) == 1 else Text(parts)
    return answers(domain, lambda reference: Answers("referred", reference))


@pytest.mark.parametrize(
    ("domain", "kind", "bucket"),
    [
        (("b.s3.amazonaws.com",), "bucket", "b"),
        (("B.S3.amazonaws.com",), "bucket", "b"),
        (("www.example.com.s3.eu-west-1.amazonaws.com",), "bucket", "www.example.com"),
        (("b.s3-eu-west-1.amazonaws.com",), "bucket", "b"),
        (("b.s3.dualstack.eu-west-1.amazonaws.com",), "bucket", "b"),
        (("b.s3-accelerate.amazonaws.com",), "bucket", "b"),
        (("b.s3-fips.us-gov-west-1.amazonaws.com",), "bucket", "b"),
        (("b.s3.cn-north-1.amazonaws.com.cn",), "bucket", "b"),
        ((BUCKET, ".s3.amazonaws.com"), "bucket", BUCKET),
        ((BUCKET, ".s3.", REGION, ".amazonaws.com"), "bucket", BUCKET),
        ((BUCKET, ".s3.", REGION, ".", Unknown(("suffix",))), "bucket", BUCKET),
        (("logs-", NAME, ".s3.amazonaws.com"), "bucket", Text(("logs-", NAME))),
        ((NAME, ".s3.amazonaws.com"), "bucket", NAME),
        (("b.s3-website-eu-west-1.amazonaws.com",), "website", "b"),
        (("b.s3-website.eu-central-1.amazonaws.com",), "website", "b"),
        ((BUCKET, ".s3-website-", REGION, ".amazonaws.com"), "website", BUCKET),
        (("points-abc-s3alias.s3.eu-west-1.amazonaws.com",), "access-point", "points-abc-s3alias"),
        (("p-111122223333.s3-accesspoint.eu-west-1.amazonaws.com",), "access-point", "p-111122223333"),
        (("alias.mrap.accesspoint.s3-global.amazonaws.com",), "access-point", "alias.mrap"),
        (("abc.lambda-url.eu-west-1.on.aws",), "function-url", "abc"),
        (("abc.data.mediastore.eu-west-1.amazonaws.com",), "mediastore", "abc.data"),
        (("abc.mediapackagev2.eu-west-1.amazonaws.com",), "mediapackage", "abc"),
        (("lb-1.eu-west-1.elb.amazonaws.com",), "custom", None),
        (("s3.amazonaws.com",), "custom", None),
        (("www.example.com",), "custom", None),
        ((NAME, ".example.com"), "custom", None),
        (("b.s3." * 500 + "amazonaws.com",), "custom", None),
        ((BUCKET,), "referred", BUCKET),
    ],
)
def test_known_kinds(domain, kind, bucket):
    assert at(*domain) == Answers(kind, bucket)


@pytest.mark.parametrize("domain", [(NAME, ".amazonaws.com"), (NAME, ".com"), (NAME, "."), (NAME, ".on.aws")])
def test_a_name_that_is_not_told_may_be_a_bucket(domain):
    assert at(*domain).kind == Unknown(("var.name",))


def test_no_name_and_an_unknown_one():
    assert answers(None, Answers).kind == "custom"
    assert answers(NAME, Answers).kind is NAME


def test_hostile_names_stay_fast():
    start = time.process_time()
    for text in ("a.s3" * 250, "." * 1000, "a-" * 500, ".s3-website" * 90):
        at(text + ".amazonaws.co")
        at(NAME, text)
    at(*("x", NAME) * 100_000)
    assert time.process_time() - start < 2
