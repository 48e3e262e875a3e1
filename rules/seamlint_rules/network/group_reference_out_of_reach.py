"""A rule names a security group that it cannot reach.

What: a rule names a group in another VPC, and nothing joins the two: no peering, no transit gateway with security group
    referencing on both attachments (ingress rules only), no association of the group with that VPC; or the group is
    in another region.
Why: AWS refuses the rule, or it never matches anything: the flow that it should allow does not come about.
Fix: name the other side's address range, or join the VPCs so that groups can be referenced.
Sources: Amazon VPC User Guide, "Referencing security groups"; Amazon VPC Peering Guide, "Update your security groups to
    reference peer security groups"; Amazon VPC Transit Gateways, "Security group referencing".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.references import group_references
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.references import GroupReference
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-011", "group-reference-out-of-reach", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each rule that names a group which it cannot reach."""
    for reference in group_references(graph):
        if reference.out_of_reach is Verdict.YES:
            yield _finding(reference)
        elif reference.out_of_reach is Verdict.UNDECIDED:
            reason = f"whether {reference.group.address} can name {reference.other.address}"
            yield RULE.undecided(reference.rule, reason, reference.needs)


def _finding(reference: GroupReference) -> Finding:
    group, other = reference.group, reference.other
    if reference.why == "region":
        apart = f"that group is in {other.resource.region} and this one in {group.resource.region}"
        field: tuple[str, ...] = ()
    else:
        apart = "that group is in another VPC, and nothing joins the two so that groups can be referenced"
        field = ("vpc",)
    message = f"a rule of {group.address} names {other.address}, but {apart}: it never matches"
    primary = reference.rule.evidence(f"names {other.address}")
    related = (group.evidence(f"where {group.address} is", *field), other.evidence(f"where {other.address} is", *field))
    fix = f"name the address range of the members of {other.address} instead, or peer the two VPCs"
    if reference.why == "region":
        fix = f"name the address range of the members of {other.address} instead"
    return RULE.finding(message, primary, *related, fix=fix)
