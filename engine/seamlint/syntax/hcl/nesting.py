"""How deep a tree is: evaluating one takes a stack, and a scanned repository may hold anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.syntax.hcl import tree
from seamlint.syntax.hcl.tree import Node, SyntaxFailure

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 200
"""Levels of an expression: more than anyone writes, less than what a stack holds."""

_HOLDS: dict[type, tuple[str, ...]] = {
    tree.Template: ("parts",),
    tree.TemplateWrap: ("expression",),
    tree.TemplateIf: ("condition", "then", "otherwise"),
    tree.TemplateFor: ("collection", "body"),
    tree.TupleExpr: ("items",),
    tree.ObjectExpr: ("items",),
    tree.GetAttr: ("object",),
    tree.Index: ("object", "key"),
    tree.Splat: ("object", "each"),
    tree.Call: ("arguments",),
    tree.Conditional: ("condition", "then", "otherwise"),
    tree.Binary: ("left", "right"),
    tree.Unary: ("operand",),
    tree.Parenthesis: ("expression",),
    tree.ForTuple: ("collection", "result", "condition"),
    tree.ForObject: ("collection", "key", "result", "condition"),
}


def children(node: Node) -> Iterator[Node]:
    """Yield the expressions right inside an expression, in source order but for conditions of ``for``."""
    for name in _HOLDS.get(type(node), ()):
        yield from _nodes(getattr(node, name))


def _nodes(held: Any) -> Iterator[Node]:
    if isinstance(held, Node):
        yield held
    elif held is not None:
        for item in held:
            if isinstance(item, Node):
                yield item
            else:
                yield from item


def bounded(expression: Any) -> None:
    """Refuse an expression that is nested too deep.

    Raises:
        SyntaxFailure: it has more than `MAX_DEPTH` levels.
    """
    level: list[Node] = [expression]
    for _ in range(MAX_DEPTH):
        level = [child for node in level for child in children(node)]
        if not level:
            return
    raise SyntaxFailure(f"this expression is nested more than {MAX_DEPTH} levels deep", expression.start)
