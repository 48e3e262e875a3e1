"""Sets of packets, as a filter at a subnet's edge or at an interface sees them.

A filter looks at the peer's address (source of what comes in, destination of what goes out) and at the *service*:
the protocol with its destination port or ICMP type and code. Both are laid out on number lines, so that a set of
packets is a region of a plane:

- addresses: IPv4 from 0, IPv6 from `V6` (the lines do not touch, so no set runs from one family into the other);
- services: ``protocol << 16`` plus the port, or plus type << 8 plus code for ICMP; protocols that have neither always
  take their whole 65,536 numbers (Amazon EC2 API Reference, CreateNetworkAclEntry and IpPermission: ports count for
  TCP and UDP alone).
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.facts.network.intervals import Intervals
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from seamlint.model.network import Network

V6 = 1 << 33
IPV4 = Intervals.of((0, (1 << 32) - 1))
IPV6 = Intervals.of((V6, V6 + (1 << 128) - 1))
EVERYWHERE = IPV4 | IPV6
ANY_SERVICE = Intervals.of((0, (256 << 16) - 1))


class Slab(NamedTuple):
    """A run of addresses whose packets are of the same services."""

    first: int
    last: int
    services: Intervals


@dataclass(frozen=True, slots=True)
class Packets:
    """A set of packets: disjoint slabs in address order; neighbours differ in services, so equal sets are equal."""

    slabs: tuple[Slab, ...] = ()

    @staticmethod
    def of(addresses: Intervals, services: Intervals) -> Packets:
        """Return the packets from or to any of the addresses, of any of the services."""
        return Packets(tuple(Slab(first, last, services) for first, last in addresses.parts) if services else ())

    def __bool__(self) -> bool:
        return bool(self.slabs)

    def __or__(self, other: Packets) -> Packets:
        if not self.slabs or self == other:
            return other
        return _combined(self, other, Intervals.__or__) if other.slabs else self

    def __and__(self, other: Packets) -> Packets:
        if other is EVERYTHING:
            return self
        return _canonical(_common(self.slabs, other.slabs))

    def __sub__(self, other: Packets) -> Packets:
        return _combined(self, other, Intervals.__sub__) if self.slabs and other.slabs else self

    def __le__(self, other: Packets) -> bool:
        return not self - other

    def addresses(self) -> Intervals:
        """Return every address of some packet."""
        return Intervals.of(*((slab.first, slab.last) for slab in self.slabs))

    def services(self) -> Intervals:
        """Return every service of some packet."""
        return reduce(Intervals.__or__, {slab.services: None for slab in self.slabs}, Intervals())

    def at(self, addresses: Intervals) -> Packets:
        """Return the packets from or to some addresses only."""
        return self & Packets.of(addresses, ANY_SERVICE)

    def away_from(self, addresses: Intervals) -> Packets:
        """Return the packets without those from or to some addresses."""
        return self - Packets.of(addresses, ANY_SERVICE)

    def of_services(self, services: Intervals) -> Packets:
        """Return the packets of some services only."""
        return self.each_service(lambda mine: mine & services)

    def services_throughout(self, addresses: Intervals) -> Intervals:
        """Return the services that packets of every one of some addresses have."""
        within = self.at(addresses)
        if within.addresses() != addresses or not within:
            return Intervals()
        return reduce(Intervals.__and__, {slab.services: None for slab in within.slabs})

    def each_service(self, change: Callable[[Intervals], Intervals]) -> Packets:
        """Return the packets with the services of every slab changed, its addresses as they are."""
        return _canonical(Slab(slab.first, slab.last, change(slab.services)) for slab in self.slabs)


NOTHING = Packets()
EVERYTHING = Packets.of(EVERYWHERE, ANY_SERVICE)


def interval(network: Network) -> tuple[int, int]:
    """Return the first and last address of a range, on the line of addresses."""
    base = V6 if network.version == 6 else 0
    return base + int(network.network_address), base + int(network.broadcast_address)


def addresses(networks: Iterable[Network]) -> Intervals:
    """Return the addresses of some ranges."""
    return Intervals.of(*map(interval, networks))


def union(sets: Iterable[Packets]) -> Packets:
    """Return the union of sets of packets, pairwise so that many small ones stay cheap."""
    level = list(sets)
    while len(level) > 1:
        level = [left | right for left, right in zip(level[::2], level[1::2], strict=False)] + level[len(level) & ~1 :]
    return level[0] if level else NOTHING


def _combined(left: Packets, right: Packets, operation: Callable[[Intervals, Intervals], Intervals]) -> Packets:
    return _canonical(
        Slab(first, last, operation(mine, theirs)) for first, last, mine, theirs in _cells(left.slabs, right.slabs)
    )


def _common(left: tuple[Slab, ...], right: tuple[Slab, ...]) -> Iterator[Slab]:
    mine, theirs = 0, 0
    while mine < len(left) and theirs < len(right):
        one, other = left[mine], right[theirs]
        if one.first <= other.last and other.first <= one.last:
            yield Slab(max(one.first, other.first), min(one.last, other.last), one.services & other.services)
        if one.last < other.last:
            mine += 1
        else:
            theirs += 1


def _cells(left: tuple[Slab, ...], right: tuple[Slab, ...]) -> Iterator[tuple[int, int, Intervals, Intervals]]:
    """Cut the line of addresses at every border of either set; yield each cell with the services of both."""
    cuts = sorted({cut for slab in left + right for cut in (slab.first, slab.last + 1)})
    mine, theirs = _Walk(left), _Walk(right)
    for first, after in pairwise(cuts):
        yield first, after - 1, mine.services_at(first), theirs.services_at(first)


class _Walk:
    """Reads the services at addresses that only grow."""

    def __init__(self, slabs: tuple[Slab, ...]) -> None:
        self.slabs = slabs
        self.place = 0

    def services_at(self, address: int) -> Intervals:
        while self.place < len(self.slabs) and self.slabs[self.place].last < address:
            self.place += 1
        slab = self.slabs[self.place] if self.place < len(self.slabs) else None
        return slab.services if slab and slab.first <= address else _NO_SERVICE


_NO_SERVICE = Intervals()


def _canonical(slabs: Iterable[Slab]) -> Packets:
    joined: list[Slab] = []
    for slab in slabs:
        if not slab.services:
            continue
        if joined and joined[-1].last + 1 == slab.first and joined[-1].services == slab.services:
            joined[-1] = Slab(joined[-1].first, slab.last, slab.services)
        else:
            joined.append(slab)
    return Packets(tuple(joined))
