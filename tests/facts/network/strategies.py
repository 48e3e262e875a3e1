"""Random network ACLs whose borders lie close together, and every packet that can tell two of them apart."""

from __future__ import annotations

from ipaddress import ip_network
from itertools import product

from hypothesis import strategies as st

NETWORKS = [
    ip_network(text)
    for text in (
        "0.0.0.0/0",
        "10.0.0.0/8",
        "10.0.0.0/16",
        "10.0.1.0/24",
        "10.0.1.128/25",
        "203.0.113.7/32",
        "::/0",
        "2001:db8::/32",
        "2001:db8:0:1::/64",
    )
]
ADDRESSES = [
    "9.255.255.255",
    "10.9.9.9",
    "10.0.2.1",
    "10.0.1.127",
    "10.0.1.200",
    "203.0.113.7",
    "2001:db7::1",
    "2001:db8::1",
    "2001:db8:0:1::9",
]
"""One of every set of addresses that the networks can tell apart."""
PORTS = [0, 22, 443, 1024, 32768, 60999, 65535]
ALL_PORTS = [*PORTS, 1, 100, 1023, 2000, 40000, 63000]
"""Ports at which ranges begin and end, and one of each stretch between them."""
MESSAGES = list(product((0, 3, 5, 8, 128, 129), (0, 1, 7)))
PACKETS = [
    *product(ADDRESSES, (6, 17), ALL_PORTS),
    *product(ADDRESSES, (1, 58), MESSAGES),
    *product(ADDRESSES, (47, 99), (None,)),
]

networks = st.sampled_from(NETWORKS)
ported = st.tuples(
    st.sampled_from((6, 17)), st.tuples(st.sampled_from(PORTS), st.sampled_from(PORTS)).map(sorted).map(tuple)
)
typed = st.tuples(
    st.sampled_from((1, 58)),
    st.sampled_from((-1, 0, 3, 8, 128, 129)).flatmap(
        lambda kind: st.tuples(st.just(kind), st.sampled_from((-1, 0, 1)))
    ),
)
services = st.one_of(ported, ported, typed, st.just((-1, (0, 0))), st.just((-1, None)), st.just((47, (0, 0))))


@st.composite
def entries(draw, most=5):
    """Entries of one direction: (number, allow, protocol, ports, network), every number once."""
    numbers = draw(st.lists(st.integers(1, 40), max_size=most, unique=True))
    return [(number, draw(st.booleans()), *draw(services), draw(networks)) for number in numbers]
