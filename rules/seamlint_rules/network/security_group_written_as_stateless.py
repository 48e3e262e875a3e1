"""A security group opens ephemeral ports for replies, which need no rule.

What: a group opens at least 1,000 ports within 1024-65535 to the whole internet, or has an egress rule for such a range
    whose peers are those of one of its ingress rules. A range in which a load balancer's target port lies is a service
    range and left alone.
Why: a security group remembers connections: replies pass whatever the rules say. Rules for replies belong into network
    ACLs; here they only open what listens on a high port to everybody.
Fix: remove the rule.
Sources: Amazon VPC User Guide, "Security group basics"; Amazon EC2 User Guide, "Security group connection tracking".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.groups import rule_services
from seamlint.facts.network.stateful import reply_rules
from seamlint.facts.network.words import service_words
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.stateful import ReplyRule
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-007", "security-group-written-as-stateless", Severity.WARNING)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each rule that is there for replies."""
    for found in reply_rules(graph):
        if found.needless is Verdict.YES:
            yield _finding(found)
        elif found.needless is Verdict.UNDECIDED:
            reason = f"whether this range of {found.group.address} is there for replies"
            yield RULE.undecided(found.rule, reason, found.needs)


def _finding(found: ReplyRule) -> Finding:
    services, group = service_words(rule_services(found.rule).must), found.group.address
    related = []
    if found.mirrors:
        asked = service_words(rule_services(found.mirrors).may)
        message = f"{group} lets out {services} to the peers that it lets in on {asked}: replies to them need no rule"
        related.append(found.mirrors.evidence(f"the same peers come in on {asked}, and their replies pass anyway"))
    else:
        message = (
            f"{group} opens {services} to the whole internet: a security group needs no rule for replies, "
            "and whatever listens there is exposed"
        )
    fix = "remove this rule: replies to allowed connections pass whatever the rules say"
    return RULE.finding(message, found.rule.evidence(f"opens {services}"), *related, fix=fix)
