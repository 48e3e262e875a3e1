"""Logarithm and power of 64-bit floats with the last bit as Terraform has it.

The platform's own functions differ in that bit, and ``ceil(log(n, 2))`` makes a whole subnet bit of it.
Source: FreeBSD's msun, "e_log.c" (the series and its coefficients); Go package documentation, "math" (special cases).
"""

from __future__ import annotations

import math

_EVEN = (0.3999999999940942, 0.22222198432149784, 0.15313837699209373)
_ODD = (0.6666666666666735, 0.2857142874366239, 0.1818357216161805, 0.14798198605116586)
_LN2_HIGH = 0.6931471803691238
_LN2_LOW = 1.9082149292705877e-10
_LARGEST_EXPONENT = 1 << 12


def logarithm(number: float) -> float:
    """Return the natural logarithm; of zero minus infinity, below it not a number."""
    if number <= 0 or math.isinf(number):
        return math.nan if number < 0 else -math.inf if number == 0 else math.inf
    mantissa, exponent = math.frexp(number)
    if mantissa < math.sqrt(2) / 2:
        mantissa, exponent = mantissa * 2, exponent - 1
    over = mantissa - 1
    ratio = over / (2 + over)
    square = ratio * ratio
    fourth = square * square
    odd = square * (_ODD[0] + fourth * (_ODD[1] + fourth * (_ODD[2] + fourth * _ODD[3])))
    even = fourth * (_EVEN[0] + fourth * (_EVEN[1] + fourth * _EVEN[2]))
    half = 0.5 * over * over
    return exponent * _LN2_HIGH - ((half - (ratio * (half + odd + even) + exponent * _LN2_LOW)) - over)


def power(base: float, exponent: float) -> float:
    """Return a power; infinite past the largest float, not a number where there is none."""
    if base == 0:
        return 1.0 if exponent == 0 else math.inf if exponent < 0 else 0.0
    if math.isinf(base) or math.isinf(exponent) or exponent == 0:
        return math.pow(base, exponent)
    if abs(exponent) == 0.5 and base > 0:
        return math.sqrt(base) if exponent > 0 else 1 / math.sqrt(base)
    fraction, whole = math.modf(abs(exponent))
    if fraction and base < 0:
        return math.nan
    return _scaled(base, whole, fraction, exponent < 0)


def _scaled(base: float, whole: float, fraction: float, inverse: bool) -> float:
    if whole >= 1 << 63:
        return 1.0 if abs(base) == 1 else 0.0 if (abs(base) < 1) is not inverse else math.inf
    mantissa, scale = _raised(base, int(whole), fraction)
    if inverse:
        mantissa, scale = 1 / mantissa, -scale
    try:
        return math.ldexp(mantissa, scale)
    except OverflowError:
        return math.copysign(math.inf, mantissa)


def _raised(base: float, whole: int, fraction: float) -> tuple[float, int]:
    """Return a power as mantissa and binary exponent, by repeated squaring."""
    result, result_scale = 1.0, 0
    if fraction:
        if fraction > 0.5:
            fraction, whole = fraction - 1, whole + 1
        result = math.exp(fraction * logarithm(base))
    mantissa, scale = math.frexp(base)
    while whole:
        if abs(scale) > _LARGEST_EXPONENT:
            return result, result_scale + scale
        if whole & 1:
            result, result_scale = result * mantissa, result_scale + scale
        mantissa, scale = mantissa * mantissa, scale * 2
        if mantissa < 0.5:
            mantissa, scale = mantissa * 2, scale - 1
        whole >>= 1
    return result, result_scale
