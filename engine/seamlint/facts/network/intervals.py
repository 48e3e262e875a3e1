"""Sets of integers as sorted intervals, never enumerated."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

Interval = tuple[int, int]
"""First and last member."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """A set of integers: disjoint intervals in order that do not touch, so that equal sets have equal parts."""

    parts: tuple[Interval, ...] = ()

    @staticmethod
    def of(*parts: Interval) -> Intervals:
        """Return the union of intervals in any order; an interval whose last member is below its first is empty."""
        return Intervals(tuple(_merged(sorted(part for part in parts if part[0] <= part[1]))))

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __contains__(self, member: object) -> bool:
        if not isinstance(member, int):
            return False
        at = bisect_right(self.parts, member, key=_first) - 1
        return at >= 0 and member <= self.parts[at][1]

    def __or__(self, other: Intervals) -> Intervals:
        if not self.parts or self.parts == other.parts:
            return other
        return Intervals(tuple(_merged(sorted(self.parts + other.parts)))) if other.parts else self

    def __and__(self, other: Intervals) -> Intervals:
        if self is other or not self.parts:
            return self
        if len(self.parts) == len(other.parts) == 1:
            return self._cut(*other.parts[0])
        common: list[Interval] = []
        mine, theirs = 0, 0
        while mine < len(self.parts) and theirs < len(other.parts):
            (first, last), (other_first, other_last) = self.parts[mine], other.parts[theirs]
            if first <= other_last and other_first <= last:
                common.append((max(first, other_first), min(last, other_last)))
            if last < other_last:
                mine += 1
            else:
                theirs += 1
        return Intervals(tuple(common))

    def _cut(self, first: int, last: int) -> Intervals:
        """Return the part of a single interval that lies in another."""
        ((begin, end),) = self.parts
        if first <= begin and end <= last:
            return self
        return Intervals(((max(first, begin), min(last, end)),)) if first <= end and begin <= last else Intervals()

    def __sub__(self, other: Intervals) -> Intervals:
        if not self.parts or not other.parts:
            return self
        return self & other.complement(self.parts[0][0], self.parts[-1][1])

    def __le__(self, other: Intervals) -> bool:
        return not self - other

    def __ge__(self, other: Intervals) -> bool:
        return not other - self

    def complement(self, first: int, last: int) -> Intervals:
        """Return the integers from ``first`` to ``last`` that are not members."""
        gaps: list[Interval] = []
        for begin, end in self.parts:
            gaps.append((first, min(begin - 1, last)))
            first = max(first, end + 1)
        gaps.append((first, last))
        return Intervals(tuple(gap for gap in gaps if gap[0] <= gap[1]))

    def size(self) -> int:
        """Return the number of members."""
        return sum(last - first + 1 for first, last in self.parts)


def _first(part: Interval) -> int:
    return part[0]


def _merged(parts: Iterable[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for first, last in parts:
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
