"""What plain YAML scalars mean.

Source: CloudFormation User Guide, "CloudFormation template format" (YAML 1.1 without timestamps, binary, omap, pairs
and set); YAML 1.1 types "bool", "int", "float" and "null". Numbers to the base of sixty stay text; what has a decimal
point is no integer (``2.0``).
"""

from __future__ import annotations

import re
from fractions import Fraction

from seamlint.patterns import Pattern

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
}
_FIRST = frozenset("+-.0123456789")
_INTEGER = Pattern(r"[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)\Z", re.ASCII)
_DECIMAL = Pattern(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]{1,3})?\Z", re.ASCII)
_LONGEST_NUMBER = 100
"""Digits. What is longer is an identifier."""
_LARGEST_EXPONENT = 200
"""Of ten. What a double takes is not much larger."""


def plain_value(text: str) -> str | bool | int | Fraction | None:
    """Return what a scalar without quotes or tag stands for."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST or len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.match(text):
        return _integer(text.replace("_", ""))
    if _DECIMAL.match(text):
        return _fraction(text.replace("_", ""))
    return text


def json_number(text: str) -> str | int | Fraction:
    """Return a JSON number, text where it is absurdly long or large."""
    if text.lstrip("-").isdecimal():
        return int(text) if len(text) <= _LONGEST_NUMBER else text
    return _fraction(text)


def _fraction(text: str) -> str | Fraction:
    exponent = text.lower().partition("e")[2]
    small = len(text) <= _LONGEST_NUMBER and len(exponent) <= 4 and abs(int(exponent or 0)) <= _LARGEST_EXPONENT
    return Fraction(text) if small else text


def _integer(digits: str) -> int:
    sign = -1 if digits[0] == "-" else 1
    digits = digits.lstrip("+-")
    if digits.startswith(("0b", "0x")):
        return sign * int(digits, 0)
    return sign * int(digits, 8 if digits[0] == "0" else 10)
