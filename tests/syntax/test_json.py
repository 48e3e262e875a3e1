"""Terraform's JSON form gives the tree of the native form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hcl_notation import all_nodes, notation, outline
from seamlint.sources.span import SourceText
from seamlint.syntax.hcl import parse
from seamlint.syntax.hcl.json import parse_json
from seamlint.syntax.hcl.tree import File, Name, SyntaxFailure


def read(content: Any, path: str = "a.tf.json") -> File:
    return parse_json(SourceText(path, content if isinstance(content, str) else json.dumps(content)))


PAIRS: dict[str, tuple[Any, str]] = {
    "resource": (
        {"resource": {"aws_vpc": {"a": {"cidr_block": "10.0.0.0/8", "tags": {"Name": "x-${var.a}"}}}}},
        'resource "aws_vpc" "a" {\n cidr_block = "10.0.0.0/8"\n tags = {"Name" = "x-${var.a}"}\n}',
    ),
    "several of a type": (
        {"data": {"t": {"a": {}, "b": [{"x": 1}]}, "u": [{"c": {}}]}},
        'data "t" "a" {}\ndata "t" "b" { x = 1 }\ndata "u" "c" {}',
    ),
    "nested blocks": (
        {"resource": {"t": {"a": {"one": {"x": 1}, "many": [{"y": "${z}"}, {"y": 2}], "none": []}}}},
        'resource "t" "a" {\n none = []\n one { x = 1 }\n many { y = "${z}" }\n many { y = 2 }\n}',
    ),
    "maps inside nested blocks": (
        {"resource": {"t": {"a": {"environment": {"variables": {"A": "b"}}}}}},
        'resource "t" "a" {\n environment { variables = {"A" = "b"} }\n}',
    ),
    "meta-arguments": (
        {"resource": {"t": {"a": {
            "provider": "aws.west", "depends_on": ["t.b"], "for_each": {"k": "v"},
            "lifecycle": {"ignore_changes": ["tags"], "precondition": [{"condition": "${a}"}]},
            "provisioner": [{"local-exec": {"command": "true"}}],
            "dynamic": {"b": {"for_each": "${x}", "content": {"y": "${b.value}", "c": [{}]}}},
        }}}},
        ('resource "t" "a" {\n provider = aws.west\n depends_on = [t.b]\n for_each = {"k" = "v"}\n'
        ' lifecycle {\n ignore_changes = [tags]\n precondition { condition = "${a}" }\n }\n'
        ' provisioner "local-exec" { command = "true" }\n'
        ' dynamic "b" {\n for_each = "${x}"\n content {\n y = "${b.value}"\n c {}\n }\n }\n}'),
    ),
    "module": (
        {"module": {"m": {"source": "./m", "providers": {"aws": "aws.west"}, "rules": [{"port": 80}]}}},
        'module "m" {\n source = "./m"\n providers = {"aws" = aws.west}\n rules = [{"port" = 80}]\n}',
    ),
    "variable": (
        {"variable": {"v": {"type": "map(string)", "default": {"a": None}, "validation": {"condition": "${true}"}}}},
        'variable "v" {\n type = map(string)\n default = {"a" = null}\n validation { condition = "${true}" }\n}',
    ),
    "locals and outputs": (
        {"locals": {"a": 1.5, "b": [True, {"c": {}}]}, "output": {"o": {"value": "${local.a}"}}},
        'locals {\n a = 1.5\n b = [true, {"c" = {}}]\n}\noutput "o" { value = "${local.a}" }',
    ),
    "terraform": (
        {"terraform": {"backend": {"s3": {"bucket": "b"}}, "required_version": ">= 1", "required_providers": {
            "aws": {"source": "hashicorp/aws", "configuration_aliases": ["aws.a"]}}}},
        ('terraform {\n required_version = ">= 1"\n backend "s3" { bucket = "b" }\n required_providers {\n'
        ' aws = {"source" = "hashicorp/aws", "configuration_aliases" = [aws.a]}\n }\n}'),
    ),
    "provider": (
        {"provider": {"aws": [{"region": "a"}, {"alias": "b", "default_tags": {"tags": {"c": "d"}}}]}},
        'provider "aws" { region = "a" }\nprovider "aws" {\n alias = "b"\n default_tags { tags = {"c" = "d"} }\n}',
    ),
    "moved, import, removed": (
        {"moved": [{"from": "t.a", "to": "t.b[0]"}], "import": {"to": "t.c", "id": "x"}, "removed": {"from": "t.d"}},
        'moved {\n from = t.a\n to = t.b[0]\n}\nimport {\n to = t.c\n id = "x"\n}\nremoved { from = t.d }',
    ),
    "check": (
        {"check": {"c": {"data": {"t": {"a": {}}}, "assert": {"condition": "${x}", "error_message": "no"}}}},
        'check "c" {\n data "t" "a" {}\n assert {\n condition = "${x}"\n error_message = "no"\n }\n}',
    ),
    "bodies in pieces, comments": (
        [{"//": "note", "locals": [{"a": 1}, {"//": 2, "b": "$${c}"}]}, {"locals": None}],
        'locals { a = 1 }\nlocals { b = "$${c}" }',
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PAIRS)
def test_same_tree_as_the_native_form(case: str) -> None:
    content, native = PAIRS[case]
    assert outline(read(content).body) == outline(parse(SourceText("a.tf", native)).body)


def test_values_of_variables_are_no_templates() -> None:
    file = read({"a": "${x}", "b": {"c": [1, None]}}, "terraform.tfvars.json")
    assert outline(file.body) == "a='${x}' b=(object 'c'=(tuple 1 null))"


def test_places_reach_into_strings_with_escapes() -> None:
    text = '{"locals": {"a": "\\u00e9\\n${var.x} \\"${f(y)}", "b": "\\ud83d\\ude00${z}"}}'
    file = read(text)
    names = [node for node in all_nodes(file.body) if isinstance(node, Name)]
    assert {node.name for node in names} == {"var", "y", "z"}
    assert all(text[node.start : node.end] == node.name for node in names)
    (local,) = file.body.blocks
    assert notation(local.body.attributes["a"].expression) == "(template 'é\\n' (. var x) ' \"' (f y))"
    assert text[local.start : local.header_end] == '"locals"'
    assert text[local.body.attributes["b"].start :].startswith('"b": ')


REFUSED = {
    "": (0, "expected a JSON value, found the end of the file"),
    "[1]": (1, "expected an object, or an array of objects, for the content of a block"),
    "{": (1, "expected a property name in double quotes, found the end of the file"),
    '{"a": 1,}': (7, "a comma before `}`: JSON allows none"),
    '{"a" 1}': (5, "expected `:` after the property name, found `1`"),
    '{"a": [1 2]}': (9, "expected `,` or `]` for the `[` opened at line 1, found `2`"),
    '{"a": 1} x': (9, "expected the end of the file after the JSON value, found `x`"),
    '{"a": 1, "a": 2}': (9, "`a` is set a second time in the same block"),
    '{"a": {"b": 1, "b": 2}}': (15, "`b` is set a second time in the same object"),
    '{"a": 01}': (6, "expected a JSON value, found `01`"),
    '{"a": True}': (6, "expected a JSON value, found `True`"),
    "{'a': 1}": (1, "expected a property name in double quotes, found `'`"),
    '{"a": "b': (6, "expected a JSON value, found a string that is not closed on its line or holds an unknown escape"),
    '{"resource": 1}': (13, "expected an object, or an array of objects, for the content of a block"),
    '{"locals": {"a": "\\t${b c}"}}': (24, "expected `}` for the `${` opened at line 1, found `c`"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(SyntaxFailure) as raised:
        read(text)
    assert (raised.value.offset, raised.value.message) == REFUSED[text]
