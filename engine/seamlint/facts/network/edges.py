"""Crossings put together for judgement: by rule and ACL, and by rule over all subnets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.acls import subnet_acls
from seamlint.facts.network.crossings import Crossing, all_crossings
from seamlint.facts.network.groups import peers, usages
from seamlint.facts.network.nat import nat_crossings, nat_requests
from seamlint.facts.network.packets import IPV4, IPV6
from seamlint.facts.network.paths import blocked_paths
from seamlint.facts.network.ranges import range_addresses
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import ALL_PROTOCOLS, SecurityGroup, SecurityGroupRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.acls import SubnetAcl


@dataclass(frozen=True, eq=False)
class Edge:
    """All crossings of one rule at the edges that one ACL guards.

    Attributes:
        acl: of the first of the subnets; ``acl.acl`` is the same for all.
    """

    acl: SubnetAcl
    group: SecurityGroup
    rule: SecurityGroupRule
    crossings: tuple[Crossing, ...]

    def where(self, verdict: str, answer: Verdict) -> list[Crossing]:
        """Return the crossings whose ``dropped``, ``partly_dropped`` or ``blocked`` is an answer."""
        return [crossing for crossing in self.crossings if getattr(crossing, verdict) is answer]


@fact
def edges(graph: Graph) -> list[Edge]:
    """Return the crossings by rule and ACL (NET-001, NET-002, NET-003).

    Flows between known groups that `blocked_paths` speaks of are left out.
    """
    found: dict[tuple[object, object], list[Crossing]] = {}
    for crossing in (*crossings(graph), *nat_crossings(graph)):
        found.setdefault((crossing.acl.acl or crossing.subnet, crossing.rule), []).append(crossing)
    return [Edge(group[0].acl, group[0].group, group[0].rule, tuple(group)) for group in found.values()]


@fact
def crossings(graph: Graph) -> list[Crossing]:
    """Return the crossings without those of flows between known groups that `blocked_paths` speaks of."""
    spoken: set[tuple[object, ...]] = set()
    for path in (path for paths in blocked_paths(graph) for path in paths):
        spoken.add((path.into, path.target.subnet, path.client, path.source.subnet))
        spoken.add((path.out, path.source.subnet, path.server, path.target.subnet))
    return [
        each
        for each in all_crossings(graph)
        if (each.rule, each.subnet, each.peer.group, each.peer.subnet) not in spoken
    ]


@dataclass(frozen=True, eq=False)
class RuleReach:
    """A rule of a group, over all subnets where the group is used (NET-004, NET-005).

    Attributes:
        blocked: whether the ACL of every one of them denies everything that the rule allows.
        needs: what is missing to decide.
    """

    group: SecurityGroup
    rule: SecurityGroupRule
    crossings: tuple[Crossing, ...]
    blocked: Verdict
    needs: tuple[str, ...]


@fact
def rule_reaches(graph: Graph) -> list[RuleReach]:
    """Return for every rule of a group that is used behind some ACL whether ACLs deny all of it.

    A rule that `blocked_paths` speaks of is not blocked here, nor one with members of its own peers in the same subnet.
    """
    by_rule: dict[SecurityGroupRule, list[Crossing]] = {}
    for crossing in crossings(graph):
        by_rule.setdefault(crossing.rule, []).append(crossing)
    expected: dict[SecurityGroupRule, int] = {}
    for crossing in all_crossings(graph):
        expected[crossing.rule] = expected.get(crossing.rule, 0) + 1
    return [_reach(graph, rule, found) for rule, found in by_rule.items() if len(found) == expected[rule]]


def _reach(graph: Graph, rule: SecurityGroupRule, found: list[Crossing]) -> RuleReach:
    group = found[0].group
    usage = usages(graph)[group]
    subnets = set(usage.subnets())
    partners = {peer.group for peer in peers(graph, group, rule) if peer.group}
    within = any(subnets & usages(graph)[partner].by_subnet.keys() for partner in partners)
    blocked = Verdict.of(not within and not any(subnet_acls(graph)[subnet].open for subnet in subnets))
    for crossing in found:
        blocked &= crossing.blocked
    if usage.needs:
        blocked &= Verdict.UNDECIDED
    missing = dict.fromkeys([*usage.needs, *(name for crossing in found for name in crossing.needs)])
    return RuleReach(group, rule, tuple(found), blocked, tuple(missing))


@fact
def nat_reaches(graph: Graph) -> list[RuleReach]:
    """Return the egress rules all of whose flows leave through NAT gateways, judged by the ACLs of the gateways."""
    by_rule: dict[SecurityGroupRule, list[Crossing]] = {}
    for crossing in nat_requests(graph):
        by_rule.setdefault(crossing.rule, []).append(crossing)
    return [reach for found in by_rule.values() for reach in _nat_reach(graph, found)]


def _nat_reach(graph: Graph, found: list[Crossing]) -> Iterator[RuleReach]:
    group, rule = found[0].group, found[0].rule
    usage = usages(graph)[group]
    if len(found) != len(usage.subnets()) * len(peers(graph, group, rule)):
        return
    blocked = Verdict.UNDECIDED if usage.needs else Verdict.YES
    for crossing in found:
        blocked &= crossing.blocked
    missing = dict.fromkeys([*usage.needs, *(name for crossing in found for name in crossing.needs)])
    yield RuleReach(group, rule, tuple(found), blocked, tuple(missing))


def is_allow_all(rule: SecurityGroupRule) -> bool:
    """Tell whether a rule allows all protocols with every address of a family."""
    reached = range_addresses(rule.peers).must
    return rule.protocol == ALL_PROTOCOLS and (reached >= IPV4 or reached >= IPV6)
