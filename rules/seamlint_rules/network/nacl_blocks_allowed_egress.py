"""What a security group lets out is denied by every network ACL on the way.

What: everything that one egress rule of a group allows is denied on exit by the network ACL of every subnet where the
    group is used. A rule that allows everything says nothing about what is needed, and is left alone.
Why: the rule has no effect: the destination that somebody opened is never reached.
Fix: let the same traffic out at the network ACL, before the entry that denies it; or drop the rule.
Sources: Amazon VPC User Guide, "Network ACLs"; Amazon VPC User Guide, "Compare security groups and network ACLs".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.denials import admitting_entries, denial_proof, denied_flows, denying_acls
from seamlint.facts.network.edges import is_allow_all, nat_reaches, rule_reaches
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.edges import RuleReach
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-005", "nacl-blocks-allowed-egress", Severity.WARNING)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each egress rule that network ACLs deny altogether."""
    for reach in (*rule_reaches(graph), *nat_reaches(graph)):
        if reach.rule.egress is not True or is_allow_all(reach.rule):
            continue
        if reach.blocked is Verdict.YES:
            yield _finding(graph, reach)
        elif reach.blocked is Verdict.UNDECIDED:
            reason = f"whether what {reach.group.address} lets out here leaves its subnets"
            yield RULE.undecided(reach.rule, reason, reach.needs)


def _finding(graph: Graph, reach: RuleReach) -> Finding:
    flows = denied_flows(reach)
    way = "exit" if reach.crossings[0].exchange.forward.egress else "entry"
    message = (
        f"{reach.group.address} lets out {flows}, and {denying_acls(reach)} denies all of it on {way}: "
        "the rule has no effect"
    )
    primary = reach.rule.evidence(f"lets out {flows}")
    return RULE.finding(message, primary, *denial_proof(reach), fix=admitting_entries(graph, reach))
