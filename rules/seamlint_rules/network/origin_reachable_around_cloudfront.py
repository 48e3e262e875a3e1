"""The internet reaches a distribution's origin directly, around the distribution.

What: a distribution's origin is a load balancer or instance that the whole internet also reaches (route, public
    address, network ACL, group), and no listener rule demands a secret header that only the distribution sends.
Why: the web ACL, the TLS policy, geographic restrictions and signed URLs at the edge can be walked around by asking the
    origin itself.
Fix: let in only CloudFront's origin-facing addresses (the managed prefix list
    `com.amazonaws.global.cloudfront.origin-facing`), or make it a VPC origin.
Sources: Amazon CloudFront Developer Guide, "Restrict access to Application Load Balancers"; Amazon CloudFront Developer
    Guide, "Restrict access with VPC origins"; Amazon VPC User Guide, "AWS-managed prefix lists".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.origins import open_origins
from seamlint.facts.network.remedies import origin_rule
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.origins import OpenOrigin
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-016", "origin-reachable-around-cloudfront", Severity.WARNING)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each origin that can be reached around its distribution."""
    for found in open_origins(graph):
        if found.bypassed.verdict is Verdict.YES:
            yield _finding(graph, found)
        elif found.bypassed.verdict is Verdict.UNDECIDED:
            reason = f"whether the internet reaches {found.owner.address} around {found.origin.address}"
            yield RULE.undecided(found.owner, reason, found.bypassed.needs)


def _finding(graph: Graph, found: OpenOrigin) -> Finding:
    message = (
        f"{found.owner.address} is the origin of {found.origin.address}, and the whole internet reaches it directly: "
        "whatever protects the distribution can be walked around"
    )
    primary = (found.rule or found.owner).evidence("lets in the whole internet, not only the distribution")
    return RULE.finding(message, primary, *found.bypassed.because, fix=origin_rule(graph, found))
