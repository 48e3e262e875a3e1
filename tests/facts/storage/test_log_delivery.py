"""Whether logs reach their bucket."""

from __future__ import annotations

import json

import pytest

from seamlint.facts.storage.log_delivery import Obstacle, undelivered
from seamlint.facts.storage.log_writers import NEEDS
from seamlint.model.logs import Writer
from seamlint.model.verdict import Verdict

ELB = {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
LOGS = {"Service": "delivery.logs.amazonaws.com"}
CONFIG = {"Service": "config.amazonaws.com"}
BALANCER = """
resource "aws_lb" "w" {
  load_balancer_type = "%s"
  access_logs {
    bucket  = aws_s3_bucket.b.id
    prefix  = %s
    enabled = %s
  }
}
"""
ALB = BALANCER % ("application", '"web/"', "true")
TRAIL = """
resource "aws_cloudtrail" "w" {
  name                  = "t"
  s3_bucket_name        = aws_s3_bucket.b.id
  is_organization_trail = %s
}
"""
FLOW = """
resource "aws_flow_log" "w" {
  log_destination_type = "s3"
  log_destination      = "arn:aws:s3:::b"
  destination_options { hive_compatible_partitions = true }
}
"""
RECORDED = """
resource "aws_config_configuration_recorder" "r" { role_arn = %s }
resource "aws_config_delivery_channel" "w" { s3_bucket_name = "b" }
"""
ACCESS = """
resource "aws_s3_bucket" "data" { bucket = "data" }
resource "aws_s3_bucket_logging" "w" {
  bucket        = "data"
  target_bucket = "b"
  target_prefix = "x-"
}
"""


def found(graph_of, writer, *statements, region="eu-west-1", more=""):
    full = [
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*", **each} for each in statements
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": full})
    policy = f'resource "aws_s3_bucket_policy" "b" {{\n  bucket = "b"\n  policy = jsonencode({document})\n}}\n'
    return undelivered(
        graph_of(
            f'provider "aws" {{\n  region = "{region}"\n  allowed_account_ids = ["111122223333"]\n}}\n'
            'variable "v" {}\n'
            f'resource "aws_s3_bucket" "b" {{ bucket = "b" }}\n{policy if statements else ""}{writer}{more}'
        )
    )


def verdict(*given, **more):
    answers = [each for each in found(*given, **more) if each.obstacle is Obstacle.GRANT]
    return ~answers[0].verdict if answers else Verdict.YES


READ = {"Action": "s3:GetBucketAcl", "Resource": "arn:aws:s3:::b"}
OWN = {"StringEquals": {"aws:SourceAccount": "111122223333", "s3:x-amz-acl": "bucket-owner-full-control"}}
FOREIGN = {"StringEquals": {"aws:SourceAccount": "444455556666"}}


@pytest.mark.parametrize(
    ("writer", "statements", "expected"),
    [
        (ALB, [{"Principal": ELB}], Verdict.YES),
        (ALB, [{"Principal": ELB, "Resource": "arn:aws:s3:::b/web/AWSLogs/111122223333/*"}], Verdict.YES),
        (ALB, [{"Principal": ELB, "Resource": "arn:aws:s3:::b/AWSLogs/*"}], Verdict.NO),
        (ALB, [{"Principal": ELB, "Resource": "arn:aws:s3:::b/web/AWSLogs/444455556666/*"}], Verdict.NO),
        (ALB, [{"Principal": {"AWS": "156460612806"}}], Verdict.YES),
        (ALB, [{"Principal": {"AWS": "127311923021"}}], Verdict.NO),
        (ALB, [{"Principal": "*"}], Verdict.YES),
        (ALB, [{"Principal": LOGS}], Verdict.NO),
        (ALB, [{"Principal": ELB, "Condition": FOREIGN}], Verdict.NO),
        (BALANCER % ("application", "var.v", "true"), [{"Principal": ELB}], Verdict.YES),
        (
            BALANCER % ("application", "var.v", "true"),
            [{"Principal": ELB, "Resource": "arn:aws:s3:::b/web/*"}],
            Verdict.UNDECIDED,
        ),
        (BALANCER % ("application", "null", "var.v"), [{"Principal": LOGS}], Verdict.UNDECIDED),
        (BALANCER % ("application", "null", "false"), [{"Principal": LOGS}], Verdict.YES),
        (BALANCER % ("network", "null", "true"), [{"Principal": LOGS, **READ}, {"Principal": LOGS}], Verdict.YES),
        (BALANCER % ("network", "null", "true"), [{"Principal": LOGS}], Verdict.NO),
        (BALANCER % ("network", "null", "true"), [{"Principal": ELB, **READ}, {"Principal": ELB}], Verdict.NO),
        (BALANCER % ("gateway", "null", "true"), [{"Principal": "*"}], Verdict.YES),
        (FLOW, [], Verdict.YES),
        (FLOW, [{"Principal": LOGS, **READ}, {"Principal": LOGS, "Condition": OWN}], Verdict.YES),
        (
            FLOW,
            [{"Principal": LOGS, **READ}, {"Principal": LOGS, "Resource": "arn:aws:s3:::b/AWSLogs/111122223333/*"}],
            Verdict.NO,
        ),
        (
            FLOW,
            [
                {"Principal": LOGS, **READ},
                {
                    "Principal": LOGS,
                    "Resource": "arn:aws:s3:::b/AWSLogs/aws-account-id=111122223333/*",
                    "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:logs:eu-west-1:111122223333:*"}},
                },
            ],
            Verdict.YES,
        ),
        (
            ACCESS,
            [{"Principal": {"Service": "logging.s3.amazonaws.com"}, "Resource": "arn:aws:s3:::b/x-*"}],
            Verdict.YES,
        ),
        (
            ACCESS,
            [{"Principal": {"Service": "logging.s3.amazonaws.com"}, "Resource": "arn:aws:s3:::b/x/*"}],
            Verdict.NO,
        ),
        (ACCESS, [], Verdict.NO),
    ],
)
def test_a_writer_needs_its_own_grant_where_it_writes(graph_of, writer, statements, expected):
    assert verdict(graph_of, writer, *statements) is expected


@pytest.mark.parametrize(
    ("organization", "folder", "expected"),
    [
        ("false", "111122223333", Verdict.YES),
        ("true", "*", Verdict.YES),
        ("true", "444455556666", Verdict.NO),
        ("true", "111122223333", Verdict.UNDECIDED),
    ],
)
def test_a_trail_of_an_organization_writes_for_its_other_accounts_too(graph_of, organization, folder, expected):
    trail = {"Service": "cloudtrail.amazonaws.com"}
    resource = f"arn:aws:s3:::b/AWSLogs/{folder}/*"
    grants = [{"Principal": trail, **READ}, {"Principal": trail, "Resource": resource}]
    assert verdict(graph_of, TRAIL % organization, *grants) is expected


LINKED = '"arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"'


@pytest.mark.parametrize(
    ("role", "granted", "expected"),
    [
        (LINKED, False, Verdict.NO),
        (LINKED, True, Verdict.YES),
        ('"arn:aws:iam::111122223333:role/recorder"', False, Verdict.UNDECIDED),
        ("var.v", False, Verdict.UNDECIDED),
        ("var.v", True, Verdict.YES),
        ("aws_iam_service_linked_role.r.arn", False, Verdict.NO),
    ],
)
def test_a_recorder_writes_with_its_role_or_as_the_service(graph_of, role, granted, expected):
    more = 'resource "aws_iam_service_linked_role" "r" { aws_service_name = "config.amazonaws.com" }\n'
    grants = [{"Principal": CONFIG, **READ}, {"Principal": CONFIG, "Condition": OWN}] if granted else []
    other = [{"Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject"}]
    assert verdict(graph_of, RECORDED % role, *(grants or other), more=more) is expected


def test_in_newer_regions_load_balancers_write_as_a_service_alone(graph_of):
    statement = {"Principal": {"AWS": "156460612806"}}
    assert verdict(graph_of, ALB, statement, region="eu-central-2") is Verdict.NO


@pytest.mark.parametrize(("algorithm", "writer", "hit"), [
    ("aws:kms", ALB, True), ("aws:kms:dsse", ALB, True), ("AES256", ALB, False), ("aws:kms", TRAIL % "false", False),
])  # fmt: skip
def test_some_writers_reach_no_bucket_with_kms(graph_of, algorithm, writer, hit):
    more = f"""
        resource "aws_s3_bucket_server_side_encryption_configuration" "b" {{
          bucket = "b"
          rule {{
            apply_server_side_encryption_by_default {{ sse_algorithm = "{algorithm}" }}
          }}
        }}"""
    obstacles = {each.obstacle for each in found(graph_of, writer, {"Principal": "*", "Action": "s3:*"}, more=more)}
    assert (Obstacle.ENCRYPTION in obstacles) is hit


def test_every_writer_has_a_row():
    assert set(NEEDS) == set(Writer)
    assert all(each.page for each in NEEDS.values())
