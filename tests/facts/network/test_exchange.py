"""Requests and replies across an ACL: the verdicts equal what happens to every single packet."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.network.handmade import has, ref, resource
from facts.network.simulator import acl_allows, reply_to, rule_matches
from facts.network.strategies import ADDRESSES, ALL_PORTS, PACKETS, entries, networks, services
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.acl import compiled
from seamlint.facts.network.bounds import Bounds, product
from seamlint.facts.network.exchange import Clients, Exchange
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import Packets, addresses
from seamlint.facts.network.services import SAFE_PORTS, UNKNOWN_SYSTEM_PORTS, of_ports
from seamlint.facts.network.services import services as services_of
from seamlint.model.network import NetworkAcl, NetworkAclEntry

ACL = NetworkAcl(resource("aws_network_acl.a"), ())
CLIENTS = [SAFE_PORTS, UNKNOWN_SYSTEM_PORTS]


def table(drawn, egress):
    made = [
        NetworkAclEntry(
            resource(f"aws_network_acl_rule.r{number}"),
            (),
            acl=ref("aws_network_acl.a"),
            number=number,
            egress=egress,
            allow=allow,
            protocol=protocol,
            ports=ports,
            network=network,
        )
        for number, allow, protocol, ports, network in drawn
    ]
    return compiled(ACL, made, egress=egress)


@settings(max_examples=60)
@given(
    entries(), entries(), services, st.tuples(networks, networks), st.sampled_from([SAFE_PORTS, UNKNOWN_SYSTEM_PORTS])
)
def test_verdicts_of_known_flows(inward, outward, service, ends, client_ports):
    network, own = ends
    protocol, ports = service
    named = services_of(protocol, ports)
    requests = product(Bounds.exactly(addresses([network]) - addresses([own])), named)
    exchange = Exchange(table(inward, False), table(outward, True), requests, Clients(client_ports))

    asked = [each for each in PACKETS if rule_matches(each, protocol, ports, [network]) and each[0] not in inside(own)]
    arrived = [each for each in asked if acl_allows(each, inward)]
    answers = {reply_to(each, port) for each in arrived for port in ALL_PORTS if in_range(port, client_ports)} - {None}
    passed = {each for each in answers if acl_allows(each, outward)}

    assert exchange.blocked is Verdict.of(bool(asked) and not arrived)
    if wide(service):
        return
    assert exchange.dropped is Verdict.of(bool(answers) and not passed)
    assert {each for each in PACKETS if has(exchange.replies.must, each)} == answers
    shut = {each for each in answers if shut_on_purpose(each, outward)}
    assert {each for each in PACKETS if has(exchange.lost, each)} == answers - passed - shut
    assert exchange.partly_dropped is Verdict.of(bool(passed) and passed | shut != answers)


def shut_on_purpose(packet, entries_out):
    """Whether the entry that decides denies fewer than a thousand TCP or UDP ports."""
    for _, allow, protocol, ports, network in sorted(entries_out, key=lambda entry: entry[0]):
        if rule_matches(packet, protocol, ports, [network]):
            return not allow and protocol in (6, 17) and ports[1] - ports[0] + 1 < 1000
    return False


def inside(network):
    return {each for each in ADDRESSES if ip_address(each).version == network.version and ip_address(each) in network}


def in_range(port, ports):
    return ports[0] <= port <= ports[1]


def wide(service):
    return services_of(*service).must >= Intervals.of((6 << 16 | 1024, 6 << 16 | 65535))


ANYWHERE = ip_network("0.0.0.0/0")
ALL = (-1, None, ANYWHERE)
WEB = Packets.of(addresses([ANYWHERE]), of_ports(443, 443))


def allow(number, protocol, ports, network=ANYWHERE):
    return number, True, protocol, ports, network


def exchange_of(inward, outward, requests=WEB, **more):
    clients = more.pop("clients", Clients(SAFE_PORTS))
    return Exchange(table(inward, False), table(outward, True), Bounds.exactly(requests), clients, **more)


def test_an_entry_for_replies_is_no_sign_of_a_service():
    every_port = Packets.of(addresses([ANYWHERE]), services_of(-1, None).must)
    only_replies = exchange_of([allow(1, 6, (1024, 65535))], [], every_port, any_protocol=True)
    assert only_replies.dropped is Verdict.NO
    also_https = exchange_of([allow(1, 6, (1024, 65535)), allow(2, 6, (443, 443))], [], every_port, any_protocol=True)
    assert also_https.dropped is Verdict.YES


def test_where_all_protocols_are_allowed_tcp_speaks_for_them():
    every_port = Packets.of(addresses([ANYWHERE]), services_of(-1, None).must)
    tcp_only = exchange_of([allow(1, *ALL)], [allow(1, 6, (1024, 65535))], every_port, any_protocol=True)
    assert tcp_only.partly_dropped is Verdict.NO
    named = exchange_of(
        [allow(1, 17, (0, 65535)), allow(2, *ALL)], [allow(1, 6, (1024, 65535))], every_port, any_protocol=True
    )
    assert named.partly_dropped is Verdict.YES


def test_of_a_peer_at_some_of_the_addresses_only_what_holds_for_all_of_them_is_certain():
    near, far = ip_network("10.0.0.0/25"), ip_network("10.0.0.128/25")
    both = Packets.of(addresses([near, far]), of_ports(443, 443))
    half = exchange_of([allow(1, *ALL)], [allow(1, -1, None, near)], both, clients=Clients(SAFE_PORTS, some=True))
    assert (half.dropped, half.partly_dropped) == (Verdict.UNDECIDED, Verdict.UNDECIDED)
    whole = exchange_of([allow(1, *ALL)], [allow(1, -1, None, near)], both)
    assert (whole.dropped, whole.partly_dropped) == (Verdict.NO, Verdict.YES)
    none = exchange_of([allow(1, *ALL)], [], both, clients=Clients(SAFE_PORTS, some=True))
    assert none.dropped is Verdict.YES


def test_clients_on_the_internet_need_more_ports_than_instances():
    linux = [allow(1, 6, (32768, 65535))]
    near = exchange_of([allow(1, *ALL)], linux, Packets.of(WEB.addresses(), of_ports(443, 443) & TCP), clients=INSTANCE)
    assert near.partly_dropped is Verdict.NO
    internet = Clients(UNKNOWN_SYSTEM_PORTS, WEB.addresses())
    away = exchange_of([allow(1, *ALL)], linux, Packets.of(WEB.addresses(), of_ports(443, 443) & TCP), clients=internet)
    assert away.lost.services() == Intervals.of((6 << 16 | 1024, 6 << 16 | 32767))


TCP = services_of(6, None).must
INSTANCE = Clients(UNKNOWN_SYSTEM_PORTS)


@pytest.mark.parametrize(("back", "verdict"), [([], Verdict.YES), ([allow(1, *ALL)], Verdict.NO)])
def test_an_unknown_range_of_the_peer_decides_nothing_alone(back, verdict):
    perhaps = Bounds(Packets(), WEB)
    exchange = Exchange(table([allow(1, *ALL)], False), table(back, True), perhaps, Clients(SAFE_PORTS))
    assert exchange.dropped is not Verdict.YES
    assert exchange_of([allow(1, *ALL)], back).dropped is verdict


def test_an_unknown_reply_entry_leaves_it_undecided():
    outward = table([], True)
    unsure = compiled(ACL, [], egress=True, unsure=("var.x",))
    known = Exchange(table([allow(1, *ALL)], False), outward, Bounds.exactly(WEB), INSTANCE)
    open_question = Exchange(table([allow(1, *ALL)], False), unsure, Bounds.exactly(WEB), INSTANCE)
    assert (known.dropped, open_question.dropped) == (Verdict.YES, Verdict.UNDECIDED)
