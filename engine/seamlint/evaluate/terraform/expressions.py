"""Evaluating expressions.

Source: Terraform language documentation, "Expressions"; HCL Native Syntax Specification.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform import function_calls, loops, operators, templates, traversals
from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.dispatch import FORMS
from seamlint.evaluate.terraform.dispatch import evaluate as evaluate_inside
from seamlint.evaluate.terraform.errors import ConversionError, EvaluationError
from seamlint.evaluate.terraform.invariants import once
from seamlint.evaluate.terraform.limits import bounded
from seamlint.evaluate.terraform.numbers import rounded
from seamlint.evaluate.terraform.types import DYNAMIC, STRING
from seamlint.evaluate.terraform.values import (
    NULL,
    Null,
    Object,
    Tuple,
    Value,
    mark,
    normalized,
    unknown,
    unmark,
)
from seamlint.syntax.hcl.tree import Literal, ObjectExpr, Parenthesis, TupleExpr

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.syntax.hcl.tree import Expression


def evaluate(expression: Expression, scope: Scope) -> Value:
    """Return an expression's value where the names of a scope are known.

    Raises:
        EvaluationError: Terraform would refuse it, or it is nested too deeply to be evaluated.
    """
    try:
        return FORMS[type(expression)](expression, scope)
    except RecursionError:
        message = "This expression is nested too deeply, or what it refers to is; split it into locals."
        raise EvaluationError(message, expression.start, expression.end) from None


def _literal(node: Literal, scope: Scope) -> Value:
    del scope
    value = node.value
    if isinstance(value, str):
        return value if value.isascii() else normalized(value)
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return rounded(value)
    return NULL if value is None else value


def _parenthesis(node: Parenthesis, scope: Scope) -> Value:
    return evaluate_inside(node.expression, scope)


@once
def _tuple(node: TupleExpr, scope: Scope) -> Value:
    return bounded(Tuple([evaluate_inside(item, scope) for item in node.items]), node)


@once
def _object(node: ObjectExpr, scope: Scope) -> Value:
    entries: dict[str, Value] = {}
    unknown_keys: list[Value] = []
    marks: frozenset[str] = frozenset()
    for key_node, value_node in node.items:
        key, own = unmark(_object_key(key_node, scope))
        value = evaluate_inside(value_node, scope)
        marks |= own
        if isinstance(key, str):
            entries[key] = value
        else:
            unknown_keys.append(key)
    if unknown_keys:
        return unknown(DYNAMIC, *unknown_keys)
    return mark(bounded(Object(entries), node), marks)


def _object_key(node: Expression, scope: Scope) -> Value:
    key = evaluate_inside(node, scope)
    if isinstance(key, str):
        return key
    if isinstance(unmark(key)[0], Null):
        raise EvaluationError("Null value as key: Can't use a null value as a key.", node.start, node.end)
    try:
        return convert(key, STRING)
    except ConversionError as error:
        message = f"Incorrect key type: Can't use this value as a key: {error}."
        raise EvaluationError(message, node.start, node.end) from None


FORMS.update({Literal: _literal, Parenthesis: _parenthesis, TupleExpr: _tuple, ObjectExpr: _object})
for _part in (function_calls, loops, operators, templates, traversals):
    FORMS.update(_part.FORMS)
