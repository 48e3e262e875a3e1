"""Flows that leave through a NAT gateway, judged by the ACL of the gateway's subnet.

Amazon VPC User Guide, "NAT gateway basics": a NAT gateway has no security group, its subnet's network ACL applies to
it, and it opens connections from ports 1024-65535. Peers on the internet keep their addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from seamlint.evaluate.values import Verdict
from seamlint.facts.network.acls import subnet_acls
from seamlint.facts.network.bounds import Bounds, product
from seamlint.facts.network.crossings import Crossing, exchanged
from seamlint.facts.network.exchange import Clients, Exchange
from seamlint.facts.network.groups import Placement, peers, rule_services, rules_by_group, usages
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import EVERYWHERE
from seamlint.facts.network.ranges import range_addresses, subnet_addresses, vpc_of
from seamlint.facts.network.routing import destinations, route_evidence, subnet_routes
from seamlint.facts.network.services import client_ports
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import ALL_PROTOCOLS, NatGateway, Subnet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.groups import Peer
    from seamlint.model.evidence import Evidence
    from seamlint.model.network import Route, SecurityGroup, SecurityGroupRule


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
    """Return the crossings of egress flows at the edge of the NAT gateways' subnets that they leave through."""
    return [
        crossing
        for group, usage in usages(graph).items()
        for subnet in usage.subnets()
        for route in nat_routes(graph).get(subnet, ())
        if not subnet_acls(graph)[route.subnet].open
        for crossing in _through(graph, group, subnet, route)
    ]


def _through(graph: Graph, group: SecurityGroup, subnet: Subnet, route: NatRoute) -> Iterator[Crossing]:
    placements = usages(graph)[group].by_subnet[subnet]
    for rule in rules_by_group(graph)[group]:
        for peer in peers(graph, group, rule) if rule.egress is True else ():
            if not peer.group:
                yield _nat_crossing(graph, subnet, route, tuple(placements), (group, rule, peer))


def _nat_crossing(
    graph: Graph,
    subnet: Subnet,
    route: NatRoute,
    placements: tuple[Placement, ...],
    flow: tuple[SecurityGroup, SecurityGroupRule, Peer],
) -> Crossing:
    group, rule, peer = flow
    acls = subnet_acls(graph)
    acl, own = acls[route.subnet], acls[subnet]
    requests = product(peer.addresses & route.reached, rule_services(rule)) & own.outbound.passes
    came, entering = subnet_addresses(graph)[subnet].may, acl.inbound.passes
    arrived = Bounds(entering.must.services_throughout(came), entering.may.at(came).services())
    requests &= product(Bounds.exactly(EVERYWHERE), arrived)
    clients = Clients(client_ports("nat-gateway"), some=peer.some)
    exchange = Exchange(acl.outbound, acl.inbound, requests, clients, rule.protocol == ALL_PROTOCOLS)
    return Crossing(route.subnet, acl, group, rule, peer, placements, exchanged(graph, exchange), route.because)
