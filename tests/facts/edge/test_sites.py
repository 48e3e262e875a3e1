"""What is found of static sites: near misses and what they narrowly miss."""

import pytest

from facts.edge.sites import (
    BUCKET,
    CLOUDFRONT,
    CONTROL,
    ELSEWHERE,
    EVERYONE,
    IDENTITY,
    IDENTITY_SITE,
    OPEN,
    SITE,
    SOMEBODY,
    THE_IDENTITY,
    behavior,
    denial,
    distribution,
    origin,
    policy,
    statement,
)
from seamlint import pipeline
from seamlint.config import Config
from seamlint.registry import installed
from seamlint.request import Request, silent

RULES = [each for each in installed() if "S3-001" <= each.rule.id <= "S3-007"]
ACCOUNT = 'provider "aws" {\n region = "us-east-1"\n allowed_account_ids = ["111122223333"]\n}\n'
NAMED = 'resource "aws_s3_bucket" "b" {\n bucket = "my-b"\n}\n'
THE_OTHER = 'resource "aws_s3_bucket" "c" {}\n'
GROUP = """origin_group {
  origin_id = "g"
  failover_criteria {
    status_codes = [500]
  }
  member {
    origin_id = "o"
  }
  member {
    origin_id = "o2"
  }
}
"""
SECOND = origin(domain="aws_s3_bucket.c.bucket_regional_domain_name", label="o2")
FAILOVER = BUCKET + THE_OTHER + CONTROL + distribution(origin(), SECOND, GROUP, default="g")
GRANT = statement()
OWN, FOREIGN = (f'"arn:aws:cloudfront::{account}:distribution/*"' for account in ("111122223333", "999922223333"))
ANOTHER = '{ AWS = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2" }'
LITERAL = 's3_origin_config {\n origin_access_identity = "origin-access-identity/cloudfront/E1"\n}'
GIVEN = 'resource "aws_s3_bucket_policy" "p" {\n bucket = aws_s3_bucket.b.id\n policy = var.policy\n}\n'
RESTRICTED = OPEN.replace("restrict_public_buckets = false", "restrict_public_buckets = true")
OF_ACCOUNT = 'resource "aws_s3_account_public_access_block" "a" {\n restrict_public_buckets = true\n}\n'
PUBLIC = statement(EVERYONE, "")


def inside(path):
    return f'"${{aws_s3_bucket.b.arn}}{path}"'


def source(operator, value, key="AWS:SourceArn"):
    return f'{{ {operator} = {{ "{key}" = {value} }} }}'


def site_of(pattern, path):
    return BUCKET + CONTROL + distribution(origin(), ELSEWHERE, behavior(pattern), default="x") + granted(path)


def granted(path):
    return policy(statement(resource=inside(path)))


@pytest.fixture
def found(tmp_path):
    def found(text):
        (tmp_path / "main.tf").write_text(text)
        result = pipeline.run(Request((str(tmp_path),), Config(str(tmp_path)), cache=False), RULES, silent)
        assert not [each for each in result.diagnostics if "not on disk" not in each.message]
        return {each.rule for each in result.findings}, {each.rule for each in result.undecided}

    return found


@pytest.mark.parametrize(
    "text",
    [
        SITE + policy(statement(action='"s3:Get*"')),
        SITE + policy(statement(action='"S3:*"')),
        SITE + policy(statement(action='"s3:PutObject"').replace("Action", "NotAction")),
        SITE + policy(statement(resource='"*"')),
        SITE + policy(PUBLIC),
        ACCOUNT + SITE + policy(statement(condition=source("ArnLike", OWN))),
        FAILOVER + policy(GRANT) + policy(statement(resource='"${aws_s3_bucket.c.arn}/*"'), bucket="c", name="q"),
        site_of("*.jpg", "/*.jpg"),
        site_of("/img/a?/*", "/img/*"),
        site_of("/index.html", "/index.html"),
        BUCKET + CONTROL + distribution(origin(), ELSEWHERE, behavior("/api/*", "x")) + policy(GRANT),
        'variable "p" {}\n' + BUCKET + CONTROL + distribution(origin(path="/${var.p}")) + policy(GRANT),
        IDENTITY_SITE + policy(statement(THE_IDENTITY, "")),
        BUCKET + CONTROL + distribution(more="enabled = false"),
        BUCKET + distribution(origin('s3_origin_config {\n origin_access_identity = ""\n}')),
    ],
)  # fmt: skip
def test_what_is_granted_is_silent(found, text):
    assert found(text) == (set(), set())


@pytest.mark.parametrize(
    "text",
    [
        SITE,
        SITE + policy(statement(action='"s3:GetObjectVersion"')),
        SITE + granted(""),
        SITE + policy(GRANT.replace("Resource", "NotResource")),
        SITE + policy(statement(condition=source("StringEquals", OWN))),
        SITE + policy(statement(condition=source("StringEquals", "aws_s3_bucket.b.arn"))),
        ACCOUNT + SITE + policy(statement(condition=source("ArnLike", FOREIGN))),
        ACCOUNT + SITE + policy(statement(condition=source("StringEquals", '"999922223333"', "aws:SourceAccount"))),
        SITE.replace('"always"', '"never"') + policy(GRANT),
        SITE + distribution(name="e") + policy(GRANT),
        SITE + distribution(name="s", more="enabled = true\n staging = true") + policy(GRANT),
        FAILOVER + policy(GRANT),
        site_of("*.jpg", "/*.png"),
        site_of("/Img/*", "/img/*"),
        BUCKET + CONTROL + distribution(origin(path="/prod")) + granted("/dev/*"),
        NAMED + CONTROL + distribution(origin(domain='"my-b.s3.eu-west-1.amazonaws.com"')),
        NAMED + CONTROL + distribution(origin(domain='"${aws_s3_bucket.b.bucket}.s3.amazonaws.com"')),
        IDENTITY_SITE + policy(statement(f'{{ AWS = "{SOMEBODY}" }}', "")),
        IDENTITY_SITE + policy(statement(ANOTHER, "")),
        BUCKET + distribution(origin(LITERAL)) + policy(statement(ANOTHER, "")),
    ],
)  # fmt: skip
def test_what_is_not_granted_is_found(found, text):
    assert found(text) == ({"S3-001"}, set())


@pytest.mark.parametrize(
    "text",
    [
        'variable "policy" {}\n' + SITE + GIVEN,
        'variable "p" {}\n' + BUCKET + CONTROL + distribution(origin(path="/${var.p}")) + granted("/dev/*"),
        CONTROL + distribution(origin(domain='"my-b.s3.amazonaws.com"')),
        SITE + 'module "m" {\n source = "example.com/acme/policy/aws"\n bucket = aws_s3_bucket.b.id\n}\n',
        'variable "domain" {}\n' + CONTROL + distribution(origin(domain="var.domain")),
        'variable "control" {}\n' + BUCKET + distribution(origin("origin_access_control_id = var.control")),
    ],
)  # fmt: skip
def test_what_is_not_known_is_undecided(found, text):
    errors, undecided = found(text)
    assert not errors
    assert "S3-001" in undecided


@pytest.mark.parametrize(
    ("condition", "hit"),
    [
        ('{ StringNotEquals = { "aws:SourceVpce" = ["vpce-1", "vpce-2"] } }', True),
        ('{ StringNotEqualsIfExists = { "aws:SourceVpce" = "vpce-1" } }', True),
        ('{ StringNotEquals = { "aws:SourceVpce" = "vpce-1" }, Null = { "aws:SourceVpce" = "false" } }', False),
        ('{ NotIpAddress = { "aws:SourceIp" = "1.2.3.4/32" }, Bool = { "aws:ViaAWSService" = "false" } }', True),
        ('{ ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/*" } }', True),
        ('{ StringNotEquals = { "aws:PrincipalOrgID" = "o" }, Bool = { "aws:PrincipalIsAWSService" = false } }', False),
        ('{ StringNotEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.d.arn } }', False),
        ('{ StringNotEquals = { "AWS:SourceArn" = "arn:aws:cloudfront::111122223333:distribution/E1" } }', True),
        ('{ Bool = { "aws:SecureTransport" = false } }', False),
        ("", True),
    ],
)  # fmt: skip
def test_denials_that_hit_a_distribution(found, condition, hit):
    assert found(SITE + policy(GRANT, denial(condition))) == ({"S3-007"} if hit else set(), set())


@pytest.mark.parametrize(
    ("spared", "hit"),
    [
        ('StringNotEquals = { "aws:PrincipalArn" = aws_cloudfront_origin_access_identity.i.iam_arn }', False),
        ('StringNotEquals = { "aws:PrincipalArn" = "arn:aws:iam::111122223333:role/r" }', True),
        ('StringNotEquals = { "aws:SourceVpce" = "vpce-1" }', True),
    ],
)
def test_denials_that_hit_an_identity(found, spared, hit):
    text = IDENTITY_SITE + policy(statement(THE_IDENTITY, ""), denial(f"{{ {spared} }}"))
    assert found(text) == ({"S3-007"} if hit else set(), set())


@pytest.mark.parametrize(
    ("more", "public", "opened"),
    [
        (OPEN, PUBLIC, True),
        (OPEN, statement(EVERYONE, "", action='"s3:*"'), True),
        (OPEN, statement(EVERYONE, "", resource=inside("/public/*")), True),
        (OPEN, statement(f'{{ AWS = "{SOMEBODY}" }}', "").replace("Principal", "NotPrincipal"), True),
        (OPEN, statement(EVERYONE, "", action='"s3:ListBucket"', resource="aws_s3_bucket.b.arn"), False),
        ("", PUBLIC, False),
        (RESTRICTED, PUBLIC, False),
        (OPEN + OF_ACCOUNT, PUBLIC, False),
    ],
)  # fmt: skip
def test_what_everyone_reads(found, more, public, opened):
    assert found(SITE + more + policy(GRANT, public)) == ({"S3-002"} if opened else set(), set())


def test_a_denial_for_most_strangers_keeps_them_out(found):
    from_office = denial(
        '{ NotIpAddress = { "aws:SourceIp" = "203.0.113.0/24" }, Bool = { "aws:ViaAWSService" = "false" } }'
    )
    assert "S3-002" not in found(SITE + OPEN + policy(GRANT, PUBLIC, from_office))[0]


@pytest.mark.parametrize(
    ("domain", "access"),
    [
        ('"my-b.s3-website.eu-central-1.amazonaws.com"', "control"),
        ('"my-b.s3-website-eu-west-1.amazonaws.com"', "control"),
        ("aws_s3_bucket.b.website_endpoint", "identity"),
    ],
)
def test_website_endpoints_know_no_identity(found, domain, access):
    assert found(NAMED + CONTROL + IDENTITY + distribution(origin(access, domain))) == ({"S3-006"}, set())


@pytest.mark.parametrize("principal", [CLOUDFRONT, '{ Service = ["cloudfront.amazonaws.com"] }'])
def test_any_distribution_of_any_customer(found, principal):
    any_of_all = source("StringLike", '"arn:aws:cloudfront::*:distribution/*"')
    assert found(SITE + policy(statement(principal, any_of_all))) == ({"S3-003"}, set())


KEY = 'resource "aws_kms_key" "k" {}\n'
ENCRYPTED = """
resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.k.arn
    }
  }
}
"""


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ("", ({"S3-005"}, set())),
        ('module "m" {\n source = "example.com/acme/key/aws"\n key = aws_kms_key.k.id\n}\n', (set(), {"S3-005"})),
    ],
)
def test_the_default_key_policy_lets_no_service_in(found, more, answer):
    assert found(SITE + policy(GRANT) + KEY + ENCRYPTED + more) == answer


def test_a_key_of_another_account_is_undecided(found):
    elsewhere = ENCRYPTED.replace("aws_kms_key.k.arn", '"arn:aws:kms:eu-west-1:111122223333:key/1"')
    assert found(SITE + policy(GRANT) + elsewhere) == (set(), {"S3-005"})


@pytest.mark.parametrize("algorithm", ["aws:kms", "aws:kms:dsse"])
def test_identities_decrypt_nothing(found, algorithm):
    encrypted = ENCRYPTED.replace("aws:kms", algorithm)
    assert found(IDENTITY_SITE + policy(statement(THE_IDENTITY, "")) + KEY + encrypted) == ({"S3-004"}, set())
