"""What keeps functions from running at the edge."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Verdict
from seamlint.facts.certificates.edge_functions import (
    ALIAS,
    LATEST,
    REGION,
    TRUST,
    UNPUBLISHED,
    UNQUALIFIED,
    edge_defects,
)

PROVIDER = 'provider "aws" { region = "us-east-1" }'
ARN = "arn:aws:lambda:us-east-1:111122223333:function:f"


def distribution(named):
    return f"""
        resource "aws_cloudfront_distribution" "d" {{
          default_cache_behavior {{
            lambda_function_association {{
              event_type = "viewer-request"
              lambda_arn = {named}
            }}
          }}
        }}"""


def function(publish="true", more=""):
    return f"""
        resource "aws_lambda_function" "f" {{
          function_name = "f"
          publish       = {publish}
          {more}
        }}"""


def told(graph):
    return [(each.how, each.verdict) for each in edge_defects(graph)]


@pytest.mark.parametrize(
    ("named", "publish", "expected"),
    [
        ("aws_lambda_function.f.qualified_arn", "true", []),
        ("aws_lambda_function.f.qualified_arn", "false", [(UNPUBLISHED, Verdict.YES)]),
        ("aws_lambda_function.f.qualified_arn", "var.publish", [(UNQUALIFIED, Verdict.UNDECIDED)]),
        ("aws_lambda_function.f.arn", "true", [(UNQUALIFIED, Verdict.YES)]),
        ('"${aws_lambda_function.f.arn}:3"', "true", []),
        ('"${aws_lambda_function.f.arn}:live"', "true", [(ALIAS, Verdict.YES)]),
        ('"${aws_lambda_function.f.arn}:${aws_lambda_function.f.version}"', "true", []),
        ('"${aws_lambda_function.f.arn}:${aws_lambda_function.f.version}"', "false", [(UNPUBLISHED, Verdict.YES)]),
        ('"${aws_lambda_function.f.arn}:${var.version}"', "true", [(UNQUALIFIED, Verdict.UNDECIDED)]),
        (f'"{ARN}:3"', "true", []),
        (f'"{ARN}:$LATEST"', "true", [(LATEST, Verdict.YES)]),
        (f'"{ARN}"', "true", [(UNQUALIFIED, Verdict.YES)]),
        (f'"{ARN.replace("us-east-1", "eu-west-1")}:3"', "true", [(REGION, Verdict.YES)]),
        (f'"{ARN.replace("us-east-1", "cn-north-1")}:3"', "true", []),
        ("var.function", "true", [(REGION, Verdict.UNDECIDED), (UNQUALIFIED, Verdict.UNDECIDED)]),
    ],
)
def test_arns(graph_of, named, publish, expected):
    variables = 'variable "publish" {}\nvariable "version" {}\nvariable "function" {}\n'
    assert told(graph_of(PROVIDER + "\n" + variables + function(publish) + distribution(named))) == expected


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ('{ Service = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }', []),
        ('{ Service = "lambda.amazonaws.com" }', [(TRUST, Verdict.YES)]),
        ('{ Service = ["lambda.amazonaws.com", var.service] }', [(TRUST, Verdict.UNDECIDED)]),
        ('{ AWS = "*" }', [(TRUST, Verdict.UNDECIDED)]),
    ],
)
def test_trust(graph_of, principal, expected):
    role = f"""
        variable "service" {{}}
        resource "aws_iam_role" "r" {{
          assume_role_policy = jsonencode({{
            Version   = "2012-10-17"
            Statement = [{{ Effect = "Allow", Action = "sts:AssumeRole", Principal = {principal} }}]
          }})
        }}"""
    code = PROVIDER + role + function(more="role = aws_iam_role.r.arn")
    assert told(graph_of(code + distribution("aws_lambda_function.f.qualified_arn"))) == expected


@pytest.mark.parametrize("role", ["var.role", '"arn:aws:iam::111122223333:role/edge"', "data.aws_iam_role.edge.arn"])
def test_trust_of_roles_that_are_not_known(graph_of, role):
    code = (
        PROVIDER
        + '\nvariable "role" {}\ndata "aws_iam_role" "edge" { name = "edge" }'
        + function(more=f"role = {role}")
    )
    assert told(graph_of(code + distribution("aws_lambda_function.f.qualified_arn"))) == [(TRUST, Verdict.UNDECIDED)]
