"""Flows that leave through a NAT gateway, judged by the ACL of the gateway's subnet.

Amazon VPC User Guide, "NAT gateway basics": a NAT gateway has no security group, its subnet's network ACL applies to
it, and it opens connections from ports 1024-65535. Peers on the internet keep their addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.acls import subnet_acls
from seamlint.facts.network.bounds import Bounds, product
from seamlint.facts.network.crossings import Crossing, exchanged
from seamlint.facts.network.exchange import Clients, Exchange
from seamlint.facts.network.groups import member_ports, peers, rule_services, rules_by_group, usages
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import EVERYWHERE
from seamlint.facts.network.ranges import range_addresses, subnet_addresses, vpc_of
from seamlint.facts.network.routing import destinations, route_evidence, subnet_routes
from seamlint.facts.network.services import client_ports
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import ALL_PROTOCOLS, NatGateway, Subnet
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.acls import SubnetAcl
    from seamlint.facts.network.groups import Peer
    from seamlint.facts.network.packets import Packets
    from seamlint.model.evidence import Evidence
    from seamlint.model.network import Route, SecurityGroup, SecurityGroupRule


_Flow = tuple["SecurityGroup", "SecurityGroupRule", "Peer"]


class NatRoute(NamedTuple):
    """A route of a subnet to a NAT gateway in another one.

    Attributes:
        reached: the addresses that are sent through it.
        because: the proof of it.
    """

    gateway: NatGateway
    subnet: Subnet
    reached: Bounds[Intervals]
    because: tuple[Evidence, ...]


@fact
def nat_routes(graph: Graph) -> dict[Subnet, list[NatRoute]]:
    """Return the routes of every subnet to NAT gateways that are in the graph, in other subnets."""
    found: dict[Subnet, list[NatRoute]] = {}
    for subnet, table in subnet_routes(graph).items():
        for route in table.routes:
            if route.kind == "nat-gateway":
                found.setdefault(subnet, []).extend(_nat_routes(graph, subnet, route, table.because))
    return found


def _nat_routes(graph: Graph, subnet: Subnet, route: Route, because: tuple[Evidence, ...]) -> Iterator[NatRoute]:
    gateway = graph.find(route.target, NatGateway, route)
    public = graph.find(gateway.subnet, Subnet, gateway) if isinstance(gateway, NatGateway) else None
    vpc = vpc_of(graph, subnet)
    if not isinstance(gateway, NatGateway) or not isinstance(public, Subnet) or public is subnet or vpc is None:
        return
    sent = destinations(graph, [route])
    reached = Bounds(sent if route.presence is Verdict.YES else Intervals(), sent) - range_addresses(vpc.cidrs)
    says = f"{gateway.address} opens the connection from {public.address}, from ports 1024-65535"
    yield NatRoute(gateway, public, reached, (*because, route_evidence(route), gateway.evidence(says, "subnet")))


@fact
def nat_crossings(graph: Graph) -> list[Crossing]:
    """Return the crossings of egress flows at the edge of the NAT gateways' subnets: on exit, and on entry."""
    return [
        crossing
        for group, usage in usages(graph).items()
        for subnet in usage.subnets()
        for route in nat_routes(graph).get(subnet, ())
        if not subnet_acls(graph)[route.subnet].open
        for crossing in _through(graph, group, subnet, route)
    ]


def _through(graph: Graph, group: SecurityGroup, subnet: Subnet, route: NatRoute) -> Iterator[Crossing]:
    """Yield a flow's crossing on the internet's side and, where replies come in there, on the private subnet's side."""
    for rule, peer in _flows(graph, group):
        leaving = _leaving(graph, subnet, route, (group, rule, peer))
        yield leaving
        if leaving.exchange.dropped is not Verdict.YES:
            passed = leaving.exchange.allowed
            yield replace(leaving, exchange=_entering(graph, subnet, route, passed, (group, rule, peer)))


def _flows(graph: Graph, group: SecurityGroup) -> Iterator[tuple[SecurityGroupRule, Peer]]:
    """Yield the egress flows of a group that may lead out of the VPC."""
    for rule in rules_by_group(graph)[group]:
        for peer in peers(graph, group, rule) if rule.egress is True else ():
            if not peer.group:
                yield rule, peer


def _leaving(graph: Graph, subnet: Subnet, route: NatRoute, flow: _Flow) -> Crossing:
    """Return the crossing of what arrives at a NAT gateway, on its way to the internet."""
    group, rule, peer = flow
    acls = subnet_acls(graph)
    acl, own = acls[route.subnet], acls[subnet]
    requests = product(peer.addresses & route.reached, rule_services(rule)) & own.outbound.passes
    came, entering = subnet_addresses(graph)[subnet].may, acl.inbound.passes
    arrived = Bounds(entering.must.services_throughout(came), entering.may.at(came).services())
    requests &= product(Bounds.exactly(EVERYWHERE), arrived)
    placements = tuple(usages(graph)[group].by_subnet[subnet])
    exchange = _sent_on(graph, acl, requests, flow)
    return Crossing(route.subnet, acl, group, rule, peer, placements, exchange, route.because)


def _sent_on(graph: Graph, acl: SubnetAcl, requests: Bounds[Packets], flow: _Flow) -> Exchange:
    _, rule, peer = flow
    clients = Clients(client_ports("nat-gateway"), some=peer.some)
    return exchanged(graph, Exchange(acl.outbound, acl.inbound, requests, clients, rule.protocol == ALL_PROTOCOLS))


def _entering(graph: Graph, subnet: Subnet, route: NatRoute, passed: Bounds[Packets], flow: _Flow) -> Exchange:
    """Return the exchange between members of the group in a subnet and the NAT gateway."""
    group, rule, _ = flow
    acl = subnet_acls(graph)[route.subnet]
    asked = Bounds(passed.must.services(), passed.may.services())
    clients = Clients(member_ports(usages(graph)[group], [subnet]), some=True)
    requests = product(subnet_addresses(graph)[subnet], asked)
    return exchanged(graph, Exchange(acl.inbound, acl.outbound, requests, clients, rule.protocol == ALL_PROTOCOLS))


@fact
def nat_requests(graph: Graph) -> list[Crossing]:
    """Return the crossing where the ACL of a NAT gateway's subnet denies egress flows, on entry or on exit.

    One for each subnet and each peer that is reached through the gateway alone; for all of what is not denied, the
    one on exit.
    """
    return [
        _request(graph, subnet, route, (group, rule, peer))
        for group, usage in usages(graph).items()
        for subnet in usage.subnets()
        for route in nat_routes(graph).get(subnet, ())
        if not subnet_acls(graph)[route.subnet].open
        for rule, peer in _flows(graph, group)
        if peer.addresses.may and peer.addresses.may <= route.reached.must
    ]


def _request(graph: Graph, subnet: Subnet, route: NatRoute, flow: _Flow) -> Crossing:
    group, rule, peer = flow
    acls = subnet_acls(graph)
    sent = product(peer.addresses, rule_services(rule)) & acls[subnet].outbound.passes
    ways = (_entering(graph, subnet, route, sent, flow), _sent_on(graph, acls[route.subnet], sent, flow))
    order = (Verdict.YES, Verdict.UNDECIDED, Verdict.NO)
    exchange = min(reversed(ways), key=lambda each: order.index(each.blocked))
    placements = tuple(usages(graph)[group].by_subnet[subnet])
    return Crossing(route.subnet, acls[route.subnet], group, rule, peer, placements, exchange, route.because)
