"""A subnet reaches S3 or DynamoDB through a gateway endpoint, and its network ACL blocks their public addresses.

What: the subnet's route table leads to a gateway endpoint, and the network ACL lets through none of the public
    addresses of the service, on the way there or back.
Why: a gateway endpoint is a route, not an address in the VPC: packets still go to the service's public ranges, and an
    ACL that knows only private ranges drops them all.
Fix: let out TCP 443 to the service's ranges, and let in TCP 1024-65535 from them. Network ACLs take no prefix lists,
    so the ranges are those of the service's managed prefix list, or 0.0.0.0/0.
Sources: AWS PrivateLink Guide, "Gateway endpoints"; AWS PrivateLink Guide, "Gateway endpoints for Amazon S3".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.gateway_endpoints import endpoint_edges
from seamlint.facts.network.remedies import endpoint_entries
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.gateway_endpoints import EndpointEdge
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-014", "gateway-endpoint-blocked-by-nacl", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each ACL that blocks an endpoint's service."""
    found: dict[tuple[object, object], list[EndpointEdge]] = {}
    for edge in endpoint_edges(graph):
        if edge.blocked.verdict is Verdict.YES and edge.acl.acl:
            found.setdefault((edge.acl.acl, edge.endpoint), []).append(edge)
        elif edge.blocked.verdict is Verdict.UNDECIDED:
            reason = f"whether {edge.subnet.address} reaches {edge.service} through {edge.endpoint.address}"
            yield RULE.undecided(edge.subnet, reason, edge.blocked.needs)
    for edges in found.values():
        yield _finding(graph, edges)


def _finding(graph: Graph, edges: list[EndpointEdge]) -> Finding:
    edge = edges[0]
    subnets = " and ".join(dict.fromkeys(each.subnet.address for each in edges))
    what = "lets in no reply from" if edge.back else "lets nothing out to"
    acl = edge.acl.acl or edge.subnet
    message = (
        f"{acl.address} {what} the public addresses of {edge.service}, "
        f"through which {subnets} reaches it by {edge.endpoint.address}"
    )
    steps = dict.fromkeys(step for each in edges for step in each.blocked.because)
    primary = acl.evidence(f"{what} {edge.service}'s public addresses")
    return RULE.finding(message, primary, *steps, fix=endpoint_entries(graph, edge))
