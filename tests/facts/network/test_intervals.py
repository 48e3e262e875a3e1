"""Intervals against plain sets of integers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seamlint.facts.network.intervals import Intervals

numbers = st.frozensets(st.integers(0, 24))


def made(members):
    return Intervals.of(*((member, member) for member in members))


def listed(found):
    return {member for first, last in found.parts for member in range(first, last + 1)}


@given(numbers, numbers)
def test_set_algebra(one, other):
    left, right = made(one), made(other)
    assert listed(left | right) == one | other
    assert listed(left & right) == one & other
    assert listed(left - right) == one - other
    assert (left <= right) == (one <= other)
    assert (left >= right) == (one >= other)


@given(numbers, numbers)
def test_equal_sets_are_equal_values(one, other):
    assert made(one) | made(other) == made(one | other)
    assert made(one) - made(other) == made(one - other)
    assert hash(made(one) & made(other)) == hash(made(one & other))


@given(numbers, st.integers(-2, 26))
def test_membership_size_and_complement(members, asked):
    found = made(members)
    assert (asked in found) == (asked in members)
    assert found.size() == len(members)
    assert listed(found.complement(3, 20)) == set(range(3, 21)) - members
    assert bool(found) == bool(members)


def test_an_interval_that_ends_before_it_begins_is_empty():
    assert not Intervals.of((5, 4))
    assert "5" not in Intervals.of((0, 9))
