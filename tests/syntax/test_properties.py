"""Whatever tree is printed is read as that tree; any text gives a tree, or a failure inside the text."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from unicodedata import is_normalized

from hypothesis import given, settings
from hypothesis import strategies as st

from hcl_notation import all_nodes, notation
from seamlint.sources.span import SourceText
from seamlint.syntax.hcl import parse, parse_expression, parse_template
from seamlint.syntax.hcl.tree import (
    Binary,
    Call,
    Conditional,
    Expression,
    ForTuple,
    GetAttr,
    Index,
    Literal,
    Name,
    ObjectExpr,
    Parenthesis,
    SyntaxFailure,
    TupleExpr,
    Unary,
)

NAMES = st.sampled_from(["a", "b_1", "c-d", "if", "in", "for_each", "é"])
OPERATORS = [["||"], ["&&"], ["==", "!="], ["<", ">", "<=", ">="], ["+", "-"], ["*", "/", "%"]]
LEVEL = {operator: level for level, operators in enumerate(OPERATORS) for operator in operators}
SPACES = st.sampled_from([" ", "  ", "\t", " /* c */ "])


def leaves() -> st.SearchStrategy[Expression]:
    numbers = st.integers(0, 10**30).map(lambda value: Literal(0, 0, value))
    words = st.sampled_from([True, False, None]).map(lambda value: Literal(0, 0, value))
    texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=6).map(
        lambda value: Literal(0, 0, value)
    )
    return st.one_of(numbers, words, texts, NAMES.map(lambda name: Name(0, 0, name)))


def branches(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    terms = inner.map(lambda node: node if isinstance(node, (Name, Call, GetAttr, Index)) else Parenthesis(0, 0, node))
    return st.one_of(
        st.builds(binary, st.sampled_from(sorted(LEVEL)), inner, inner),
        st.builds(lambda op, node: Unary(0, 0, op, node), st.sampled_from("-!"), terms),
        st.builds(
            lambda a, b, c: Conditional(0, 0, Parenthesis(0, 0, a) if isinstance(a, Conditional) else a, b, c),
            inner, inner, inner,
        ),
        st.builds(lambda node, name: GetAttr(0, 0, node, name), terms, NAMES),
        st.builds(lambda node, key: Index(0, 0, node, key), terms, inner),
        st.builds(lambda name, items: Call(0, 0, name, items, False), st.just("f"), st.lists(inner, max_size=3)),
        st.lists(inner, max_size=3).map(lambda items: TupleExpr(0, 0, items)),
        st.lists(st.tuples(NAMES.map(lambda name: Literal(0, 0, name)), inner), max_size=3).map(
            lambda items: ObjectExpr(0, 0, [(key, value) for key, value in items])
        ),
        st.builds(lambda name, coll, item: ForTuple(0, 0, None, name, coll, item, None), NAMES, inner, inner),
    )  # fmt: skip


def binary(operator: str, left: Expression, right: Expression) -> Binary:
    """An operation whose operands need no parentheses but those they get."""

    def guarded(node: Expression, level: int) -> Expression:
        loose = isinstance(node, Conditional) or (isinstance(node, Binary) and LEVEL[node.operator] < level)
        return Parenthesis(0, 0, node) if loose else node

    return Binary(0, 0, operator, guarded(left, LEVEL[operator]), guarded(right, LEVEL[operator] + 1))


def text_of(node: Literal) -> str:
    return json.dumps(node.value, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")


PRINTED: dict[type, Callable[[Any, Callable[[Any], str], str], str]] = {
    Literal: lambda node, _inner, _space: text_of(node),
    Name: lambda node, _inner, _space: node.name,
    Unary: lambda node, inner, _: f"{node.operator}{inner(node.operand)}",
    Binary: lambda node, inner, space: f"{inner(node.left)}{space}{node.operator}{space}{inner(node.right)}",
    Conditional: lambda node, inner, space: space.join(
        (inner(node.condition), "?", inner(node.then), ":", inner(node.otherwise))
    ),
    GetAttr: lambda node, inner, _: f"{inner(node.object)}.{node.name}",
    Index: lambda node, inner, space: f"{inner(node.object)}[{space}\n{inner(node.key)}]",
    Call: lambda node, inner, _: f"{node.name}({', '.join(map(inner, node.arguments))})",
    TupleExpr: lambda node, inner, _: f"[{', '.join(map(inner, node.items))}]",
    ObjectExpr: lambda node, inner, space: (
        "{" + ",\n".join(f"{key.value}{space}={space}{inner(value)}" for key, value in node.items) + "}"
    ),
    ForTuple: lambda node, inner, space: (
        f"[for{space}{node.value_name} in {inner(node.collection)}\n:{space}{inner(node.result)}]"
    ),
    Parenthesis: lambda node, inner, _: f"({inner(node.expression)})",
}


def printed(node: Expression, space: str) -> str:
    return PRINTED[type(node)](node, lambda inner: printed(inner, space), space)


@settings(max_examples=150, deadline=None)
@given(st.recursive(leaves(), branches, max_leaves=12), SPACES)
def test_printed_is_read(node: Expression, space: str) -> None:
    text = printed(node, space)
    if not is_normalized("NFC", text) or "\\u" in text or "\\b" in text or "\\f" in text or "\x7f" in text:
        return
    assert notation(parse_expression(text)) == notation(node)


MARKS = ["${", "%{", "=>", "...", "/*", "*/", "$${", "::"]
WORDS = ["for ", "in ", "if ", "endif", "<<E\n", "E\n", "\r\n", "\u2028", "\x00"]
PIECES = st.sampled_from([*'a \n"}{[]()=.*,~?1#\\-!:', *MARKS, *WORDS])


def read(text: str, reader: Callable[[str], Any]) -> Any:
    """Return what a text is read as, None when it fails at a place inside it."""
    offset = 0
    try:
        return reader(text)
    except SyntaxFailure as failure:
        offset = failure.offset
    assert 0 <= offset <= len(text)
    return None


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_gives_a_tree_or_a_failure(text: str) -> None:
    file = read(text, lambda text: parse(SourceText("a.tf", text)))
    for node in all_nodes(file.body) if file else ():
        assert 0 <= node.start <= node.end <= len(text)
        if isinstance(node, Name):
            assert text[node.start : node.end] == node.name


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_any_template_gives_a_tree_or_a_failure(text: str) -> None:
    read(text, parse_template)
