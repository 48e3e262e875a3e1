"""Parts of expressions that mean the same in every instance and every round, evaluated once for all of them.

``element(aws_subnet.all[*].id, count.index)`` in two thousand instances walks through two thousand subnets once.
What a part depends on is not read from its text but watched while it is evaluated: a part that looked at no name of
the instance, block or round that it stands in has the same value in all of them.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.evaluate.terraform.values import Value
    from seamlint.syntax.hcl.tree import Node

Form = TypeVar("Form", bound="Node")
_NOTHING = 1_000_000
"""A depth that no scope has."""


def once(evaluate: Callable[[Form, Scope], Value]) -> Callable[[Form, Scope], Value]:
    """Return the evaluation of a form of expression that remembers what depends on nothing around it."""

    @wraps(evaluate)
    def remembered(node: Form, scope: Scope) -> Value:
        if not scope.depth:
            return evaluate(node, scope)
        known = scope.top.invariants.get(id(node))
        if known is not None:
            return known[1]
        work = scope.work
        before, work.outermost = work.outermost, _NOTHING
        try:
            value = evaluate(node, scope)
            if work.outermost > scope.depth:
                scope.top.invariants[id(node)] = (node, value)
        finally:
            work.outermost = min(work.outermost, before)
        return value

    return remembered
