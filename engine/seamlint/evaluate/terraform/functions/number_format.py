"""Numbers as ``format`` writes them: Go's ``%b %d %o %x %e %f %g`` for numbers of any size.

Source: Go package documentation, "math/big" (``Int.Format``, ``Float.Format``) and "fmt".
"""

from __future__ import annotations

from fractions import Fraction

from seamlint.evaluate.terraform.numbers import Number, format_number, rounded
from seamlint.named_tuples import NamedTuple

_BASES = {"b": ("b", "0b"), "d": ("d", ""), "o": ("o", "0"), "x": ("x", "0x"), "X": ("X", "0X")}
_DEFAULT_PRECISION = 6
_SMALLEST_PLAIN_EXPONENT = -4


class Layout(NamedTuple):
    """Flags, width and precision of one verb; -1 where width or precision is not given."""

    flags: str
    width: int
    precision: int


def magnitude(number: Number) -> Number:
    """Return a number without its sign."""
    return -number if number < 0 else number


def sign_of(number: Number, layout: Layout) -> str:
    """Return what stands before the digits."""
    if number < 0:
        return "-"
    return "+" if "+" in layout.flags else " " if " " in layout.flags else ""


def whole(number: int, verb: str, layout: Layout) -> str:
    """Return a whole number in the verb's base."""
    kind, prefix = _BASES[verb]
    prefix = prefix if "#" in layout.flags else ""
    digits = format(abs(number), kind)
    if number == 0 == layout.precision:
        return ""
    digits = digits.zfill(max(layout.precision, 0))
    sign = sign_of(number, layout)
    missing = layout.width - len(sign) - len(prefix) - len(digits)
    if missing > 0 and "0" in layout.flags and "-" not in layout.flags and layout.precision < 0:
        digits = "0" * missing + digits
    return padded(sign + prefix + digits, layout)


def fraction(number: Number, verb: str, layout: Layout) -> str:
    """Return a number with decimals (``f``), with an exponent (``e``), or whichever is shorter (``g``)."""
    sign, digits = sign_of(number, layout), _digits(Fraction(rounded(magnitude(number))), verb, layout.precision)
    missing = layout.width - len(sign) - len(digits)
    if missing > 0 and "0" in layout.flags:
        return sign + "0" * missing + digits
    return padded(sign + digits, layout)


def padded(text: str, layout: Layout) -> str:
    """Fill a text up to the width with spaces."""
    return text.ljust(layout.width) if "-" in layout.flags else text.rjust(layout.width)


def general(number: Number) -> str:
    """Return a number as ``%v`` does: all its digits, with an exponent when there are many before the point."""
    return ("-" if number < 0 else "") + _digits(Fraction(rounded(magnitude(number))), "g", -1)


def _digits(number: Fraction, verb: str, precision: int) -> str:
    number = Fraction(_as_binary(number))
    if verb == "f":
        return _plain(number, _DEFAULT_PRECISION if precision < 0 else precision)
    if verb in "eE":
        return _scientific(*_significant(number, 1 + (_DEFAULT_PRECISION if precision < 0 else precision)), verb)
    return _shorter(number, precision, "e" if verb == "g" else "E")


def _as_binary(number: Fraction) -> Number:
    """Return the binary number of 512 bits that stands for a decimal: rounding starts from it."""
    if number == 0 or not number.denominator & (number.denominator - 1):
        return number
    shift = 513 + number.denominator.bit_length() - number.numerator.bit_length()
    scaled = number * Fraction(2) ** shift
    bits = int(scaled).bit_length() - 512
    return Fraction(round(scaled / 2**bits)) * Fraction(2) ** (bits - shift)


def _plain(number: Fraction, decimals: int) -> str:
    text = str(round(number * 10**decimals)).zfill(decimals + 1)
    return f"{text[:-decimals]}.{text[-decimals:]}" if decimals else text


def _significant(number: Fraction, count: int) -> tuple[str, int]:
    """Return the first digits of a number, rounded, and the exponent of the first."""
    if number == 0:
        return "0" * count, 0
    exponent = len(str(number.numerator)) - len(str(number.denominator))
    if number < Fraction(10) ** exponent:
        exponent -= 1
    digits = str(round(number / Fraction(10) ** (exponent - count + 1)))
    return digits[:count], exponent + len(digits) - count


def _scientific(digits: str, exponent: int, verb: str) -> str:
    point = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{point}{verb}{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _shorter(number: Fraction, precision: int, verb: str) -> str:
    if precision < 0:
        digits, exponent = _all_digits(number)
        limit = _DEFAULT_PRECISION
    else:
        digits, exponent = _significant(number, max(precision, 1))
        digits = digits.rstrip("0") or "0"
        limit = max(precision, 1)
        if limit > len(digits) >= exponent + 1:
            limit = len(digits)
    if exponent < _SMALLEST_PLAIN_EXPONENT or exponent >= limit:
        return _scientific(digits, exponent, verb)
    return _placed(digits, exponent)


def _placed(digits: str, exponent: int) -> str:
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    before, after = digits[: exponent + 1].ljust(exponent + 1, "0"), digits[exponent + 1 :]
    return f"{before}.{after}" if after else before


def _all_digits(number: Fraction) -> tuple[str, int]:
    """Return the fewest digits that no other number shares, and the exponent of the first."""
    text = format_number(number.numerator if number.denominator == 1 else number)
    before, _, after = text.partition(".")
    digits = (before + after).lstrip("0")
    exponent = len(before) - 1 if before.strip("0") else len(digits) - len(after) - 1
    return digits.rstrip("0") or "0", exponent if digits else 0
