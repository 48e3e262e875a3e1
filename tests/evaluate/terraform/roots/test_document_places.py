"""Where the parts of policy documents are written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seamlint.evaluate.json_places import place_in_template

from .roots import evaluated, resource, write

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:Get*", "s3:Put*"]}]}
DOCUMENT = json.dumps(POLICY, indent=2)


def places(folder, address, attribute, **files):
    """Return a function from a path in the document of an attribute to its file and line."""
    unit, diagnostics = evaluated(write(folder, **files))
    assert diagnostics == []
    found = resource(unit, address)

    def place(*path):
        span = found.span_at((attribute, *path))
        return span.file.rpartition("/")[2], span.line

    place.trail = lambda *path: [
        (origin.span.file.rpartition("/")[2], origin.span.line, origin.says)
        for origin in found.trail((attribute, *path))
    ]
    return place


def test_an_object_in_jsonencode(tmp_path):
    text = """\
        resource "aws_iam_role" "r" {
          assume_role_policy = jsonencode({
            Version = "2012-10-17"
            Statement = [
              { Effect = "Deny" },
              {
                Effect = "Allow"
                Action = [
                  "sts:AssumeRole",
                  "sts:TagSession",
                ]
                "Condition" = { StringEquals = {
                  ("aws:x") = "1"
                } }
              },
            ]
          })
        }
        """
    place = places(tmp_path, "aws_iam_role.r", "assume_role_policy", main__tf=text)
    lines = {
        ("Statement", 0): 5,
        ("Statement", 1): 6,
        ("Statement", 1, "Effect"): 7,
        ("Statement", 1, "Action", 1): 10,
        ("Statement", 1, "Condition", "StringEquals", "aws:x"): 13,
        ("Statement", 1, "NoSuch"): 6,
        ("Statement", 7): 4,
        ("Id",): 2,
        (): 2,
    }
    assert {path: place(*path)[1] for path in lines} == lines
    assert place.trail("Statement", 0) == []


@pytest.mark.parametrize(("marker", "indent"), [("<<EOT", ""), ("<<-EOT", "    ")])
def test_a_heredoc_with_interpolations(tmp_path, marker, indent):
    body = "\n".join(
        indent + line
        for line in (
            '{ "Version": "2012-10-17",',
            '  "Statement": [',
            '    { "Effect": "${var.effect}",',
            '      "Resource": ["arn:aws:s3:::${var.bucket}/${"}"}", ${jsonencode(var.bucket)}],',
            '      "Condition": { "StringEquals": { "aws:username": "$${aws:username}" } }',
            "    }",
            "  ]",
            "}",
        )
    )
    text = 'variable "effect" { default = "Allow" }\nvariable "bucket" { default = "b" }\n'
    text += f'resource "aws_iam_policy" "p" {{\n  policy = {marker}\n{body}\nEOT\n}}\n'
    place = places(tmp_path, "aws_iam_policy.p", "policy", main__tf=text)
    lines = {("Statement", 0): 7, ("Statement", 0, "Resource", 1): 8, ("Statement", 0, "Condition"): 9}
    assert {path: place(*path)[1] for path in lines} == lines
    assert place.trail("Statement", 0, "Effect") == [("main.tf", 1, "default of var.effect")]


def test_a_heredoc_whose_directives_hide_its_shape_stands_as_a_whole(tmp_path):
    text = """\
        resource "aws_iam_policy" "p" {
          policy = <<-EOT
            {"Statement": [
              %{for action in ["a", "b"]}{"Action": "${action}"},%{endfor}
              {"Action": "c"}
            ]}
          EOT
        }
        """
    place = places(tmp_path, "aws_iam_policy.p", "policy", main__tf=text)
    assert place("Statement", 0) == ("main.tf", 2)


@pytest.mark.parametrize("name", ["policy.json", "policy.tftpl"])
def test_files_and_templates(tmp_path, name):
    call = f'file("{name}")' if name.endswith(".json") else f'templatefile("{name}", {{ x = 1 }})'
    text = f'locals {{\n  policy = {call}\n}}\nresource "aws_iam_policy" "p" {{\n  policy = local.policy\n}}\n'
    place = places(tmp_path, "aws_iam_policy.p", "policy", main__tf=text, **{name.replace(".", "__"): DOCUMENT})
    assert place("Statement", 0) == (name, 4)
    assert place("Statement", 0, "Action", 1) == (name, 8)
    assert place.trail("Statement", 0) == [
        ("main.tf", 2, "local.policy is defined"),
        ("main.tf", 5, "aws_iam_policy.p sets policy"),
    ]


DATA = """\
data "aws_iam_policy_document" "base" {
  statement {
    sid       = "Base"
    actions   = ["s3:ListBucket"]
    resources = ["*"]
  }
  statement {
    sid       = "Replaced"
    actions   = ["s3:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "d" {
  source_policy_documents   = [data.aws_iam_policy_document.base.json, file("policy.json")]
  override_policy_documents = [data.aws_iam_policy_document.override.json]
  statement {
    sid = "Own"
    actions = [
      "s3:PutObject",
      "s3:GetObject",
    ]
    resources = ["arn:aws:s3:::b/&{aws:username}", "*"]
    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:a"
      values   = ["true"]
    }
    condition {
      test     = "Bool"
      variable = "aws:b"
      values   = ["true"]
    }
  }
}

data "aws_iam_policy_document" "override" {
  statement {
    sid       = "Replaced"
    actions   = ["s3:Get*"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.d.json
}
"""


def test_statements_of_policy_documents_through_sources_and_overrides(tmp_path):
    place = places(tmp_path, "aws_iam_policy.p", "policy", main__tf=DATA, policy__json=DOCUMENT)
    assert [place("Statement", index) for index in range(4)] == [
        ("main.tf", 2),
        ("main.tf", 46),
        ("policy.json", 4),
        ("main.tf", 17),
    ]
    lines = {
        ("Sid",): 18,
        ("Effect",): 17,
        ("Action",): 19,
        ("Action", 0): 20,
        ("Action", 1): 21,
        ("Resource", 0): 23,
        ("Principal", "AWS"): 30,
        ("Principal", "Service"): 26,
        ("Condition",): 32,
        ("Condition", "Bool", "aws:b"): 37,
        ("Condition", "Bool", "aws:b", 0): 40,
    }
    assert {path: place("Statement", 3, *path)[1] for path in lines} == lines
    assert place.trail("Statement", 1) == [
        ("main.tf", 16, "data.aws_iam_policy_document.d sets override_policy_documents"),
        ("main.tf", 54, "aws_iam_policy.p sets policy"),
    ]


def test_documents_through_modules_keys_conditions_and_functions(tmp_path):
    main = """\
        variable "second" { default = true }
        locals {
          documents = merge({ a = "{}" }, {
            b = var.second ? data.aws_iam_policy_document.d["y"].json : "{}"
          })
        }
        data "aws_iam_policy_document" "d" {
          for_each = toset(["x", "y"])
          statement {
            actions = ["s3:*"]
          }
        }
        module "m" {
          source   = "./m"
          for_each = local.documents
          policy   = each.value
        }
        resource "aws_iam_policy" "out" {
          policy = module.m["b"].document
        }
        """
    module = """\
        variable "policy" {}
        resource "aws_iam_policy" "p" {
          policy = sensitive(var.policy)
        }
        output "document" {
          value = aws_iam_policy.p.policy
        }
        """
    inside = places(tmp_path, 'module.m["b"].aws_iam_policy.p', "policy", main__tf=main, m___main__tf=module)
    assert inside("Statement", 0) == ("main.tf", 9)
    outside = places(tmp_path, "aws_iam_policy.out", "policy", main__tf=main, m___main__tf=module)
    assert outside("Statement", 0, "Action") == ("main.tf", 10)
    assert [line for _, line, _ in outside.trail("Statement", 0)] == [3, 16, 3, 6, 19]


def test_statements_of_concat_and_for(tmp_path):
    text = """\
        locals {
          first = [
            { Effect = "Allow" },
          ]
        }
        resource "aws_iam_policy" "p" {
          policy = jsonencode({
            Statement = concat(
              local.first,
              [for action in ["a", "b"] :
                { Action = action }
              ],
            )
          })
        }
        """
    place = places(tmp_path, "aws_iam_policy.p", "policy", main__tf=text)
    assert [place("Statement", index)[1] for index in range(3)] == [3, 11, 11]


@pytest.mark.parametrize(
    "written",
    [
        "data.aws_iam_policy_document.gone.json",
        "var.unset",
        "local.circle",
        'file("gone.json")',
        "module.gone.x",
        '"x"',
    ],
)
def test_what_cannot_be_followed_is_where_it_is_used(tmp_path, written):
    text = f"""\
        variable "unset" {{}}
        locals {{ circle = local.circle }}
        resource "aws_iam_policy" "p" {{
          policy = {written}
        }}
        """
    unit, _ = evaluated(write(tmp_path, main__tf=text))
    span = resource(unit, "aws_iam_policy.p").span_at(("policy", "Statement", 0))
    assert span.line in {2, 4}


def test_other_attributes_are_not_followed(tmp_path):
    text = """\
        locals {
          tags = { Name = "x" }
        }
        resource "aws_iam_policy" "p" {
          tags = local.tags
        }
        """
    assert places(tmp_path, "aws_iam_policy.p", "tags", main__tf=text)("Name") == ("main.tf", 5)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=12,
)


@given(json_values, st.sampled_from([None, 1]))
def test_each_part_of_a_json_text_has_its_place(value, indent):
    text = json.dumps(value, indent=indent)
    pending = [((), value)]
    while pending:
        path, part = pending.pop()
        start, end = place_in_template(text, path)
        written = text[start:end]
        named = bool(path) and isinstance(path[-1], str)
        assert (json.loads("{" + written + "}") == {path[-1]: part}) if named else (json.loads(written) == part)
        items = enumerate(part) if isinstance(part, list) else part.items() if isinstance(part, dict) else ()
        pending += [((*path, step), item) for step, item in items]


@given(st.text(alphabet='${}%"\\ ab:,[]1\n', max_size=40))
def test_any_text_is_taken(text):
    place = place_in_template(text, ("Statement", 0))
    assert place is None or 0 <= place[0] <= place[1] <= len(text)
