"""Functions that convert, that try, and that mark.

Source: Terraform documentation, "Type Conversion Functions", "Sensitive and Ephemeral Values".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.dispatch import evaluate
from seamlint.evaluate.terraform.errors import ConversionError, EvaluationError, FunctionError, UndeclaredError
from seamlint.evaluate.terraform.functions.function import Parameter, function, special_form
from seamlint.evaluate.terraform.limits import charge
from seamlint.evaluate.terraform.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    SetOf,
    Type,
    friendly_name,
)
from seamlint.evaluate.terraform.unify import convertible
from seamlint.evaluate.terraform.values import (
    EPHEMERAL,
    SENSITIVE,
    Marked,
    Null,
    Unknown,
    Value,
    is_wholly_known,
    mapped,
    mark,
    marks_of,
    type_of,
    unknown,
    unmark,
    unmark_deep,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.syntax.hcl.tree import Call

_VALUE = Parameter("value", null=True, unknown=True, dynamic=True, marked=True)


def _converter(kind: Type) -> Callable[[Value], Value]:
    def apply(value: Value) -> Value:
        bare, marks = unmark(value)
        if not convertible(type_of(bare), kind):
            raise FunctionError(f"cannot convert {friendly_name(type_of(bare))} to {friendly_name(kind)}", 0)
        if isinstance(bare, Unknown):
            same = bare.refinement if bare.type == kind else type(bare.refinement)(bare.refinement.not_null)
            return mark(Unknown(kind, bare.needs, bare.parts, same), marks)
        try:
            return convert(value, kind)
        except ConversionError:
            raise FunctionError(_why_not(value, kind), 0) from None

    return apply


def _why_not(value: Value, kind: Type) -> str:
    bare, _ = unmark_deep(value)
    target = friendly_name(kind)
    if SENSITIVE in marks_of(value):
        return f"cannot convert this sensitive {friendly_name(type_of(bare))} to {target}"
    if isinstance(bare, str) and kind is BOOL:
        return f'cannot convert "{bare}" to bool; only the strings "true" or "false" are allowed'
    if isinstance(bare, str) and kind is NUMBER:
        return f'cannot convert "{bare}" to number; given string must be a decimal representation of a number'
    return f"cannot convert {friendly_name(type_of(bare))} to {target}"


for _name, _kind in (
    ("tostring", STRING),
    ("tonumber", NUMBER),
    ("tobool", BOOL),
    ("tolist", ListOf(DYNAMIC)),
    ("toset", SetOf(DYNAMIC)),
    ("tomap", MapOf(DYNAMIC)),
):
    function(_name, Parameter("v", null=True, unknown=True, dynamic=True, marked=True), returns=_kind)(
        _converter(_kind)
    )


@special_form("try")
def try_(call: Call, scope: Scope) -> Value:
    """Return the first argument that evaluates without error; one that holds unknowns leaves the result unknown."""
    if not call.arguments:
        message = 'Error in function call: Call to function "try" failed: at least one argument is required.'
        raise EvaluationError(message, call.start, call.end)
    failures = []
    for argument in call.arguments:
        try:
            value = evaluate(argument, scope)
        except UndeclaredError:
            raise
        except EvaluationError as error:
            failures.append(error.message)
            continue
        charge(scope, argument, value)
        return value if is_wholly_known(value) else _uncertain(value)
    reasons = " ".join(failures)
    raise EvaluationError(f"Error in function call: no expression of try succeeded. {reasons}", call.start, call.end)


def _uncertain(value: Value) -> Value:
    """Return a value that may yet fail: of no known type, though whose it is stays known."""
    bare, marks = unmark(value)
    if isinstance(bare, Unknown):
        return mark(Unknown(DYNAMIC, bare.needs, bare.parts), marks)
    return unknown(DYNAMIC, value)


@special_form("can")
def can(call: Call, scope: Scope) -> Value:
    """Tell whether an argument evaluates without error; one that holds unknowns may yet fail."""
    if len(call.arguments) != 1:
        message = f'Function "can" expects 1 argument(s), {len(call.arguments)} given.'
        raise EvaluationError(message, call.start, call.end)
    try:
        value = evaluate(call.arguments[0], scope)
    except UndeclaredError:
        raise
    except EvaluationError:
        return False
    charge(scope, call, value)
    return True if is_wholly_known(value) else unknown(BOOL, value)


@function("sensitive", _VALUE, returns=DYNAMIC)
def sensitive(value: Value) -> Value:
    """Return a value that is never printed."""
    return mark(value, frozenset({SENSITIVE}))


@function("nonsensitive", _VALUE, returns=DYNAMIC)
def nonsensitive(value: Value) -> Value:
    """Return a value without its own mark; what is inside keeps theirs."""
    bare, marks = unmark(value)
    return mark(bare, marks - {SENSITIVE})


@function("issensitive", _VALUE, returns=BOOL)
def issensitive(value: Value) -> Value:
    """Tell whether a value is marked as sensitive."""
    bare, marks = unmark(value)
    if SENSITIVE in marks:
        return True
    return unknown(BOOL, bare) if isinstance(bare, Unknown) else False


@function("ephemeralasnull", _VALUE, returns=DYNAMIC)
def ephemeralasnull(value: Value) -> Value:
    """Return a value with what is ephemeral in it replaced by null."""
    if isinstance(value, Marked) and EPHEMERAL in value.marks:
        return mark(Null(type_of(value)), value.marks - {EPHEMERAL})
    return mapped(value, ephemeralasnull)
