"""Input variables: what a value has to go through before the module sees it.

Source: Terraform language documentation, "Input Variables", "Type Constraints", "Disallowing Null Input Values".
Validation rules are not run: they say nothing of what is deployed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.constraints import Constraint, parse_type
from seamlint.evaluate.terraform.errors import ConversionError, EvaluationError
from seamlint.evaluate.terraform.types import BOOL, DYNAMIC, NUMBER, STRING
from seamlint.evaluate.terraform.values import EPHEMERAL, SENSITIVE, Unknown, is_null, mark
from seamlint.named_tuples import NamedTuple
from seamlint.syntax.hcl.tree import Literal, Name

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.module import Declared
    from seamlint.evaluate.terraform.problems import Problems
    from seamlint.evaluate.terraform.values import Value
    from seamlint.sources.span import Span
    from seamlint.syntax.hcl.tree import Expression

ANY = Constraint(DYNAMIC)
MARKS = ((SENSITIVE, "sensitive"), (EPHEMERAL, "ephemeral"))
"""Marks of a value, and the arguments of a variable or output that give them."""


class Variable(NamedTuple):
    """A variable's declaration, read."""

    name: str
    declared: Declared
    constraint: Constraint
    default: Expression | None
    nullable: bool
    marks: frozenset[str]
    is_literal: bool
    """Text from ``-var`` or ``TF_VAR_`` is the value itself, not an expression."""

    def accept(self, value: Value, span: Span, problems: Problems) -> Value:
        """Return a given value as the module sees it: with the defaults of optional attributes, converted, marked."""
        try:
            return mark(self.constraint.apply(value), self.marks)
        except ConversionError as error:
            return problems.unusable(f"the value for var.{self.name} does not fit its type: {error}", span)

    def replaces(self, value: Value) -> bool:
        """Tell whether the default stands in for a given value: null where null is not allowed."""
        return not self.nullable and is_null(value)

    def missing(self) -> Value:
        """Return what stands for a variable without default that nobody sets."""
        return mark(Unknown(self.constraint.type, (f"var.{self.name}",)), self.marks)


def read_variable(name: str, declared: Declared, problems: Problems) -> Variable:
    """Read a variable's declaration; a type that is none becomes a diagnostic."""
    attributes = declared.block.body.attributes
    kind = attributes["type"].expression if "type" in attributes else None
    constraint = ANY
    if kind is not None:
        try:
            constraint = parse_type(kind)
        except EvaluationError as error:
            problems.refused(error, declared.source)
    default = attributes["default"].expression if "default" in attributes else None
    nullable = flag(declared, "nullable", otherwise=True)
    is_literal = kind is None or constraint.type in (STRING, NUMBER, BOOL)
    return Variable(name, declared, constraint, default, nullable, marks_given(declared), is_literal)


def marks_given(declared: Declared) -> frozenset[str]:
    """Return the marks that a variable or output gives its value."""
    return frozenset(name for name, argument in MARKS if flag(declared, argument))


def flag(declared: Declared, name: str, *, otherwise: bool = False) -> bool:
    """Return an argument that is written as a literal ``true`` or ``false``."""
    attribute = declared.block.body.attributes.get(name)
    expression = attribute.expression if attribute else None
    if isinstance(expression, Literal):
        return expression.value in (True, "true")
    return expression.name == "true" if isinstance(expression, Name) else otherwise
