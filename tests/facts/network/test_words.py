"""Sets of packets in words."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import ANY_SERVICE, EVERYWHERE, IPV4, NOTHING, Packets, addresses
from seamlint.facts.network.services import of_ports, of_protocol, services
from seamlint.facts.network.words import address_words, cidrs, packet_words, service_words


def ranges(*texts):
    return addresses(map(ip_network, texts))


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (ranges("10.0.1.0/24"), "10.0.1.0/24"),
        (ranges("10.0.0.0/25", "10.0.0.128/25"), "10.0.0.0/24"),
        (IPV4 - ranges("10.0.1.0/24"), "0.0.0.0/0 except 10.0.1.0/24"),
        (EVERYWHERE, "0.0.0.0/0 and ::/0"),
        (ranges("2001:db8::/32"), "2001:db8::/32"),
        (Intervals(), "no address"),
    ],
)
def test_addresses(held, words):
    assert address_words(held) == words


def test_a_scattered_set_is_told_in_part():
    scattered = ranges(*(f"10.{number}.0.0/16" for number in range(0, 40, 2)))
    assert address_words(scattered).endswith("and 16 more ranges")


def test_cidrs_cover_exactly():
    held = ranges("10.0.0.0/8", "2001:db8::/32") - ranges("10.1.2.3/32")
    assert addresses(cidrs(held)) == held


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (ANY_SERVICE, "all traffic"),
        (of_protocol(6, 443, 443), "tcp 443"),
        (of_ports(1024, 65535), "tcp 1024-65535 and udp 1024-65535"),
        (of_protocol(17), "all udp"),
        (services(1, (8, -1)).must, "icmp type 8"),
        (services(1, (3, 4)).must, "icmp type 3 code 4"),
        (services(1, (-1, -1)).must, "all icmp"),
        (of_protocol(50), "esp"),
        (of_protocol(99), "protocol 99"),
        (Intervals(), "no traffic"),
    ],
)
def test_services(held, words):
    assert service_words(held) == words


def test_packets():
    web = Packets.of(ranges("10.0.0.0/8"), of_protocol(6, 80, 80))
    shell = Packets.of(ranges("192.0.2.0/24"), of_protocol(6, 22, 22))
    assert packet_words(web, "from") == "tcp 80 from 10.0.0.0/8"
    assert packet_words(web | shell) == "tcp 80 to 10.0.0.0/8, tcp 22 to 192.0.2.0/24"
    assert packet_words(NOTHING) == "nothing"


def test_gaps_that_are_never_met_need_no_words():
    lost = IPV4 - ranges("10.0.0.0/16", "169.254.169.254/32")
    unmet = ranges("10.0.0.2/32", "10.0.2.0/24", "169.254.169.254/32")
    said = packet_words(Packets.of(lost, services(6, (443, 443)).must), "from", unmet)
    assert said == "tcp 443 from 0.0.0.0/0 except 10.0.0.0/16"
