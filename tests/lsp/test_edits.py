"""Fixes and suppressions that are offered: each is tried on the fixtures of every rule."""

from __future__ import annotations

import glob
import os

import pytest

from seamlint.config import Config
from seamlint.findings.finding import Finding, Severity
from seamlint.lsp.edits import fix, suppression
from seamlint.model.evidence import Evidence
from seamlint.pipeline import run
from seamlint.registry import installed
from seamlint.request import Request
from seamlint.sources.span import Span

HERE = os.path.dirname(__file__)
FIXTURES = os.path.join(HERE, "..", "..", "fixtures")
RESOURCE = """\
resource "aws_x" "a" {
  name = "a"

  part {
    at = 1
  }
}
"""


def finding(line, column=1, pasted="", file="main.tf"):
    place = Evidence(Span(file, line, column, line, column + 1), "is here", "aws_x.a")
    return Finding("NET-001", Severity.ERROR, "wrong", place, fix=pasted)


def mended(pasted, line, column=1, text=RESOURCE):
    edit = fix(finding(line, column, pasted), text, ())
    return edit.applied(text) if edit else None


def test_a_resource_goes_below_the_block():
    assert mended('resource "aws_y" "b" {\n}', 5, 5) == RESOURCE + '\nresource "aws_y" "b" {\n}\n'


@pytest.mark.parametrize(
    ("resource", "entry"),
    [
        ("aws_network_acl", "rule_no = 100"),
        ("aws_default_network_acl", "rule_no = 100"),
        ("aws_security_group", "from_port = 1"),
    ],
)
def test_a_nested_block_goes_to_the_end_of_the_block_whose_header_the_finding_is_at(resource, entry):
    text = RESOURCE.replace("aws_x", resource)
    assert mended(f"ingress {{\n  {entry}\n}}", 1, 1, text) == text[:-2] + f"\n  ingress {{\n    {entry}\n  }}\n}}\n"
    assert mended(f"ingress {{\n  {entry}\n}}", 5, 5, text) is None
    assert mended(f"ingress {{\n  {entry}\n}}", 1, 1, f'resource "{resource}" "a" {{}}\n') is None


def test_a_condition_goes_into_its_statement():
    text = 'data "aws_iam_policy_document" "a" {\n  statement {\n  }\n}\n'
    assert mended("condition {\n}", 2, 3, text) == text.replace("{\n  }", "{\n\n    condition {\n    }\n  }")
    assert mended("condition {\n}", 1, 1, text) is None


def test_a_nested_block_of_something_else_is_left_to_the_reader():
    assert mended("default_action {\n}", 1) is None
    group = RESOURCE.replace("aws_x", "aws_security_group")
    assert mended("ingress {\n  rule_no = 100\n}", 1, 1, group) is None


def test_an_argument_goes_into_the_resource_or_into_the_place_of_the_one_that_is_wrong():
    assert mended('path = "/"', 1) == RESOURCE.replace("  }\n}\n", '  }\n  path = "/"\n}\n')
    assert mended('name = "b"', 2, 3) == RESOURCE.replace('"a"\n', '"b"\n')
    assert mended('name = "b"', 1) is None
    assert mended('path = "/"', 2, 3) is None
    assert mended('path = "/"', 4, 3) is None


@pytest.mark.parametrize("words", ["", "name one that is here", '"Resource": "*"', "name = ", "}{"])
def test_words_are_not_inserted(words):
    assert mended(words, 1) is None


def test_a_suppression_goes_above_what_a_text_of_several_lines_belongs_to():
    text = 'resource "aws_x" "a" {\n  policy = <<-EOT\n    {\n    }\n  EOT\n}\n'
    edit = suppression(finding(4, 5), text)
    assert edit is not None
    assert (edit.first, edit.lines) == (2, ("  # seamlint: ignore[NET-001] why it is accepted",))
    assert suppression(finding(1, 1, file="main.json"), "{}") is None
    assert suppression(finding(1), "resource {{") is None
    assert suppression(finding(9), "") is None


@pytest.mark.parametrize("family", ["NET", "IAM", "S3", "KMS", "ACM"])
def test_every_finding_can_be_accepted(family, monkeypatch):
    """Of the first rules' fixtures: the comment is tried in the file by `suppression` itself."""
    monkeypatch.chdir(FIXTURES)
    rules = [each for each in installed() if each.rule.id.startswith(family)]
    for folder in sorted(glob.glob(f"{family}-00[1-3]/bad-*/[tc]*")):
        found = run(Request((folder,), Config(os.getcwd())), rules).findings
        for each in (each for each in found if each.primary.span.file.endswith((".tf", ".yaml"))):
            with open(each.primary.span.file, encoding="utf-8") as opened:
                assert suppression(each, opened.read()), each
