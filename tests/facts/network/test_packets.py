"""Regions of packets against plain sets of (address, service) pairs."""

from __future__ import annotations

from ipaddress import ip_network

from hypothesis import given
from hypothesis import strategies as st

from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import (
    EVERYTHING,
    EVERYWHERE,
    IPV4,
    IPV6,
    NOTHING,
    Packets,
    addresses,
    union,
)

span = st.tuples(st.integers(0, 7), st.integers(0, 7))
boxes = st.lists(st.tuples(span, span), max_size=4)


def region(drawn):
    return union(Packets.of(Intervals.of(places), Intervals.of(services)) for places, services in drawn)


def listed(packets):
    return {
        (address, service)
        for slab in packets.slabs
        for address in range(slab.first, slab.last + 1)
        for first, last in slab.services.parts
        for service in range(first, last + 1)
    }


def pairs(drawn):
    return {
        (address, service)
        for (first, last), (low, high) in drawn
        for address in range(first, last + 1)
        for service in range(low, high + 1)
    }


@given(boxes, boxes)
def test_region_algebra(one, other):
    left, right = region(one), region(other)
    mine, theirs = pairs(one), pairs(other)
    assert listed(left) == mine
    assert listed(left | right) == mine | theirs
    assert listed(left & right) == mine & theirs
    assert listed(left - right) == mine - theirs
    assert (left <= right) == (mine <= theirs)
    assert bool(left) == bool(mine)


@given(boxes, boxes)
def test_equal_regions_are_equal_values(one, other):
    assert region(one + other) == region(other + one) == region(one) | region(other)
    assert (region(one) - region(other)) | (region(one) & region(other)) == region(one)


@given(boxes, span, span)
def test_parts_of_a_region(drawn, places, services):
    found, mine = region(drawn), pairs(drawn)
    within, kinds = Intervals.of(places), Intervals.of(services)
    assert listed(found.at(within)) == {pair for pair in mine if pair[0] in within}
    assert listed(found.away_from(within)) == {pair for pair in mine if pair[0] not in within}
    assert listed(found.of_services(kinds)) == {pair for pair in mine if pair[1] in kinds}
    assert {address for address, _ in mine} == {a for f, last in found.addresses().parts for a in range(f, last + 1)}
    assert {service for _, service in mine} == {s for f, last in found.services().parts for s in range(f, last + 1)}


@given(boxes, span)
def test_services_that_every_address_has(drawn, places):
    within = Intervals.of(places)
    mine = pairs(drawn)
    everywhere = {s for s in range(8) if within and all((a, s) in mine for a in range(places[0], places[1] + 1))}
    found = region(drawn).services_throughout(within)
    assert {s for first, last in found.parts for s in range(first, last + 1)} == everywhere


def test_families_do_not_touch():
    assert len(EVERYWHERE.parts) == 2
    assert EVERYTHING.at(IPV4) | EVERYTHING.at(IPV6) == EVERYTHING
    assert addresses([ip_network("0.0.0.0/0")]) == IPV4
    assert addresses([ip_network("::/0")]) == IPV6
    assert not EVERYTHING - EVERYTHING
    assert union([]) == NOTHING
