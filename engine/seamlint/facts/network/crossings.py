"""Flows that a security group allows, judged by the network ACLs of the subnets where the group is used.

Amazon VPC User Guide, "Network ACL basics": traffic within a subnet does not meet its ACL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.acls import SubnetAcl, by_acl, subnet_acls
from seamlint.facts.network.balancing import deliveries
from seamlint.facts.network.bounds import Bounds, product
from seamlint.facts.network.exchange import Clients, Exchange
from seamlint.facts.network.groups import (
    MOST_SUBNETS,
    Peer,
    Placement,
    Usage,
    attached_subnets,
    member_ports,
    peers,
    rule_needs,
    rule_services,
    rules_by_group,
    usages,
)
from seamlint.facts.network.hops import asked
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import IPV4, IPV6
from seamlint.facts.network.ranges import PUBLIC, range_addresses, subnet_addresses, unfiltered, vpc_of
from seamlint.facts.network.routing import routed_addresses
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import ALL_PROTOCOLS, Attachment, SecurityGroup, SecurityGroupRule, Subnet
from seamlint.named_tuples import NamedTuple

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
        through: the proof's steps from the group's subnet to this one, where a NAT gateway asks in the group's place.
    """

    subnet: Subnet
    acl: SubnetAcl
    group: SecurityGroup
    rule: SecurityGroupRule
    peer: Peer
    placements: tuple[Placement, ...]
    exchange: Exchange
    through: tuple[Evidence, ...] = ()

    @property
    def presence(self) -> Verdict:
        """Whether the rule is in force on some interface in the subnet."""
        return self.placements[0].presence & self.rule.presence

    @property
    def blocked(self) -> Verdict:
        """Whether the ACL denies everything that the rule allows with this peer (NET-004, NET-005).

        Not where the peer is of an IP version that the subnet has no addresses of: nothing could come.
        """
        return self.exchange.blocked & self.presence & Verdict.of(self._shares_version())

    def _shares_version(self) -> bool:
        asked = self.exchange.requests.may.addresses()
        mine = {4 if isinstance(cidr, Unknown) else cidr.version for cidr in self.subnet.cidrs} or {4, 6}
        return bool(asked & IPV4 and 4 in mine) or bool(asked & IPV6 and 6 in mine)

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
        if not self.subnet.cidrs or any(isinstance(cidr, Unknown) for cidr in self.subnet.cidrs):
            missing.append(f"the range of {self.subnet.address}")
        return tuple(dict.fromkeys(missing))

    def setting(self) -> tuple[Evidence, ...]:
        """Return the proof's beginning: who uses the group where, and how the subnet comes to its ACL."""
        return (self.placements[0].evidence(), *self.through, *self.acl.because)


class _Use(NamedTuple):
    """A group in one subnet."""

    group: SecurityGroup
    acl: SubnetAcl
    placements: tuple[Placement, ...]


@fact
def all_crossings(graph: Graph) -> list[Crossing]:
    """Return every crossing: group by group and rule by rule, for each subnet where the group is used and each peer.

    Edges whose ACL lets everything through, both ways, are left out: nothing is to be told of them.
    """
    return [
        _crossing(graph, use, rule, peer)
        for group, usage in usages(graph).items()
        for use in _uses(graph, group, usage)
        if not use.acl.open
        for rule in rules_by_group(graph)[group]
        for peer in peers(graph, group, rule)
        if peer.subnet is not use.acl.subnet
    ]


def _uses(graph: Graph, group: SecurityGroup, usage: Usage) -> list[_Use]:
    """Return the uses of a group by subnet; of very many subnets with one ACL the first."""
    acls = subnet_acls(graph)
    return [
        _Use(group, acls[subnet], tuple(usage.by_subnet[subnet]))
        for subnets in by_acl(graph, usage.by_subnet)
        for subnet in subnets[:MOST_SUBNETS]
    ]


def _crossing(graph: Graph, use: _Use, rule: SecurityGroupRule, peer: Peer) -> Crossing:
    acl = use.acl
    requests = product(_peer_addresses(graph, acl.subnet, peer), rule_services(rule))
    if rule.egress is True:
        clients = Clients(member_ports(usages(graph)[use.group], [acl.subnet]), some=peer.some)
        tables = (acl.outbound, acl.inbound)
    else:
        ranging = internet_part(graph, acl.subnet, peer) | _balancers(graph, use, rule)
        clients = Clients(peer.ports, Intervals() if peer.group else ranging, peer.some)
        tables = (acl.inbound, acl.outbound)
    exchange = exchanged(graph, Exchange(*tables, requests, clients, rule.protocol == ALL_PROTOCOLS))
    return Crossing(acl.subnet, acl, use.group, rule, peer, use.placements, exchange)


def _balancers(graph: Graph, use: _Use, rule: SecurityGroupRule) -> Intervals:
    """Return the addresses from which load balancers ask the group's members in the subnet for what a rule allows."""
    found = Intervals()
    allowed = rule_services(rule).must
    for placement in use.placements:
        for services, sources in balancer_clients(graph).get(placement.attachment, ()):
            found |= sources if services <= allowed and placement.presence is Verdict.YES else Intervals()
    return found


@fact
def balancer_clients(graph: Graph) -> dict[Attachment, list[tuple[Intervals, Intervals]]]:
    """Return for every target what load balancers ask it for, and from which addresses, where both are certain."""
    found: dict[Attachment, list[tuple[Intervals, Intervals]]] = {}
    for delivery in deliveries(graph):
        certain = delivery.presence is Verdict.YES and delivery.preserves is Verdict.NO
        subnets = attached_subnets(graph, delivery.front)[0] if certain and isinstance(delivery.port, int) else []
        ranges = (subnet_addresses(graph)[subnet].must for subnet in subnets)
        sources = Intervals.of(*(part for each in ranges for part in each.parts))
        found.setdefault(delivery.target, []).append((asked(delivery.port, delivery.protocol), sources))
    return found


def exchanged(graph: Graph, exchange: Exchange) -> Exchange:
    """Return the exchange that was made of the same parts before, so that its verdicts are derived once."""
    key = (exchange.forward, exchange.back, exchange.requests, exchange.clients, exchange.any_protocol)
    return graph.memo.setdefault(key, exchange)  # type: ignore[return-value]


def _peer_addresses(graph: Graph, subnet: Subnet, peer: Peer) -> Bounds[Intervals]:
    """Return a peer's addresses as the subnet's ACL meets them: not its own, none unfiltered, none without a route."""
    met = peer.addresses if peer.group else peer.addresses & met_addresses(graph)[subnet]
    return met - _own(graph, subnet, peer)


@fact
def met_addresses(graph: Graph) -> dict[Subnet, Bounds[Intervals]]:
    """Return the addresses with which every subnet may exchange packets that filters apply to."""
    return {
        subnet: Bounds.exactly(routed_addresses(graph, subnet) - unfiltered(vpc_of(graph, subnet)))
        for subnet in graph.all(Subnet)
    }


def _own(graph: Graph, subnet: Subnet, peer: Peer) -> Bounds[Intervals]:
    """Return the subnet's own addresses; of an unknown range only that it is smaller than the peer's, where it is."""
    own = subnet_addresses(graph)[subnet]
    if own.exact:
        return own
    larger = (family for family, most in _LARGEST if (peer.addresses.must & family).size() > most)
    spared = Intervals.of(*(part for family in larger for part in family.parts))
    return Bounds(own.must, own.may - spared | own.must)


def internet_part(graph: Graph, subnet: Subnet, peer: Peer) -> Intervals:
    """Return which of a peer's addresses are unknown clients on the internet."""
    vpc = vpc_of(graph, subnet)
    known = range_addresses(vpc.cidrs) if vpc else Bounds(Intervals(), Intervals())
    return (peer.addresses.may & PUBLIC) - known.must
