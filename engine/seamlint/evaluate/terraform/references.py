"""The names that an expression refers to, and its parts by path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.addresses import with_key
from seamlint.syntax.hcl.tree import GetAttr, Index, Literal, Name, Node, ObjectExpr, Parenthesis, TupleExpr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Path
    from seamlint.syntax.hcl.tree import Expression


def references(expression: Expression) -> Iterator[tuple[str, ...]]:
    """Yield the names of each traversal in source order: ``var.a[0].b`` is ``("var", "a", "b")``."""
    pending: list[object] = [expression]
    while pending:
        node = pending.pop()
        names = _traversal(node)
        if names:
            yield names
        pending.extend(reversed(list(_parts(node, names))))


def written_address(expression: Expression) -> str | None:
    """Return the address that a traversal writes: ``aws_vpc.a["x"]``; None for what is no address."""
    if isinstance(expression, Name):
        return expression.name
    if isinstance(expression, GetAttr):
        inner = written_address(expression.object)
        return None if inner is None else f"{inner}.{expression.name}"
    if isinstance(expression, Index) and isinstance(expression.key, Literal):
        inner, key = written_address(expression.object), expression.key.value
        return with_key(inner, key) if inner is not None and isinstance(key, (int, str)) else None
    return None


def narrowed(expression: Expression, path: Path) -> Expression:
    """Return the deepest part of an expression that is written at a path of its value: an item, an entry."""
    for step in path:
        while isinstance(expression, Parenthesis):
            expression = expression.expression
        inner = _part(expression, step)
        if inner is None:
            break
        expression = inner
    return expression


def _traversal(node: object) -> tuple[str, ...]:
    names = []
    while isinstance(node, (GetAttr, Index)):
        if isinstance(node, GetAttr):
            names.append(node.name)
        node = node.object
    return (node.name, *reversed(names)) if isinstance(node, Name) else ()


def _parts(node: object, names: tuple[str, ...]) -> Iterator[object]:
    if isinstance(node, (list, tuple)):
        yield from node
    elif names:
        while isinstance(node, (GetAttr, Index)):
            yield from (node.key,) if isinstance(node, Index) else ()
            node = node.object
    elif isinstance(node, Node):
        for name in type(node).__slots__:
            yield getattr(node, name)


def _part(expression: Expression, step: str | int) -> Expression | None:
    if isinstance(expression, TupleExpr) and isinstance(step, int) and step < len(expression.items):
        return expression.items[step]
    if isinstance(expression, ObjectExpr):
        return next((value for key, value in expression.items if isinstance(key, Literal) and key.value == step), None)
    return None
