"""Whether a rule can name the group that it names.

Amazon VPC User Guide, "Referencing security groups" and "Associate security groups with multiple VPCs"; Amazon VPC
Peering Guide, "Update your security groups to reference peer security groups" (same region only); Amazon VPC Transit
Gateways, "Security group referencing" (ingress rules only, switched on for both attachments).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import (
    GroupVpcAssociation,
    Peering,
    SecurityGroup,
    SecurityGroupRule,
    TransitGatewayAttachment,
    Vpc,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.model.entity import Pointer


@dataclass(frozen=True, eq=False)
class GroupReference:
    """A rule that names another group.

    Attributes:
        at: index among the rule's ``groups``.
        out_of_reach: whether the rule cannot have that group for a peer (NET-011).
        why: what separates them: ``region`` or ``vpc``.
        needs: what is missing to decide.
    """

    rule: SecurityGroupRule
    group: SecurityGroup
    other: SecurityGroup
    at: int
    out_of_reach: Verdict
    why: str
    needs: tuple[str, ...]


@fact
def group_references(graph: Graph) -> list[GroupReference]:
    """Return every reference of a rule to another group that is in the graph."""
    return list(_references(graph))


def _references(graph: Graph) -> Iterator[GroupReference]:
    for rule in graph.all(SecurityGroupRule):
        group = graph.find(rule.group, SecurityGroup, rule)
        if not isinstance(group, SecurityGroup):
            continue
        for at, pointer in enumerate(rule.groups):
            other = graph.find(pointer, SecurityGroup, rule)
            if isinstance(other, SecurityGroup) and other is not group:
                yield _reference(graph, rule, group, other, at)


def _reference(
    graph: Graph, rule: SecurityGroupRule, group: SecurityGroup, other: SecurityGroup, at: int
) -> GroupReference:
    regions = {group.resource.region, other.resource.region}
    if len(regions) == 2 and None not in regions:
        return GroupReference(rule, group, other, at, _present(rule, group, other), "region", ())
    apart = ~_same_vpc(graph, group, other)
    joined = _joined(graph, rule, group, other) if apart is not Verdict.NO else Verdict.NO
    verdict = apart & ~joined & _present(rule, group, other)
    missing = tuple(name for each in (group, other) for name in _vpc_needs(graph, each))
    return GroupReference(
        rule,
        group,
        other,
        at,
        verdict,
        "vpc",
        missing or (f"how the VPCs of {group.address} and {other.address} are joined",),
    )


def _present(rule: SecurityGroupRule, group: SecurityGroup, other: SecurityGroup) -> Verdict:
    return rule.presence & group.presence & other.presence


def _same_vpc(graph: Graph, group: SecurityGroup, other: SecurityGroup) -> Verdict:
    """Tell whether two groups are in one VPC; without a VPC both are in the default one."""
    if group.vpc is None and other.vpc is None and group.resource.unit == other.resource.unit:
        return Verdict.YES
    return graph.same(group.vpc, other.vpc, Vpc)


def _vpc_needs(graph: Graph, group: SecurityGroup) -> tuple[str, ...]:
    vpc = graph.find(group.vpc, Vpc, group)
    return vpc.needs if isinstance(vpc, Unknown) else ()


def _joined(graph: Graph, rule: SecurityGroupRule, group: SecurityGroup, other: SecurityGroup) -> Verdict:
    """Tell whether something joins the two VPCs so that the rule can name the group.

    What joins two VPCs that code only looks up is declared where they are.
    """
    ends = [graph.find(each.vpc, Vpc, each) for each in (group, other)]
    joined = Verdict.UNDECIDED if all(isinstance(end, Vpc) and end.looked_up for end in ends) else Verdict.NO
    for peering in graph.all(Peering):
        joined |= _pairs(graph, (peering.requester, peering.accepter), (group.vpc, other.vpc))
    for association in graph.all(GroupVpcAssociation):
        joined |= _associated(graph, association, group, other) | _associated(graph, association, other, group)
    return joined if rule.egress is True else joined | _by_transit_gateway(graph, group, other)


def _pairs(graph: Graph, ends: tuple[Pointer, Pointer], vpcs: tuple[Pointer, Pointer]) -> Verdict:
    straight = graph.same(ends[0], vpcs[0], Vpc) & graph.same(ends[1], vpcs[1], Vpc)
    return straight | (graph.same(ends[0], vpcs[1], Vpc) & graph.same(ends[1], vpcs[0], Vpc))


def _associated(graph: Graph, association: GroupVpcAssociation, group: SecurityGroup, other: SecurityGroup) -> Verdict:
    return graph.may_point(association.group, group, association) & graph.same(association.vpc, other.vpc, Vpc)


def _by_transit_gateway(graph: Graph, group: SecurityGroup, other: SecurityGroup) -> Verdict:
    attachments = graph.all(TransitGatewayAttachment)
    joined = Verdict.NO
    for mine in attachments:
        here = graph.same(mine.vpc, group.vpc, Vpc) & _refers(mine)
        for theirs in attachments if here is not Verdict.NO else ():
            there = graph.same(theirs.vpc, other.vpc, Vpc) & _refers(theirs)
            joined |= here & there & graph.same(mine.gateway, theirs.gateway, TransitGatewayAttachment)
    return joined


def _refers(attachment: TransitGatewayAttachment) -> Verdict:
    given = attachment.group_referencing
    return Verdict.UNDECIDED if isinstance(given, Unknown) else Verdict.of(given)
