"""The hops between the internet and a network interface, each with its proof.

Amazon VPC User Guide, "Enable internet access for a VPC using an internet gateway": route, public address, network ACL
both ways, security group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.acls import SubnetAcl, subnet_acls
from seamlint.facts.network.balancing import listener_ports
from seamlint.facts.network.bounds import Bounds
from seamlint.facts.network.groups import (
    Placement,
    attached_subnets,
    rule_packets,
    rule_services,
    rules_by_group,
    usages,
)
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import Packets
from seamlint.facts.network.public import public_address
from seamlint.facts.network.routing import FAMILIES, Answer, internet_route
from seamlint.facts.network.services import SAFE_PORTS, TCP, UDP, of_protocol, replies
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import Attachment, LoadBalancer, SecurityGroup, SecurityGroupRule, Subnet
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.facts.network.acl import AclTable
    from seamlint.model.entity import Maybe
    from seamlint.model.evidence import Evidence

_ANY_PORT = of_protocol(TCP) | of_protocol(UDP)


class Hop(NamedTuple):
    """One condition on the way. ``name``: ``group``, ``route``, ``address``, ``acl``, ``load balancer``, ``reply``."""

    name: str
    answer: Answer


def direct_hops(
    graph: Graph, attachment: Attachment, subnet: Subnet, version: int, services: Intervals
) -> tuple[Hop, ...]:
    """Return the hops between the internet and an attachment's interfaces in a subnet, but for its groups."""
    return (
        Hop("route", internet_route(graph, subnet, (version,))),
        Hop("address", public_address(graph, attachment, subnet, version)),
        *acl_hops(graph, subnet_acls(graph)[subnet], version, services),
    )


def acl_hops(graph: Graph, acl: SubnetAcl, version: int, services: Intervals) -> tuple[Hop, ...]:
    """Return the two hops of an ACL: requests from most of the internet in, some of the replies out."""
    key = (acl_hops, acl.subnet, version, services)
    if key not in graph.memo:
        graph.memo[key] = _acl_hops(acl, version, services)
    return graph.memo[key]  # type: ignore[return-value]


def _acl_hops(acl: SubnetAcl, version: int, services: Intervals) -> tuple[Hop, ...]:
    requests = Packets.of(FAMILIES[version], services)
    return (
        Hop("acl", _lets(acl, acl.inbound, requests, version, "in from the internet")),
        Hop("reply", _lets(acl, acl.outbound, replies(requests, SAFE_PORTS), version, "the replies out")),
    )


def _lets(acl: SubnetAcl, table: AclTable, packets: Packets, version: int, says: str) -> Answer:
    passing = Bounds(table.passes.must & packets, table.passes.may & packets)
    if _most(passing.must, version):
        steps = (each.entry.evidence(f"{each.name} lets {says}") for each in table.allowances(packets) if each.entry)
        return Answer(Verdict.YES, (*acl.because, *steps))
    if _most(passing.may, version):
        return Answer(Verdict.UNDECIDED, acl.because, table.needs)
    return Answer(Verdict.NO, (*acl.because, *denial_steps(acl, table, packets, f"does not let {says}")))


def denial_steps(acl: SubnetAcl, table: AclTable, packets: Packets, says: str) -> tuple[Evidence, ...]:
    """Return a step for each entry that denies a part of some packets, ``*`` at the ACL itself."""
    steps: list[Evidence] = []
    for decision in table.denials(packets):
        at = decision.entry or acl.acl
        if at:
            steps.append(at.evidence(f"{decision.name} {says}"))
    return tuple(steps)


def _most(packets: Packets, version: int) -> bool:
    """Tell whether more than half of the internet has some service: a few denied ranges do not make it private."""
    by_service: dict[int, int] = {}
    for slab in packets.slabs:
        for first, _ in slab.services.parts:
            by_service[first] = by_service.get(first, 0) + slab.last - slab.first + 1
    return any(size * 2 > FAMILIES[version].size() for size in by_service.values())


def front_hop(graph: Graph, front: Attachment, version: int, services: Intervals) -> Hop:
    """Return whether the internet reaches a load balancer: a subnet with all hops, and its groups, if it has any."""
    best = Answer(Verdict.NO)
    rank = (Verdict.NO, Verdict.UNDECIDED, Verdict.YES)
    groups = _front_groups(graph, front, version, services)
    for subnet in attached_subnets(graph, front)[0]:
        hops = (*(hop.answer for hop in direct_hops(graph, front, subnet, version, services)), groups)
        verdict = Verdict.YES
        for answer in hops:
            verdict &= answer.verdict
        if not best.because or rank.index(verdict) > rank.index(best.verdict):
            because = tuple(step for answer in hops for step in answer.because)
            best = Answer(verdict, because, tuple(name for answer in hops for name in answer.needs))
    missing = attached_subnets(graph, front)[1]
    if best.verdict is Verdict.NO and missing:
        best = Answer(Verdict.UNDECIDED, best.because, missing)
    return Hop("load balancer", best)


def _front_groups(graph: Graph, front: Attachment, version: int, services: Intervals) -> Answer:
    """Tell whether a load balancer's own groups let the internet in; a network load balancer may have none."""
    if not front.groups and front.groups_complete and not front.default_group:
        return Answer(Verdict.YES)
    answers = []
    for rule, group in world_rules(graph, front, version):
        if rule_services(rule).must & services:
            says = f"{group.address} lets the internet in"
            return Answer(Verdict.YES, (rule.evidence(says),))
        answers.append(rule_services(rule).may & services)
    unsure = any(answers) or not front.groups_complete
    return Answer(Verdict.UNDECIDED if unsure else Verdict.NO, (front.evidence("its groups let in less", "groups"),))


def world_rules(
    graph: Graph, attachment: Attachment, version: int
) -> Iterable[tuple[SecurityGroupRule, SecurityGroup]]:
    """Yield the ingress rules of an attachment's groups that let in the whole internet, with their groups."""
    for group in dict.fromkeys(placement.group for placement in placements(graph).get(attachment, ())):
        for rule in rules_by_group(graph)[group]:
            if rule.egress is False and version in open_versions(rule_packets(graph, group, rule).must):
                yield rule, group


@fact
def placements(graph: Graph) -> dict[Attachment, list[Placement]]:
    """Return the groups and subnets of every attachment."""
    found: dict[Attachment, list[Placement]] = {}
    for usage in usages(graph).values():
        for placement in usage.placements:
            found.setdefault(placement.attachment, []).append(placement)
    return found


def open_versions(packets: Packets) -> tuple[int, ...]:
    """Return the IP versions of which packets may come from every address of the internet."""
    sources = packets.addresses()
    return tuple(version for version, public in FAMILIES.items() if public <= sources)


def listening(graph: Graph, attachment: Attachment) -> Intervals:
    """Return the services that an attachment's owner may listen on; known of load balancers and databases."""
    ports: list[Maybe[int]] = list(attachment.ports)
    balancers = graph.of(LoadBalancer, attachment)
    if balancers:
        ports = listener_ports(graph, balancers[0])
    elif attachment.kind not in ("database", "cache") or not ports:
        return _ANY_PORT
    if any(isinstance(port, Unknown) for port in ports):
        return _ANY_PORT
    return Intervals.of(*(part for port in ports for part in asked(port, None).parts))


def asked(port: Maybe[int] | None, protocol: Maybe[str] | None) -> Intervals:
    """Return the services by which a port is asked; every one it may be where port or protocol are not known."""
    if port is None or isinstance(port, Unknown):
        return _ANY_PORT
    tcp, udp = of_protocol(TCP, port, port), of_protocol(UDP, port, port)
    if protocol == "UDP":
        return udp
    return tcp if isinstance(protocol, str) and "UDP" not in protocol else tcp | udp
