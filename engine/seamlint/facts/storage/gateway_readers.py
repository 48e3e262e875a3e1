"""Who runs in which subnets, and by which gateway endpoint its calls to S3 go.

AWS PrivateLink Guide, "Gateway endpoints for Amazon S3": the route table of a subnet sends what is for S3, in the
endpoint's region, to the endpoint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.access.identities import identities
from seamlint.facts.iam.access.running import launched, running
from seamlint.facts.network.gateway_endpoints import endpoint_edges
from seamlint.facts.network.routing import subnet_routes
from seamlint.graph.graph import fact
from seamlint.model.network import Attachment, Endpoint, RouteTable, Subnet
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.identities import Identity
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity
    from seamlint.model.evidence import Evidence
    from seamlint.model.iam import ComputeUse


class Reader(NamedTuple):
    """Something runs with a role in a subnet.

    Attributes:
        who: the role.
        use: what runs with it.
        endpoint: by which its calls to S3 go; None where they go by none that is a gateway.
        verdict: YES, or UNDECIDED where something of it may not exist.
        because: how it comes to that endpoint.
    """

    who: Identity
    use: Entity
    subnet: Subnet
    endpoint: Endpoint | None
    verdict: Verdict
    because: tuple[Evidence, ...]


@fact
def gateway_readers(graph: Graph) -> list[Reader]:
    """Return everything whose role and subnets are known."""
    found = []
    for who in identities(graph):
        for use in running(graph, who):
            for holder in (use, *launched(graph, use)):
                for subnet in _subnets(graph, holder):
                    found += _readers(graph, who, use, holder, subnet)
    return found


def _subnets(graph: Graph, holder: Entity) -> Iterator[Subnet]:
    for attachment in graph.of(Attachment, holder):
        subnets = (graph.find(each, Subnet, attachment) for each in attachment.subnets)
        yield from dict.fromkeys(each for each in subnets if isinstance(each, Subnet))


def _readers(graph: Graph, who: Identity, use: ComputeUse, holder: Entity, subnet: Subnet) -> list[Reader]:
    runs = [holder.evidence(f"{holder.address} runs with {who.address} in {subnet.address}")]
    if holder is not use:
        runs.append(use.evidence(f"that is the role of {use.address}"))
    exists = who.entity.presence & use.presence & holder.presence & subnet.presence
    routed = [
        Reader(
            who, holder, subnet, endpoint, exists & endpoint.presence, (*runs, endpoint.evidence(says, "route_tables"))
        )
        for endpoint in _endpoints(graph).get(subnet, ())
        for says in (f"{subnet.address} reaches S3 through {endpoint.address}",)
    ]
    return routed or [Reader(who, holder, subnet, None, exists, tuple(runs))]


@fact
def _endpoints(graph: Graph) -> dict[Subnet, list[Endpoint]]:
    found: dict[Subnet, list[Endpoint]] = {}
    for edge in endpoint_edges(graph):
        if edge.service == "S3" and edge.endpoint not in found.setdefault(edge.subnet, []):
            found[edge.subnet].append(edge.endpoint)
    return found


def goes_around(graph: Graph, subnet: Subnet, endpoint: Endpoint) -> Verdict:
    """Tell whether a subnet's calls to S3 surely go around a gateway endpoint: its route table does not lead there."""
    table = subnet_routes(graph)[subnet].table
    if endpoint.kind != "gateway" or table is None:
        return Verdict.UNDECIDED
    tables = [graph.find(each, RouteTable, endpoint) for each in endpoint.route_tables]
    if table in tables:
        return Verdict.NO
    return Verdict.of(all(isinstance(each, RouteTable) for each in tables)) | Verdict.UNDECIDED
