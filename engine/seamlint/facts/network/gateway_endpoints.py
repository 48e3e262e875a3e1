"""Gateway endpoints and the network ACLs of the subnets that are routed to them.

AWS PrivateLink Guide, "Gateway endpoints": traffic keeps the service's public addresses, so that a subnet's ACL must
let them through, out and (the replies) in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.acls import SubnetAcl, subnet_acls
from seamlint.facts.network.hops import denial_steps
from seamlint.facts.network.packets import Packets
from seamlint.facts.network.ranges import PUBLIC_4
from seamlint.facts.network.routing import Answer, subnet_routes
from seamlint.facts.network.services import SAFE_PORTS, TCP, of_protocol, replies
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import Endpoint, RouteTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.model.network import Subnet

_SERVICES = {"s3": "S3", "dynamodb": "DynamoDB"}
REQUESTS = Packets.of(PUBLIC_4, of_protocol(TCP, 443, 443) | of_protocol(TCP, 80, 80))
REPLIES = replies(REQUESTS, SAFE_PORTS)


@dataclass(frozen=True, eq=False)
class EndpointEdge:
    """A subnet that reaches a service through a gateway endpoint, and its ACL (NET-014).

    Attributes:
        service: ``S3`` or ``DynamoDB``.
        blocked: whether the ACL lets none of the service's public addresses through, there or back.
        back: whether it is the replies that it blocks.
    """

    subnet: Subnet
    acl: SubnetAcl
    endpoint: Endpoint
    service: str
    blocked: Answer
    back: bool


@fact
def endpoint_edges(graph: Graph) -> list[EndpointEdge]:
    """Return an answer for every subnet whose route table leads to a gateway endpoint."""
    return list(_edges(graph))


def _edges(graph: Graph) -> Iterator[EndpointEdge]:
    by_table: dict[RouteTable, list[Subnet]] = {}
    for subnet, routes in subnet_routes(graph).items():
        if routes.table:
            by_table.setdefault(routes.table, []).append(subnet)
    for endpoint in graph.all(Endpoint):
        service = _service(endpoint)
        if endpoint.kind != "gateway" or service is None:
            continue
        tables = (graph.find(pointer, RouteTable, endpoint) for pointer in endpoint.route_tables)
        for table in dict.fromkeys(each for each in tables if isinstance(each, RouteTable)):
            yield from (_edge(graph, subnet, endpoint, service) for subnet in by_table.get(table, ()))


def _service(endpoint: Endpoint) -> str | None:
    if isinstance(endpoint.service, Unknown):
        return None
    return _SERVICES.get(endpoint.service.rpartition(".")[2])


def _edge(graph: Graph, subnet: Subnet, endpoint: Endpoint, service: str) -> EndpointEdge:
    acl = subnet_acls(graph)[subnet]
    routes = subnet_routes(graph)[subnet].because
    says = f"{subnet.address} reaches {service} through {endpoint.address}, at {service}'s public addresses"
    chain = (*routes, endpoint.evidence(says, "route_tables"), *acl.because)
    presence = endpoint.presence & subnet.presence
    for table, packets, back in ((acl.outbound, REQUESTS, False), (acl.inbound, REPLIES, True)):
        if not table.passes.may & packets:
            words = f"denies {'the replies' if back else 'the requests'}"
            steps = denial_steps(acl, table, packets, words)
            return EndpointEdge(subnet, acl, endpoint, service, Answer(presence, (*chain, *steps)), back)
    passes = acl.outbound.passes.must & REQUESTS and acl.inbound.passes.must & REPLIES
    verdict = Verdict.NO if passes else Verdict.UNDECIDED
    return EndpointEdge(subnet, acl, endpoint, service, Answer(verdict, chain, acl.needs), back=False)
