"""Sets of packets in a reader's words."""

from __future__ import annotations

from functools import reduce
from ipaddress import IPv4Address, IPv6Address, summarize_address_range
from typing import TYPE_CHECKING

from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import ANY_SERVICE, IPV4, IPV6, V6, interval
from seamlint.facts.network.services import ICMP, ICMPV6, PORTED, TCP, TYPED, UDP, of_protocol, ports_in

if TYPE_CHECKING:
    from seamlint.facts.network.intervals import Interval
    from seamlint.facts.network.packets import Packets
    from seamlint.model.network import Network

_NAMES = {ICMP: "icmp", TCP: "tcp", UDP: "udp", ICMPV6: "icmpv6", 47: "gre", 50: "esp", 51: "ah", 132: "sctp"}
_MOST = 4
_NO_ADDRESS = Intervals()


def cidrs(addresses: Intervals) -> list[Network]:
    """Return the fewest ranges that cover exactly these addresses, IPv4 first."""
    found: list[Network] = []
    for first, last in (addresses & IPV4).parts:
        found += summarize_address_range(IPv4Address(first), IPv4Address(last))
    for first, last in (addresses & IPV6).parts:
        found += summarize_address_range(IPv6Address(first - V6), IPv6Address(last - V6))
    return found


def cover(addresses: Intervals) -> list[Network]:
    """Return a few ranges that cover some addresses: exactly those where few do, else one a family that holds more."""
    found: list[Network] = []
    for family in (IPV4, IPV6):
        ranges = cidrs(addresses & family)
        found += ranges if len(ranges) <= _MOST else [_hull(ranges)]
    return found


def address_words(addresses: Intervals) -> str:
    """Return addresses as ranges: ``10.0.1.0/24``, ``0.0.0.0/0 except 10.0.0.0/16``."""
    families = [_family_words(addresses & family) for family in (IPV4, IPV6) if addresses & family]
    return " and ".join(families) or "no address"


def _family_words(addresses: Intervals) -> str:
    """Return ranges, or the one that holds them all with what it holds besides: whichever is shorter to read."""
    ranges = cidrs(addresses)
    if len(ranges) <= _MOST:
        return ", ".join(map(str, ranges))
    hull = _hull(ranges)
    holes = cidrs(Intervals.of(interval(hull)) - addresses)
    if len(ranges) < len(holes):
        return f"{', '.join(map(str, ranges[:_MOST]))} and {len(ranges) - _MOST} more ranges"
    more = f" and {len(holes) - _MOST} more ranges" if len(holes) > _MOST else ""
    return f"{hull} except {', '.join(map(str, holes[:_MOST]))}{more}"


def _hull(ranges: list[Network]) -> Network:
    hull = ranges[0]
    while interval(hull)[1] < interval(ranges[-1])[1]:
        hull = hull.supernet()
    return hull


def service_words(services: Intervals) -> str:
    """Return services as people name them: ``tcp 443``, ``tcp 1024-65535 and udp 53``, ``all traffic``."""
    if services == ANY_SERVICE:
        return "all traffic"
    protocols = [first >> 16 for first, _ in services.parts]
    named = [_protocol_words(services, protocol) for protocol in PORTED + TYPED if services & of_protocol(protocol)]
    others = services - reduce(lambda left, right: left | right, map(of_protocol, PORTED + TYPED))
    named += [_others_words(part) for part in others.parts] if protocols else []
    return " and ".join(named) or "no traffic"


def _protocol_words(services: Intervals, protocol: int) -> str:
    details = ports_in(services, protocol)
    if details.parts == ((0, 0xFFFF),):
        return f"all {_NAMES[protocol]}"
    write = _ports if protocol in PORTED else _types
    shown = [write(part) for part in details.parts[:_MOST]]
    more = len(details.parts) - _MOST
    return f"{_NAMES[protocol]} {', '.join(shown)}" + (f" and {more} more ranges" if more > 0 else "")


def _ports(part: Interval) -> str:
    first, last = part
    return str(first) if first == last else f"{first}-{last}"


def _types(part: Interval) -> str:
    first, last = part
    if first >> 8 != last >> 8:
        return f"types {first >> 8}-{last >> 8}"
    code = f" code {first & 0xFF}" if first == last and first & 0xFF else ""
    return f"type {first >> 8}{code}"


def _others_words(part: Interval) -> str:
    first, last = part[0] >> 16, part[1] >> 16
    return _NAMES.get(first, f"protocol {first}") if first == last else f"protocols {first}-{last}"


def packet_words(packets: Packets, towards: str = "to", unmet: Intervals = _NO_ADDRESS) -> str:
    """Return packets in words: ``tcp 1024-65535 to 0.0.0.0/0``.

    Args:
        towards: ``to`` or ``from``.
        unmet: addresses that no packet has here; that they are missing needs no words.
    """
    groups: dict[Intervals, Intervals] = {}
    for slab in packets.slabs:
        run = Intervals.of((slab.first, slab.last))
        groups[slab.services] = groups[slab.services] | run if slab.services in groups else run
    said = [
        f"{service_words(services)} {towards} {address_words(_filled(run, unmet))}" for services, run in groups.items()
    ]
    more = f", and {len(said) - _MOST} more kinds of packets" if len(said) > _MOST else ""
    return ", ".join(said[:_MOST]) + more or "nothing"


def _filled(run: Intervals, unmet: Intervals) -> Intervals:
    """Return addresses with those that are never met, or with the gaps that are, where that is shorter to read."""
    families = [family for family in (IPV4, IPV6) if run & family]
    gaps = [gap for family in families for gap in (family - run).parts if Intervals.of(gap) <= unmet]
    wide = [part for family in families for part in (unmet & family).parts]
    return min((run | Intervals.of(*wide), run | Intervals.of(*gaps), run), key=lambda each: len(address_words(each)))
