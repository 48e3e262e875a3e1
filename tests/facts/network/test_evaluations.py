"""The four evaluations against single packets between single addresses."""

from __future__ import annotations

from ipaddress import ip_network

from hypothesis import given, settings
from hypothesis import strategies as st

from facts.network.handmade import ref, resource
from facts.network.simulator import acl_allows, reply_to, rule_matches
from facts.network.strategies import ALL_PORTS, MESSAGES, entries, services
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.acl import compiled
from seamlint.facts.network.acls import SubnetAcl
from seamlint.facts.network.bounds import Bounds
from seamlint.facts.network.packets import addresses
from seamlint.facts.network.paths import blocking_step, evaluate
from seamlint.facts.network.services import UNKNOWN_SYSTEM_PORTS
from seamlint.facts.network.services import services as services_of
from seamlint.model.network import NetworkAcl, NetworkAclEntry, Subnet

NEAR, FAR = ip_network("10.0.1.0/24"), ip_network("10.0.2.0/24")
HERE, THERE = ["10.0.1.9", "10.0.1.200"], ["10.0.2.1"]
ASKED = [
    *((protocol, port) for protocol in (6, 17) for port in ALL_PORTS),
    *((protocol, message) for protocol in (1, 58) for message in MESSAGES),
    (47, None),
]


def guard(name, inward, outward):
    acl = NetworkAcl(resource(f"aws_network_acl.{name}"), ())
    tables = []
    for drawn, egress in ((inward, False), (outward, True)):
        made = []
        for number, allow, protocol, ports, network in drawn:
            fields = {"number": number, "allow": allow, "protocol": protocol, "ports": ports, "network": network}
            owner = resource(f"aws_network_acl_rule.{name}{number}")
            made.append(NetworkAclEntry(owner, (), acl=ref(acl.address), egress=egress, **fields))
        tables.append(compiled(acl, made, egress=egress))
    return SubnetAcl(Subnet(resource(f"aws_subnet.{name}"), ()), acl, *tables)


def succeeds(client, server, packet, guards):
    """Whether a request arrives and some answer comes back; what has no answer is no exchange."""
    (near_in, near_out), (far_in, far_out) = guards
    if not acl_allows((server, *packet), near_out) or not acl_allows((client, *packet), far_in):
        return False
    answers = {reply_to((client, *packet), port) for port in ALL_PORTS if port >= 32768} - {None}
    return any(acl_allows(answer, far_out) and acl_allows((server, *answer[1:]), near_in) for answer in answers)


@settings(max_examples=80)
@given(st.tuples(entries(), entries()), st.tuples(entries(), entries()), services)
def test_blocked_means_that_nothing_gets_through(near, far, service):
    protocol, ports = service
    source, target = guard("a", *near), guard("b", *far)
    ranges = (Bounds.exactly(addresses([NEAR])), Bounds.exactly(addresses([FAR])))
    steps = evaluate(source, target, ranges, services_of(protocol, ports), UNKNOWN_SYSTEM_PORTS)
    asked = [packet for packet in ASKED if rule_matches((HERE[0], *packet), protocol, ports, [NEAR])]
    through = [succeeds(a, b, packet, (near, far)) for a in HERE for b in THERE for packet in asked]
    if blocking_step(steps):
        assert not any(through)
    elif protocol in (6, 17) and all(step.denied is Verdict.NO for step in steps):
        assert any(through)
