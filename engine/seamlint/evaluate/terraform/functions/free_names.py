"""The names that an expression takes from where it stands, and the functions that it calls.

Source: HCL Native Syntax Specification, "For Expressions" (which names a loop brings itself).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.syntax.hcl.tree import Call, ForObject, ForTuple, Name, Node, TemplateFor

if TYPE_CHECKING:
    from seamlint.syntax.hcl.tree import Expression


def free_names(expression: Expression) -> dict[str, int]:
    """Return each name with the offset of its first use, in order."""
    found: dict[str, int] = {}
    pending: list[tuple[Any, frozenset[str]]] = [(expression, frozenset())]
    while pending:
        node, bound = pending.pop()
        if isinstance(node, Name) and node.name not in bound:
            found.setdefault(node.name, node.start)
        elif isinstance(node, (list, tuple)):
            pending.extend((item, bound) for item in reversed(node))
        elif isinstance(node, Node):
            pending.extend(reversed(_parts(node, bound)))
    return found


def _parts(node: Node, bound: frozenset[str]) -> list[tuple[Any, frozenset[str]]]:
    """Return what a node is made of, each with the names that loops bring there."""
    inside = bound
    if isinstance(node, TemplateFor):
        inside = bound | {node.key or "", node.value}
    elif isinstance(node, (ForTuple, ForObject)):
        inside = bound | {node.key_name or "", node.value_name}
    return [(getattr(node, name), bound if name == "collection" else inside) for name in type(node).__slots__]


def calls(expression: Expression) -> bool:
    """Tell whether an expression calls a function."""
    pending: list[Any] = [expression]
    while pending:
        node = pending.pop()
        if isinstance(node, Call):
            return True
        if isinstance(node, (list, tuple)):
            pending.extend(node)
        elif isinstance(node, Node):
            pending.extend(getattr(node, name) for name in type(node).__slots__)
    return False
