"""RE2's syntax, as Go reads it, compiled to a program of `regex_machine`.

There are no backreferences and no look-around: a pattern that uses them is refused, as Terraform refuses it.
Source: RE2 wiki, "Syntax"; Go package documentation, "regexp/syntax".
"""

from __future__ import annotations

import re
from functools import lru_cache

from seamlint.evaluate.terraform.functions.regex_classes import PERL, CharClass, folds
from seamlint.evaluate.terraform.functions.regex_machine import (
    Check,
    Condition,
    Fork,
    Instruction,
    Jump,
    Machine,
    Match,
    Save,
    Take,
    TooMuchWork,
)
from seamlint.evaluate.terraform.functions.regex_sets import ESCAPES, PatternError, character, property_of, set_at
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

_MOST_REPEATS = 1000
_LARGEST_PROGRAM = 20_000
_DEEPEST = 1000
_REPEAT = Pattern(r"\{(\d{1,9})(,(\d{1,9})?)?\}", re.ASCII)
_FLAGS = Pattern(r"\(\?([imsU]*)(?:-([imsU]+))?([:)])")
_NAMED = Pattern(r"\(\?P?<([^>]*)>")
_GROUP_NAME = Pattern(r"\w+")
_CONDITIONS = {"A": Condition.TEXT_START, "z": Condition.TEXT_END, "b": Condition.WORD_BOUNDARY,
               "B": Condition.NOT_WORD_BOUNDARY}  # fmt: skip


class _Piece(NamedTuple):
    """A part of a program; `empty` tells that it can match the empty string."""

    code: list[Instruction]
    empty: bool
    repeats: int = 1


class _Group:
    """A group whose end has not been read yet, with the alternatives before the one at hand."""

    def __init__(self, flags: frozenset[str], number: int | None) -> None:
        self.flags = flags
        self.number = number
        self.alternatives: list[_Piece] = []
        self.pieces: list[_Piece] = []


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> Machine:
    """Compile a pattern.

    Raises:
        PatternError: the pattern is not of RE2's syntax.
        TooMuchWork: the program would be too large to run here.
    """
    return _Reader(pattern).read()


class _Reader:
    """Reads a pattern from left to right; groups are kept on a stack, so depth costs nothing."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.flags: frozenset[str] = frozenset()
        self.names: list[str] = []
        self.groups = [_Group(self.flags, None)]
        self.repeated_from: int | None = None

    def read(self) -> Machine:
        while self.at < len(self.pattern):
            before, repeated = self.at, self.repeated_from
            self.repeated_from = None
            if not self._repetition(repeated):
                self._item(self.pattern[before])
        if len(self.groups) > 1:
            raise PatternError("missing closing )", self.pattern)
        body = _alternatives(self.groups[0])
        return Machine([Save(0), *body.code, Match()], self.names)

    def _add(self, piece: _Piece) -> None:
        self.groups[-1].pieces.append(piece)

    def _item(self, char: str) -> None:
        if char == "(":
            self._open()
        elif char == ")":
            self._close()
        elif char == "|":
            group = self.groups[-1]
            group.alternatives.append(_sequence(group.pieces))
            group.pieces = []
            self.at += 1
        elif char == "\\":
            self._escape()
        elif char == "[":
            chars, self.at = set_at(self.pattern, self.at, "i" in self.flags)
            self._add(_Piece([Take(chars)], empty=False))
        else:
            self.at += 1
            self._add(self._plain(char))

    def _plain(self, char: str) -> _Piece:
        if char == ".":
            return _Piece([Take(CharClass(() if "s" in self.flags else ((10, 10),), negated=True))], empty=False)
        if char == "^":
            return _check(Condition.LINE_START if "m" in self.flags else Condition.TEXT_START)
        if char == "$":
            return _check(Condition.LINE_END if "m" in self.flags else Condition.TEXT_END)
        return self._literal(char)

    def _literal(self, char: str) -> _Piece:
        return _Piece([Take(frozenset(folds(char)) if "i" in self.flags else frozenset(char))], empty=False)

    def _open(self) -> None:
        if len(self.groups) > _DEEPEST:
            raise PatternError("expression nests too deeply", self.pattern)
        flags = _FLAGS.match(self.pattern, self.at)
        if flags is None:
            self._capture()
        elif flags[3] == ")":
            self._switch(flags)
        else:
            self.groups.append(_Group(self.flags, None))
            self._switch(flags)

    def _capture(self) -> None:
        if self.pattern.startswith("(?", self.at):
            self.names.append(self._name())
        else:
            self.names.append("")
            self.at += 1
        self.groups.append(_Group(self.flags, len(self.names)))

    def _switch(self, flags: re.Match[str]) -> None:
        self.flags = self.flags.union(flags[1]).difference(flags[2] or "")
        self.at = flags.end()

    def _name(self) -> str:
        named = _NAMED.match(self.pattern, self.at)
        if named is None or self.pattern.startswith(("(?<=", "(?<!"), self.at):
            raise PatternError("invalid or unsupported Perl syntax", self.pattern[self.at : self.at + 3])
        if not _GROUP_NAME.fullmatch(named[1]):
            raise PatternError("invalid named capture", named[0])
        self.at = named.end()
        return named[1]

    def _close(self) -> None:
        if len(self.groups) == 1:
            raise PatternError("unexpected )", self.pattern)
        group = self.groups.pop()
        piece = _alternatives(group)
        if group.number is not None:
            code = [Save(2 * group.number), *piece.code, Save(2 * group.number + 1)]
            piece = _Piece(code, piece.empty, piece.repeats)
        self.flags = group.flags
        self.at += 1
        self._add(piece)

    def _escape(self) -> None:
        following = self.pattern[self.at + 1 : self.at + 2]
        if following == "Q":
            quoted, _, _ = self.pattern[self.at + 2 :].partition("\\E")
            for char in quoted:
                self._add(self._literal(char))
            self.at = min(len(self.pattern), self.at + 2 + len(quoted) + 2)
        elif following in _CONDITIONS:
            self._add(_check(_CONDITIONS[following]))
            self.at += 2
        elif following and following in "pP":
            named, self.at = property_of(self.pattern, self.at)
            self._add(_Piece([Take(CharClass((), (named,), fold="i" in self.flags))], empty=False))
        elif following and following.lower() in PERL:
            chars = CharClass(PERL[following.lower()], negated=following.isupper(), fold="i" in self.flags)
            self._add(_Piece([Take(chars)], empty=False))
            self.at += 2
        else:
            char, self.at = character(self.pattern, self.at, ESCAPES)
            self._add(self._literal(char))

    def _repetition(self, repeated: int | None) -> bool:
        """Read ``*``, ``+``, ``?`` or ``{n,m}`` after an item; False when there is none."""
        start = self.at
        char = self.pattern[start]
        counted = _REPEAT.match(self.pattern, start) if char == "{" else None
        if char not in "*+?" and counted is None:
            return False
        low, high = _bounds(char, counted)
        self.at = counted.end() if counted else start + 1
        lazy = self.pattern.startswith("?", self.at)
        self.at += lazy
        operator = self.pattern[start : self.at]
        if repeated is not None:
            raise PatternError("invalid nested repetition operator", self.pattern[repeated : self.at])
        if not self.groups[-1].pieces:
            raise PatternError("missing argument to repetition operator", operator)
        if low > _MOST_REPEATS or (high is not None and (high > _MOST_REPEATS or high < low)):
            raise PatternError("invalid repeat count", operator)
        piece = self.groups[-1].pieces.pop()
        self._add(
            _repeated(piece, low, high, greedy=lazy is ("U" in self.flags), operator=operator if counted else None)
        )
        self.repeated_from = start
        return True


def _bounds(char: str, counted: re.Match[str] | None) -> tuple[int, int | None]:
    if counted is None:
        return (1 if char == "+" else 0), (1 if char == "?" else None)
    low = int(counted[1])
    if counted[2] is None:
        return low, low
    return low, int(counted[3]) if counted[3] else None


def _check(condition: Condition) -> _Piece:
    return _Piece([Check(condition)], empty=True)


def _sequence(pieces: list[_Piece]) -> _Piece:
    code = [instruction for piece in pieces for instruction in piece.code]
    repeats = max((piece.repeats for piece in pieces), default=1)
    return _bounded(_Piece(code, all(piece.empty for piece in pieces), repeats))


def _alternatives(group: _Group) -> _Piece:
    piece = _sequence(group.pieces)
    for other in reversed(group.alternatives):
        code = [Fork(1, len(other.code) + 2), *other.code, Jump(len(piece.code) + 1), *piece.code]
        piece = _bounded(_Piece(code, other.empty or piece.empty, max(other.repeats, piece.repeats)))
    return piece


def _bounded(piece: _Piece) -> _Piece:
    if len(piece.code) > _LARGEST_PROGRAM:
        raise TooMuchWork
    return piece


def _fork(inside: int, after: int, *, greedy: bool) -> Fork:
    return Fork(inside, after) if greedy else Fork(after, inside)


def _repeated(piece: _Piece, low: int, high: int | None, *, greedy: bool, operator: str | None) -> _Piece:
    repeats = piece.repeats * max(low, high or 0, 1) if operator else piece.repeats
    if repeats > _MOST_REPEATS:
        raise PatternError("invalid repeat count", operator or "")
    size = len(piece.code)
    if size * max(low, high or 0) > _LARGEST_PROGRAM:
        raise TooMuchWork
    code = piece.code * low
    if high is None and low:
        code += [_fork(-size, 1, greedy=greedy)]
    elif high is None:
        code += _starred(piece, greedy=greedy)
    else:
        optional: list[Instruction] = []
        for _ in range(high - low):
            optional = [_fork(1, size + len(optional) + 1, greedy=greedy), *piece.code, *optional]
        code += optional
    return _bounded(_Piece(code, piece.empty or low == 0, repeats))


def _starred(piece: _Piece, *, greedy: bool) -> list[Instruction]:
    """Return ``x*``; of an ``x`` that can be empty it is ``(x+)?``, or the preference would be lost."""
    size = len(piece.code)
    if piece.empty:
        return [_fork(1, size + 2, greedy=greedy), *piece.code, _fork(-size, 1, greedy=greedy)]
    return [_fork(1, size + 2, greedy=greedy), *piece.code, Jump(-size - 1)]
