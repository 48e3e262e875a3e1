"""Whether load balancers reach their targets.

Elastic Load Balancing User Guide for Application Load Balancers, "Security groups for your Application Load Balancer"
and "Health checks for your target groups"; for Network Load Balancers, "Client IP preservation" and "Target security
groups": health checks always come from the load balancer's own addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.acls import subnet_acls
from seamlint.facts.network.balancing import Delivery, deliveries
from seamlint.facts.network.bounds import Bounds
from seamlint.facts.network.exchange import Clients, Exchange
from seamlint.facts.network.groups import attached_groups, attached_subnets, peers, rule_services, rules_by_group
from seamlint.facts.network.hops import asked, denial_steps
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import EVERYWHERE, IPV4, Packets
from seamlint.facts.network.paths import Evaluation, blocking_step, evaluate
from seamlint.facts.network.ranges import PUBLIC, PUBLIC_4, subnet_addresses
from seamlint.facts.network.routing import Answer
from seamlint.facts.network.services import SAFE_PORTS, TCP, of_protocol
from seamlint.graph.graph import Graph, fact
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.acls import SubnetAcl
    from seamlint.facts.network.groups import Peer
    from seamlint.model.entity import Entity
    from seamlint.model.evidence import Evidence
    from seamlint.model.network import Attachment, SecurityGroup, Subnet


@dataclass(frozen=True, eq=False)
class Barrier:
    """A filter between a load balancer and a target (NET-015).

    Attributes:
        filter: the security group or network ACL.
        at: whose filter it is: the load balancer's interfaces or the target's.
        purpose: what is stopped: ``requests`` or ``health checks``.
        services: on which the target is asked.
        stops: whether the filter stops all of it.
    """

    delivery: Delivery
    filter: Entity
    at: Attachment
    purpose: str
    services: Intervals
    stops: Answer


@fact
def barriers(graph: Graph) -> list[tuple[Barrier, ...]]:
    """Return the filters that keep load balancers from their targets, those that are one defect together.

    Where it is not decided whether a filter does, the barrier's answer is undecided. Targets that are functions are
    left out, for no packet goes to them.
    """
    found: dict[tuple[object, ...], list[Barrier]] = {}
    for delivery in deliveries(graph):
        if delivery.target_group and delivery.target_group.target_type == "lambda":
            continue
        for barrier in _barriers(graph, delivery):
            key = (barrier.filter, barrier.purpose, barrier.services, barrier.stops.verdict)
            found.setdefault(key, []).append(barrier)
    return [tuple(same) for same in found.values()]


def _barriers(graph: Graph, delivery: Delivery) -> Iterator[Barrier]:
    requests = asked(delivery.port, delivery.protocol)
    for purpose, services, preserved in (
        ("requests", requests, delivery.preserves),
        ("health checks", _checked(delivery), Verdict.NO),
    ):
        known = bool(services) and (purpose == "requests" or services != requests or delivery.preserves is Verdict.YES)
        if known and preserved is not Verdict.UNDECIDED:
            barrier = _barrier(graph, delivery, purpose, services, preserved is Verdict.YES)
            if barrier:
                yield barrier
                return


def _checked(delivery: Delivery) -> Intervals:
    """Return the service by which a target's health is checked; empty where its port is not known."""
    group = delivery.target_group
    port = group.health_port if group else delivery.balancer.health_port
    if port is None:
        port = delivery.port
    if port is None or isinstance(port, Unknown):
        return Intervals()
    return of_protocol(TCP, port, port)


def _barrier(graph: Graph, delivery: Delivery, purpose: str, services: Intervals, preserved: bool) -> Barrier | None:
    if delivery.port is None or isinstance(delivery.port, Unknown):
        return None
    acl = _client_acl_barrier(graph, delivery, services) if preserved else _acl_barrier(graph, delivery, services)
    found = [*_group_barriers(graph, delivery, services, preserved), *((acl,) if acl else ())]
    if not found:
        return None
    first = min(found, key=lambda step: step.stops.verdict is not Verdict.YES)
    stops = Answer(first.stops.verdict & delivery.presence, first.stops.because, first.stops.needs)
    return Barrier(delivery, first.filter, first.at, purpose, services, stops)


class _Step(NamedTuple):
    """A filter, whose it is, and whether it stops everything."""

    filter: Entity
    at: Attachment
    stops: Answer


class _Side(NamedTuple):
    """One end of the way: its interfaces, and as much of their groups and subnets as is in the graph."""

    attachment: Attachment
    groups: list[SecurityGroup]
    subnets: list[Subnet]

    @property
    def known(self) -> bool:
        """Whether all its subnets and groups are known."""
        return bool(self.subnets) and self.attachment.subnets_complete and self.attachment.groups_complete


def _side(graph: Graph, attachment: Attachment) -> _Side:
    subnets = attached_subnets(graph, attachment)[0]
    return _Side(attachment, attached_groups(graph, attachment, subnets), subnets)


def _group_barriers(graph: Graph, delivery: Delivery, services: Intervals, preserved: bool) -> Iterator[_Step]:
    """Yield the groups that do not let services pass for certain, of the load balancer and of the target."""
    front, target = _side(graph, delivery.front), _side(graph, delivery.target)
    sent = _granted(graph, front, target, services, egress=True)
    if front.groups and sent is not Verdict.YES:
        yield _Step(front.groups[0], front.attachment, _stopped(front, target, delivery, sent, "lets nothing out to"))
    came = _granted(graph, target, front, services, egress=False)
    who = "lets nothing in from"
    if preserved:
        came, who = _clients_granted(graph, delivery, target, front, services), "lets in no client of"
    if target.groups and came is not Verdict.YES:
        yield _Step(target.groups[0], target.attachment, _stopped(target, front, delivery, came, who))


def _granted(graph: Graph, here: _Side, there: _Side, services: Intervals, *, egress: bool) -> Verdict:
    """Tell whether the groups of one side let services pass with the other side, as far as anything there may."""
    far = Intervals.of(*(part for subnet in there.subnets for part in subnet_addresses(graph)[subnet].may.parts))
    granted = Verdict.NO
    for peer in _peers_of(graph, here.groups, services, egress=egress):
        granted |= _meets(peer, there, far)
    return granted


def _meets(peer: Peer, there: _Side, far: Intervals) -> Verdict:
    """Tell whether a rule's peer may be a member: it names one of its groups, or has an address where members are."""
    if peer.group in there.groups or (peer.group is None and peer.addresses.may & far):
        return Verdict.YES
    if there.known:
        return Verdict.NO
    return Verdict.YES if peer.addresses.must >= IPV4 else Verdict.UNDECIDED


def _clients_granted(graph: Graph, delivery: Delivery, here: _Side, front: _Side, services: Intervals) -> Verdict:
    """Tell whether groups may let in some client of a load balancer, whose address is a public one if that is."""
    clients = PUBLIC if delivery.balancer.internal is False else EVERYWHERE
    found = list(_peers_of(graph, here.groups, services, egress=False))
    return Verdict.of(any(peer.group in front.groups or peer.addresses.may & clients for peer in found))


def _peers_of(graph: Graph, groups: list[SecurityGroup], services: Intervals, *, egress: bool) -> Iterator[Peer]:
    for group in groups:
        for rule in rules_by_group(graph)[group]:
            if rule.egress is not (not egress) and rule_services(rule).may & services:
                yield from peers(graph, group, rule)


def _stopped(holder: _Side, other: _Side, delivery: Delivery, granted: Verdict, says: str) -> Answer:
    """Return that groups stop it, unless some of the interfaces' groups, or some of their rules, are not known."""
    missing: list[str] = []
    attachment = holder.attachment
    if not attachment.groups_complete or len(holder.groups) < len(attachment.groups):
        missing += attachment.resource.missing or (f"the security groups of {attachment.address}",)
    missing += [f"the rules of {group.address}" for group in holder.groups if not group.complete or group.looked_up]
    if granted is Verdict.UNDECIDED:
        missing.append(f"the subnets and security groups of {other.attachment.address}")
    to = other.attachment.address
    because = (*_chain(delivery), *(group.evidence(f"{group.address} {says} {to}") for group in holder.groups))
    return Answer(Verdict.UNDECIDED if missing else Verdict.YES, because, tuple(missing))


def _chain(delivery: Delivery) -> tuple[Evidence, ...]:
    balancer, target = delivery.balancer, delivery.target
    steps = [delivery.listener.evidence(f"{balancer.address} forwards from here")]
    if delivery.target_group:
        says = f"{delivery.target_group.address} asks its targets on port {delivery.port}"
        steps.append(delivery.target_group.evidence(says, "port"))
    return (*steps, delivery.joined.evidence(f"{target.address} is a target", "target"))


def _acl_barrier(graph: Graph, delivery: Delivery, services: Intervals) -> _Step | None:
    """Judge the ACLs between every subnet of the load balancer and every subnet of the target."""
    sources, missing = attached_subnets(graph, delivery.front)
    targets, unknown = attached_subnets(graph, delivery.target)
    found: list[tuple[Evaluation, ...]] = []
    for source in sources:
        for target in targets:
            steps = _between(graph, source, target, services)
            if not steps or not blocking_step(steps):
                return None
            found.append(steps)
    if not found or missing or unknown:
        return None
    stop = blocking_step(found[0])
    if stop is None or stop.acl.acl is None:
        return None
    return _Step(stop.acl.acl, delivery.target, Answer(Verdict.YES, (*_chain(delivery), *_walk(found[0]))))


def _between(graph: Graph, source: Subnet, target: Subnet, services: Intervals) -> tuple[Evaluation, ...]:
    if source is target:
        return ()
    acls, ranges = subnet_acls(graph), (subnet_addresses(graph)[source], subnet_addresses(graph)[target])
    return evaluate(acls[source], acls[target], ranges, Bounds.exactly(services), SAFE_PORTS)


def _walk(steps: tuple[Evaluation, ...]) -> tuple[Evidence, ...]:
    """Return a step of the proof for every ACL entry that decides, up to the evaluation that stops it."""
    walked: list[Evidence] = []
    for step in steps:
        for decision in step.decisions():
            at = decision.entry or step.acl.acl
            if at:
                walked.append(
                    at.evidence(f"{step.says}: {decision.name} {'allows' if decision.allows else 'denies'} it")
                )
        if step.denied is Verdict.YES:
            break
    return tuple(walked)


def _client_acl_barrier(graph: Graph, delivery: Delivery, services: Intervals) -> _Step | None:
    """Judge the target's ACL for clients on the internet, whose addresses it sees."""
    subnets, missing = attached_subnets(graph, delivery.target)
    if delivery.balancer.internal is not False or missing or not subnets:
        return None
    requests = Bounds.exactly(Packets.of(PUBLIC_4, services))
    stops: list[tuple[SubnetAcl, tuple[Evidence, ...]]] = []
    for subnet in subnets:
        acl = subnet_acls(graph)[subnet]
        exchange = Exchange(acl.inbound, acl.outbound, requests, Clients(SAFE_PORTS, PUBLIC_4))
        if exchange.blocked is Verdict.YES:
            stops.append((acl, denial_steps(acl, acl.inbound, requests.may, "denies the client's requests")))
        elif exchange.dropped is Verdict.YES:
            stops.append((acl, denial_steps(acl, acl.outbound, exchange.replies.may, "denies the replies to clients")))
        else:
            return None
    acl, steps = stops[0]
    because = (*_chain(delivery), *acl.because, *steps)
    return _Step(acl.acl, delivery.target, Answer(Verdict.YES, because)) if acl.acl else None
