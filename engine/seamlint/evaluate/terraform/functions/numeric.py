"""Numeric functions.

Source: Terraform documentation, "Numeric Functions"; Go package documentation, "math" (``Log``, ``Pow``).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.functions.go_floats import logarithm, power
from seamlint.evaluate.terraform.functions.number_format import magnitude
from seamlint.evaluate.terraform.functions.whole_numbers import whole_number
from seamlint.evaluate.terraform.numbers import Number, from_float
from seamlint.evaluate.terraform.types import DYNAMIC, NUMBER, friendly_name
from seamlint.evaluate.terraform.values import NOT_NULL, Unknown, Value, type_of

if TYPE_CHECKING:
    from collections.abc import Callable

_NUM = Parameter("num", NUMBER, dynamic=True)
_NUMBERS = Parameter("numbers", NUMBER, dynamic=True)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CASELESS_BASE = 36
_MOST_DIGITS = 10_000
_INFINITE = ("a finite number: the result is infinite",)


@function("abs", _NUM, returns=NUMBER, refinement=NOT_NULL)
def abs_(number: Number) -> Number:
    """Return a number without its sign."""
    return magnitude(number)


@function("ceil", Parameter("num", NUMBER), returns=NUMBER, refinement=NOT_NULL)
def ceil(number: Number) -> Number:
    """Return the next whole number that is not below."""
    return math.ceil(number)


@function("floor", Parameter("num", NUMBER), returns=NUMBER, refinement=NOT_NULL)
def floor(number: Number) -> Number:
    """Return the next whole number that is not above."""
    return math.floor(number)


@function("signum", Parameter("num", NUMBER), returns=NUMBER, refinement=NOT_NULL)
def signum(number: Number) -> Number:
    """Return -1, 0 or 1."""
    return (whole_number(number) > 0) - (whole_number(number) < 0)


@function("max", rest=_NUMBERS, returns=NUMBER, refinement=NOT_NULL)
def max_(*numbers: Number) -> Number:
    """Return the greatest number."""
    if not numbers:
        raise FunctionError("must pass at least one number")
    return max(numbers)


@function("min", rest=_NUMBERS, returns=NUMBER, refinement=NOT_NULL)
def min_(*numbers: Number) -> Number:
    """Return the least number."""
    if not numbers:
        raise FunctionError("must pass at least one number")
    return min(numbers)


@function("log", Parameter("num", NUMBER), Parameter("base", NUMBER), returns=NUMBER, refinement=NOT_NULL)
def log(number: Number, base: Number) -> Value:
    """Return the logarithm to a base, in 64 bits as Terraform does."""
    return _finite(lambda: _quotient(logarithm(_float(number)), logarithm(_float(base))))


@function("pow", Parameter("num", NUMBER), Parameter("power", NUMBER), returns=NUMBER, refinement=NOT_NULL)
def pow_(number: Number, exponent: Number) -> Value:
    """Return a power, in 64 bits as Terraform does."""
    return _finite(lambda: power(_float(number), _float(exponent)))


def _float(number: Number) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _quotient(dividend: float, divisor: float) -> float:
    if divisor == 0:
        return math.nan if dividend == 0 else math.copysign(math.inf, dividend)
    return dividend / divisor


def _finite(compute: Callable[[], float]) -> Value:
    result = compute()
    if math.isnan(result):
        raise FunctionError("result is not a number")
    if math.isinf(result):
        return Unknown(NUMBER, _INFINITE, refinement=NOT_NULL)
    return int(result) if result.is_integer() else from_float(result)


@function("parseint", Parameter("number", DYNAMIC), Parameter("base", NUMBER), returns=NUMBER, refinement=NOT_NULL)
def parseint(text: Value, base: Number) -> Number:
    """Return the whole number that a text writes in a base from 2 to 62."""
    if not isinstance(text, str):
        raise FunctionError(f"first argument must be a string, not {friendly_name(type_of(text))}", 0)
    radix = whole_number(base, 1)
    if not 2 <= radix <= len(_DIGITS):
        raise FunctionError("base must be a whole number between 2 and 62 inclusive", 1)
    sign, digits = (-1, text[1:]) if text[:1] == "-" else (1, text.removeprefix("+"))
    if radix <= _CASELESS_BASE:
        digits = digits.lower() if digits.isascii() else "?"
    values = [_DIGITS.find(digit) for digit in digits[:_MOST_DIGITS]]
    if not values or len(digits) > _MOST_DIGITS or not all(0 <= value < radix for value in values):
        raise FunctionError(f'cannot parse "{text[:80]}" as a base {radix} integer', 0)
    number = 0
    for value in values:
        number = number * radix + value
    return sign * number
