r"""Brackets and escapes of RE2's syntax: ``[^a-z\d[:alpha:]]``, ``\x{1F600}``, ``\p{Greek}``.

Source: RE2 wiki, "Syntax"; Go package documentation, "regexp/syntax".
"""

from __future__ import annotations

import re

from seamlint.evaluate.terraform.functions.regex_classes import (
    PERL,
    POSIX,
    CharClass,
    Property,
    Ranges,
    UnknownProperty,
    complement,
)
from seamlint.patterns import Pattern

ESCAPES = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_PROPERTY = Pattern(r"\\([pP])(?:\{(\^?)([^}]*)\}|(.))", re.DOTALL)
_POSIX = Pattern(r"\[:(\^?)([^\]]*?):\]", re.DOTALL)
_HEXADECIMAL = Pattern(r"\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))")
_OCTAL = Pattern(r"\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})")


class PatternError(ValueError):
    """A pattern that is not of RE2's syntax; the text is Go's."""

    def __init__(self, problem: str, part: str) -> None:
        super().__init__(f"{problem}: `{part}`")
        self.problem = problem
        self.part = part


def character(pattern: str, at: int, escapes: dict[str, str]) -> tuple[str, int]:
    """Read one character, escaped or not; return it and where it ends."""
    if at >= len(pattern):
        raise PatternError("missing closing ]", pattern)
    if pattern[at] != "\\":
        return pattern[at], at + 1
    following = pattern[at + 1 : at + 2]
    if not following:
        raise PatternError("trailing backslash at end of expression", "")
    if following in escapes:
        return escapes[following], at + 2
    if following.isascii() and not following.isalnum():
        return following, at + 2
    return _by_number(pattern, at)


def _by_number(pattern: str, at: int) -> tuple[str, int]:
    octal = _OCTAL.match(pattern, at)
    if octal:
        return chr(int(octal[0][1:], 8)), octal.end()
    hexadecimal = _HEXADECIMAL.match(pattern, at)
    code = int((hexadecimal[1] or hexadecimal[2])[-8:], 16) if hexadecimal else -1
    if hexadecimal is None or code > 0x10FFFF:
        raise PatternError("invalid escape sequence", pattern[at : at + 2])
    return chr(code), hexadecimal.end()


def property_of(pattern: str, at: int) -> tuple[Property, int]:
    r"""Read ``\pL``, ``\p{Greek}``, ``\P{^Lu}``; return it and where it ends."""
    found = _PROPERTY.match(pattern, at)
    if found is None:
        raise PatternError("invalid character class range", pattern[at:])
    negated = (found[1] == "P") != bool(found[2])
    try:
        return Property(found[3] if found[4] is None else found[4], negated), found.end()
    except UnknownProperty:
        raise PatternError("invalid character class range", found[0]) from None


def set_at(pattern: str, at: int, fold: bool) -> tuple[CharClass, int]:
    """Read a bracket expression; return its class and where it ends."""
    start = at
    negated = pattern.startswith("[^", at)
    at += 2 if negated else 1
    ranges: Ranges = ()
    properties: tuple[Property, ...] = ()
    first = True
    while first or not pattern.startswith("]", at):
        first = False
        if at >= len(pattern):
            raise PatternError("missing closing ]", pattern[start:])
        if pattern.startswith(("\\p", "\\P"), at):
            named, at = property_of(pattern, at)
            properties += (named,)
        else:
            more, at = _ranges(pattern, at, start)
            ranges += more
    return CharClass(ranges, properties, negated=negated, fold=fold), at + 1


def _ranges(pattern: str, at: int, start: int) -> tuple[Ranges, int]:
    posix = _POSIX.match(pattern, at)
    if posix:
        if posix[2] not in POSIX:
            raise PatternError("invalid character class range", posix[0])
        named = POSIX[posix[2]]
        return (complement(named) if posix[1] else named), posix.end()
    letter = pattern[at + 1 : at + 2]
    if pattern[at] == "\\" and letter and letter.lower() in PERL:
        named = PERL[letter.lower()]
        return (complement(named) if letter.isupper() else named), at + 2
    low, end = _in_set(pattern, at, start)
    high = low
    if pattern.startswith("-", end) and end + 1 < len(pattern) and pattern[end + 1] != "]":
        high, end = _in_set(pattern, end + 1, start)
    if high < low:
        raise PatternError("invalid character class range", pattern[at:end])
    return ((ord(low), ord(high)),), end


def _in_set(pattern: str, at: int, start: int) -> tuple[str, int]:
    if at >= len(pattern):
        raise PatternError("missing closing ]", pattern[start:])
    return character(pattern, at, ESCAPES)
