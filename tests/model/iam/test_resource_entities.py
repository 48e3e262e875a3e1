"""What policies protect, and what runs with a role, from Terraform."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Text, Unknown
from seamlint.model.iam import (
    ComputeUse,
    InstanceProfile,
    KeyGrant,
    PolicyKind,
    ProtectedResource,
    ResourcePolicy,
    Role,
    StandalonePolicy,
)
from seamlint.model.network import Endpoint
from seamlint.model.terraform.iam.compute import USES
from seamlint.model.terraform.iam.resources import BESIDE, PROTECTED

EMPTY = "policy = jsonencode({ Statement = [] })"


@pytest.mark.parametrize(
    ("resource", "beside", "named", "service"),
    [
        ('aws_s3_bucket" "x" { bucket = "b" }', "aws_s3_bucket_policy", "bucket = aws_s3_bucket.x.id", "s3"),
        ('aws_s3_bucket" "x" { bucket = "b" }', "aws_s3_bucket_policy", 'bucket = "b"', "s3"),
        ('aws_sqs_queue" "x" { name = "q" }', "aws_sqs_queue_policy", "queue_url = aws_sqs_queue.x.url", "sqs"),
        ('aws_sns_topic" "x" { name = "t" }', "aws_sns_topic_policy", "arn = aws_sns_topic.x.arn", "sns"),
        ('aws_kms_key" "x" {}', "aws_kms_key_policy", "key_id = aws_kms_key.x.key_id", "kms"),
        (
            *('aws_secretsmanager_secret" "x" { name = "s" }', "aws_secretsmanager_secret_policy"),
            *("secret_arn = aws_secretsmanager_secret.x.arn", "secretsmanager"),
        ),
        ('aws_ecr_repository" "x" { name = "r" }', "aws_ecr_repository_policy", 'repository = "r"', "ecr"),
        (
            *('aws_efs_file_system" "x" {}', "aws_efs_file_system_policy"),
            *("file_system_id = aws_efs_file_system.x.id", "elasticfilesystem"),
        ),
    ],
)
def test_a_policy_beside_its_resource(model_of, resource, beside, named, service):
    model = model_of(f"""
        resource "{resource}
        resource "{beside}" "p" {{
          {named}
          {EMPTY}
        }}""")
    protected, held = model.one(ProtectedResource), model.one(ResourcePolicy)
    assert model.graph.pointing(ResourcePolicy, "protects", protected) == [held]
    assert (protected.service, held.service, held.document.service) == (service,) * 3
    assert held.document.kind is PolicyKind.RESOURCE
    assert held.document.value == {"Statement": []}


def test_a_policy_inside_its_resource(model_of):
    model = model_of(f"""
        resource "aws_sqs_queue" "q" {{
          name = "q"
          {EMPTY}
        }}""")
    held = model.one(ResourcePolicy)
    assert model.graph.pointing(ResourcePolicy, "protects", model.one(ProtectedResource)) == [held]
    assert held.document.span("Statement").line == held.span().line == 4


def test_a_key_without_policy_has_the_default_one(model_of):
    model = model_of("""
        provider "aws" { allowed_account_ids = ["111122223333"] }
        resource "aws_kms_key" "k" {}""")
    document = model.one(ResourcePolicy).document
    (statement,) = document.value["Statement"]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::111122223333:root"}
    assert document.statement_evidence(0, "delegates", "Principal").span.line == 3


def test_the_default_key_policy_of_an_unknown_account(model_of):
    policy = model_of('resource "aws_kms_key" "k" {}').one(ResourcePolicy)
    (statement,) = policy.document.value["Statement"]
    account = Unknown((f"the account of {policy.resource.unit}",))
    assert statement["Principal"] == {"AWS": Text(("arn:aws:iam::", account, ":root"))}


def test_a_lambda_permission_is_a_statement_whose_elements_are_attributes(model_of):
    model = model_of("""
        provider "aws" {
          region              = "eu-west-1"
          allowed_account_ids = ["111122223333"]
        }
        resource "aws_lambda_function" "f" { function_name = "f" }
        resource "aws_lambda_permission" "p" {
          statement_id   = "s3"
          action         = "lambda:InvokeFunction"
          function_name  = "f"
          qualifier      = "live"
          principal      = "s3.amazonaws.com"
          source_arn     = "arn:aws:s3:::b"
          source_account = "111122223333"
        }""")
    document = model.one(ResourcePolicy).document
    assert document.value["Statement"] == [
        {
            "Effect": "Allow",
            "Sid": "s3",
            "Principal": {"Service": "s3.amazonaws.com"},
            "Action": "lambda:InvokeFunction",
            "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:f:live",
            "Condition": {
                "ArnLike": {"aws:SourceArn": "arn:aws:s3:::b"},
                "StringEquals": {"aws:SourceAccount": "111122223333"},
            },
        }
    ]
    lines = {
        (): 7,
        ("Action",): 9,
        ("Resource",): 10,
        ("Principal", "Service"): 12,
        ("Condition", "ArnLike", "aws:SourceArn"): 13,
        ("Condition", "StringEquals", "aws:SourceAccount"): 14,
    }
    assert {path: document.span("Statement", 0, *path).line for path in lines} == lines
    function = model.one(ProtectedResource)
    assert model.graph.pointing(ResourcePolicy, "protects", function) == [model.one(ResourcePolicy)]


@pytest.mark.parametrize(
    ("written", "principal"),
    [
        ('"111122223333"', {"AWS": "arn:aws:iam::111122223333:root"}),
        ('"arn:aws:iam::111122223333:role/r"', {"AWS": "arn:aws:iam::111122223333:role/r"}),
        ('"*"', "*"),
        ("var.x", Unknown(("var.x",))),
        (
            '"logs.${var.x}.amazonaws.com"',
            {"Service": Text(("logs.", Unknown(("var.x",)), ".amazonaws.com"))},
        ),
    ],
)
def test_principals_of_permissions(model_of, written, principal):
    model = model_of(f"""
        variable "x" {{}}
        resource "aws_lambda_permission" "p" {{
          function_name = "f"
          action        = "lambda:InvokeFunction"
          principal     = {written}
        }}""")
    (statement,) = model.one(ResourcePolicy).document.value["Statement"]
    assert statement["Principal"] == principal


def test_permissions_on_event_buses_with_conditions(model_of):
    model = model_of("""
        resource "aws_cloudwatch_event_permission" "p" {
          principal    = "*"
          statement_id = "org"
          condition {
            key   = "aws:PrincipalOrgID"
            type  = "StringEquals"
            value = "o-1"
          }
        }""")
    document = model.one(ResourcePolicy).document
    (statement,) = document.value["Statement"]
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}
    assert statement["Action"] == "events:PutEvents"
    assert document.span("Statement", 0, "Condition").line == 5


def test_endpoint_policies_point_at_their_endpoint(model_of):
    model = model_of(f"""
        resource "aws_vpc_endpoint" "e" {{
          service_name = "com.amazonaws.eu-west-1.s3"
          {EMPTY}
        }}
        resource "aws_vpc_endpoint_policy" "p" {{
          vpc_endpoint_id = aws_vpc_endpoint.e.id
          {EMPTY}
        }}""")
    held = model.graph.pointing(ResourcePolicy, "protects", model.one(Endpoint))
    assert [each.document.kind for each in held] == [PolicyKind.ENDPOINT] * 2


def test_grants_name_their_key(model_of):
    model = model_of("""
        resource "aws_kms_key" "k" {}
        resource "aws_iam_role" "r" { name = "r" }
        resource "aws_kms_grant" "g" {
          key_id            = aws_kms_key.k.key_id
          grantee_principal = aws_iam_role.r.arn
          operations        = ["Decrypt"]
        }""")
    grant = model.one(KeyGrant)
    assert model.graph.find(grant.kms_key, ProtectedResource) is model.one(ProtectedResource)
    assert model.graph.find(grant.grantee, Role) is model.one(Role)
    assert grant.operations == ["Decrypt"]


def test_iot_policies_stand_alone(model_of):
    document = model_of(f'resource "aws_iot_policy" "p" {{ {EMPTY} }}').one(StandalonePolicy).document
    assert (document.kind, document.service) == (PolicyKind.IDENTITY, "iot")


def test_what_runs_with_a_role(model_of):
    model = model_of("""
        resource "aws_iam_role" "r" { name = "r" }
        resource "aws_iam_instance_profile" "p" { role = aws_iam_role.r.name }
        resource "aws_lambda_function" "f" { role = aws_iam_role.r.arn }
        resource "aws_instance" "i" { iam_instance_profile = aws_iam_instance_profile.p.name }
        resource "aws_launch_template" "l" {
          iam_instance_profile {
            arn = aws_iam_instance_profile.p.arn
          }
        }
        resource "aws_ecs_task_definition" "t" {
          execution_role_arn = "arn:aws:iam::111122223333:role/x"
          task_role_arn      = aws_iam_role.r.arn
        }""")
    graph, role, profile = model.graph, model.one(Role), model.one(InstanceProfile)
    by_role = graph.pointing(ComputeUse, "role", role)
    assert [(use.address, use.service) for use in by_role] == [
        ("aws_lambda_function.f", "lambda.amazonaws.com"),
        ("aws_ecs_task_definition.t", "ecs-tasks.amazonaws.com"),
    ]
    by_profile = graph.pointing(ComputeUse, "instance_profile", profile)
    assert [use.address for use in by_profile] == ["aws_instance.i", "aws_launch_template.l"]
    assert by_profile[1].span("instance_profile").line == 8


def test_tables_name_each_type_once():
    assert not PROTECTED.keys() & BESIDE.keys()
    assert all(uses and all(use.service and use.attribute for use in uses) for uses in USES.values())
