"""Evaluating expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.evaluate.terraform.values import Value
    from seamlint.syntax.hcl.tree import Expression


def evaluate(expression: Expression, scope: Scope) -> Value:
    """Return an expression's value where the names of a scope are known.

    Raises:
        EvaluationError: Terraform would refuse it.
    """
    raise NotImplementedError
