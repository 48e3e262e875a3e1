"""Conversions between types."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.types import Type
    from seamlint.evaluate.terraform.values import Value


def convert(value: Value, kind: Type) -> Value:
    """Convert a value to a type, as an argument or a typed variable is.

    Raises:
        ConversionError: the value has no counterpart in the type.
    """
    raise NotImplementedError
