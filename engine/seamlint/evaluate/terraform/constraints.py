"""Type constraints: what a variable's ``type`` says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.types import Type
    from seamlint.evaluate.terraform.values import Value
    from seamlint.syntax.hcl.tree import Expression


@dataclass(frozen=True)
class Constraint:
    """A type with the defaults of its optional attributes."""

    type: Type

    def apply(self, value: Value) -> Value:
        """Fill in the defaults of optional attributes, then convert to the type.

        Raises:
            ConversionError: the value does not convert.
        """
        raise NotImplementedError


def parse_type(expression: Expression) -> Constraint:
    """Read a type constraint: ``map(object({a = optional(number, 3)}))``.

    Raises:
        EvaluationError: it is no type.
    """
    raise NotImplementedError
