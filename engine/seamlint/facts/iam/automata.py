"""Glob patterns as automata: intersection and inclusion on bit sets, without backtracking.

A pattern is a tuple of tokens: a letter is a one-character string, `ANY` is ``?``, `STAR` is ``*``, and any other
hashable object is a *symbol*: one indivisible piece of text that is not known, equal only to itself. A symbol may be
swallowed by ``*`` but not by ``?``, because nobody knows its length.

Positions of a pattern are the bits of one integer, so each token costs one pass over machine words.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Union

from seamlint.data_classes import dataclass

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence


class Wild(Enum):
    """The two wildcards, and a letter that no pattern holds."""

    ANY = "?"
    STAR = "*"
    FRESH = "any other letter"


ANY, STAR, FRESH = Wild.ANY, Wild.STAR, Wild.FRESH
Token = Union[str, Wild, "Hashable"]
Tokens = tuple[Token, ...]

_MOST_SETS = 32
"""How many sets of positions `covers` follows at once; honest policies need one or two."""


def normal(tokens: Iterable[Token]) -> Tokens:
    """Return an equal pattern in which every run of wildcards is some ``?`` and then at most one ``*``."""
    result: list[Token] = []
    star = False
    for token in tokens:
        if token is STAR:
            star = True
            continue
        if star and token is not ANY:
            result.append(STAR)
            star = False
        result.append(token)
    return (*result, STAR) if star else tuple(result)


@dataclass(slots=True)
class _Automaton:
    """Some patterns side by side: one bit a position, and one free bit between two patterns."""

    letters: dict[Token, int]
    any: int
    star: int
    start: int
    final: int

    def close(self, positions: int) -> int:
        """Add what is reached by letting a ``*`` stand for nothing."""
        return positions | (positions & self.star) << 1

    def step(self, positions: int, token: Token) -> int:
        """Return what is reached over one letter or symbol."""
        singles = self.letters.get(token, 0)
        if isinstance(token, (str, Wild)):
            singles |= self.any
        return self.close((positions & singles) << 1 | positions & self.star)


def _automaton(patterns: Sequence[Tokens]) -> _Automaton:
    machine = _Automaton({}, 0, 0, 0, 0)
    bit = 1
    for tokens in patterns:
        machine.start |= bit
        for token in tokens:
            if token is STAR:
                machine.star |= bit
            elif token is ANY:
                machine.any |= bit
            else:
                machine.letters[token] = machine.letters.get(token, 0) | bit
            bit <<= 1
        machine.final |= bit
        bit <<= 1
    machine.start = machine.close(machine.start)
    return machine


def intersects(one: Tokens, other: Tokens) -> bool:
    """Tell whether some text matches both patterns. Both must be `normal`."""
    machine = _automaton([other])
    reached = machine.start
    for token in one:
        if token is STAR:
            lowest = reached & -reached
            reached = (machine.final << 1) - lowest
        elif token is ANY:
            texts = machine.any | sum(bits for letter, bits in machine.letters.items() if isinstance(letter, str))
            reached = machine.close((reached & texts) << 1 | reached & machine.star)
        else:
            reached = machine.step(reached, token)
        if not reached:
            return False
    return bool(reached & machine.final)


def covers(patterns: Sequence[Tokens], part: Tokens) -> bool:
    """Tell whether every text that `part` matches is matched by one of the patterns. All must be `normal`.

    The hardest texts of `part` are those where its wildcards stand for letters that no pattern holds, so only the
    lengths of what each ``*`` stands for matter; the sets of positions that they lead to are followed side by side,
    and a set that contains another one is dropped. False also when that needs more than a few sets at once, which
    takes patterns with many ``?`` made to need it. For the same reason a pattern with a letter that `part` lacks covers
    none of them, and needs no following.
    """
    held = {*part, STAR, ANY}
    useful = [tokens for tokens in patterns if held.issuperset(tokens)]
    if not useful:
        return False
    machine = _automaton(useful)
    sets = {machine.start}
    for token in part:
        if token is STAR:
            sets = _lengths(machine, sets)
        else:
            letter = FRESH if token is ANY else token
            sets = {machine.step(positions, letter) for positions in sets}
        if 0 in sets or len(sets) > _MOST_SETS:
            return False
    return all(positions & machine.final for positions in sets)


def _lengths(machine: _Automaton, sets: set[int]) -> set[int]:
    """Follow a ``*`` that stands for every number of fresh letters; keep the smallest sets."""
    reached: set[int] = set()
    for positions in sets:
        step = positions
        while step not in reached and len(reached) <= 4 * _MOST_SETS:
            reached.add(step)
            step = machine.step(step, FRESH)
    return {one for one in reached if not any(other != one and other & one == other for other in reached)}
