"""Quoted templates, heredocs, template files: structure, white space, escapes; the same text as real Terraform."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hcl_notation import notation
from seamlint.sources.span import SourceText
from seamlint.syntax.hcl import parse, parse_expression, parse_template
from seamlint.syntax.hcl.tree import (
    GetAttr,
    Literal,
    Name,
    SyntaxFailure,
    Template,
    TemplateFor,
    TemplateIf,
    TemplateWrap,
)

LINES = (Path(__file__).parent / "recorded" / "templates.jsonl").read_text("utf-8").strip().split("\n")
RECORDED = [json.loads(line) for line in LINES]
LOCALS: dict[str, Any] = {"x": "X", "t": True, "f": False, "l": ["p", "q"]}
"""What `RECORDED` was evaluated with, by real Terraform 1.11."""


def text_of(node: Any, names: dict[str, str]) -> Any:
    """Evaluate the few forms that the recorded templates hold."""
    return EVALUATED[type(node)](node, names)


def repeated(node: TemplateFor, names: dict[str, str]) -> str:
    return "".join(text_of(node.body, {**names, node.value: item}) for item in text_of(node.collection, names))


def chosen(node: TemplateIf, names: dict[str, str]) -> str:
    part = node.then if text_of(node.condition, names) else node.otherwise
    return str(text_of(part, names)) if part else ""


EVALUATED: dict[type, Callable[[Any, dict[str, str]], Any]] = {
    Literal: lambda node, _: node.value,
    Template: lambda node, names: "".join(text_of(part, names) for part in node.parts),
    TemplateWrap: lambda node, names: text_of(node.expression, names),
    GetAttr: lambda node, _: LOCALS[node.name],
    Name: lambda node, names: names[node.name],
    TemplateIf: chosen,
    TemplateFor: repeated,
}


@pytest.mark.parametrize("case", RECORDED, ids=[str(index) for index in range(len(RECORDED))])
def test_as_real_terraform(case: dict[str, str]) -> None:
    source = SourceText("a.tf", f"v = {case['expression']}\n")
    if "refused" in case:
        with pytest.raises(SyntaxFailure):
            parse(source)
    else:
        assert text_of(parse(source).body.attributes["v"].expression, {}) == case["value"]


QUOTED = {
    '"${a}"': "(wrap a)",
    '"${~ a ~}"': "(wrap a)",
    '" ${a}"': "(template ' ' a)",
    '" ${~ a}"': "(template a)",
    '"a${b}c${d}"': "(template 'a' b 'c' d)",
    '"${a}${b}"': "(template a b)",
    '"${"x"}"': "(wrap 'x')",
    '"${"${"a"}b"}"': "(wrap (template 'a' 'b'))",
    '"${f("}")}"': "(wrap (f '}'))",
    '"${ {a = "}"} }"': "(wrap (object 'a'='}'))",
    '"${\n a \n}"': "(wrap a)",
    '"${[for x in y : "${x}-"]}"': "(wrap (for[] x y (template x '-')))",
    '"%{ if a }b%{ endif }"': "(template (if a (template 'b')))",
    '"%{ if a }%{ else }b%{ endif }"': "(template (if a (template) (template 'b')))",
    '"x %{~ if a ~} b %{~ else ~} c %{~ endif ~} y"': "(template 'x' (if a (template 'b') (template 'c')) 'y')",
    '"%{ for a in b }${a}%{ endfor }"': "(template (%for a b (template a)))",
    '"%{ for k, v in b }%{ if k }${v}%{ endif }%{ endfor }"': "(template (%for k,v b (template (if k (template v)))))",
    '"%{ if if }x%{ endif }"': "(template (if if (template 'x')))",
}


@pytest.mark.parametrize("text", QUOTED)
def test_quoted(text: str) -> None:
    assert notation(parse_expression(text)) == QUOTED[text]


HEREDOCS = {
    "<<EOT\nEOT\n": "''",
    "<<EOT\na\nEOT\n": "'a\\n'",
    "<<EOT\n  a\n\n b\n  EOT\n": "'  a\\n\\n b\\n'",
    "<<-EOT\n  a\n\n    b\n  EOT\n": "'a\\n\\n  b\\n'",
    "<<-EOT\n  a\n   \n    b\n  EOT\n": "'a\\n   \\n  b\\n'",
    "<<-EOT\n\ta\n\t\tb\nEOT\n": "'a\\n\\tb\\n'",
    "<<EOT\n${a}\nEOT\n": "(template a '\\n')",
    "<<EOT\n${a ~}\nEOT\n": "(template a)",
    "<<-EOT\n  ${a} b\n    c\n  EOT\n": "(template a ' b\\n  c\\n')",
    "<<-EOT\n${a}\n    c\n  EOT\n": "(template a '\\n    c\\n')",
    "<<-EOT\n    %{ if a ~}\n    b\n    %{ endif ~}\n    EOT\n": "(template (if a (template '    b\\n')))",
    "<<a-b_1\nx\n  a-b_1  \n": "'x\\n'",
    "<<E\nEOT\nE \t\n": "'EOT\\n'",
    '<<EOT\n"quoted" \\n $${a} %%{b} $c %d\nEOT\n': "'\"quoted\" \\\\n ${a} %{b} $c %d\\n'",
    "<<EOT\n${<<IN\n${a}\nIN\n}\nEOT\n": "(template (template a '\\n') '\\n')",
    "<<EOT\na ${b}\nEOT is near\nEOT\n": "(template 'a ' b '\\nEOT is near\\n')",
    "<<EOT\r\na\r\n${b}\r\nEOT\r\n": "(template 'a\\r\\n' b '\\r\\n')",
    "[<<EOT\na\nEOT\n, 1]": "(tuple 'a\\n' 1)",
    "f(<<-EOT\n  a\n  EOT\n, <<EOT\nb\nEOT\n)": "(f 'a\\n' 'b\\n')",
}


@pytest.mark.parametrize("text", HEREDOCS)
def test_heredoc(text: str) -> None:
    assert notation(parse_expression(text)) == HEREDOCS[text]


BARE = {
    "": "''",
    "a": "'a'",
    'a "b" \\n\n': "'a \"b\" \\\\n\\n'",
    "${a}": "(wrap a)",
    "x ${a}\n": "(template 'x ' a '\\n')",
    "%{ for a in b ~}\n  - ${a}\n%{ endfor ~}\n": "(template (%for a b (template '  - ' a '\\n')))",
    "<<EOT\n": "'<<EOT\\n'",
}


@pytest.mark.parametrize("text", BARE)
def test_template_file(text: str) -> None:
    expression = parse_template(text)
    assert notation(expression) == BARE[text]
    assert (expression.start, expression.end) == (0, len(text))
