"""Terraform's numbers: binary floating point of 512 bits, kept as `int` when whole, else as exact `Fraction`.

Source: Terraform language documentation, "Types and Values"; go-cty documentation, "Concepts: Number".
"""

from __future__ import annotations

import re
from fractions import Fraction

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.patterns import Pattern

Number = int | Fraction
_PRECISION = 512
_LARGEST_EXPONENT = 100_000
"""Of two; Terraform's own is beyond any use."""
_MOST_DIGITS = 4_000
_LOG_2 = 0.30103
_DECIMAL = Pattern(r"([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,9}))?\Z", re.ASCII)


def rounded(number: Number) -> Number:
    """Return the nearest number of 512 significant bits, ties to even; an `int` when it is whole.

    Raises:
        FunctionError: it is out of bounds.
    """
    if isinstance(number, int):
        if number.bit_length() <= _PRECISION:
            return number
    elif number.denominator == 1:
        return rounded(number.numerator)
    elif not _is_long(number):
        return number
    _check_exponent(number)
    exponent = _exponent(number)
    scaled: int = round(Fraction(number) / _power_of_two(exponent))
    return _lowest_terms(scaled * _power_of_two(exponent))


def parse_number(text: str) -> Number | None:
    """Return the number that a decimal text writes (``-1.5e3``), None when it is no number or out of bounds."""
    match = _DECIMAL.match(text)
    if match is None:
        return None
    sign, whole, decimals, leading, exponent = match.groups()
    decimals = decimals or leading or ""
    power = int(exponent or 0) - len(decimals)
    if abs(power) > _LARGEST_EXPONENT // 4 or len(text) > _MOST_DIGITS:
        return None
    number = int((whole or "") + decimals)
    value: Number = number * 10**power if power >= 0 else Fraction(number, 10**-power)
    return rounded(-value if sign == "-" else value)


def from_float(number: float) -> Number:
    """Return a finite float as the shortest decimal that writes it, as Terraform prints a 64-bit result."""
    return rounded(Fraction(repr(number)))


def format_number(number: Number) -> str:
    """Return a number as Terraform prints it: the shortest decimal that no other 512-bit number is nearer to."""
    if isinstance(number, int) and number.bit_length() <= _PRECISION:
        return str(number)
    sign = "-" if number < 0 else ""
    digits, point = _shortest(abs(Fraction(number)))
    if point >= len(digits):
        return sign + digits + "0" * (point - len(digits))
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    return f"{sign}{digits[:point]}.{digits[point:]}"


def divide(dividend: Number, divisor: Number) -> Number:
    """Return the quotient; the divisor is not zero."""
    return rounded(Fraction(dividend) / divisor)


def remainder(dividend: Number, divisor: Number) -> Number:
    """Return the remainder with the dividend's sign, the dividend itself when the divisor is zero."""
    if divisor == 0:
        return dividend
    whole = rounded(int(divide(dividend, divisor)))
    return rounded(dividend - rounded(whole * divisor))


def _check_exponent(number: Number) -> None:
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > _LARGEST_EXPONENT:
        raise FunctionError("the number is too large, or too near to zero, to calculate with")


def _is_long(number: Fraction) -> bool:
    denominator = number.denominator
    return bool(denominator & (denominator - 1)) or number.numerator.bit_length() > _PRECISION


def _exponent(number: Number) -> int:
    """Return the power of two of the last of the number's 512 bits."""
    magnitude = abs(Fraction(number))
    exponent = magnitude.numerator.bit_length() - magnitude.denominator.bit_length() - _PRECISION
    return exponent if magnitude < _power_of_two(exponent + _PRECISION) else exponent + 1


def _power_of_two(exponent: int) -> Fraction:
    return Fraction(1 << exponent) if exponent >= 0 else Fraction(1, 1 << -exponent)


def _lowest_terms(number: Fraction) -> Number:
    return number.numerator if number.denominator == 1 else number


def _shortest(number: Fraction) -> tuple[str, int]:
    """Return the digits of a positive number and the position of its decimal point among them."""
    half = _power_of_two(_exponent(number) - 1)
    point = int((number.numerator.bit_length() - number.denominator.bit_length()) * _LOG_2) - 1
    while number >= _ten_to(point):
        point += 1
    for count in range(1, _PRECISION):
        unit = _ten_to(point - count)
        nearest = round(number / unit)
        if abs(nearest * unit - number) <= half:
            digits = str(nearest)
            return digits.rstrip("0"), point + len(digits) - count
    raise AssertionError("512 bits are fewer than 512 digits")


def _ten_to(power: int) -> Fraction:
    return Fraction(10**power) if power >= 0 else Fraction(1, 10**-power)
