"""Numbers are 512-bit floating point and print as Terraform prints them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.numbers import (
    divide,
    format_number,
    from_float,
    parse_number,
    remainder,
    rounded,
)

FRACTIONS = st.fractions(max_denominator=10**60)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40, places=30)


@given(FRACTIONS)
def test_rounding_twice_is_rounding_once(number: Fraction) -> None:
    once = rounded(number)
    assert rounded(once) == once
    assert isinstance(once, int) == (once == int(once))


@given(FRACTIONS)
def test_rounding_is_off_by_half_a_unit_at_most(number: Fraction) -> None:
    assert abs(Fraction(rounded(number)) - number) <= abs(number) / 2**512


@given(FRACTIONS)
def test_what_is_printed_reads_back_as_the_same_number(number: Fraction) -> None:
    once = rounded(number)
    assert parse_number(format_number(once)) == once


@given(FRACTIONS)
def test_no_shorter_text_reads_back_as_the_same_number(number: Fraction) -> None:
    once = rounded(number)
    text = format_number(once).lstrip("-0").replace(".", "")
    if isinstance(once, Fraction) and len(text) > 1:
        whole, _, decimals = format_number(once).partition(".")
        shorter = Fraction(f"{whole}.{decimals[:-1]}0")
        step = Fraction(1, 10 ** (len(decimals) - 1))
        assert once not in (rounded(shorter), rounded(shorter + step), rounded(shorter - step))


@given(DECIMALS)
def test_a_decimal_prints_as_it_was_written(number: object) -> None:
    text = format(number, "f")
    whole = "." not in text
    expected = text if whole else text.rstrip("0").rstrip(".")
    assert format_number(parse_number(text) or 0) == ("0" if expected in ("-0", "0") else expected)


@given(FRACTIONS, FRACTIONS.filter(bool))
def test_a_quotient_times_the_divisor_is_close(dividend: Fraction, divisor: Fraction) -> None:
    assert abs(Fraction(divide(dividend, divisor)) * divisor - dividend) <= abs(dividend) / 2**511


@given(st.integers(-(10**30), 10**30), st.integers(-(10**30), 10**30).filter(bool))
def test_a_remainder_has_the_sign_of_the_dividend(dividend: int, divisor: int) -> None:
    found = remainder(dividend, divisor)
    assert abs(found) < abs(divisor)
    assert found * dividend >= 0
    assert (dividend - found) % divisor == 0


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_prints_with_the_digits_that_tell_it_from_others(number: float) -> None:
    assert float(format_number(from_float(number))) == number


@pytest.mark.parametrize(
    "text", ["", " 1", "1 ", "0x1", "1_0", ".", "e1", "1e", "--1", "Inf", "NaN", "1" * 5000, "1e99999999"]
)
def test_what_is_no_decimal_number(text: str) -> None:
    assert parse_number(text) is None


def test_a_number_cannot_grow_without_end() -> None:
    with pytest.raises(FunctionError):
        rounded(7**100_000)
    with pytest.raises(FunctionError):
        rounded(Fraction(1, 7**100_000))
