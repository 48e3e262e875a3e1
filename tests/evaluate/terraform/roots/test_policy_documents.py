"""The JSON of ``aws_iam_policy_document``."""

import json

import pytest

from seamlint.evaluate.partial_json import parse_partial_json
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown

from .roots import evaluated, write


def document(folder, body, more="", name="json"):
    write(
        folder,
        main__tf=f"""{more}
data "aws_iam_policy_document" "d" {{
{body}
}}
output "x" {{
  value = data.aws_iam_policy_document.d.{name}
}}
""",
    )
    unit, diagnostics = evaluated(folder)
    assert not diagnostics
    return unit.outputs["x"]


def statement(folder, lines, more=""):
    text = document(folder, "statement {\n" + lines + "\n}", more)
    (found,) = json.loads(text)["Statement"]
    return found


PRINCIPALS = """
principals {
  type        = "AWS"
  identifiers = ["a", "b"]
}
principals {
  type        = "Service"
  identifiers = ["s"]
}
principals {
  type        = "AWS"
  identifiers = ["c"]
}
"""
CONDITIONS = """
condition {
  test     = "Bool"
  variable = "aws:SecureTransport"
  values   = [false]
}
condition {
  test     = "StringLike"
  variable = "v"
  values   = ["b"]
}
condition {
  test     = "StringLike"
  variable = "v"
  values   = ["a", 1]
}
"""


def test_the_text_is_laid_out_as_the_provider_does(tmp_path):
    body = 'policy_id = "id"\nstatement {\n  sid = "s"\n  actions = ["a:B"]\n  resources = ["<&>"]\n}'
    assert document(tmp_path, body) == (
        '{\n  "Version": "2012-10-17",\n  "Id": "id",\n  "Statement": [\n    {\n      "Sid": "s",\n'
        '      "Effect": "Allow",\n      "Action": "a:B",\n      "Resource": "\\u003c\\u0026\\u003e"\n    }\n  ]\n}'
    )
    assert document(tmp_path, body, name="minified_json") == (
        '{"Version":"2012-10-17","Id":"id","Statement":[{"Sid":"s","Effect":"Allow","Action":"a:B",'
        '"Resource":"\\u003c\\u0026\\u003e"}]}'
    )
    assert document(tmp_path, "") == '{\n  "Version": "2012-10-17"\n}'


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('actions = ["a:A", "a:C", "a:B", "a:A"]', {"Action": ["a:C", "a:B", "a:A"]}),
        ('not_actions = ["a:A"]\nnot_resources = ["x", "y"]', {"NotAction": "a:A", "NotResource": ["y", "x"]}),
        ('effect = "Deny"', {"Effect": "Deny"}),
        ('sid = ""\nactions = []', {}),
        ('resources = ["home/&{aws:username}/*"]', {"Resource": "home/${aws:username}/*"}),
        ('principals {\n  type = "*"\n  identifiers = ["*"]\n}', {"Principal": "*"}),
        ('principals {\n  type = "AWS"\n  identifiers = ["*"]\n}', {"Principal": {"AWS": "*"}}),
        (
            PRINCIPALS,
            {"Principal": {"AWS": ["b", "a", "c"], "Service": "s"}},
        ),
        ('not_principals {\n  type = "AWS"\n  identifiers = ["a"]\n}', {"NotPrincipal": {"AWS": "a"}}),
        (
            CONDITIONS,
            {"Condition": {"Bool": {"aws:SecureTransport": "false"}, "StringLike": {"v": ["b", "a", "1"]}}},
        ),
    ],
)
def test_statements(tmp_path, lines, expected):
    assert statement(tmp_path, lines) == {"Effect": "Allow", **expected}


SOURCES = """
data "aws_iam_policy_document" "one" {
  version = "2008-10-17"
  statement {
    sid     = "same"
    actions = ["one:*"]
  }
  statement {
    actions = ["anonymous:*"]
  }
}
locals {
  written = jsonencode({
    Id        = "written"
    Statement = {
      Sid       = "same"
      Effect    = "Deny"
      Action    = ["two:*"]
      Principal = "*"
      Condition = { Bool = { k = true } }
    }
  })
}
"""


def test_documents_are_merged_by_sid_and_in_order(tmp_path):
    body = """
    source_policy_documents   = ["", data.aws_iam_policy_document.one.json]
    override_policy_documents = [local.written, null]
    statement {
      sid     = "own"
      actions = ["own:*"]
    }
    """
    assert json.loads(document(tmp_path, body, SOURCES)) == {
        "Version": "2012-10-17",
        "Id": "written",
        "Statement": [
            {
                "Sid": "same",
                "Effect": "Deny",
                "Action": ["two:*"],
                "Principal": "*",
                "Condition": {"Bool": {"k": "true"}},
            },
            {"Effect": "Allow", "Action": "anonymous:*"},
            {"Sid": "own", "Effect": "Allow", "Action": "own:*"},
        ],
    }


UNKNOWNS = """
variable "actions" {}
variable "json" {}
resource "aws_vpc" "v" {
}
"""


def parts(text):
    assert isinstance(text, Text)
    return parse_partial_json(text.parts)


def test_a_partly_known_document_keeps_its_structure(tmp_path):
    body = """
    statement {
      sid       = "a"
      actions   = var.actions
      resources = ["${aws_vpc.v.id}/*", "known"]
    }
    """
    found = parts(document(tmp_path, body, UNKNOWNS))
    assert found["Version"] == "2012-10-17"
    (only,) = found["Statement"]
    assert only["Action"] == Unknown(("var.actions",))
    known, text = only["Resource"]
    assert known == "known"
    assert isinstance(text.parts[0], Reference)
    assert text.parts[1] == "/*"


def test_statements_that_are_not_known_stand_in_the_list(tmp_path):
    body = """
    source_policy_documents = [var.json]
    statement {
      actions = ["own:*"]
    }
    """
    unknown, own = parts(document(tmp_path, body, UNKNOWNS))["Statement"]
    assert unknown == Unknown(("var.json",))
    assert own["Action"] == "own:*"


def test_an_unknown_override_may_replace_any_statement_with_a_sid(tmp_path):
    body = """
    override_policy_documents = [var.json]
    statement {
      sid     = "replaced"
      actions = ["own:*"]
    }
    statement {
      actions = ["kept:*"]
    }
    """
    replaced, kept, added = parts(document(tmp_path, body, UNKNOWNS))["Statement"]
    assert replaced == added == Unknown(("var.json",))
    assert kept["Action"] == "kept:*"


def test_what_is_sensitive_makes_the_document_sensitive(tmp_path):
    more = 'variable "s" {\n  default   = "x"\n  sensitive = true\n}\n'
    assert isinstance(document(tmp_path, "statement {\n  actions = [var.s]\n}", more), Sensitive)
