"""Bodies, blocks, comments and places; what real Terraform takes and refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hcl_notation import all_nodes, outline
from seamlint.sources.span import SourceText
from seamlint.syntax.hcl import parse
from seamlint.syntax.hcl.tree import Attribute, Block, Literal, Name, SyntaxFailure

LINES = (Path(__file__).parent / "recorded" / "accepted.jsonl").read_text("utf-8").strip().split("\n")
RECORDED = [json.loads(line) for line in LINES]
"""Files that real Terraform 1.11 took, or refused with an error at a line."""


@pytest.mark.parametrize("case", RECORDED, ids=[str(index) for index in range(len(RECORDED))])
def test_taken_and_refused_as_by_real_terraform(case: dict[str, Any]) -> None:
    source = SourceText("a.tf", case["text"])
    if case["line"] is None:
        parse(source)
    else:
        with pytest.raises(SyntaxFailure):
            parse(source)


BODIES = {
    "": "",
    "\n\n# c": "",
    "a = 1": "a=1",
    "a = 1\r\nb = 2\r\n": "a=1 b=2",
    "a = 1 # c\n// d\nb = 2 /* e */\n/* f\n*/ c = 3": "a=1 b=2 c=3",
    "a {}": "a{}",
    "a { b = 1 }": "a{b=1}",
    "a {\n}\n": "a{}",
    'a "b" c {\n  d = 1\n\n  e {}\n}\n': "a'b''c'{d=1 e{}}",
    'a "" "x\\"y" {}': "a'''x\"y'{}",
    "in {\n  in = 1\n}": "in{in=1}",
    "rule {\n  for = 1\n  if = 2\n  x = 3\n}": "rule{for=1 if=2 x=3}",
    "true = 1\nnull {}": "true=1 null{}",
    "a = {\n  for k in x : k => k\n}\nb = 1": "a=(for{} k x k k) b=1",
    "a = <<EOT\nx\nEOT\nb = 2\n": "a='x\\n' b=2",
    'a "${b}" {}': None,
    "a = 1\na = 2\n": None,
    "a {\n  b = 1\n  b = 2\n}": None,
    "a = 1 b = 2": None,
    "a { b = 1\n}": None,
    "a {\n b = 1 }": None,
    "a { b = 1, c = 2 }": None,
    "a\n{\n}": None,
    '"a" = 1': None,
    "a": None,
    "a {": None,
    "}": None,
    "a {} b {}": None,
    "a = <<EOT\nx\nEOT": None,
}


@pytest.mark.parametrize("text", BODIES)
def test_body(text: str) -> None:
    source = SourceText("a.tf", text)
    if BODIES[text] is None:
        with pytest.raises(SyntaxFailure):
            parse(source)
    else:
        assert outline(parse(source).body) == BODIES[text]


PLACES = """# one
resource "aws_vpc" "näme" { // two
  cidr   = var.cidr /* three */
  policy = <<-EOT
    {"a": "${local.b["c"]}", "d": ${jsonencode([1, "x"])}}
  EOT
  tags = merge({ Name = "a${each.key}" }, { for k, v in x : k => v... if !v })
  on = (a.b[*].c) == -1 ? d.0 : f(e...)
  nested { x = "%{ if t }y%{ endif }" }
}
"""


def test_places() -> None:
    file = parse(SourceText("a.tf", PLACES))
    texts = {(type(node).__name__, PLACES[node.start : node.end]) for node in all_nodes(file.body)}
    assert {
        ("Attribute", "cidr   = var.cidr"),
        ("GetAttr", "var.cidr"),
        ("Name", "var"),
        ("Index", 'local.b["c"]'),
        ("Literal", '"c"'),
        ("Call", 'jsonencode([1, "x"])'),
        ("TupleExpr", '[1, "x"]'),
        ("ObjectExpr", '{ Name = "a${each.key}" }'),
        ("Literal", "Name"),
        ("Template", '"a${each.key}"'),
        ("ForObject", "{ for k, v in x : k => v... if !v }"),
        ("Unary", "!v"),
        ("Conditional", "(a.b[*].c) == -1 ? d.0 : f(e...)"),
        ("Binary", "(a.b[*].c) == -1"),
        ("Parenthesis", "(a.b[*].c)"),
        ("Splat", "a.b[*].c"),
        ("Index", "d.0"),
        ("Call", "f(e...)"),
        ("TemplateIf", "%{ if t }y%{ endif }"),
        ("Block", 'nested { x = "%{ if t }y%{ endif }" }'),
    } <= texts
    (resource,) = file.body.blocks
    assert PLACES[resource.start : resource.header_end] == 'resource "aws_vpc" "näme"'
    assert PLACES[resource.body.start - 1] == "{"
    assert PLACES[resource.body.end] == "}"
    assert [PLACES[start:end] for start, end in file.comments] == ["# one", "// two", "/* three */"]
    policy = PLACES[resource.body.attributes["policy"].expression.start :]
    assert policy.startswith("<<-EOT\n")


def test_a_node_stands_inside_what_holds_it() -> None:
    file = parse(SourceText("a.tf", PLACES))
    for node in all_nodes(file.body):
        assert 0 <= node.start <= node.end <= len(PLACES)
        if isinstance(node, Name):
            assert PLACES[node.start : node.end] == node.name
        if isinstance(node, (Attribute, Block)):
            name = node.name if isinstance(node, Attribute) else node.type
            assert PLACES.startswith(name, node.start)


def test_lines_and_columns() -> None:
    source = SourceText("a.tf", "a = 1\nbé = <<E\n${c}\nE\n")
    nodes = {node.name: node for node in all_nodes(parse(source).body) if isinstance(node, (Attribute, Name))}
    assert source.span(nodes["bé"].start, nodes["bé"].end)[1:] == (2, 1, 4, 2)
    assert source.span(nodes["c"].start, nodes["c"].end)[1:] == (3, 3, 3, 4)


def test_text_is_normalized_as_terraform_does() -> None:
    file = parse(SourceText("a.tf", 'a = "e\u0301"\nb = <<E\ne\u0301${c}\nE\n'))
    values = [node.value for node in all_nodes(file.body) if isinstance(node, Literal)]
    assert sorted(map(str, values)) == ["\n", "é", "é"]


def test_a_comment_ends_before_its_line_end() -> None:
    text = "# one\r\na = 1 // two\r\n/* three\r\n*/\r\n"
    file = parse(SourceText("a.tf", text))
    assert [text[start:end] for start, end in file.comments] == ["# one", "// two", "/* three\r\n*/"]
