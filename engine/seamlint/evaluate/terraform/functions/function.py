"""What a function of the language is: its parameters, what it accepts, and how a call goes.

A call follows the same steps whatever the function: arguments are converted to their parameters' types, nulls and
unknowns that the function does not accept end it (an error, an unknown result), marks are taken off the arguments and
put on the result.
Source: Terraform language documentation, "Function Calls"; go-cty documentation, "Functions".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from seamlint.data_classes import dataclass
from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.errors import ConversionError, FunctionError
from seamlint.evaluate.terraform.limits import TOO_MUCH, excess, steps
from seamlint.evaluate.terraform.types import DYNAMIC, Type
from seamlint.evaluate.terraform.values import (
    NO_MARKS,
    UNREFINED,
    Null,
    Refinement,
    Unknown,
    Value,
    mark,
    unknown,
    unmark,
    unmark_deep,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.syntax.hcl.tree import Call

Returns = Type | Callable[..., Type]


@dataclass(frozen=True)
class Parameter:
    """A parameter: its name as in Terraform's messages, its type, and what it accepts beyond known values.

    Attributes:
        type: arguments are converted to it; DYNAMIC takes any.
        null: a null reaches the function; else it is an error.
        unknown: an unknown (itself, not what is inside a collection) reaches the function; else the result is unknown.
        dynamic: an argument whose type is not known reaches the function; else the result is of no known type.
        marked: marks stay on; else they are taken off, at any depth, and put on the result.
    """

    name: str
    type: Type = DYNAMIC
    null: bool = False
    unknown: bool = False
    dynamic: bool = False
    marked: bool = False


@dataclass(frozen=True)
class Function:
    """A function of the language.

    Attributes:
        parameters, rest: what it takes by position, and what any further arguments are.
        returns: the type of an unknown result: a type, or a callable that takes the arguments and may raise
            `FunctionError`.
        refinement: what is known of an unknown result.
        implementation: takes the arguments by position, returns the result, raises `FunctionError`.
    """

    name: str
    parameters: tuple[Parameter, ...]
    rest: Parameter | None
    returns: Returns
    refinement: Refinement
    implementation: Callable[..., Value]

    def call(self, scope: Scope, arguments: Sequence[Value]) -> Value:
        """Return the result of a call.

        Raises:
            FunctionError: wrong number of arguments, one that does not convert, or one that the function refuses.
        """
        given, marks, type_known, known = self._accept(arguments)
        if not type_known:
            return mark(unknown(DYNAMIC, *given), marks)
        if not known:
            return mark(unknown(self.return_type(given), *given, refinement=self.refinement), marks)
        if not scope.work.spend(steps(*given)):
            raise FunctionError(TOO_MUCH)
        result = self.apply(scope, given)
        if found := excess(result):
            raise FunctionError(f"too large: {found}")
        return mark(result, marks) if marks else result

    def apply(self, scope: Scope, arguments: Sequence[Value]) -> Value:
        """Run the implementation on accepted arguments."""
        del scope
        return self.implementation(*arguments)

    def return_type(self, arguments: Sequence[Value]) -> Type:
        """Return the type of the result for accepted arguments."""
        return self.returns(*arguments) if callable(self.returns) else self.returns

    def parameter_at(self, position: int) -> Parameter:
        """Return the parameter that an argument is for.

        Raises:
            FunctionError: the function takes fewer arguments.
        """
        if position < len(self.parameters):
            return self.parameters[position]
        if self.rest is None:
            raise FunctionError(f'Function "{self.name}" expects only {len(self.parameters)} argument(s).')
        return self.rest

    def _accept(self, arguments: Sequence[Value]) -> tuple[list[Value], frozenset[str], bool, bool]:
        """Return the arguments for the implementation, their marks, and whether types and values are known."""
        if len(arguments) < len(self.parameters):
            missing = self.parameters[len(arguments)].name
            least = " at least" if self.rest else ""
            raise FunctionError(
                f'Function "{self.name}" expects{least} {len(self.parameters)} argument(s). '
                f'Missing value for "{missing}".'
            )
        given: list[Value] = []
        marks = NO_MARKS
        type_known = known = True
        for position, argument in enumerate(arguments):
            parameter = self.parameter_at(position)
            value = _converted(argument, parameter, position)
            if not parameter.marked:
                value, own = unmark_deep(value)
                marks |= own
            bare = unmark(value)[0]
            if isinstance(bare, Null) and not parameter.null:
                raise FunctionError("argument must not be null", position)
            if isinstance(bare, (Unknown, Null)):
                type_known = type_known and (parameter.dynamic or bare.type is not DYNAMIC)
                known = known and (parameter.unknown or not isinstance(bare, Unknown))
            given.append(value)
        return given, marks, type_known, known


class ScopedFunction(Function):
    """A function whose implementation takes the caller's scope first: it reads files or renders templates."""

    def apply(self, scope: Scope, arguments: Sequence[Value]) -> Value:
        """Run the implementation on accepted arguments."""
        return self.implementation(scope, *arguments)


@dataclass(frozen=True)
class SpecialForm:
    """What looks like a function but takes expressions: ``try``, ``can``.

    Attributes:
        evaluate: takes the call and the scope that it stands in; raises `EvaluationError`.
    """

    name: str
    evaluate: Callable[[Call, Scope], Value]


Callables = Function | SpecialForm
REGISTERED: dict[str, Callables] = {}


def function(
    name: str,
    *parameters: Parameter,
    returns: Returns,
    rest: Parameter | None = None,
    refinement: Refinement = UNREFINED,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register the decorated implementation as a function of the language (see `Function` for the arguments)."""

    def register(implementation: Callable[..., Any]) -> Callable[..., Any]:
        REGISTERED[name] = Function(name, parameters, rest, returns, refinement, implementation)
        return implementation

    return register


def scoped_function(
    name: str,
    *parameters: Parameter,
    returns: Returns,
    rest: Parameter | None = None,
    refinement: Refinement = UNREFINED,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register an implementation that takes the caller's `Scope` before the arguments."""

    def register(implementation: Callable[..., Any]) -> Callable[..., Any]:
        REGISTERED[name] = ScopedFunction(name, parameters, rest, returns, refinement, implementation)
        return implementation

    return register


def special_form(name: str) -> Callable[[Callable[[Call, Scope], Value]], Callable[[Call, Scope], Value]]:
    """Register a function that gets its arguments unevaluated."""

    def register(evaluate: Callable[[Call, Scope], Value]) -> Callable[[Call, Scope], Value]:
        REGISTERED[name] = SpecialForm(name, evaluate)
        return evaluate

    return register


def _converted(value: Value, parameter: Parameter, position: int) -> Value:
    if parameter.type is DYNAMIC:
        return value
    try:
        return convert(value, parameter.type)
    except ConversionError as error:
        raise FunctionError(str(error), position) from None
