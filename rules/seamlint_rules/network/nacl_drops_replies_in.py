"""A network ACL lets requests out and drops every reply to them.

What: a security group lets its members ask a peer, the network ACL of their subnet (or of the NAT gateway's subnet on
    the way) lets the requests out, and lets in no reply at all.
Why: security groups remember connections, network ACLs do not. The request reaches the peer, the answer is dropped at
    the subnet's edge, and every call times out.
Fix: let replies in to the ephemeral ports that the client uses: 1024-65535 for NAT gateways, load balancers and Lambda,
    32768-65535 for instances of unknown system.
Sources: Amazon VPC User Guide, "Network ACLs"; Amazon VPC User Guide, "Custom network ACLs for your VPC", section
    "Ephemeral ports"; Amazon VPC User Guide, "NAT gateway basics".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.drops import drops, undecided
from seamlint.facts.network.remedies import acl_entries
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.drops import Drop
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-002", "nacl-drops-replies-in", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each ACL that drops all replies to a group."""
    for drop in drops(graph, "dropped", egress=True):
        yield _finding(graph, drop)
    for crossing in undecided(graph, "dropped", egress=True):
        reason = f"whether replies to {crossing.group.address} enter {crossing.subnet.address}"
        yield RULE.undecided(crossing.acl.acl or crossing.subnet, reason, crossing.needs)


def _finding(graph: Graph, drop: Drop) -> Finding:
    lost = drop.losses
    message = (
        f"{drop.acl.address} drops every reply to what {drop.group.address} asks ({drop.flows}): "
        f"it lets the requests {drop.requests_way} and does not let {lost} {drop.replies_way}"
    )
    fix = acl_entries(graph, drop.crossings[0].exchange.back, drop.acl, drop.lost)
    return RULE.finding(message, drop.acl.evidence(f"lets no {lost} {drop.replies_way}"), *drop.proof(), fix=fix)
