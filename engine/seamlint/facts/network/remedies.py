"""What would let packets through, as text for the file that has to change.

Amazon VPC User Guide, "Network ACL rules": entry numbers run from 1 to 32766, and room between them is customary.
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.acls import acl_tables, subnet_acls
from seamlint.facts.network.gateway_endpoints import REPLIES, REQUESTS
from seamlint.facts.network.groups import attached_groups, attached_subnets, rule_services
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import ANY_SERVICE, IPV4, Packets
from seamlint.facts.network.ranges import subnet_addresses
from seamlint.facts.network.services import (
    PORTED,
    SAFE_PORTS,
    TCP,
    TYPED,
    of_protocol,
    ports_in,
    reply_services,
)
from seamlint.facts.network.words import cover
from seamlint.model.network import ALL_PROTOCOLS, NetworkAcl, NetworkAclEntry, SecurityGroup, SecurityGroupRule
from seamlint.model.paste.network import AclEntry, GroupRule, writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.acl import AclTable
    from seamlint.facts.network.gateway_endpoints import EndpointEdge
    from seamlint.facts.network.origins import OpenOrigin
    from seamlint.facts.network.targets import Barrier
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity
    from seamlint.model.network import Attachment, Network

_STEP = 10
_LAST_NUMBER = 32766
_MOST = 4
"""More entries than this are not worth pasting one by one: all traffic is named instead."""

_EDGE = "com.amazonaws.global.cloudfront.origin-facing"

Service = tuple[int, "tuple[int, int] | None"]


def acl_entries(graph: Graph, table: AclTable, acl: NetworkAcl, packets: Packets) -> str:
    """Return entries, to be added to one direction of an ACL, that let packets through."""
    held = graph.pointing(NetworkAclEntry, "acl", acl)
    denying = [each.entry.number for each in table.denials(packets) if each.entry]
    wanted = [(service, network) for service in named_services(packets.services())
              for network in cover(packets.addresses())]  # fmt: skip
    entries = [
        AclEntry(number, table.egress, *service, network)
        for number, (service, network) in zip(_numbers(held, table.egress, denying), wanted, strict=False)
    ]
    return writer(acl).acl_entries(acl, entries, inline=not held or any(map(_written_inside, held)))


def group_rule(
    graph: Graph, group: SecurityGroup, services: Intervals, peer: Network | SecurityGroup | str, *, egress: bool
) -> str:
    """Return a rule, to be added to a group, that allows services with a peer."""
    held = graph.pointing(SecurityGroupRule, "group", group)
    inline = any(map(_written_inside, held))
    write = writer(group).group_rule
    rules = (GroupRule(egress, protocol, ports, peer) for protocol, ports in named_services(services))
    return "\n\n".join(write(group, rule, inline=inline) for rule in rules)


def _written_inside(part: Entity) -> bool:
    """Tell whether an entry or a rule stands inside its owner's declaration: what AWS makes is not written at all."""
    return bool(part.path) and not part.made_as


def named_services(services: Intervals) -> list[Service]:
    """Return services as protocols with ports, or ICMP type and code."""
    if services == ANY_SERVICE:
        return [(ALL_PROTOCOLS, None)]
    found: list[Service] = []
    for protocol in PORTED:
        found += [(protocol, part) for part in ports_in(services, protocol).parts]
    for protocol in TYPED:
        found += [(protocol, _typed(part)) for part in ports_in(services, protocol).parts]
    named = sorted({at for first, last in services.parts for at in range(first >> 16, (last >> 16) + 1)})
    others: list[Service] = [(protocol, None) for protocol in named if protocol not in PORTED + TYPED]
    return found + others if len(found + others) <= _MOST else [(ALL_PROTOCOLS, None)]


def _typed(part: tuple[int, int]) -> tuple[int, int]:
    first, last = part
    if first >> 8 != last >> 8:
        return (-1, -1)
    return (first >> 8, first & 0xFF if first == last else -1)


def _numbers(held: list[NetworkAclEntry], egress: bool, denying: list[int | Unknown]) -> Iterator[int]:
    """Yield free numbers: before the entries that deny, else after all others."""
    taken = {entry.number for entry in held if entry.egress is egress and isinstance(entry.number, int)}
    before = min((number for number in denying if isinstance(number, int)), default=None)
    start = max((number for number in taken if isinstance(number, int)), default=90) + _STEP
    candidates = range(start, _LAST_NUMBER) if before is None else range(before - 1, 0, -1)
    free = (number for number in candidates if number not in taken)
    return (number for at, number in enumerate(free) if before is not None or at % _STEP == 0)


def endpoint_entries(graph: Graph, edge: EndpointEdge) -> str:
    """Return entries that let a gateway endpoint's service through (network ACLs take no prefix lists), both ways."""
    acl = edge.acl.acl
    ways = ((edge.acl.outbound, REQUESTS, (443, 443)), (edge.acl.inbound, REPLIES, SAFE_PORTS))
    texts = (
        acl_entries(graph, table, acl, Packets.of(IPV4, of_protocol(TCP, *ports)))
        for table, packets, ports in ways
        if acl and not table.passes.may & packets
    )
    return "\n\n".join(texts)


def origin_rule(graph: Graph, found: OpenOrigin) -> str:
    """Return the rule that lets in CloudFront alone, to stand in the place of the one that lets in everybody."""
    group = graph.find(found.rule.group, SecurityGroup, found.rule) if found.rule else None
    if found.rule is None or not isinstance(group, SecurityGroup):
        return f"give {found.owner.address} a security group that lets in {_EDGE} alone, or make it a VPC origin"
    return group_rule(graph, group, rule_services(found.rule).must, _EDGE, egress=False)


def barrier_rules(graph: Graph, barrier: Barrier) -> str:
    """Return rules or entries that let a load balancer, and its health checks, through a filter to a target."""
    front, target = barrier.delivery.front, barrier.delivery.target
    if isinstance(barrier.filter, NetworkAcl):
        sides = ((front, target, True), (target, front, False))
        texts = (_side_entries(graph, barrier, here, there, asks) for here, there, asks in sides)
        return "\n\n".join(text for text in texts if text)
    if not isinstance(barrier.filter, SecurityGroup):
        return ""
    egress = barrier.at is front
    peers = _group_peers(graph, target if egress else front)
    if not egress and barrier.purpose == "requests" and barrier.delivery.preserves is Verdict.YES:
        peers = [ip_network("0.0.0.0/0")]
    return "\n\n".join(group_rule(graph, barrier.filter, barrier.services, peer, egress=egress) for peer in peers)


def _group_peers(graph: Graph, attachment: Attachment) -> list[Network | SecurityGroup]:
    subnets = attached_subnets(graph, attachment)[0]
    groups = attached_groups(graph, attachment, subnets)
    held = Intervals.of(*(part for subnet in subnets for part in subnet_addresses(graph)[subnet].may.parts))
    return [groups[0]] if groups else list(cover(held))


def _side_entries(graph: Graph, barrier: Barrier, here: Attachment, there: Attachment, asks: bool) -> str:
    """Return the entries that the barrier's ACL lacks at one end: requests one way, replies the other."""
    acl = barrier.filter
    mine = [subnet for subnet in attached_subnets(graph, here)[0] if subnet_acls(graph)[subnet].acl is acl]
    if not mine or not isinstance(acl, NetworkAcl):
        return ""
    far = Intervals.of(*(part for subnet in attached_subnets(graph, there)[0]
                         for part in subnet_addresses(graph)[subnet].may.parts))  # fmt: skip
    inbound, outbound = acl_tables(graph)[acl]
    back = reply_services(barrier.services, SAFE_PORTS)
    wanted = (
        ((outbound, barrier.services), (inbound, back)) if asks else ((inbound, barrier.services), (outbound, back))
    )
    missing = ((table, Packets.of(far, services) - table.passes.must) for table, services in wanted)
    return "\n\n".join(acl_entries(graph, table, acl, packets) for table, packets in missing if packets)
