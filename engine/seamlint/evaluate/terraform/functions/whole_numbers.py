"""Whole numbers as arguments.

Source: go-cty documentation, "Converting between Go and cty values".
"""

from __future__ import annotations

from fractions import Fraction

from seamlint.evaluate.terraform.errors import FunctionError

_BITS = 63
_MOST_BITS = 4096


def whole_number(number: int | Fraction, argument: int | None = None) -> int:
    """Return a number that a function takes as a machine integer of 64 bits.

    Raises:
        FunctionError: it has a fraction or is too large.
    """
    if isinstance(number, Fraction):
        raise FunctionError("value must be a whole number", argument)
    if not -(2**_BITS) <= number < 2**_BITS:
        raise FunctionError(f"value must be a whole number, between -{2**_BITS} and {2**_BITS - 1} inclusive", argument)
    return number


def any_whole_number(number: int | Fraction, argument: int | None = None) -> int:
    """Return a number that a function takes as an integer of any size.

    Raises:
        FunctionError: it has a fraction, or over a thousand digits.
    """
    if isinstance(number, Fraction) or number.bit_length() > _MOST_BITS:
        raise FunctionError("value must be a whole number of bearable size", argument)
    return number
