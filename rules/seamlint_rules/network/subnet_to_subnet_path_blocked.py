"""Two groups allow a flow between them, and a network ACL between their subnets stops it.

What: group A lets out to group B and B lets in from A, members of both sit in different subnets, and one of the four
    evaluations on the way (out of A's subnet, into B's, the reply out of B's and into A's) denies the whole flow.
Why: both groups say that the connection is wanted. It never comes about, and the place to look is neither of them.
Fix: let the flow, or its replies, through at the network ACL that the evidence names.
Sources: Amazon VPC User Guide, "Network ACL basics"; Amazon VPC User Guide, "Custom network ACLs for your VPC",
    section "Ephemeral ports".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.four import blocked_flows
from seamlint.facts.network.paths import undecided_paths
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.four import BlockedFlow
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-008", "subnet-to-subnet-path-blocked", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each flow between two groups that an ACL stops."""
    for flow in blocked_flows(graph):
        yield _finding(graph, flow)
    for path in undecided_paths(graph):
        reason = f"whether {path.client.address} reaches {path.server.address}"
        yield RULE.undecided(path.into, reason, path.needs)


def _finding(graph: Graph, flow: BlockedFlow) -> Finding:
    path = flow.path
    message = (
        f"{path.client.address} in {path.source.subnet.address} may ask {path.server.address} in "
        f"{path.target.subnet.address} for {flow.services}, but {flow.acl.address} denies it where {flow.where}"
    )
    primary = flow.acl.evidence(f"denies it where {flow.where}")
    return RULE.finding(message, primary, *flow.proof(), fix=flow.fix(graph))
