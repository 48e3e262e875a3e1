"""Complete paths from the internet to a port that a security group opens to it.

Elastic Load Balancing User Guide for Network Load Balancers, "Client IP preservation": targets see the client, so that
their groups and ACLs judge it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.acls import subnet_acls
from seamlint.facts.network.balancing import Delivery, deliveries
from seamlint.facts.network.bounds import NO_NUMBERS, Bounds, product
from seamlint.facts.network.groups import (
    Placement,
    peers,
    rule_needs,
    rule_services,
    rules_by_group,
    usages,
)
from seamlint.facts.network.hops import Hop, acl_hops, asked, direct_hops, front_hop, listening, open_versions
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.routing import Answer
from seamlint.facts.network.services import TCP, UDP, of_protocol
from seamlint.graph.graph import Graph, fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.packets import Packets
    from seamlint.model.evidence import Evidence
    from seamlint.model.network import Attachment, SecurityGroup, SecurityGroupRule, Subnet

ADMIN_PORTS: tuple[tuple[int, int], ...] = (
    (22, 23),
    (135, 135),
    (139, 139),
    (445, 445),
    (1433, 1433),
    (1521, 1521),
    (2049, 2049),
    (2375, 2376),
    (2379, 2380),
    (3306, 3306),
    (3389, 3389),
    (5432, 5432),
    (5439, 5439),
    (5601, 5601),
    (5900, 5903),
    (5984, 5986),
    (6379, 6379),
    (6443, 6443),
    (7000, 7001),
    (8086, 8086),
    (9042, 9042),
    (9092, 9092),
    (9200, 9300),
    (10250, 10250),
    (11211, 11211),
    (15672, 15672),
    (27017, 27019),
)
_UDP_PORTS = (2049, 3389, 11211)
ADMIN_SERVICES = Intervals.of(
    *(part for ports in ADMIN_PORTS for part in of_protocol(TCP, *ports).parts),
    *(part for port in _UDP_PORTS for part in of_protocol(UDP, port, port).parts),
)
"""Administration and data ports; over UDP those of the services that speak it."""


@dataclass(frozen=True, eq=False)
class InternetPath:
    """A way from the internet through a rule of a group to one use of the group.

    Attributes:
        version: 4 or 6.
        services: what the rule opens that somebody listens on, as far as asked for.
        hops: in the order in which packets meet them.
        through: the load balancer on the way, where there is one.
    """

    placement: Placement
    rule: SecurityGroupRule
    version: int
    services: Intervals
    hops: tuple[Hop, ...]
    through: Delivery | None = None

    @property
    def open(self) -> Verdict:
        """Whether the whole way is open."""
        verdict = self.placement.presence & self.rule.presence
        for hop in self.hops:
            verdict &= hop.answer.verdict
        return verdict

    @property
    def proof(self) -> tuple[Evidence, ...]:
        """Every hop's evidence in order."""
        return (self.placement.evidence(), *(step for hop in self.hops for step in hop.answer.because))

    @property
    def closed(self) -> tuple[Hop, ...]:
        """The hops that stop it for certain."""
        return tuple(hop for hop in self.hops if hop.answer.verdict is Verdict.NO)


@dataclass(frozen=True, eq=False)
class Exposure:
    """A rule that opens services to the whole internet, and every way to where its group is used.

    Attributes:
        services: what it opens, as far as asked for.
        reachable: YES if some way is open, NO if the rule does open them and hops stop every way.
        needs: what is missing to decide.
    """

    group: SecurityGroup
    rule: SecurityGroupRule
    services: Intervals
    paths: tuple[InternetPath, ...]
    reachable: Verdict
    needs: tuple[str, ...]

    @property
    def best(self) -> InternetPath | None:
        """The way that is open, else one that is undecided, else the one that the fewest hops stop."""
        order = {Verdict.YES: 0, Verdict.UNDECIDED: 1, Verdict.NO: 2}
        return min(self.paths, key=lambda path: (order[path.open], len(path.closed)), default=None)


@fact
def admin_exposures(graph: Graph) -> list[Exposure]:
    """Return the rules that open an administration or data port to the world, with every way (NET-009, NET-010).

    Rules of groups that nothing uses are left out, and those whose users listen on none of these ports.
    """
    return [exposure for exposure in _exposures(graph) if exposure.services]


def _exposures(graph: Graph) -> Iterator[Exposure]:
    for group, usage in usages(graph).items():
        for rule in rules_by_group(graph)[group] if usage.placements or usage.needs else ():
            if rule.egress is False:
                yield from _exposure(graph, group, rule)


def _exposure(graph: Graph, group: SecurityGroup, rule: SecurityGroupRule) -> Iterator[Exposure]:
    named, sources = rule_services(rule), _ranges(graph, group, rule)
    opened, versions = named.must & ADMIN_SERVICES, open_versions(sources.must)
    if opened and versions:
        yield _judged(graph, group, rule, opened, versions)
        return
    opened, versions = named.may & ADMIN_SERVICES, open_versions(sources.may)
    if opened and versions:
        perhaps = _judged(graph, group, rule, opened, versions)
        if perhaps.reachable is not Verdict.NO:
            yield replace(perhaps, reachable=Verdict.UNDECIDED)


def _ranges(graph: Graph, group: SecurityGroup, rule: SecurityGroupRule) -> Bounds[Packets]:
    """Return what a rule lets in from address ranges; the members of a group are never the whole internet."""
    reached = NO_NUMBERS
    for peer in peers(graph, group, rule):
        if peer.where[0] in ("peers", "prefix_lists"):
            reached |= Bounds(Intervals(), peer.addresses.may) if peer.some else peer.addresses
    return product(reached, rule_services(rule))


def _judged(
    graph: Graph, group: SecurityGroup, rule: SecurityGroupRule, opened: Intervals, versions: tuple[int, ...]
) -> Exposure:
    usage = usages(graph)[group]
    paths = [path for version in versions for path in _paths(graph, group, rule, version, opened)]
    verdicts = [path.open for path in paths]
    reachable = Verdict.UNDECIDED if usage.needs or Verdict.UNDECIDED in verdicts else Verdict.NO
    reachable = Verdict.YES if Verdict.YES in verdicts else reachable
    missing = [*usage.needs, *rule_needs(rule), *(name for peer in peers(graph, group, rule) for name in peer.needs)]
    missing += [name for path in paths for hop in path.hops for name in hop.answer.needs]
    served = opened if usage.needs else Intervals.of(*(part for path in paths for part in path.services.parts))
    return Exposure(group, rule, served, tuple(paths), reachable, tuple(dict.fromkeys(missing)))


def _paths(
    graph: Graph, group: SecurityGroup, rule: SecurityGroupRule, version: int, opened: Intervals
) -> Iterator[InternetPath]:
    for placement in usages(graph)[group].placements:
        services = opened & listening(graph, placement.attachment)
        if services and placement.attachment.kind != "lambda":
            hops = direct_hops(graph, placement.attachment, placement.subnet, version, services)
            yield InternetPath(placement, rule, version, services, hops)
        for delivery in _preserving(graph, version).get(placement.attachment, ()):
            services = asked(delivery.port, delivery.protocol) & opened
            if services:
                hops = _delivered_hops(graph, delivery, placement.subnet, version, services)
                yield InternetPath(placement, rule, version, services, hops, delivery)


def _preserving(graph: Graph, version: int) -> dict[Attachment, list[Delivery]]:
    """Return the ways on which targets may see the client, by target; over IPv6 only targets named by address do."""
    return _preserving_6(graph) if version == 6 else _preserving_4(graph)


@fact
def _preserving_4(graph: Graph) -> dict[Attachment, list[Delivery]]:
    found: dict[Attachment, list[Delivery]] = {}
    for delivery in deliveries(graph):
        if delivery.preserves is not Verdict.NO:
            found.setdefault(delivery.target, []).append(delivery)
    return found


@fact
def _preserving_6(graph: Graph) -> dict[Attachment, list[Delivery]]:
    return {
        target: [each for each in found if each.target_group and each.target_group.target_type == "ip"]
        for target, found in _preserving_4(graph).items()
    }


def _delivered_hops(
    graph: Graph, delivery: Delivery, subnet: Subnet, version: int, services: Intervals
) -> tuple[Hop, ...]:
    target_acl = subnet_acls(graph)[subnet]
    passes = Answer(delivery.presence & delivery.preserves, _delivery_evidence(delivery))
    return (
        front_hop(graph, delivery.front, version, asked(delivery.listener.port, None)),
        Hop("load balancer", passes),
        *acl_hops(graph, target_acl, version, services),
    )


def _delivery_evidence(delivery: Delivery) -> tuple[Evidence, ...]:
    says = f"{delivery.balancer.address} forwards what comes to {delivery.listener.address} with the client's address"
    return (delivery.listener.evidence(says), delivery.joined.evidence(f"{delivery.target.address} is a target"))
