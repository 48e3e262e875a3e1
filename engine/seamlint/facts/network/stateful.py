"""Rules that were written as if a security group kept no state.

Amazon VPC User Guide, "Security group basics": responses to allowed requests may flow back whatever the rules say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.balancing import deliveries
from seamlint.facts.network.groups import attached_groups, attached_subnets, peers, rule_needs, rules_by_group
from seamlint.facts.network.packets import IPV4, IPV6
from seamlint.facts.network.ranges import range_addresses
from seamlint.facts.network.services import PORTED, SAFE_PORTS
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import SecurityGroup, SecurityGroupRule, TargetGroup, Vpc

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY_PORTS = 1000


@dataclass(frozen=True, eq=False)
class ReplyRule:
    """A rule that opens a range of ephemeral ports (NET-007).

    Attributes:
        mirrors: for an egress rule, the ingress rule whose peers it has; None for an ingress rule open to the world.
        needless: whether it is there for replies, which need no rule.
        needs: what is missing to decide.
    """

    group: SecurityGroup
    rule: SecurityGroupRule
    mirrors: SecurityGroupRule | None
    needless: Verdict
    needs: tuple[str, ...]


@fact
def reply_rules(graph: Graph) -> list[ReplyRule]:
    """Return the rules that open many ephemeral ports to the world, or back to the peers of an ingress rule."""
    return [found for group, rules in rules_by_group(graph).items() for found in _reply_rules(graph, group, rules)]


def _reply_rules(graph: Graph, group: SecurityGroup, rules: list[SecurityGroupRule]) -> Iterator[ReplyRule]:
    asking = [(rule, _partners(graph, group, rule)) for rule in rules if rule.egress is False]
    for rule in rules:
        wide = _is_wide(rule)
        if wide is Verdict.NO or isinstance(rule.egress, Unknown):
            continue
        mirrored = None
        if rule.egress:
            partners = _partners(graph, group, rule)
            mirrored = next((each for each, theirs in asking if partners and theirs == partners), None)
        if mirrored or (not rule.egress and _open_to_world(rule)):
            needless = wide & ~_serves(graph, group, rule) & rule.presence
            yield ReplyRule(group, rule, mirrored, needless, rule_needs(rule))


def _is_wide(rule: SecurityGroupRule) -> Verdict:
    """Tell whether a rule is for at least 1,000 ephemeral ports and no others."""
    if isinstance(rule.protocol, Unknown):
        return Verdict.UNDECIDED
    if rule.protocol not in PORTED or rule.ports is None:
        return Verdict.NO
    first, last = rule.ports
    if isinstance(first, Unknown) or isinstance(last, Unknown):
        return Verdict.UNDECIDED
    return Verdict.of(SAFE_PORTS[0] <= first and last <= SAFE_PORTS[1] and last - first + 1 >= MANY_PORTS)


def _open_to_world(rule: SecurityGroupRule) -> bool:
    sources = range_addresses(rule.peers).must
    return sources >= IPV4 or sources >= IPV6


def _partners(graph: Graph, group: SecurityGroup, rule: SecurityGroupRule) -> frozenset[object]:
    """Return a rule's peers so that equal ones compare equal; empty where one is not known."""
    found = peers(graph, group, rule)
    if any(peer.needs and not peer.group for peer in found):
        return frozenset()
    return frozenset(peer.group or peer.addresses for peer in found)


def _serves(graph: Graph, group: SecurityGroup, rule: SecurityGroupRule) -> Verdict:
    """Tell whether the range is the workload's service range: a target group's port lies in it."""
    serves = Verdict.NO
    for target_group in graph.all(TargetGroup):
        if _may_be_target(graph, target_group, group):
            serves |= _within(target_group, rule)
    return serves


def _may_be_target(graph: Graph, target_group: TargetGroup, group: SecurityGroup) -> bool:
    """Tell whether the users of a security group may be targets: they are, or the targets are not in the code."""
    known = _targets(graph).get(target_group)
    return group in known if known else graph.same(target_group.vpc, group.vpc, Vpc) is not Verdict.NO


@fact
def _targets(graph: Graph) -> dict[TargetGroup, set[SecurityGroup]]:
    found: dict[TargetGroup, set[SecurityGroup]] = {}
    for delivery in deliveries(graph):
        if delivery.target_group:
            subnets = attached_subnets(graph, delivery.target)[0]
            groups = attached_groups(graph, delivery.target, subnets)
            found.setdefault(delivery.target_group, set()).update(groups)
    return found


def _within(target_group: TargetGroup, rule: SecurityGroupRule) -> Verdict:
    port, ports = target_group.port, rule.ports
    if port is None:
        return Verdict.NO
    if isinstance(port, Unknown) or ports is None or isinstance(ports[0], Unknown) or isinstance(ports[1], Unknown):
        return Verdict.UNDECIDED
    return Verdict.of(ports[0] <= port <= ports[1])
