"""``templatefile`` and ``templatestring``.

Source: Terraform documentation, "templatefile Function" and "templatestring Function".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.dispatch import evaluate
from seamlint.evaluate.terraform.errors import ConversionError, EvaluationError, FunctionError
from seamlint.evaluate.terraform.functions.filesystem import text_of
from seamlint.evaluate.terraform.functions.free_names import free_names
from seamlint.evaluate.terraform.functions.function import Parameter, scoped_function, special_form
from seamlint.evaluate.terraform.scope import Scope
from seamlint.evaluate.terraform.types import DYNAMIC, STRING
from seamlint.evaluate.terraform.values import Map, Object, Unknown, Value, is_null, mark, unknown, unmark, unmark_deep
from seamlint.patterns import Pattern
from seamlint.sources.span import SourceText
from seamlint.syntax.hcl import parse_template
from seamlint.syntax.hcl.tree import GetAttr, Index, Name, Splat, SyntaxFailure

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.scope import FileAccess, Work
    from seamlint.syntax.hcl.tree import Call, Expression

_IDENTIFIER = Pattern(r"[^\W\d][\w-]*")
_STRAIGHT = (Name, GetAttr, Index, Splat)


@lru_cache(maxsize=256)
def _parsed(text: str) -> tuple[Expression, dict[str, int]]:
    """Return a template's tree and the names that its variables must have, with where each is first used."""
    tree = parse_template(text)
    return tree, free_names(tree)


def render(name: str, text: str, variables: Value, files: FileAccess | None, work: Work | None = None) -> Value:
    """Return what a template gives where only some variables are in scope.

    Raises:
        FunctionError: it does not parse, uses a name that is no variable, does not evaluate, or gives null.
    """
    if not isinstance(variables, (Object, Map)):
        raise FunctionError("invalid vars value: must be a map", 1)
    source = SourceText(name, text)
    try:
        tree, names = _parsed(text)
        _check_names(names, variables, source)
        inside = Scope(dict(variables.entries), files, work)
        inside.inside_template = True
        result = evaluate(tree, inside)
    except SyntaxFailure as failure:
        raise FunctionError(f"{_place(source, failure.offset)}: {failure.message}", 0) from None
    except EvaluationError as error:
        raise FunctionError(f"{_place(source, error.start)}: {error.message}", 0) from None
    if is_null(result):
        raise FunctionError(f"{name}: the result of the template is null")
    return result


def _check_names(names: dict[str, int], variables: Object | Map, source: SourceText) -> None:
    for name in variables.entries:
        if not _IDENTIFIER.fullmatch(name):
            raise FunctionError(
                f'invalid template variable name "{name}": must start with a letter, followed by zero or more letters, '
                "digits, and underscores", 1,
            )  # fmt: skip
    for name, offset in names.items():
        if name not in variables.entries:
            where = _place(source, offset)
            raise FunctionError(f'vars map does not contain key "{name}", referenced at {where}', 1)


def _place(source: SourceText, offset: int) -> str:
    line, column = source.position(offset)
    return f"{source.path}:{line},{column}"


@scoped_function("templatefile", Parameter("path", STRING), Parameter("vars", DYNAMIC), returns=DYNAMIC)
def templatefile(scope: Scope, path: str, variables: Value) -> Value:
    """Return what a file gives as a template."""
    return render(path, text_of(scope, path), variables, scope.files, scope.work)


@special_form("templatestring")
def templatestring(call: Call, scope: Scope) -> Value:
    """Return what a text from elsewhere gives as a template."""
    if len(call.arguments) != 2 or call.expand_final:
        raise _refusal(call, 'Function "templatestring" expects 2 arguments')
    template = call.arguments[0]
    if not isinstance(template, _STRAIGHT):
        reason = "invalid template expression: must be a direct reference to a single string from elsewhere"
        raise _refusal(call, reason)
    text, marks = unmark(evaluate(template, scope))
    variables, own = unmark_deep(evaluate(call.arguments[1], scope))
    if isinstance(text, Unknown) or isinstance(variables, Unknown):
        return mark(unknown(STRING, text, variables), marks | own)
    if not isinstance(text, str):
        raise _refusal(call, "invalid template value: a string is required")
    try:
        return mark(
            convert(render("<templatestring argument>", text, variables, None, scope.work), STRING), marks | own
        )
    except (FunctionError, ConversionError) as error:
        raise _refusal(call, str(error)) from None


def _refusal(call: Call, reason: str) -> EvaluationError:
    message = f'Error in function call: Call to function "templatestring" failed: {reason}.'
    return EvaluationError(message, call.start, call.end)
