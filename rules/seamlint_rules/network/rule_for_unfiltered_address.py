"""A rule names an address that neither security groups nor network ACLs filter.

What: a rule of a security group or an entry of a network ACL names the instance metadata service, the VPC's DNS
    resolver, the time sync service, ECS task metadata, EKS Pod Identity or Windows licence activation.
Why: the rule has no effect: an allow is not needed, and a deny does not protect.
Fix: remove it. Metadata is protected by requiring IMDSv2 and a hop limit, DNS by Route 53 Resolver DNS Firewall.
Sources: Amazon VPC User Guide, "Security group basics"; Amazon VPC User Guide, "Network ACL basics".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.unfiltered import unfiltered_peers
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.graph.graph import Graph
    from seamlint.rule import Outcome

RULE = Rule("NET-013", "rule-for-unfiltered-address", Severity.NOTE)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each rule or entry that names such an address."""
    for peer in unfiltered_peers(graph):
        message = f"a rule of {peer.rule.address} names {peer.network} ({peer.service}), which no filter applies to"
        primary = peer.rule.evidence(f"names {peer.network}")
        fix = f"remove {peer.network}: traffic with {peer.service} passes whatever the rules say"
        yield RULE.finding(message, primary, fix=fix)
