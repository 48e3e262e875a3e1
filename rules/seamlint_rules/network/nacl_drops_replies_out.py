"""A network ACL lets requests in and drops every reply to them.

What: a security group lets a flow in to interfaces in a subnet, the subnet's network ACL lets it in too, and lets out
    no reply to that peer at all.
Why: security groups remember connections, network ACLs do not. A client's request arrives and is answered, and the
    answer is dropped on its way out: every connection times out, although each resource is right by itself.
Fix: let replies out to the peer's ephemeral ports: 1024-65535 for clients that are not known (32768-65535 for
    instances of your own).
Sources: Amazon VPC User Guide, "Network ACLs"; Amazon VPC User Guide, "Custom network ACLs for your VPC", section
    "Ephemeral ports".
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

RULE = Rule("NET-001", "nacl-drops-replies-out", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each ACL that drops all replies of a group."""
    for drop in drops(graph, "dropped", egress=False):
        yield _finding(graph, drop)
    for crossing in undecided(graph, "dropped", egress=False):
        reason = f"whether replies of {crossing.group.address} leave {crossing.subnet.address}"
        yield RULE.undecided(crossing.acl.acl or crossing.subnet, reason, crossing.needs)


def _finding(graph: Graph, drop: Drop) -> Finding:
    lost = drop.losses
    message = (
        f"{drop.acl.address} drops every reply of {drop.group.address} to {drop.flows}: "
        f"it lets the requests in and does not let {lost} out"
    )
    fix = acl_entries(graph, drop.crossings[0].exchange.back, drop.acl, drop.lost)
    return RULE.finding(message, drop.acl.evidence(f"lets no {lost} out"), *drop.proof(), fix=fix)
