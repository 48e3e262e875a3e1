"""A network ACL lets through only a part of the replies.

What: replies pass on only part of the ports that the client may use, or to only part of the peer's addresses. NAT
    gateways, load balancers, Lambda functions and unknown clients on the internet use 1024-65535, instances of unknown
    system 32768-65535.
Why: a client takes another port for each connection, so that some connections work and others time out, by chance.
Fix: widen the entry that is there for replies to the whole range of ports and to every peer that may ask.
Sources: Amazon VPC User Guide, "Custom network ACLs for your VPC", section "Ephemeral ports"; Amazon VPC User Guide,
    "NAT gateway basics".
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

RULE = Rule("NET-003", "nacl-replies-partly-dropped", Severity.WARNING)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each ACL that drops a part of the replies of, or to, a group."""
    for egress in (False, True):
        for drop in drops(graph, "partly_dropped", egress=egress):
            yield _finding(graph, drop)
        for crossing in undecided(graph, "partly_dropped", egress=egress):
            reason = f"whether all replies of {crossing.group.address}'s connections pass {crossing.subnet.address}"
            yield RULE.undecided(crossing.acl.acl or crossing.subnet, reason, crossing.needs)


def _finding(graph: Graph, drop: Drop) -> Finding:
    lost = drop.losses
    whose = "to what" if drop.egress else "of"
    asked = f"asks ({drop.flows})" if drop.egress else f"to {drop.flows}"
    message = f"{drop.acl.address} drops a part of the replies {whose} {drop.group.address} {asked}: {lost} is lost"
    fix = acl_entries(graph, drop.crossings[0].exchange.back, drop.acl, drop.lost)
    return RULE.finding(message, drop.acl.evidence(f"lets no {lost} {drop.replies_way}"), *drop.proof(), fix=fix)
