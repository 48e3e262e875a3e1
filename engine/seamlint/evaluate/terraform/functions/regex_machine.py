"""A machine that runs regular expressions in time proportional to pattern times text, whatever the pattern.

A program is a list of instructions with relative jumps, so programs are joined and repeated by copying. All ways
through the program are followed at once, in order of preference; the first preferred way that matches wins, as in Perl.
Source: Russ Cox, "Regular Expression Matching: the Virtual Machine Approach"; Go package documentation, "regexp".
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.terraform.functions.regex_classes import CharClass

_WORD = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
_STEPS = 2_000_000
"""How many instructions one call of a function may execute: about a second."""


class TooMuchWork(Exception):  # noqa: N818 - it is an answer: not decided
    """The bound on work was reached before there was an answer."""


class Condition(Enum):
    """What must hold between two characters."""

    TEXT_START = "^"
    TEXT_END = "$"
    LINE_START = "(?m)^"
    LINE_END = "(?m)$"
    WORD_BOUNDARY = "\\b"
    NOT_WORD_BOUNDARY = "\\B"


class Take:
    """Consume one character of a class."""

    __slots__ = ("chars",)

    def __init__(self, chars: CharClass | frozenset[str]) -> None:
        self.chars = chars


class Fork:
    """Go on at two places, both relative to this instruction; the first is preferred."""

    __slots__ = ("first", "second")

    def __init__(self, first: int, second: int) -> None:
        self.first = first
        self.second = second


class Jump:
    """Go on at another place, relative to this instruction."""

    __slots__ = ("by",)

    def __init__(self, by: int) -> None:
        self.by = by


class Save:
    """Note the position: slot 2n is where group n begins, 2n + 1 where it ends."""

    __slots__ = ("slot",)

    def __init__(self, slot: int) -> None:
        self.slot = slot


class Check:
    """Go on only where a condition holds."""

    __slots__ = ("condition",)

    def __init__(self, condition: Condition) -> None:
        self.condition = condition


class Match:
    """The whole pattern has matched."""

    __slots__ = ()


Instruction = Union[Take, Fork, Jump, Save, Check, Match]
Slots = tuple[int, ...]
"""Begin and end of each group, group 0 first; -1 where a group did not take part."""


def holds(condition: Condition, text: str, at: int) -> bool:
    """Tell whether a condition holds before the character at a position."""
    if condition is Condition.TEXT_START:
        return at == 0
    if condition is Condition.TEXT_END:
        return at == len(text)
    if condition is Condition.LINE_START:
        return at == 0 or text[at - 1] == "\n"
    if condition is Condition.LINE_END:
        return at == len(text) or text[at] == "\n"
    boundary = (at > 0 and text[at - 1] in _WORD) != (at < len(text) and text[at] in _WORD)
    return boundary is (condition is Condition.WORD_BOUNDARY)


class Machine:
    """A compiled pattern.

    Attributes:
        groups: the name of each group, the empty string for an unnamed one.
    """

    def __init__(self, program: list[Instruction], groups: list[str]) -> None:
        self.program = program
        self.groups = groups
        self._slots = (-1,) * (2 * len(groups) + 2)
        self._work = 0

    def matches(self, text: str) -> Iterator[Slots]:
        """Find all matches that do not overlap; an empty one is not taken right after another match.

        Raises:
            TooMuchWork: past the bound.
        """
        self._work = at = 0
        before = -1
        while at <= len(text):
            slots = self._match(text, at)
            if slots is None:
                return
            at = slots[1] + 1 if slots[1] == at else slots[1]
            if slots[0] != slots[1] or slots[0] != before:
                yield slots
            before = slots[1]

    def _match(self, text: str, start: int) -> Slots | None:
        threads: list[tuple[int, Slots]] = []
        found: Slots | None = None
        for at in range(start, len(text) + 1):
            ready = self._ready(threads if found else [*threads, (0, self._slots)], text, at)
            if found and not ready:
                break
            threads, hit = self._step(ready, text, at)
            found = hit or found
        return found

    def _step(self, ready: list[tuple[int, Slots]], text: str, at: int) -> tuple[list[tuple[int, Slots]], Slots | None]:
        """Consume one character; a match ends all that is less preferred."""
        char = text[at : at + 1]
        threads: list[tuple[int, Slots]] = []
        for place, slots in ready:
            instruction = self.program[place]
            if isinstance(instruction, Match):
                return threads, slots
            if char and isinstance(instruction, Take) and char in instruction.chars:
                threads.append((place + 1, slots))
        return threads, None

    def _ready(self, threads: list[tuple[int, Slots]], text: str, at: int) -> list[tuple[int, Slots]]:
        """Follow all instructions that consume nothing, the preferred ones first; each at most once."""
        reached: set[int] = set()
        ready: list[tuple[int, Slots]] = []
        stack = threads[::-1]
        while stack:
            place, slots = stack.pop()
            if place in reached:
                continue
            reached.add(place)
            instruction = self.program[place]
            if isinstance(instruction, Take):
                ready.append((place, slots))
            elif isinstance(instruction, Match):
                ready.append((place, (slots[0], at, *slots[2:])))
            elif isinstance(instruction, Fork):
                stack.append((place + instruction.second, slots))
                stack.append((place + instruction.first, slots))
            elif isinstance(instruction, Save):
                slot = instruction.slot
                stack.append((place + 1, (*slots[:slot], at, *slots[slot + 1 :])))
            elif isinstance(instruction, Jump):
                stack.append((place + instruction.by, slots))
            elif holds(instruction.condition, text, at):
                stack.append((place + 1, slots))
        self._work += len(reached) + 1
        if self._work > _STEPS:
            raise TooMuchWork
        return ready
