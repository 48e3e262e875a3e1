"""Statements that fixes print are those that can be pasted: written as their document is."""

import json

import pytest

from seamlint.config import Config
from seamlint.graph.build import build
from seamlint.model.iam import ResourcePolicy, Role
from seamlint.model.paste import statements
from seamlint.model.paste.conditions import NewCondition
from seamlint.model.storage import Bucket
from seamlint.pipeline import evaluate
from seamlint.request import Request

BLOCKS = """
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
"""
BLOCK = """\
statement {
  actions   = ["sts:AssumeRole"]

  principals {
    type        = "AWS"
    identifiers = [aws_iam_role.app.arn]
  }
}"""
JSON = """
resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
"""


def role_in(folder, code):
    (folder / "main.tf").write_text(code)
    units, _ = evaluate(Request((str(folder),), Config(str(folder)), cache=False))
    return build(units).all(Role)[0]


def test_a_block_beside_blocks(tmp_path):
    role = role_in(tmp_path, BLOCKS)
    named = statements.arn(role, None)
    assert statements.allow(role.trust, ["sts:AssumeRole"], principals=[named]) == BLOCK


@pytest.mark.parametrize(("arns", "written"), [(["a"], "a"), (["a", "b"], ["a", "b"])])
def test_json_where_the_others_are_json(tmp_path, arns, written):
    pasted = statements.allow(role_in(tmp_path, JSON).trust, ["s3:GetObject"], resources=arns)
    assert json.loads(pasted) == {"Effect": "Allow", "Action": "s3:GetObject", "Resource": written}


SERVICE = statements.NewStatement(
    ["s3:PutObject"],
    services=["logging.s3.amazonaws.com"],
    resources=["${aws_s3_bucket.logs.arn}/*"],
    conditions=[NewCondition("StringEquals", "aws:SourceAccount", "111122223333")],
)


def test_a_service_is_named_and_conditions_stand_in_a_block(tmp_path):
    role = role_in(tmp_path, BLOCKS)
    assert statements.added(role.trust, [SERVICE, SERVICE._replace(conditions=())]).splitlines() == [
        "statement {",
        '  actions   = ["s3:PutObject"]',
        '  resources = ["${aws_s3_bucket.logs.arn}/*"]',
        "",
        "  principals {",
        '    type        = "Service"',
        '    identifiers = ["logging.s3.amazonaws.com"]',
        "  }",
        "",
        "  condition {",
        '    test     = "StringEquals"',
        '    variable = "aws:SourceAccount"',
        '    values   = ["111122223333"]',
        "  }",
        "}",
        "",
        "statement {",
        '  actions   = ["s3:PutObject"]',
        '  resources = ["${aws_s3_bucket.logs.arn}/*"]',
        "",
        "  principals {",
        '    type        = "Service"',
        '    identifiers = ["logging.s3.amazonaws.com"]',
        "  }",
        "}",
    ]


def test_a_service_is_named_and_conditions_stand_in_json(tmp_path):
    role = role_in(tmp_path, JSON)
    assert json.loads(statements.added(role.trust, [SERVICE])) == {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": "${aws_s3_bucket.logs.arn}/*",
        "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
    }


def test_a_bucket_without_policy_gets_one(tmp_path):
    (tmp_path / "main.tf").write_text('module "m" { source = "./m" }')
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "main.tf").write_text('resource "aws_s3_bucket" "logs" {}')
    units, _ = evaluate(Request((str(tmp_path),), Config(str(tmp_path)), cache=False))
    text = statements.bucket_policy(build(units).all(Bucket)[0], [SERVICE])
    (tmp_path / "m" / "policy.tf").write_text(text)
    units, problems = evaluate(Request((str(tmp_path),), Config(str(tmp_path)), cache=False))
    assert not problems
    graph = build(units)
    policy = graph.all(ResourcePolicy)[0]
    assert policy.address == "module.m.aws_s3_bucket_policy.logs"
    assert graph.find(policy.protects, Bucket) is graph.all(Bucket)[0]


def test_a_template_s_bucket_without_policy_gets_one(tmp_path):
    template = tmp_path / "template.yaml"
    template.write_text("Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n")
    units, _ = evaluate(Request((str(template),), Config(str(tmp_path)), cache=False))
    added = SERVICE._replace(resources=["${Logs.Arn}/*"])
    text = statements.bucket_policy(build(units).all(Bucket)[0], [added])
    template.write_text(template.read_text() + "".join(f"  {line}\n" for line in text.splitlines()))
    units, problems = evaluate(Request((str(template),), Config(str(tmp_path)), cache=False))
    assert not problems
    graph = build(units)
    policy = graph.all(ResourcePolicy)[0]
    assert policy.address == "LogsPolicy"
    assert policy.document.value["Statement"][0]["Principal"] == {"Service": "logging.s3.amazonaws.com"}
