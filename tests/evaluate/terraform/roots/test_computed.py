"""What AWS computes by a fixed rule, and what stays whose it is."""

import pytest

from seamlint.evaluate.values import Reference, Text, Unknown

from .roots import evaluated, resource, write

FUNCTIONS = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions"
PROVIDER = 'provider "aws" {\n  region = "eu-west-1"\n  allowed_account_ids = ["111122223333"]\n}\n'
ARN = "arn:aws:{}:eu-west-1:111122223333:{}"


def seen(folder, code, expression, provider=PROVIDER):
    write(folder, main__tf=f'{provider}{code}\noutput "x" {{\n  value = {expression}\n}}\n')
    return evaluated(folder)[0].outputs["x"]


@pytest.mark.parametrize(
    ("kind", "arguments", "attribute", "value"),
    [
        ("aws_s3_bucket", 'bucket = "b"', "arn", "arn:aws:s3:::b"),
        ("aws_s3_bucket", 'bucket = "b"', "id", "b"),
        ("aws_s3_bucket", 'bucket = "b"', "bucket_domain_name", "b.s3.amazonaws.com"),
        ("aws_s3_bucket", 'bucket = "b"', "bucket_regional_domain_name", "b.s3.eu-west-1.amazonaws.com"),
        ("aws_iam_role", 'name = "r"', "arn", "arn:aws:iam::111122223333:role/r"),
        ("aws_iam_role", 'name = "r"\npath = "/a/b/"', "arn", "arn:aws:iam::111122223333:role/a/b/r"),
        ("aws_iam_role", 'name = "r"', "id", "r"),
        ("aws_iam_policy", 'name = "p"', "id", "arn:aws:iam::111122223333:policy/p"),
        ("aws_iam_openid_connect_provider", 'url = "https://x.io/y"', "arn",
         "arn:aws:iam::111122223333:oidc-provider/x.io/y"),
        ("aws_sqs_queue", 'name = "q"', "id", "https://sqs.eu-west-1.amazonaws.com/111122223333/q"),
        ("aws_sqs_queue", 'name = "q"', "arn", ARN.format("sqs", "q")),
        ("aws_sns_topic", 'name = "t"', "id", ARN.format("sns", "t")),
        ("aws_lambda_function", 'function_name = "f"', "invoke_arn",
         f"{FUNCTIONS}/{ARN.format('lambda', 'function:f')}/invocations"),
        ("aws_dynamodb_table", 'name = "t"', "arn", ARN.format("dynamodb", "table/t")),
        ("aws_ssm_parameter", 'name = "/a/b"', "arn", ARN.format("ssm", "parameter/a/b")),
        ("aws_kms_alias", 'name = "alias/k"', "arn", ARN.format("kms", "alias/k")),
        ("aws_ecr_repository", 'name = "e"', "repository_url", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/e"),
        ("aws_sqs_queue", 'name = "q"\nregion = "cn-north-1"', "arn", "arn:aws-cn:sqs:cn-north-1:111122223333:q"),
        ("aws_sns_topic", 'name = "t"', "region", "eu-west-1"),
        ("terraform_data", 'input = "v"', "output", "v"),
    ],
)  # fmt: skip
def test_text_where_all_parts_are_known(tmp_path, kind, arguments, attribute, value):
    assert seen(tmp_path, f'resource "{kind}" "x" {{\n{arguments}\n}}\n', f"{kind}.x.{attribute}") == value


@pytest.mark.parametrize(
    ("code", "attribute"),
    [
        ('resource "aws_s3_bucket" "x" {\n  bucket_prefix = "b"\n}\n', "arn"),
        ('resource "aws_vpc" "x" {\n}\n', "id"),
        ('resource "aws_vpc" "x" {\n}\n', "arn"),
        ('resource "aws_iam_role" "x" {\n}\n', "name"),
    ],
)
def test_identity_where_a_part_is_not_known(tmp_path, code, attribute):
    kind = code.split('"')[1]
    found = seen(tmp_path, code, f"{kind}.x.{attribute}")
    assert (found.address, found.attribute) == (f"{kind}.x", attribute)


def test_without_account_or_region_an_arn_is_whose_it_is_and_keeps_its_known_parts(tmp_path):
    code = 'resource "aws_sqs_queue" "x" {\n  name = "q"\n}\n'
    found = seen(tmp_path, code, "aws_sqs_queue.x.arn", provider="")
    assert isinstance(found, Reference)
    unit, _ = evaluated(tmp_path)
    arn = resource(unit, "aws_sqs_queue.x").ids["arn"]
    assert [part for part in arn.parts if isinstance(part, str)] == ["arn:", ":sqs:", ":", ":q"]


def test_an_access_identity_keeps_its_text_around_its_id(tmp_path):
    code = 'resource "aws_cloudfront_origin_access_identity" "x" {\n}\n'
    found = seen(tmp_path, code, "aws_cloudfront_origin_access_identity.x.iam_arn")
    assert isinstance(found, Text)
    assert found.parts[0] == "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity "
    assert found.parts[1].attribute == "id"


def test_attributes_below_blocks_are_whose_they_are(tmp_path):
    code = 'resource "aws_eks_cluster" "x" {\n  vpc_config {\n    subnet_ids = ["s"]\n  }\n}\n'
    found = seen(tmp_path, code, "aws_eks_cluster.x.vpc_config[0].cluster_security_group_id")
    assert found.attribute == "vpc_config.0.cluster_security_group_id"
    assert seen(tmp_path, code, "aws_eks_cluster.x.vpc_config[0].subnet_ids") == ["s"]


def test_a_slice_of_zones_keeps_its_length_and_an_id_is_never_null(tmp_path):
    code = 'data "aws_availability_zones" "z" {\n}\nresource "aws_vpc" "x" {\n}\n'
    names = seen(tmp_path, code, "slice(data.aws_availability_zones.z.names, 0, 2)")
    assert [name.attribute for name in names] == ["names.0", "names.1"]
    assert seen(tmp_path, code, "aws_vpc.x.id != null") is True
    assert isinstance(seen(tmp_path, code, "aws_vpc.x.ipv6_association_id != null"), Unknown)


@pytest.mark.parametrize(
    ("source", "attribute", "value"),
    [
        ('"aws_partition" "d" {\n}', "dns_suffix", "amazonaws.com"),
        ('"aws_region" "d" {\n}', "name", "eu-west-1"),
        ('"aws_region" "d" {\n  name = "us-east-1"\n}', "endpoint", "ec2.us-east-1.amazonaws.com"),
        ('"aws_caller_identity" "d" {\n}', "account_id", "111122223333"),
        ('"aws_service_principal" "d" {\n  service_name = "s3"\n}', "name", "s3.amazonaws.com"),
        ('"aws_arn" "d" {\n  arn = "arn:aws:s3:::b/c:d"\n}', "resource", "b/c:d"),
        ('"aws_elb_service_account" "d" {\n}', "arn", "arn:aws:iam::156460612806:root"),
        ('"aws_elb_service_account" "d" {\n  region = "us-east-1"\n}', "id", "127311923021"),
        ('"aws_cloudtrail_service_account" "d" {\n}', "id", "859597730677"),
        ('"aws_redshift_service_account" "d" {\n}', "arn", "arn:aws:iam::210876761215:user/logs"),
        ('"aws_billing_service_account" "d" {\n}', "arn", "arn:aws:iam::386209384616:root"),
        ('"aws_s3_bucket" "d" {\n  bucket = "b"\n}', "arn", "arn:aws:s3:::b"),
    ],
)
def test_data_sources_that_need_no_look_up(tmp_path, source, attribute, value):
    kind = source.split('"')[1]
    assert seen(tmp_path, f"data {source}\n", f"data.{kind}.d.{attribute}") == value


@pytest.mark.parametrize(
    ("kind", "attribute"),
    [("aws_partition", "partition"), ("aws_caller_identity", "account_id"), ("aws_region", "name"), ("aws_ami", "id"),
     ("aws_canonical_user_id", "id"), ("terraform_remote_state", "outputs")],
)  # fmt: skip
def test_what_has_to_be_looked_up_says_so(tmp_path, kind, attribute):
    found = seen(tmp_path, f'data "{kind}" "d" {{\n}}\n', f"data.{kind}.d.{attribute}", provider="")
    assert (found.address, found.attribute) == (f"data.{kind}.d", attribute)


def test_a_role_that_is_looked_up_may_have_any_path(tmp_path):
    code = 'data "aws_iam_role" "d" {\n  name = "r"\n}\n'
    assert isinstance(seen(tmp_path, code, "data.aws_iam_role.d.arn"), Reference)


def test_default_tags_are_the_providers(tmp_path):
    provider = PROVIDER.replace("}\n", '  default_tags {\n    tags = { a = "b" }\n  }\n}\n')
    assert seen(tmp_path, 'data "aws_default_tags" "d" {\n}\n', "data.aws_default_tags.d.tags", provider) == {"a": "b"}


def test_an_import_tells_the_id_of_its_resource(tmp_path):
    code = """
    variable "id" {
      default = "vpc-2"
    }
    import {
      to = aws_vpc.one
      id = "vpc-1"
    }
    import {
      to = aws_vpc.many["a"]
      id = var.id
    }
    import {
      to = module.m["${each.key}"].aws_vpc.x
      id = "vpc-3"
    }
    resource "aws_vpc" "one" {
    }
    resource "aws_vpc" "many" {
      for_each = { a = 1, b = 2 }
    }
    """
    unit, diagnostics = evaluated(write(tmp_path, main__tf=code))
    assert not diagnostics
    assert resource(unit, "aws_vpc.one").ids == {"id": "vpc-1", "arn": resource(unit, "aws_vpc.one").ids["arn"]}
    assert resource(unit, 'aws_vpc.many["a"]').ids["id"] == "vpc-2"
    assert "id" not in resource(unit, 'aws_vpc.many["b"]').ids
