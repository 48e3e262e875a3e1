"""Function calls.

Source: Terraform language documentation, "Function Calls".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.data_classes import dataclass
from seamlint.evaluate.terraform.dispatch import evaluate
from seamlint.evaluate.terraform.errors import EvaluationError, FunctionError
from seamlint.evaluate.terraform.functions import find_function, function_names
from seamlint.evaluate.terraform.functions.function import Function, SpecialForm
from seamlint.evaluate.terraform.invariants import once
from seamlint.evaluate.terraform.types import DYNAMIC, ListOf, SetOf, TupleOf
from seamlint.evaluate.terraform.values import List, Null, Set, Tuple, Unknown, Value, mark, unknown, unmark
from seamlint.syntax.hcl.tree import Call, Node

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.scope import Scope

_TEMPLATES = ("templatefile", "templatestring")


@dataclass(slots=True)
class Evaluated(Node):
    """An argument that came out of ``final...``."""

    value: Value


@once
def evaluate_call(node: Call, scope: Scope) -> Value:
    """Return the result of ``name(arguments...)``."""
    called = find_function(node.name)
    if called is None:
        return _unknown_function(node, scope)
    if scope.inside_template and called.name in _TEMPLATES:
        message = f"Error in function call: cannot call {called.name} from inside a template."
        raise EvaluationError(message, node.start, node.end)
    if isinstance(called, SpecialForm):
        return _special(called, node, scope)
    arguments = [evaluate(argument, scope) for argument in node.arguments]
    if node.expand_final:
        final = arguments.pop()
        expanded = _expanded(node, final)
        if expanded is None:
            return unknown(DYNAMIC, final)
        arguments += expanded
    try:
        return called.call(scope, arguments)
    except FunctionError as error:
        raise _located(error, node, called) from None


def _special(called: SpecialForm, node: Call, scope: Scope) -> Value:
    if not node.expand_final:
        return called.evaluate(node, scope)
    *written, final = node.arguments
    value = evaluate(final, scope)
    expanded = _expanded(node, value)
    if expanded is None:
        return unknown(DYNAMIC, value)
    given: list[Any] = [*written, *(Evaluated(final.start, final.end, item) for item in expanded)]
    return called.evaluate(Call(node.start, node.end, node.name, given, expand_final=False), scope)


def _unknown_function(node: Call, scope: Scope) -> Value:
    if node.name.startswith("provider::"):
        for argument in node.arguments:
            evaluate(argument, scope)
        return Unknown(DYNAMIC, (f"the function {node.name} of a provider",))
    from difflib import get_close_matches

    close = get_close_matches(node.name, function_names(), 1)
    hint = f' Did you mean "{close[0]}"?' if close else ""
    message = f'Call to unknown function: There is no function named "{node.name}".{hint}'
    raise EvaluationError(message, node.start, node.end)


def _expanded(node: Call, final: Value) -> list[Value] | None:
    """Return the arguments that ``final...`` stands for, None while they are not known."""
    value, marks = unmark(final)
    if isinstance(value, Unknown) and (value.type is DYNAMIC or isinstance(value.type, (ListOf, SetOf, TupleOf))):
        return None
    if isinstance(value, (List, Set, Tuple)):
        return [mark(item, marks) for item in value.items]
    must = "must not be null" if isinstance(value, Null) else "must be of a tuple, list, or set type"
    message = f"Invalid expanding argument value: The expanding argument (indicated by ...) {must}."
    raise EvaluationError(message, node.arguments[-1].start, node.arguments[-1].end)


def _located(error: FunctionError, node: Call, called: Function) -> EvaluationError:
    if error.argument is None:
        message = f'Error in function call: Call to function "{called.name}" failed: {error}.'
        return EvaluationError(message, node.start, node.end)
    parameter = called.parameter_at(error.argument).name
    at = node.arguments[min(error.argument, len(node.arguments) - 1)] if node.arguments else node
    message = f'Invalid function argument: Invalid value for "{parameter}" parameter of {called.name}: {error}.'
    return EvaluationError(message, at.start, at.end)


def _evaluated(node: Evaluated, _: Scope) -> Value:
    return node.value


FORMS = {Call: evaluate_call, Evaluated: _evaluated}
