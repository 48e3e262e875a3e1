"""Whether packets get from one set of interfaces, or from the internet, to a port of another, and the answers back.

Amazon VPC User Guide, "Control traffic to your AWS resources using security groups", "Control subnet traffic with
network access control lists", "Enable internet access for a VPC using an internet gateway".
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Verdict
from seamlint.facts.network.acls import subnet_acls
from seamlint.facts.network.bounds import Bounds
from seamlint.facts.network.groups import attached_groups, attached_subnets, peers, rule_services, rules_by_group
from seamlint.facts.network.hops import front_hop
from seamlint.facts.network.paths import evaluate, in_reach
from seamlint.facts.network.ranges import subnet_addresses
from seamlint.facts.network.routing import FAMILIES, Answer
from seamlint.facts.network.services import SAFE_PORTS, TCP, UDP, of_protocol
from seamlint.facts.network.words import service_words
from seamlint.model.network import TransitGatewayAttachment
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.facts.network.groups import Peer
    from seamlint.facts.network.intervals import Intervals
    from seamlint.graph.graph import Graph
    from seamlint.model.network import Attachment, SecurityGroup, SecurityGroupRule, Subnet

PROTOCOLS = {"tcp": TCP, "udp": UDP}


class _Side(NamedTuple):
    """One end: its interfaces, their groups and subnets as far as they are in the graph, and what is missing."""

    attachment: Attachment
    groups: list[SecurityGroup]
    subnets: list[Subnet]
    missing: tuple[str, ...]


def reach(graph: Graph, source: Attachment | None, target: Attachment, protocol: str, port: int) -> Answer:
    """Tell whether a connection comes about: groups, routes and network ACLs, the way there and back.

    Args:
        source: who asks; None for the internet.
        target: who is asked.
        protocol: ``tcp`` or ``udp``.
        port: of the target.
    """
    services = of_protocol(PROTOCOLS[protocol], port, port)
    if source is None:
        return _best([front_hop(graph, target, version, services).answer for version in FAMILIES])
    here, there = _side(graph, source), _side(graph, target)
    return _all([
        _granted(graph, here, there, services, egress=True),
        _granted(graph, there, here, services, egress=False),
        _ways(graph, here, there, services),
    ])  # fmt: skip


def _all(answers: Iterable[Answer]) -> Answer:
    """Return that all hold; the first that does not is proof enough."""
    found = list(answers)
    refused = next((each for each in found if each.verdict is Verdict.NO), None)
    if refused:
        return refused
    verdict = reduce(lambda so_far, each: so_far & each.verdict, found, Verdict.YES)
    missing = tuple(name for each in found for name in each.needs) if verdict is Verdict.UNDECIDED else ()
    return Answer(verdict, tuple(step for each in found for step in each.because), tuple(dict.fromkeys(missing)))


def _best(answers: list[Answer]) -> Answer:
    """Return that one holds: the first that does, else what is missing, else every refusal."""
    for verdict in (Verdict.YES, Verdict.UNDECIDED):
        for each in answers:
            if each.verdict is verdict:
                return each
    return Answer(Verdict.NO, tuple(dict.fromkeys(step for each in answers for step in each.because)))


def _side(graph: Graph, attachment: Attachment) -> _Side:
    subnets, missing = attached_subnets(graph, attachment)
    groups = attached_groups(graph, attachment, subnets)
    if not attachment.groups_complete or len(groups) < len(attachment.groups):
        missing += attachment.resource.missing or (f"the security groups of {attachment.address}",)
    missing += tuple(f"the rules of {group.address}" for group in groups if not group.complete or group.looked_up)
    return _Side(attachment, groups, subnets, missing)


def _granted(graph: Graph, here: _Side, there: _Side, services: Intervals, *, egress: bool) -> Answer:
    """Tell whether the groups of one side let services pass with the other side."""
    other = there.attachment.address
    does = f"lets {service_words(services)} {'out to' if egress else 'in from'} {other}"
    perhaps: list[str] = []
    for group, rule, peer in _peers(graph, here.groups, egress=egress):
        named = rule_services(rule)
        verdict = _meets(graph, peer, there) & _covers(named, services) & rule.presence
        if verdict is Verdict.YES:
            return Answer(Verdict.YES, (rule.evidence(f"{group.address} {does}"),))
        if verdict is Verdict.UNDECIDED:
            perhaps += (*peer.needs, *there.missing) or (f"what {rule.address} lets through",)
    missing = (*here.missing, *perhaps)
    refusals = tuple(group.evidence(f"no rule of {group.address} {does}") for group in here.groups)
    refusals = refusals or (here.attachment.evidence(f"{here.attachment.address} has no security group that {does}"),)
    return Answer(Verdict.UNDECIDED, (), missing) if missing else Answer(Verdict.NO, refusals)


def _peers(
    graph: Graph, groups: list[SecurityGroup], *, egress: bool
) -> Iterator[tuple[SecurityGroup, SecurityGroupRule, Peer]]:
    for group in groups:
        for rule in rules_by_group(graph)[group]:
            if rule.egress is not (not egress):
                yield from ((group, rule, peer) for peer in peers(graph, group, rule))


def _covers(named: Bounds[Intervals], services: Intervals) -> Verdict:
    if services <= named.must:
        return Verdict.YES
    return Verdict.UNDECIDED if services & named.may else Verdict.NO


def _meets(graph: Graph, peer: Peer, there: _Side) -> Verdict:
    """Tell whether a rule's peer is the other side, wherever in its subnets it is."""
    if peer.group is not None:
        return Verdict.YES if peer.group in there.groups else Verdict.UNDECIDED if there.missing else Verdict.NO
    far = [subnet_addresses(graph)[subnet].may for subnet in there.subnets]
    if far and all(each and each <= peer.addresses.must for each in far) and not peer.some:
        return Verdict.YES
    return Verdict.UNDECIDED if there.missing or any(each & peer.addresses.may for each in far) else Verdict.NO


def _ways(graph: Graph, here: _Side, there: _Side, services: Intervals) -> Answer:
    """Tell whether some subnet of one side and some subnet of the other let it pass between them."""
    ways = [_way(graph, source, target, services) for source in here.subnets for target in there.subnets]
    missing = (*here.missing, *there.missing)
    best = _best(ways)
    return Answer(Verdict.UNDECIDED, (), missing) if best.verdict is Verdict.NO and missing else best


def _way(graph: Graph, source: Subnet, target: Subnet, services: Intervals) -> Answer:
    if source is target:
        return Answer(Verdict.YES)
    if not in_reach(graph, source, target):
        if graph.all(TransitGatewayAttachment):
            return Answer(Verdict.UNDECIDED, (), ("what the transit gateway routes",))
        return Answer(
            Verdict.NO, (target.evidence(f"nothing joins the VPCs of {source.address} and {target.address}"),)
        )
    acls, ranges = subnet_acls(graph), (subnet_addresses(graph)[source], subnet_addresses(graph)[target])
    steps = evaluate(acls[source], acls[target], ranges, Bounds.exactly(services), SAFE_PORTS)
    verdict = reduce(or_, (step.denied for step in steps), Verdict.NO)
    denials = tuple(at.evidence(f"denied where {step.says}") for step in steps if step.denied is Verdict.YES
                    for at in (each.entry or step.acl.acl for each in step.decisions()) if at)  # fmt: skip
    needs = (*acls[source].needs, *acls[target].needs) or ("the network ACLs on the way",)
    return Answer(~verdict, denials, needs if verdict is Verdict.UNDECIDED else ())
