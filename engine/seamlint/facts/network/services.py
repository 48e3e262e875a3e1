"""Protocols, ports, ICMP types, and which packets answer which."""

from __future__ import annotations

from functools import lru_cache

from seamlint.evaluate.values import Unknown
from seamlint.facts.network.bounds import Bounds
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import ANY_SERVICE, Packets
from seamlint.model.entity import Maybe
from seamlint.model.network import ALL_PROTOCOLS

ICMP = 1
TCP = 6
UDP = 17
ICMPV6 = 58
PORTED = (TCP, UDP)
TYPED = (ICMP, ICMPV6)

Ports = tuple[Maybe[int], Maybe[int]]

# Amazon VPC User Guide, "Ephemeral ports" (Custom network ACLs).
LINUX_PORTS = (32768, 60999)
WINDOWS_PORTS = (49152, 65535)
SAFE_PORTS = (1024, 65535)
UNKNOWN_SYSTEM_PORTS = (32768, 65535)

_KIND_PORTS = {
    "load-balancer": SAFE_PORTS,
    "network-load-balancer": SAFE_PORTS,
    "nat-gateway": SAFE_PORTS,
    "lambda": SAFE_PORTS,
}


def client_ports(kind: str) -> tuple[int, int]:
    """Return the ports that a client of a kind (`Attachment.kind`, ``nat-gateway``) may open connections from.

    Load balancers, NAT gateways and Lambda functions use 1024-65535. What else starts connections is a machine of a
    system that the code does not tell: Linux (32768-60999) or Windows and most others (49152-65535).
    """
    return _KIND_PORTS.get(kind, UNKNOWN_SYSTEM_PORTS)


def of_protocol(protocol: int, first: int = 0, last: int = 0xFFFF) -> Intervals:
    """Return the services of a protocol (IANA number) whose port, or type << 8 plus code, lies in a range."""
    return Intervals.of((protocol << 16 | first, protocol << 16 | last))


def of_ports(first: int, last: int) -> Intervals:
    """Return TCP and UDP to a range of ports."""
    return of_protocol(TCP, first, last) | of_protocol(UDP, first, last)


ALL_TCP = of_protocol(TCP)
ALL_UDP = of_protocol(UDP)
ALL_PORTED = ALL_TCP | ALL_UDP

# Type and code of the echo request, and the echo reply that answers it (RFC 792, RFC 4443).
_ECHO = (
    (of_protocol(ICMP, 8 << 8, 8 << 8), of_protocol(ICMP, 0, 0)),
    (of_protocol(ICMPV6, 128 << 8, 128 << 8), of_protocol(ICMPV6, 129 << 8, 129 << 8)),
)


@lru_cache(maxsize=4096)
def services(protocol: Maybe[int], ports: Ports | None) -> Bounds[Intervals]:
    """Return the services that a rule or an entry names by protocol and ports (or ICMP type and code)."""
    if isinstance(protocol, Unknown):
        return Bounds(Intervals(), ANY_SERVICE)
    if protocol == ALL_PROTOCOLS:
        return Bounds.exactly(ANY_SERVICE)
    if not 0 <= protocol <= 255:
        return Bounds.exactly(Intervals())
    if ports is None or protocol not in PORTED + TYPED:
        return Bounds.exactly(of_protocol(protocol))
    return _ported(protocol, ports) if protocol in PORTED else _typed(protocol, ports)


def _ported(protocol: int, ports: Ports) -> Bounds[Intervals]:
    first, last = ports
    widest = of_protocol(
        protocol,
        0 if isinstance(first, Unknown) else _within(first, 0, 0xFFFF),
        0xFFFF if isinstance(last, Unknown) or last < 0 else _within(last, 0, 0xFFFF),
    )
    known = not isinstance(first, Unknown) and not isinstance(last, Unknown)
    return Bounds(widest if known else Intervals(), widest)


def _typed(protocol: int, ports: Ports) -> Bounds[Intervals]:
    """Return ICMP messages; -1 stands for every type (then every code too) or every code."""
    icmp_type, code = ports
    if isinstance(icmp_type, Unknown):
        return Bounds(Intervals(), of_protocol(protocol))
    if icmp_type < 0:
        return Bounds.exactly(of_protocol(protocol))
    base = _within(icmp_type, 0, 0xFF) << 8
    if isinstance(code, Unknown):
        return Bounds(Intervals(), of_protocol(protocol, base, base | 0xFF))
    codes = (0, 0xFF) if code < 0 else (min(code, 0xFF), min(code, 0xFF))
    return Bounds.exactly(of_protocol(protocol, base | codes[0], base | codes[1]))


def _within(number: int, least: int, most: int) -> int:
    return max(least, min(most, number))


@lru_cache(maxsize=4096)
def reply_services(asked: Intervals, ports: tuple[int, int]) -> Intervals:
    """Return the services of the replies to requests, whose client listens for them on a range of ports.

    TCP and UDP are answered to the client's ephemeral port, an echo request by the echo reply; nothing else has an
    answer that a stateless filter could be asked about.
    """
    answers = Intervals()
    for protocol in PORTED:
        if asked & of_protocol(protocol):
            answers |= of_protocol(protocol, *ports)
    for request, answer in _ECHO:
        if asked & request:
            answers |= answer
    return answers


def replies(requests: Packets, ports: tuple[int, int]) -> Packets:
    """Return the packets that answer requests: the same peers, to the client's ephemeral ports."""
    return requests.each_service(lambda asked: reply_services(asked, ports))


def ports_in(asked: Intervals, protocol: int) -> Intervals:
    """Return the bare port numbers of a protocol among services."""
    base = protocol << 16
    return Intervals(tuple((first - base, last - base) for first, last in (asked & of_protocol(protocol)).parts))
