"""Flows between two known groups whose members sit in different subnets: four evaluations of network ACLs.

Out of the client's subnet, into the server's, the reply out of the server's and into the client's (Amazon VPC User
Guide, "Network ACL basics" and "Ephemeral ports").
"""

from __future__ import annotations

from functools import cached_property, reduce
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.acls import by_acl, subnet_acls
from seamlint.facts.network.bounds import NO_NUMBERS, Bounds, product
from seamlint.facts.network.groups import (
    MOST_SUBNETS,
    held,
    member_ports,
    peers,
    rule_needs,
    rule_services,
    rules_by_group,
    usages,
)
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.ranges import subnet_addresses, vpc_of
from seamlint.facts.network.services import reply_services
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import Peering, SecurityGroup, SecurityGroupRule, Subnet, Vpc
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.acl import AclTable, Decision
    from seamlint.facts.network.acls import SubnetAcl
    from seamlint.facts.network.packets import Packets


class Evaluation(NamedTuple):
    """One of the four: what crosses which edge, and whether the whole of it is denied.

    Attributes:
        says: which of the four it is, in words.
        peer: the subnet at the other end.
        packets: what is left of the flow when it comes to this edge.
    """

    says: str
    acl: SubnetAcl
    table: AclTable
    peer: Subnet
    packets: Bounds[Packets]

    @property
    def denied(self) -> Verdict:
        """Whether everything that comes to this edge is denied."""
        if not self.packets.may & self.table.passes.may:
            return Verdict.YES if self.packets.must else Verdict.UNDECIDED
        held = self.packets.may.addresses()
        through = (self.packets.must & self.table.passes.must).services_throughout(held)
        return Verdict.NO if through else Verdict.UNDECIDED

    def decisions(self) -> tuple[Decision, ...]:
        """Return the ACL entries that decide, each with what it decides."""
        return self.table.decide(self.packets.may)


@dataclass(frozen=True, eq=False)
class GroupPath:
    """What one group may send another, from one subnet to another.

    Attributes:
        client, server: the groups; ``out`` the client's rule that lets requests out, ``into`` the server's that lets
            them in.
        source, target: the subnets.
        services: what both rules let through.
    """

    client: SecurityGroup
    out: SecurityGroupRule
    server: SecurityGroup
    into: SecurityGroupRule
    source: SubnetAcl
    target: SubnetAcl
    services: Bounds[Intervals]
    presence: Verdict
    ranges: tuple[Bounds[Intervals], Bounds[Intervals]]
    ports: tuple[int, int]

    @cached_property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """The four evaluations in the order in which packets meet them; two where nothing is answered."""
        return evaluate(self.source, self.target, self.ranges, self.services, self.ports)

    @cached_property
    def blocking(self) -> Evaluation | None:
        """The first evaluation that for certain denies all that comes to it."""
        return blocking_step(self.evaluations)

    @cached_property
    def blocked(self) -> Verdict:
        """Whether no connection comes about (NET-008)."""
        if self.source.inbound.vague and self.target.inbound.vague:
            return Verdict.UNDECIDED
        if self.blocking:
            return self.presence if self.services.must else Verdict.UNDECIDED
        passes = all(step.denied is Verdict.NO for step in self.evaluations)
        return Verdict.NO if passes else Verdict.UNDECIDED

    @property
    def needs(self) -> tuple[str, ...]:
        """What is missing to decide, where it is undecided."""
        missing = [*rule_needs(self.out), *rule_needs(self.into), *self.source.needs, *self.target.needs]
        ends = (self.source.subnet, self.target.subnet)
        missing += [f"the range of {end.address}" for end, at in zip(ends, self.ranges, strict=True) if not at.exact]
        missing += [
            f"whether {end.address} exists" for end in (self.client, self.server) if self.presence is not Verdict.YES
        ]
        return tuple(dict.fromkeys(missing))


def evaluate(
    source: SubnetAcl,
    target: SubnetAcl,
    ranges: tuple[Bounds[Intervals], Bounds[Intervals]],
    services: Bounds[Intervals],
    ports: tuple[int, int],
) -> tuple[Evaluation, ...]:
    """Return the evaluations of a flow between two subnets, in the order in which packets meet them.

    Args:
        ranges: the addresses of the two subnets.
        ports: from which the client opens connections.
    """
    here, there = source.subnet, target.subnet
    steps: list[Evaluation] = []
    for acl, table, peer, at, says in (
        (source, source.outbound, there, ranges[1], f"the request leaves {here.address}"),
        (target, target.inbound, here, ranges[0], f"the request enters {there.address}"),
        (target, target.outbound, here, ranges[0], f"the reply leaves {there.address}"),
        (source, source.inbound, there, ranges[1], f"the reply enters {here.address}"),
    ):
        if len(steps) == 2:
            services = Bounds(reply_services(services.must, ports), reply_services(services.may, ports))
        if not services.may:
            break
        steps.append(Evaluation(says, acl, table, peer, product(at, services)))
        services = _passed(steps[-1], services)
    return tuple(steps)


def blocking_step(steps: tuple[Evaluation, ...]) -> Evaluation | None:
    """Return the first evaluation that for certain denies all that comes to it."""
    return next((step for step in steps if step.denied is Verdict.YES), None)


def _passed(step: Evaluation, services: Bounds[Intervals]) -> Bounds[Intervals]:
    """Return the services that go on after an edge; all of them where it denies all, so that each edge is judged."""
    if step.denied is Verdict.YES:
        return services
    passing = step.packets & step.table.passes
    return Bounds(passing.must.services_throughout(step.packets.may.addresses()), passing.may.services())


class _Grant(NamedTuple):
    """A rule of a group that lets it exchange packets with a peer in a subnet."""

    rule: SecurityGroupRule
    services: Bounds[Intervals]


@fact
def group_paths(graph: Graph) -> list[GroupPath]:
    """Return the flows between groups of which one rule names the other group, for each pair of different subnets.

    Pairs whose ACLs let everything through are left out, and of very many subnets with one ACL all but the first.
    """
    return list(_group_paths(graph))


def _group_paths(graph: Graph) -> Iterator[GroupPath]:
    for client, server in _pairs(graph):
        for sources in by_acl(graph, usages(graph)[client].subnets()):
            for targets in by_acl(graph, usages(graph)[server].subnets()):
                if not _all_pass(graph, (client, server), sources, targets):
                    yield from _enumerated(graph, client, server, sources[:MOST_SUBNETS], targets[:MOST_SUBNETS])


def _enumerated(
    graph: Graph, client: SecurityGroup, server: SecurityGroup, sources: list[Subnet], targets: list[Subnet]
) -> Iterator[GroupPath]:
    for source in sources:
        for target in targets:
            if source is not target and in_reach(graph, source, target):
                yield from _paths_between(graph, client, server, source, target)


def _all_pass(
    graph: Graph, ends: tuple[SecurityGroup, SecurityGroup], sources: list[Subnet], targets: list[Subnet]
) -> bool:
    """Tell whether all that two groups may exchange between subnets of two ACLs passes, whichever the pair."""
    acls = subnet_acls(graph)
    source, target = acls[sources[0]], acls[targets[0]]
    if source.open and target.open:
        return True
    if source.inbound.vague and target.inbound.vague:
        return False
    ranges = (held(graph, usages(graph)[ends[0]], sources), held(graph, usages(graph)[ends[1]], targets))
    exchanged = _services(graph, ends[0], egress=True) & _services(graph, ends[1], egress=False)
    ports = member_ports(usages(graph)[ends[0]], sources)
    steps = evaluate(source, target, ranges, Bounds.exactly(exchanged), ports)
    return all(step.packets.may <= step.table.passes.must for step in steps)


def _services(graph: Graph, group: SecurityGroup, *, egress: bool) -> Intervals:
    rules = (rule for rule in rules_by_group(graph)[group] if rule.egress is not (not egress))
    return reduce(Intervals.__or__, (rule_services(rule).may for rule in rules), Intervals())


def _pairs(graph: Graph) -> dict[tuple[SecurityGroup, SecurityGroup], None]:
    """Return client and server of every rule that names a group, each pair once."""
    found: dict[tuple[SecurityGroup, SecurityGroup], None] = {}
    for group, rules in rules_by_group(graph).items():
        for rule in rules:
            for other in dict.fromkeys(peer.group for peer in peers(graph, group, rule)):
                if other and isinstance(rule.egress, bool):
                    found[(group, other) if rule.egress else (other, group)] = None
    return found


def _paths_between(
    graph: Graph, client: SecurityGroup, server: SecurityGroup, source: Subnet, target: Subnet
) -> Iterator[GroupPath]:
    ranges = (subnet_addresses(graph)[source], subnet_addresses(graph)[target])
    presence = _used(graph, client, source) & _used(graph, server, target)
    ports = member_ports(usages(graph)[client], [source])
    ends = (subnet_acls(graph)[source], subnet_acls(graph)[target])
    seen: set[tuple[SecurityGroupRule, Bounds[Intervals]]] = set()
    for out, into in _agreements(graph, client, server, source, target):
        services = out.services & into.services
        if services.may and (into.rule, services) not in seen:
            seen.add((into.rule, services))
            yield GroupPath(client, out.rule, server, into.rule, *ends, services, presence, ranges, ports)


def _agreements(
    graph: Graph, client: SecurityGroup, server: SecurityGroup, source: Subnet, target: Subnet
) -> Iterator[tuple[_Grant, _Grant]]:
    """Yield the pairs of an egress and an ingress rule of which one names the other group, those first that both do."""
    leaving = grants(graph, client, server, target, egress=True)
    entering = grants(graph, server, client, source, egress=False)
    direct = [out for out in leaving if names(graph, client, out.rule, server)]
    wide = [out for out in leaving if out not in direct]
    for into in entering:
        yield from ((out, into) for out in direct)
        if names(graph, server, into.rule, client):
            yield from ((out, into) for out in wide)


def names(graph: Graph, group: SecurityGroup, rule: SecurityGroupRule, other: SecurityGroup) -> bool:
    """Tell whether a group's rule names another group."""
    return any(peer.group is other for peer in peers(graph, group, rule))


def _used(graph: Graph, group: SecurityGroup, subnet: Subnet) -> Verdict:
    return Verdict.YES if usages(graph)[group].certain_in(subnet) else Verdict.UNDECIDED


def grants(graph: Graph, group: SecurityGroup, other: SecurityGroup, subnet: Subnet, *, egress: bool) -> list[_Grant]:
    """Return the rules of a group that let it exchange packets with another group's members in a subnet."""
    key = (grants, group, other, subnet, egress)
    if key not in graph.memo:
        rules = (rule for rule in rules_by_group(graph)[group] if rule.egress is not (not egress))
        found = (_Grant(rule, _granted(graph, group, rule, other, subnet)) for rule in rules)
        graph.memo[key] = [grant for grant in found if grant.services.may]
    return graph.memo[key]  # type: ignore[return-value]


def _granted(
    graph: Graph, group: SecurityGroup, rule: SecurityGroupRule, other: SecurityGroup, subnet: Subnet
) -> Bounds[Intervals]:
    """Return the services that a rule grants towards a member of a group, wherever in the subnet it is."""
    own = subnet_addresses(graph)[subnet]
    certain, perhaps = False, False
    for peer in peers(graph, group, rule):
        named = peer.group is other
        certain |= named or (not peer.some and own.may <= peer.addresses.must)
        perhaps |= named or bool(own.may & peer.addresses.may)
    named_services = rule_services(rule)
    if not perhaps:
        return NO_NUMBERS
    return named_services if certain else Bounds(Intervals(), named_services.may)


def in_reach(graph: Graph, one: Subnet, other: Subnet) -> bool:
    """Tell whether the VPCs of two subnets may be the same, or are peered: rules can name each other's groups."""
    if graph.same(one.vpc, other.vpc, Vpc) is not Verdict.NO:
        return True
    vpc, far = vpc_of(graph, one), vpc_of(graph, other)
    return vpc is not None and far in peered(graph).get(vpc, ())


@fact
def peered(graph: Graph) -> dict[Vpc, list[Vpc]]:
    """Return for each VPC those that a peering connection joins it with."""
    found: dict[Vpc, list[Vpc]] = {}
    for peering in graph.all(Peering):
        ends = [graph.find(pointer, Vpc, peering) for pointer in (peering.requester, peering.accepter)]
        if isinstance(ends[0], Vpc) and isinstance(ends[1], Vpc):
            found.setdefault(ends[0], []).append(ends[1])
            found.setdefault(ends[1], []).append(ends[0])
    return found


@fact
def blocked_paths(graph: Graph) -> list[tuple[GroupPath, ...]]:
    """Return the blocked flows between groups (NET-008): those of one rule that one ACL blocks belong together."""
    found: dict[tuple[object, ...], list[GroupPath]] = {}
    for path in group_paths(graph):
        if path.blocked is Verdict.YES and path.blocking:
            found.setdefault((path.client, path.into, path.out, path.blocking.acl.acl), []).append(path)
    return [tuple(paths) for paths in found.values()]


@fact
def undecided_paths(graph: Graph) -> list[GroupPath]:
    """Return the flows between groups of which it is not known whether they are blocked, one for each rule."""
    unsure = (path for path in group_paths(graph) if path.blocked is Verdict.UNDECIDED)
    return list({(path.client, path.into): path for path in unsure}.values())
