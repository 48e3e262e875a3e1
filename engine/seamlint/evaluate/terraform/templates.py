"""Templates: text with interpolations and directives.

A result that is not wholly known keeps what is known of it, part by part.
Source: Terraform language documentation, "Strings and Templates".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.dispatch import evaluate
from seamlint.evaluate.terraform.errors import ConversionError, EvaluationError
from seamlint.evaluate.terraform.functions.graphemes import graphemes
from seamlint.evaluate.terraform.limits import LONGEST_TEXT, bounded
from seamlint.evaluate.terraform.loops import iterate
from seamlint.evaluate.terraform.types import STRING
from seamlint.evaluate.terraform.values import (
    NO_MARKS,
    Null,
    Part,
    Refinement,
    Unknown,
    Value,
    mark,
    needs_of,
    normalized,
    unmark,
)
from seamlint.evaluate.values import Unknown as Missing
from seamlint.syntax.hcl.tree import Conditional, Expression, Literal, Template, TemplateFor, TemplateIf, TemplateWrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.terraform.scope import Scope

_LONGEST_PREFIX = 128
_MOST_PARTS = 10_000
_NEVER_COMBINES = frozenset("-_:;/\\,.(){}[]|?!~ \t@#$%^&*+\"'")


def evaluate_template(node: Template, scope: Scope) -> Value:
    """Return the text of a template."""
    texts: list[str] = []
    values: list[Value] = []
    marks = NO_MARKS
    for part in node.parts:
        value = evaluate(part, scope)
        if not isinstance(value, str):
            value, own = unmark(value)
            marks |= own
            value = _interpolated(value, part)
        values.append(value)
        if isinstance(value, str):
            texts.append(value)
    if len(texts) == len(values):
        return mark(bounded(normalized("".join(texts)), node), marks)
    return mark(join_text(values), marks)


def _interpolated(value: Value, node: Expression) -> Value:
    if isinstance(value, Null):
        message = "The expression result is null. Cannot include a null value in a string template."
        raise EvaluationError(f"Invalid template interpolation value: {message}", node.start, node.end)
    if isinstance(value, Unknown):
        return value
    try:
        return convert(value, STRING)
    except ConversionError as error:
        raise EvaluationError(
            f"Invalid template interpolation value: Cannot include the given value in a string template: {error}.",
            node.start,
            node.end,
        ) from None


def join_text(values: Iterable[Value]) -> Value:
    """Return texts and unknowns, one after the other, as one string that keeps what is known of each."""
    parts: list[Part] = []
    unknowns: list[Value] = []
    for value in values:
        if isinstance(value, Unknown):
            unknowns.append(value)
            found: tuple[Part, ...] = value.parts or (Missing(value.needs),)
        else:
            assert isinstance(value, str)
            found = (value,)
        for part in found:
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            elif part != "":
                parts.append(part)
    if not unknowns:
        return normalized("".join(part for part in parts if isinstance(part, str)))
    if len(parts) > _MOST_PARTS or sum(len(part) for part in parts if isinstance(part, str)) > LONGEST_TEXT:
        parts = parts[:1]
        parts.append(Missing(needs_of(*unknowns)))
    return Unknown(STRING, needs_of(*unknowns), tuple(parts), Refinement(not_null=True, prefix=_prefix(parts)))


def _prefix(parts: list[Part]) -> str:
    """Return text that the result starts with: short of a last character that what follows could combine with."""
    first = parts[0] if parts else ""
    if not isinstance(first, str) or not first:
        return ""
    first = normalized(first).encode()[:_LONGEST_PREFIX].decode(errors="ignore")
    return first if first[-1] in _NEVER_COMBINES else "".join(graphemes(first)[:-1])


def evaluate_wrap(node: TemplateWrap, scope: Scope) -> Value:
    """Return ``"${expression}"``: the value itself."""
    return evaluate(node.expression, scope)


def evaluate_if(node: TemplateIf, scope: Scope) -> Value:
    """Return ``%{ if }``: the text of one branch."""
    otherwise = node.otherwise or Literal(node.end, node.end, "")
    return evaluate(Conditional(node.start, node.end, node.condition, node.then, otherwise), scope)


def evaluate_for(node: TemplateFor, scope: Scope) -> Value:
    """Return ``%{ for }``: the texts of all rounds, one after the other."""
    rounds, marks, unknown = iterate(node.collection, node.key, node.value, scope)
    if unknown is not None:
        return mark(Unknown(STRING, unknown.needs), marks)
    texts: list[Value] = []
    for inner in rounds:
        value, own = unmark(evaluate(node.body, inner))
        marks |= own
        texts.append(value)
    return mark(bounded(_joined_rounds(texts), node), marks)


def _joined_rounds(texts: list[Value]) -> Value:
    joined = join_text(texts)
    if isinstance(joined, Unknown):
        return Unknown(STRING, joined.needs, joined.parts)
    return joined


FORMS = {
    Template: evaluate_template,
    TemplateWrap: evaluate_wrap,
    TemplateIf: evaluate_if,
    TemplateFor: evaluate_for,
}
