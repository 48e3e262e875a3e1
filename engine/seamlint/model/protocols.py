"""IP protocols by name or number, and which of them have ports.

Sources: "Network ACL rules" and "Security group rules" in the Amazon VPC user guide: for every protocol but TCP, UDP,
ICMP and ICMPv6, ports are ignored and all traffic of the protocol is meant; IANA, "Protocol Numbers".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.network import ALL_PROTOCOLS
from seamlint.model.reading import number, text

if TYPE_CHECKING:
    from seamlint.evaluate.values import Value
    from seamlint.model.entity import Maybe

ICMP, TCP, UDP, ICMPV6 = 1, 6, 17, 58
WITH_PORTS = frozenset({TCP, UDP})
WITH_TYPES = frozenset({ICMP, ICMPV6})
ANY_TYPE = -1

_NUMBERS = {
    "all": ALL_PROTOCOLS,
    "icmp": ICMP,
    "igmp": 2,
    "ipip": 94,
    "tcp": TCP,
    "egp": 8,
    "udp": UDP,
    "rdp": 27,
    "gre": 47,
    "esp": 50,
    "ah": 51,
    "icmpv6": ICMPV6,
    "ipv6-icmp": ICMPV6,
    "ospf": 89,
    "pim": 103,
    "vrrp": 112,
    "l2tp": 115,
    "sctp": 132,
}

_WRITTEN = {ALL_PROTOCOLS: "-1", ICMP: "icmp", TCP: "tcp", UDP: "udp", ICMPV6: "icmpv6"}

Ports = tuple["Maybe[int]", "Maybe[int]"]


def protocol(value: Value) -> Maybe[int]:
    """Return the number of a protocol that is written by name or number; -1 for all, also where none is written."""
    written = text(value)
    if isinstance(written, str) and written.lower() in _NUMBERS:
        return _NUMBERS[written.lower()]
    read = number(written)
    return ALL_PROTOCOLS if read is None else read


def protocol_name(number: int) -> str:
    """Return how rules of security groups write a protocol: by name where AWS knows one, else by number."""
    return _WRITTEN.get(number, str(number))


def port_range(kind: Maybe[int], first: Value, last: Value) -> Ports | None:
    """Return the ports of a rule; for ICMP its type and code; None where the protocol has neither.

    A missing port, or -1, means all of them.
    """
    if isinstance(kind, int) and kind in WITH_TYPES:
        return icmp(first, last, missing=ANY_TYPE)
    if isinstance(kind, int) and kind not in WITH_PORTS:
        return None
    low, high = number(first), number(last)
    return (0 if low in (None, -1) else low, 65535 if high in (None, -1) else high)


def icmp(kind: Value, code: Value, missing: Maybe[int]) -> Ports:
    """Return ICMP type and code, with what stands for one that is not written."""
    read = (number(kind), number(code))
    return (missing if read[0] is None else read[0], missing if read[1] is None else read[1])
