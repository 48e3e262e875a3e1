"""Trees as short text, so that a test says what it expects in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.syntax.hcl import tree
from seamlint.syntax.hcl.nesting import children

if TYPE_CHECKING:
    from collections.abc import Callable

    from seamlint.syntax.hcl.tree import Body, Node


def notation(node: Any) -> str:
    """``1 + a.b`` is ``(+ 1 (. a b))``; every form starts with its operator or a word for it."""
    return FORMS[type(node)](node)


def form(head: str, *parts: Any) -> str:
    return "(" + " ".join((head, *(notation(part) for part in parts if part is not None))) + ")"


def literal(node: tree.Literal) -> str:
    words = {id(None): "null", id(True): "true", id(False): "false"}
    return repr(node.value) if isinstance(node.value, str) else words.get(id(node.value), str(node.value))


def items(node: tree.ObjectExpr) -> str:
    return "(object" + "".join(f" {notation(key)}={notation(value)}" for key, value in node.items) + ")"


def names(key: str | None, value: str) -> str:
    return f"{key},{value}" if key else value


def for_tuple(node: tree.ForTuple) -> str:
    head = f"for[] {names(node.key_name, node.value_name)}"
    return form(head, node.collection, node.result, node.condition)


def for_object(node: tree.ForObject) -> str:
    head = f"for{{}}{'...' if node.group else ''} {names(node.key_name, node.value_name)}"
    return form(head, node.collection, node.key, node.result, node.condition)


FORMS: dict[type, Callable[[Any], str]] = {
    tree.Literal: literal,
    tree.Name: lambda node: node.name,
    tree.SplatItem: lambda _: "@",
    tree.Binary: lambda node: form(node.operator, node.left, node.right),
    tree.Unary: lambda node: form(node.operator, node.operand),
    tree.GetAttr: lambda node: f"(. {notation(node.object)} {node.name})",
    tree.Index: lambda node: form("[]", node.object, node.key),
    tree.Splat: lambda node: form("[*]" if node.full else ".*", node.object, node.each),
    tree.Conditional: lambda node: form("?", node.condition, node.then, node.otherwise),
    tree.Parenthesis: lambda node: form("paren", node.expression),
    tree.Call: lambda node: form(node.name + ("..." if node.expand_final else ""), *node.arguments),
    tree.TupleExpr: lambda node: form("tuple", *node.items),
    tree.ObjectExpr: items,
    tree.ForTuple: for_tuple,
    tree.ForObject: for_object,
    tree.Template: lambda node: form("template", *node.parts),
    tree.TemplateWrap: lambda node: form("wrap", node.expression),
    tree.TemplateIf: lambda node: form("if", node.condition, node.then, node.otherwise),
    tree.TemplateFor: lambda node: form(f"%for {names(node.key, node.value)}", node.collection, node.body),
}


def outline(body: Body) -> str:
    """``a = 1`` and ``b "c" {}`` are ``a=1 b'c'{}``: attributes first, then blocks."""
    attributes = [f"{name}={notation(attribute.expression)}" for name, attribute in body.attributes.items()]
    blocks = [block.type + "".join(map(repr, block.labels)) + "{" + outline(block.body) + "}" for block in body.blocks]
    return " ".join((*attributes, *blocks))


def all_nodes(body: Body) -> list[Node]:
    """Every node below a body, blocks and attributes too."""
    nodes: list[Node] = []
    for attribute in body.attributes.values():
        nodes.append(attribute)
        expressions: list[Node] = [attribute.expression]
        while expressions:
            node = expressions.pop()
            nodes.append(node)
            expressions.extend(children(node))
    for block in body.blocks:
        nodes.append(block)
        nodes.extend(all_nodes(block.body))
    return nodes
