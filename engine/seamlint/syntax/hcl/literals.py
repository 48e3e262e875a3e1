"""The values of literals: numbers and the text of strings, escapes resolved.

Source: HCL Native Syntax Specification, "Numeric Literals" and "Template Expressions"; Terraform, "Strings and
Templates", "Escape Sequences".
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.patterns import Pattern
from seamlint.syntax.hcl.tree import SyntaxFailure

if TYPE_CHECKING:
    import re

MAX_DIGITS = 1000
"""Of a number or its exponent's reach: Terraform keeps 512 bits, about 154 decimal digits."""

_ESCAPE = Pattern(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|\$\$(?=\{)|%%(?=\{)")
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def number(text: str, at: int) -> int | Fraction:
    """Return the exact value of a number written in decimal; an integer whenever it is one."""
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > MAX_DIGITS or len(exponent) > 5 or abs(int(exponent or 0)) > MAX_DIGITS:
        raise SyntaxFailure(f"a number of more than {MAX_DIGITS} digits", at)
    if text.isdigit():
        return int(text)
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


def normalized(text: str) -> str:
    """Return text in Unicode normalization form C, as Terraform holds every string."""
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize("NFC", text)


def unescaped_heredoc(text: str) -> str:
    """Resolve the escapes of a heredoc or template file: only those of ``${`` and ``%{``."""
    return normalized(text.replace("$${", "${").replace("%%{", "%{"))


def unescaped_quoted(text: str, at: int) -> str:
    """Resolve the escapes of a quoted string's text, which starts at an offset."""
    if "\\" not in text:
        return unescaped_heredoc(text)
    return normalized(_ESCAPE.sub(lambda match: _resolved(match, at), text))


def _resolved(match: re.Match[str], at: int) -> str:
    code = match[1]
    if code is None:
        return match[0][0]
    if code in _PLAIN_ESCAPES:
        return _PLAIN_ESCAPES[code]
    point = int(code[1:] or "-1", 16)
    if 0 <= point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF:
        return chr(point)
    expected = 'expected one of `\\n` `\\r` `\\t` `\\"` `\\\\` `\\uNNNN` `\\UNNNNNNNN`'
    raise SyntaxFailure(f"unknown escape sequence `\\{code}`: {expected}", at + match.start())
