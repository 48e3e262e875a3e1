r"""Character classes of RE2's syntax: ``[a-z]``, ``\\d``, ``[[:alpha:]]``, ``\\pL``, and their folding under ``(?i)``.

Source: RE2 wiki, "Syntax"; Go package documentation, "regexp/syntax".
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import Any

Ranges = tuple[tuple[int, int], ...]

_LAST = 0x10FFFF
_DIGITS: Ranges = ((0x30, 0x39),)
_UPPER: Ranges = ((0x41, 0x5A),)
_LOWER: Ranges = ((0x61, 0x7A),)
_SPACES: Ranges = ((0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20))
_WORD: Ranges = (*_DIGITS, *_UPPER, (0x5F, 0x5F), *_LOWER)

PERL: dict[str, Ranges] = {"d": _DIGITS, "s": _SPACES, "w": _WORD}
POSIX: dict[str, Ranges] = {
    "alnum": (*_DIGITS, *_UPPER, *_LOWER),
    "alpha": (*_UPPER, *_LOWER),
    "ascii": ((0x00, 0x7F),),
    "blank": ((0x09, 0x09), (0x20, 0x20)),
    "cntrl": ((0x00, 0x1F), (0x7F, 0x7F)),
    "digit": _DIGITS,
    "graph": ((0x21, 0x7E),),
    "lower": _LOWER,
    "print": ((0x20, 0x7E),),
    "punct": ((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)),
    "space": ((0x09, 0x0D), (0x20, 0x20)),
    "upper": _UPPER,
    "word": _WORD,
    "xdigit": (*_DIGITS, (0x41, 0x46), (0x61, 0x66)),
}
_CATEGORIES = {"C": "cfos", "L": "lmotu", "M": "cen", "N": "dlo", "P": "cdefios", "S": "ckmo", "Z": "lps"}
_CATEGORY_NAMES = frozenset(major + minor for major, minors in _CATEGORIES.items() for minor in ("", *minors))
_LARGE_ORBITS = (
    "kK\u212a", "sS\u017f", "\u00e5\u00c5\u212b", "\u00b5\u039c\u03bc", "\u01c4\u01c5\u01c6", "\u01c7\u01c8\u01c9",
    "\u01ca\u01cb\u01cc", "\u01f1\u01f2\u01f3", "\u0392\u03b2\u03d0", "\u0395\u03b5\u03f5",
    "\u0398\u03b8\u03d1\u03f4", "\u0399\u03b9\u0345\u1fbe", "\u039a\u03ba\u03f0", "\u03a0\u03c0\u03d6",
    "\u03a1\u03c1\u03f1", "\u03a3\u03c3\u03c2", "\u03a6\u03c6\u03d5", "\u03a9\u03c9\u2126", "\u1e60\u1e61\u1e9b",
    "\u00df\u1e9e", "\u0412\u0432\u1c80", "\u0414\u0434\u1c81", "\u041e\u043e\u1c82", "\u0421\u0441\u1c83",
    "\u0422\u0442\u1c84\u1c85", "\u042a\u044a\u1c86", "\u0462\u0463\u1c87", "\u1c88\ua64a\ua64b",
)  # fmt: skip
"""Letters of more than two forms: ``k``, ``K`` and the Kelvin sign are one when case does not count."""
_ORBITS = {char: orbit for orbit in _LARGE_ORBITS for char in orbit}


class UnknownProperty(ValueError):  # noqa: N818 - it names a syntax error of a pattern
    r"""A ``\\p{...}`` that names no general category or script."""


def folds(char: str) -> str:
    """Return a character and those that equal it when case does not count (Unicode's simple folding)."""
    if char in _ORBITS:
        return _ORBITS[char]
    return "".join(dict.fromkeys(other for other in (char, char.lower(), char.upper()) if len(other) == 1))


def complement(ranges: Ranges) -> Ranges:
    """Return the code points that ranges leave out."""
    gaps: list[tuple[int, int]] = []
    after = 0
    for low, high in _merged(ranges):
        if low > after:
            gaps.append((after, low - 1))
        after = high + 1
    if after <= _LAST:
        gaps.append((after, _LAST))
    return tuple(gaps)


def _merged(ranges: Ranges) -> Ranges:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


class Property:
    r"""``\p{name}``: a general category or a script, possibly negated."""

    __slots__ = ("name", "negated")

    def __init__(self, name: str, negated: bool) -> None:
        if name not in _CATEGORY_NAMES and name != "Any" and _script_pattern(name) is None:
            raise UnknownProperty(name)
        self.name = name
        self.negated = negated

    def __contains__(self, char: str) -> bool:
        if self.name == "Any":
            return not self.negated
        if self.name in _CATEGORY_NAMES:
            return unicodedata.category(char).startswith(self.name) is not self.negated
        pattern = _script_pattern(self.name)
        return (pattern is not None and pattern.match(char) is not None) is not self.negated


@lru_cache(maxsize=64)
def _script_pattern(name: str) -> Any:
    import regex

    if not name.replace("_", "").isalpha() or name != name.title():
        return None
    try:
        return regex.compile(rf"\p{{Script={name}}}")
    except regex.error:
        return None


class CharClass:
    """A set of characters, asked one character at a time; answers are kept, since texts repeat themselves."""

    __slots__ = ("_answers", "fold", "negated", "properties", "ranges")

    def __init__(
        self, ranges: Ranges, properties: tuple[Property, ...] = (), *, negated: bool = False, fold: bool = False
    ) -> None:
        self.ranges = _merged(ranges)
        self.properties = properties
        self.negated = negated
        self.fold = fold
        self._answers: dict[str, bool] = {}

    def __contains__(self, char: str) -> bool:
        answer = self._answers.get(char)
        if answer is None:
            answer = any(map(self._lists, folds(char) if self.fold else char)) is not self.negated
            self._answers[char] = answer
        return answer

    def _lists(self, char: str) -> bool:
        at = bisect_right(self.ranges, (ord(char), _LAST)) - 1
        return (at >= 0 and ord(char) <= self.ranges[at][1]) or any(char in item for item in self.properties)
