"""Who evaluates which form of expression: filled by `seamlint.evaluate.terraform.expressions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.evaluate.terraform.values import Value
    from seamlint.syntax.hcl.tree import Expression

FORMS: dict[type, Callable[[Any, Scope], Value]] = {}


def evaluate(expression: Expression, scope: Scope) -> Value:
    """Return the value of an expression inside another one."""
    return FORMS[type(expression)](expression, scope)
