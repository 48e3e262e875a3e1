"""What a security group lets in is denied by every network ACL on the way.

What: everything that one ingress rule of a group allows is denied on entry by the network ACL of every subnet where the
    group is used.
Why: the rule has no effect: whoever wrote it expects a port to be open that no packet ever reaches.
Fix: let the same traffic in at the network ACL, before the entry that denies it; or drop the rule.
Sources: Amazon VPC User Guide, "Network ACLs"; Amazon VPC User Guide, "Compare security groups and network ACLs".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.denials import admitting_entries, denial_proof, denied_flows, denying_acls
from seamlint.facts.network.edges import rule_reaches
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.edges import RuleReach
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-004", "nacl-blocks-allowed-ingress", Severity.WARNING)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each ingress rule that network ACLs deny altogether."""
    for reach in rule_reaches(graph):
        if reach.rule.egress is False and reach.blocked is Verdict.YES:
            yield _finding(graph, reach)
        elif reach.rule.egress is False and reach.blocked is Verdict.UNDECIDED:
            reason = f"whether what {reach.group.address} lets in here enters its subnets"
            yield RULE.undecided(reach.rule, reason, reach.needs)


def _finding(graph: Graph, reach: RuleReach) -> Finding:
    flows = denied_flows(reach)
    message = (
        f"{reach.group.address} lets in {flows}, and {denying_acls(reach)} denies all of it on entry: "
        "the rule has no effect"
    )
    primary = reach.rule.evidence(f"lets in {flows}")
    return RULE.finding(message, primary, *denial_proof(reach), fix=admitting_entries(graph, reach))
