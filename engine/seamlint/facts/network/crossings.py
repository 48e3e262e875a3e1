"""Flows that a security group allows, judged by the network ACLs of the subnets where the group is used.

Amazon VPC User Guide, "Network ACL basics": traffic within a subnet does not meet its ACL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from seamlint.evaluate.values import Verdict
from seamlint.facts.network.acls import SubnetAcl, subnet_acls
from seamlint.facts.network.bounds import Bounds, product
from seamlint.facts.network.exchange import Clients, Exchange
from seamlint.facts.network.groups import (
    Peer,
    Placement,
    Usage,
    member_ports,
    peers,
    rule_needs,
    rule_services,
    rules_by_group,
    usages,
)
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import EVERYWHERE, IPV4, IPV6
from seamlint.facts.network.paths import blocked_paths
from seamlint.facts.network.ranges import PUBLIC, range_addresses, subnet_addresses, unfiltered, vpc_of
from seamlint.facts.network.routing import routed_addresses
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import ALL_PROTOCOLS, SecurityGroup, SecurityGroupRule, Subnet

if TYPE_CHECKING:
    from seamlint.model.evidence import Evidence

# Amazon VPC User Guide, "Subnet CIDR blocks": IPv4 /28 to /16, IPv6 /64 to /44.
_LARGEST = ((IPV4, 1 << 16), (IPV6, 1 << 84))


@dataclass(frozen=True, eq=False)
class Crossing:
    """One peer of one rule of a group, in one subnet where the group is used.

    Attributes:
        placements: the uses of the group in the subnet, certain ones first.
        exchange: the requests and replies at the subnet's edge, with their verdicts.
    """

    subnet: Subnet
    acl: SubnetAcl
    group: SecurityGroup
    rule: SecurityGroupRule
    peer: Peer
    placements: tuple[Placement, ...]
    exchange: Exchange

    @property
    def presence(self) -> Verdict:
        """Whether the rule is in force on some interface in the subnet."""
        return self.placements[0].presence & self.rule.presence

    @property
    def blocked(self) -> Verdict:
        """Whether the ACL denies everything that the rule allows with this peer (NET-004, NET-005)."""
        return self.exchange.blocked & self.presence

    @property
    def dropped(self) -> Verdict:
        """Whether the ACL lets requests through and no reply at all (NET-001, NET-002)."""
        return self.exchange.dropped & self.presence

    @property
    def partly_dropped(self) -> Verdict:
        """Whether the ACL lets only a part of the replies through (NET-003); `Exchange.lost` is the other part."""
        return self.exchange.partly_dropped & self.presence

    @property
    def needs(self) -> tuple[str, ...]:
        """What is missing to decide, where a verdict is undecided."""
        missing = [*rule_needs(self.rule), *self.peer.needs, *self.acl.needs]
        if self.presence is not Verdict.YES:
            missing += self.placements[0].attachment.resource.missing
        if not self.subnet.cidrs or any(not hasattr(cidr, "version") for cidr in self.subnet.cidrs):
            missing.append(f"the range of {self.subnet.address}")
        return tuple(dict.fromkeys(missing))

    def setting(self) -> tuple[Evidence, ...]:
        """Return the proof's beginning: who uses the group in the subnet, and how the subnet comes to its ACL."""
        return (self.placements[0].evidence(), *self.acl.because)


class _Use(NamedTuple):
    """A group in one subnet."""

    group: SecurityGroup
    acl: SubnetAcl
    placements: tuple[Placement, ...]


@fact
def all_crossings(graph: Graph) -> list[Crossing]:
    """Return every crossing: group by group and rule by rule, for each subnet where the group is used and each peer."""
    return [
        _crossing(graph, use, rule, peer)
        for group, usage in usages(graph).items()
        for use in _uses(graph, group, usage)
        for rule in rules_by_group(graph)[group]
        for peer in peers(graph, group, rule)
        if peer.subnet is not use.acl.subnet
    ]


def _uses(graph: Graph, group: SecurityGroup, usage: Usage) -> list[_Use]:
    by_subnet: dict[Subnet, list[Placement]] = {}
    for placement in sorted(usage.placements, key=_uncertain):
        by_subnet.setdefault(placement.subnet, []).append(placement)
    acls = subnet_acls(graph)
    return [_Use(group, acls[subnet], tuple(placements)) for subnet, placements in by_subnet.items()]


def _uncertain(placement: Placement) -> bool:
    return placement.presence is not Verdict.YES


def _crossing(graph: Graph, use: _Use, rule: SecurityGroupRule, peer: Peer) -> Crossing:
    acl = use.acl
    requests = product(_peer_addresses(graph, acl.subnet, peer), rule_services(rule))
    if rule.egress is True:
        clients = Clients(member_ports(usages(graph)[use.group], acl.subnet), some=peer.some)
        tables = (acl.outbound, acl.inbound)
    else:
        clients = Clients(peer.ports, internet_part(graph, acl.subnet, peer), peer.some)
        tables = (acl.inbound, acl.outbound)
    exchange = exchanged(graph, Exchange(*tables, requests, clients, rule.protocol == ALL_PROTOCOLS))
    return Crossing(acl.subnet, acl, use.group, rule, peer, use.placements, exchange)


def exchanged(graph: Graph, exchange: Exchange) -> Exchange:
    """Return the exchange that was made of the same parts before, so that its verdicts are derived once."""
    key = (exchange.forward, exchange.back, exchange.requests, exchange.clients, exchange.any_protocol)
    return graph.memo.setdefault(key, exchange)  # type: ignore[return-value]


def _peer_addresses(graph: Graph, subnet: Subnet, peer: Peer) -> Bounds[Intervals]:
    """Return a peer's addresses as the subnet's ACL meets them: not its own, none unfiltered, none without a route."""
    routed = EVERYWHERE if peer.group else routed_addresses(graph, subnet)
    met = Bounds.exactly(routed - unfiltered(vpc_of(graph, subnet)))
    return (peer.addresses & met) - _own(graph, subnet, peer)


def _own(graph: Graph, subnet: Subnet, peer: Peer) -> Bounds[Intervals]:
    """Return the subnet's own addresses; of an unknown range only that it is smaller than the peer's, where it is."""
    own = subnet_addresses(graph, subnet)
    if own.exact:
        return own
    larger = (family for family, most in _LARGEST if (peer.addresses.must & family).size() > most)
    spared = Intervals.of(*(part for family in larger for part in family.parts))
    return Bounds(own.must, own.may - spared | own.must)


def internet_part(graph: Graph, subnet: Subnet, peer: Peer) -> Intervals:
    """Return which of a peer's addresses are unknown clients on the internet."""
    if peer.group:
        return Intervals()
    vpc = vpc_of(graph, subnet)
    known = range_addresses(vpc.cidrs) if vpc else Bounds(Intervals(), Intervals())
    return (peer.addresses.may & PUBLIC) - known.must


@dataclass(frozen=True, eq=False)
class Edge:
    """All crossings of one rule at the edges that one ACL guards.

    Attributes:
        acl: of the first of the subnets; ``acl.acl`` is the same for all.
    """

    acl: SubnetAcl
    group: SecurityGroup
    rule: SecurityGroupRule
    crossings: tuple[Crossing, ...]

    def where(self, verdict: str, answer: Verdict) -> list[Crossing]:
        """Return the crossings whose ``dropped``, ``partly_dropped`` or ``blocked`` is an answer."""
        return [crossing for crossing in self.crossings if getattr(crossing, verdict) is answer]


@fact
def edges(graph: Graph) -> list[Edge]:
    """Return the crossings by rule and ACL (NET-001, NET-002, NET-003).

    Flows between known groups that `blocked_paths` speaks of are left out.
    """
    found: dict[tuple[object, object], list[Crossing]] = {}
    for crossing in crossings(graph):
        found.setdefault((crossing.acl.acl or crossing.subnet, crossing.rule), []).append(crossing)
    return [Edge(group[0].acl, group[0].group, group[0].rule, tuple(group)) for group in found.values()]


@fact
def crossings(graph: Graph) -> list[Crossing]:
    """Return the crossings without those of flows between known groups that `blocked_paths` speaks of."""
    spoken: set[tuple[object, ...]] = set()
    for path in (path for paths in blocked_paths(graph) for path in paths):
        spoken.add((path.into, path.target.subnet, path.client, path.source.subnet))
        spoken.add((path.out, path.source.subnet, path.server, path.target.subnet))
    return [
        each
        for each in all_crossings(graph)
        if (each.rule, each.subnet, each.peer.group, each.peer.subnet) not in spoken
    ]


@dataclass(frozen=True, eq=False)
class RuleReach:
    """A rule of a group, over all subnets where the group is used (NET-004, NET-005).

    Attributes:
        blocked: whether the ACL of every one of them denies everything that the rule allows.
        needs: what is missing to decide.
    """

    group: SecurityGroup
    rule: SecurityGroupRule
    crossings: tuple[Crossing, ...]
    blocked: Verdict
    needs: tuple[str, ...]


@fact
def rule_reaches(graph: Graph) -> list[RuleReach]:
    """Return for every rule of a group that is used whether ACLs deny all of it.

    A rule that `blocked_paths` speaks of is not blocked here, nor one with members of its own peers in the same subnet.
    """
    by_rule: dict[SecurityGroupRule, list[Crossing]] = {}
    for crossing in crossings(graph):
        by_rule.setdefault(crossing.rule, []).append(crossing)
    expected: dict[SecurityGroupRule, int] = {}
    for crossing in all_crossings(graph):
        expected[crossing.rule] = expected.get(crossing.rule, 0) + 1
    return [_reach(graph, rule, found) for rule, found in by_rule.items() if len(found) == expected[rule]]


def _reach(graph: Graph, rule: SecurityGroupRule, found: list[Crossing]) -> RuleReach:
    group = found[0].group
    usage = usages(graph)[group]
    subnets = set(usage.subnets())
    blocked = Verdict.of(not any(peer.subnet in subnets for peer in peers(graph, group, rule)))
    for crossing in found:
        blocked &= crossing.blocked
    if usage.needs:
        blocked &= Verdict.UNDECIDED
    missing = dict.fromkeys([*usage.needs, *(name for crossing in found for name in crossing.needs)])
    return RuleReach(group, rule, tuple(found), blocked, tuple(missing))


def is_allow_all(rule: SecurityGroupRule) -> bool:
    """Tell whether a rule allows all protocols with every address of a family."""
    reached = range_addresses(rule.peers).must
    return rule.protocol == ALL_PROTOCOLS and (reached >= IPV4 or reached >= IPV6)
