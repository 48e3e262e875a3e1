"""Operators and conditionals.

Both operands are always evaluated: Terraform 1.11 does not short-circuit.
Source: Terraform language documentation, "Arithmetic and Logical Operators", "Conditional Expressions".
"""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from seamlint.evaluate.terraform import numbers
from seamlint.evaluate.terraform.convert import convert, refined
from seamlint.evaluate.terraform.dispatch import evaluate
from seamlint.evaluate.terraform.equality import equal
from seamlint.evaluate.terraform.errors import ConversionError, EvaluationError, FunctionError, UndeclaredError
from seamlint.evaluate.terraform.limits import charge
from seamlint.evaluate.terraform.types import (
    BOOL,
    COLLECTIONS,
    DYNAMIC,
    NUMBER,
    ObjectOf,
    TupleOf,
    Type,
    friendly_name,
)
from seamlint.evaluate.terraform.unify import unify
from seamlint.evaluate.terraform.values import (
    NOT_NULL,
    List,
    Map,
    Marked,
    Null,
    Refinement,
    Set,
    Unknown,
    Value,
    mark,
    marks_of,
    needs_of,
    type_of,
    unknown,
    unmark,
)
from seamlint.syntax.hcl.tree import Binary, Conditional, Parenthesis, Unary

if TYPE_CHECKING:
    from collections.abc import Callable

    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.syntax.hcl.tree import Expression

_ARITHMETIC: dict[str, Callable[[Any, Any], numbers.Number]] = {
    "+": lambda left, right: numbers.rounded(left + right),
    "-": lambda left, right: numbers.rounded(left - right),
    "*": lambda left, right: numbers.rounded(left * right),
    "/": numbers.divide,
    "%": numbers.remainder,
}
_LOGIC: dict[str, Callable[[Any, Any], bool]] = {"&&": operator.and_, "||": operator.or_}
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def evaluate_binary(node: Binary, scope: Scope) -> Value:
    """Return ``left operator right``."""
    left, right = evaluate(node.left, scope), evaluate(node.right, scope)
    sign = node.operator
    if sign in ("==", "!="):
        charge(scope, node, left, right)
        return _equality(left, right, sign)
    kind = BOOL if sign in _LOGIC else NUMBER
    left, left_marks = unmark(_operand(left, kind, node.left, "left operand"))
    right, right_marks = unmark(_operand(right, kind, node.right, "right operand"))
    return mark(_calculate(node, left, right), left_marks | right_marks)


def _equality(left: Value, right: Value, sign: str) -> Value:
    found = equal(left, right)
    result = unknown(BOOL, left, right, refinement=NOT_NULL) if found is None else found is (sign == "==")
    return mark(result, marks_of(left) | marks_of(right))


def _operand(value: Value, kind: Type, node: Expression, side: str) -> Value:
    try:
        value = convert(value, kind)
    except ConversionError as error:
        raise EvaluationError(f"Unsuitable value for {side}: {error}.", node.start, node.end) from None
    if isinstance(unmark(value)[0], Null):
        message = "Error during operation: argument must not be null; give it a value, or a default with coalesce()."
        raise EvaluationError(message, node.start, node.end)
    return value


def _calculate(node: Binary, left: Any, right: Any) -> Value:
    sign = node.operator
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        known = _compare_bounds(sign, left, right) if sign in _ORDER else None
        kind = NUMBER if sign in _ARITHMETIC else BOOL
        return unknown(kind, left, right, refinement=NOT_NULL) if known is None else known
    if sign in _ORDER:
        return _ORDER[sign](left, right)
    if sign in _LOGIC:
        return _LOGIC[sign](left, right)
    if sign == "/" and right == 0:
        raise EvaluationError("Division by zero; test the divisor first.", node.start, node.end)
    try:
        return _ARITHMETIC[sign](left, right)
    except FunctionError as error:
        raise EvaluationError(f"Error during operation: {error}.", node.start, node.end) from None


def _compare_bounds(sign: str, left: Any, right: Any) -> bool | None:
    """Compare numbers of which some are known only within bounds."""
    (left_low, left_high), (right_low, right_high) = _bounds(left), _bounds(right)
    below = left_high is not None and right_low is not None and left_high < right_low
    above = left_low is not None and right_high is not None and left_low > right_high
    if below or above:
        return below is (sign in ("<", "<="))
    return None


def _bounds(value: Any) -> tuple[Any, Any]:
    return (value.refinement.low, value.refinement.high) if isinstance(value, Unknown) else (value, value)


def evaluate_unary(node: Unary, scope: Scope) -> Value:
    """Return ``-operand`` or ``!operand``."""
    kind = NUMBER if node.operator == "-" else BOOL
    value, marks = unmark(_operand(evaluate(node.operand, scope), kind, node.operand, "unary operand"))
    if isinstance(value, Unknown):
        return mark(unknown(kind, value, refinement=NOT_NULL), marks)
    assert isinstance(value, (int, Fraction))
    return mark(-value if node.operator == "-" else not value, marks)


def evaluate_conditional(node: Conditional, scope: Scope) -> Value:
    """Return ``condition ? then : otherwise``, converted to the type that both results have in common."""
    then, then_error = _attempt(node.then, scope)
    otherwise, otherwise_error = _attempt(node.otherwise, scope)
    charge(scope, node, then, otherwise)
    kind = _common_type(node, then, otherwise)
    condition, marks = unmark(evaluate(node.condition, scope))
    (then, then_marks), (otherwise, otherwise_marks) = unmark(then), unmark(otherwise)
    marks |= then_marks | otherwise_marks
    if isinstance(condition, Null):
        message = "The condition value is null. Conditions must either be true or false."
        raise EvaluationError(message, node.condition.start, node.condition.end)
    if isinstance(condition, Unknown):
        return mark(_undecided(kind, condition, then, otherwise), marks)
    chosen, error = (then, then_error) if _is_true(condition, node.condition) else (otherwise, otherwise_error)
    if error is not None:
        raise error
    try:
        return mark(convert(chosen, kind), marks)
    except ConversionError as failure:
        message = f"Inconsistent conditional result types: the chosen result has the wrong type: {failure}."
        raise EvaluationError(message, node.start, node.end) from None


def _attempt(node: Expression, scope: Scope) -> tuple[Value, EvaluationError | None]:
    """Evaluate a branch: what fails in the one that is not taken does not matter."""
    try:
        return evaluate(node, scope), None
    except UndeclaredError:
        raise
    except EvaluationError as error:
        return Unknown(_failed_type(node), (error.message,)), error


def _failed_type(node: Expression) -> Type:
    """Return the type that an expression without a value still has: an operator's is fixed."""
    if isinstance(node, Parenthesis):
        return _failed_type(node.expression)
    if isinstance(node, (Binary, Unary)):
        return NUMBER if node.operator in _ARITHMETIC else BOOL
    return DYNAMIC


def _is_true(condition: Value, node: Expression) -> bool:
    try:
        return convert(condition, BOOL) is True
    except ConversionError:
        message = "Incorrect condition type: the condition expression must be of type bool."
        raise EvaluationError(message, node.start, node.end) from None


def _common_type(node: Conditional, then: Value, otherwise: Value) -> Type:
    first, second = type_of(then), type_of(otherwise)
    if first is DYNAMIC or second is DYNAMIC:
        if isinstance(unmark(then)[0], Null) and first is DYNAMIC:
            return second
        return first if isinstance(unmark(otherwise)[0], Null) and second is DYNAMIC else DYNAMIC
    kind = unify((first, second))
    if kind is None:
        raise EvaluationError(
            "Inconsistent conditional result types: the true and false result expressions must have consistent types."
            f" {_difference(first, second)}.",
            node.then.start,
            node.otherwise.end,
        )
    return kind


def _difference(first: Type, second: Type) -> str:
    """Say where two types that do not unify differ."""
    if isinstance(first, ObjectOf) and isinstance(second, ObjectOf):
        for one, other, sides in ((first, second, ("true", "false")), (second, first, ("false", "true"))):
            for name in sorted(one.attributes.keys() - other.attributes.keys()):
                return f"The '{sides[0]}' value includes object attribute \"{name}\", absent in the '{sides[1]}' value"
        for name in sorted(first.attributes):
            if first.attributes[name] != second.attributes[name]:
                inner = _difference(first.attributes[name], second.attributes[name])
                return f'Type mismatch for object attribute "{name}": {inner}'
    if isinstance(first, TupleOf) and isinstance(second, TupleOf) and len(first.items) != len(second.items):
        return f"The 'true' tuple has length {len(first.items)}, but the 'false' tuple has length {len(second.items)}"
    return f"The 'true' value is {friendly_name(first)}, but the 'false' value is {friendly_name(second)}"


def _undecided(kind: Type, condition: Unknown, then: Value, otherwise: Value) -> Value:
    """Return what is known of the result while the condition is not."""
    if isinstance(then, Null) and isinstance(otherwise, Null):
        return Null(kind)
    not_null = all(_never_null(value) for value in (then, otherwise))
    first, second = type_of(then), type_of(otherwise)
    low = high = None
    if first == second and (first is NUMBER or isinstance(first, COLLECTIONS)):
        low, high = _hull(_extent(then), _extent(otherwise))
    refinement = Refinement(not_null=not_null and kind is not DYNAMIC, low=low, high=high)
    return refined(Unknown(kind, needs_of(condition, then, otherwise), refinement=refinement))


def _never_null(value: Value) -> bool:
    return value.refinement.not_null if isinstance(value, Unknown) else not isinstance(value, Null)


def _extent(value: Value) -> tuple[Any, Any]:
    """Return the bounds of a number, or of a collection's length."""
    if isinstance(value, (List, Map)):
        length = len(value.items if isinstance(value, List) else value.entries)
        return length, length
    if isinstance(value, Set):
        certain = any(isinstance(item, Unknown) for item in value.items)
        return (min(len(value.items), 1) if certain else len(value.items)), len(value.items)
    return (None, None) if isinstance(value, (Null, Marked)) else _bounds(value)


def _hull(first: tuple[Any, Any], second: tuple[Any, Any]) -> tuple[Any, Any]:
    low = None if None in (first[0], second[0]) else min(first[0], second[0])
    high = None if None in (first[1], second[1]) else max(first[1], second[1])
    return low, high


FORMS = {Binary: evaluate_binary, Unary: evaluate_unary, Conditional: evaluate_conditional}
