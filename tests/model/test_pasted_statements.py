"""Statements that fixes print are those that can be pasted: written as their document is."""

import json

import pytest

from seamlint.config import Config
from seamlint.graph.build import build
from seamlint.model.iam import Role
from seamlint.model.paste import statements
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
