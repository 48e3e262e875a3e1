"""Where security groups are used, what their rules let through, and who their peers are."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.values import Path, Unknown, Verdict, needs
from seamlint.facts.network.bounds import NO_NUMBERS, Bounds, product
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import EVERYWHERE, Packets
from seamlint.facts.network.ranges import (
    nowhere,
    prefix_list_addresses,
    range_addresses,
    subnet_addresses,
    vpc_of,
)
from seamlint.facts.network.services import UNKNOWN_SYSTEM_PORTS, client_ports, services
from seamlint.graph.graph import Elsewhere, Graph, fact
from seamlint.model.evidence import Evidence
from seamlint.model.network import Attachment, PrefixList, SecurityGroup, SecurityGroupRule, Subnet, Vpc
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.model.entity import Maybe, Pointer
    from seamlint.model.network import Network


class Placement(NamedTuple):
    """A group on interfaces in a subnet."""

    group: SecurityGroup
    attachment: Attachment
    subnet: Subnet

    @property
    def presence(self) -> Verdict:
        """Whether the interfaces will exist."""
        return self.attachment.presence & self.subnet.presence & self.group.presence

    def evidence(self) -> Evidence:
        """Return the step of a proof that says who uses the group where."""
        return self.attachment.evidence(f"{self.attachment.address} uses it in {self.subnet.address}", "groups")


MOST_SUBNETS = 16
"""Subnets that are told apart, of one group with one ACL; a region has six zones at most."""


@dataclass
class Usage:
    """Where a group is used.

    Attributes:
        by_subnet: the placements in every subnet, those first that are certain.
        needs: names of what is missing to know all places; empty where these are all.
    """

    by_subnet: dict[Subnet, list[Placement]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    @property
    def placements(self) -> list[Placement]:
        """All uses."""
        return [placement for placements in self.by_subnet.values() for placement in placements]

    def subnets(self) -> list[Subnet]:
        """Return the subnets in which the group is used, each once."""
        return list(self.by_subnet)

    def add(self, placement: Placement) -> None:
        """Add a use, before the first that is not certain where it is certain itself."""
        placements = self.by_subnet.setdefault(placement.subnet, [])
        certain = placement.presence is Verdict.YES
        placements.insert(
            0 if certain and placements and placements[0].presence is not Verdict.YES else len(placements), placement
        )

    def certain_in(self, subnet: Subnet) -> bool:
        """Tell whether the group is in use in a subnet for certain."""
        return self.by_subnet[subnet][0].presence is Verdict.YES


@dataclass(frozen=True, eq=False)
class Peer:
    """The other end of a rule.

    Attributes:
        name: as the rule writes it: a range, a prefix list's name, a group's address.
        addresses: of a group, those of the subnets in which its members are: a member has one of them.
        where: path of the rule's field that names it.
        group: the group, where it is one.
        subnet: the subnet of a group's members; a rule has one such peer for each, unless they are very many.
        some: the peer is at one or more of the addresses, but which ones is not known: a group's members, AWS's own
            prefix lists. Else it is all of them.
        ports: from which it opens connections, as far as its addresses are not on the internet.
    """

    name: str
    addresses: Bounds[Intervals]
    where: Path
    group: SecurityGroup | None = None
    subnet: Subnet | None = None
    some: bool = False
    ports: tuple[int, int] = UNKNOWN_SYSTEM_PORTS
    needs: tuple[str, ...] = ()


@fact
def usages(graph: Graph) -> dict[SecurityGroup, Usage]:
    """Return where every security group is used.

    An interface with no group has the VPC's default group (Amazon VPC User Guide, "Default security groups for your
    VPCs").
    """
    found = {group: Usage() for group in graph.all(SecurityGroup)}
    for attachment in graph.all(Attachment):
        subnets, missing = attached_subnets(graph, attachment)
        for group in attached_groups(graph, attachment, subnets):
            usage = found[group]
            for subnet in subnets:
                usage.add(Placement(group, attachment, subnet))
            usage.needs += tuple(name for name in missing if name not in usage.needs)
    return found


def attached_subnets(graph: Graph, attachment: Attachment) -> tuple[list[Subnet], tuple[str, ...]]:
    """Return the subnets in the graph that an attachment lies in, and what is missing to know the others."""
    found = [graph.find(pointer, Subnet, attachment) for pointer in attachment.subnets]
    subnets = dict.fromkeys(each for each in found if isinstance(each, Subnet))
    missing = [name for each in found if isinstance(each, Unknown) for name in each.needs]
    missing += [each.text for each in found if isinstance(each, Elsewhere)]
    if not attachment.subnets_complete or not attachment.subnets:
        missing += attachment.resource.missing or (f"the subnets of {attachment.address}",)
    return list(subnets), tuple(missing)


def attached_groups(graph: Graph, attachment: Attachment, subnets: list[Subnet]) -> list[SecurityGroup]:
    """Return the groups in the graph that an attachment has."""
    found = [graph.find(pointer, SecurityGroup, attachment) for pointer in attachment.groups]
    if attachment.default_group:
        vpcs = (vpc_of(graph, subnet) for subnet in subnets[:1])
        found += [_default_groups(graph).get(vpc) for vpc in vpcs if vpc]
    return list(dict.fromkeys(group for group in found if isinstance(group, SecurityGroup)))


def _is_default(group: SecurityGroup) -> bool:
    """Tell a VPC's default group: no other can be called so (Amazon EC2 API Reference, CreateSecurityGroup)."""
    return group.adopted or group.name == "default"


@fact
def _default_groups(graph: Graph) -> dict[Vpc, SecurityGroup]:
    adopted = ((vpc_of(graph, group), group) for group in graph.all(SecurityGroup) if _is_default(group))
    return {vpc: group for vpc, group in adopted if vpc}


@fact
def rules_by_group(graph: Graph) -> dict[SecurityGroup, list[SecurityGroupRule]]:
    """Return the rules of every group.

    A group whose dialect opens egress until a rule is declared gets the rule that AWS gives it.
    """
    return {group: list(_rules(graph, group)) for group in graph.all(SecurityGroup)}


def _rules(graph: Graph, group: SecurityGroup) -> Iterator[SecurityGroupRule]:
    rules = graph.pointing(SecurityGroupRule, "group", group)
    yield from rules
    if group.open_egress and group.complete and not any(rule.egress is not False for rule in rules):
        everywhere: list[Maybe[Network]] = [ip_network("0.0.0.0/0"), ip_network("::/0")]
        yield DefaultEgress(group.resource, group.path, egress=True, peers=everywhere)


class DefaultEgress(SecurityGroupRule):
    """The rule that lets everything out, which AWS gives a group while the code has no egress rule for it."""

    def evidence(self, says: str, *path: str | int, because: tuple[Evidence, ...] = ()) -> Evidence:
        """Return a step of a proof at the group, with the reason why it has the rule."""
        reason = f"{self.address} has no egress rule, so AWS lets everything out"
        default = Evidence(self.span(), reason, self.address, (), self.resource.unit)
        return super().evidence(says, *path, because=(*because, default))


def peers(graph: Graph, group: SecurityGroup, rule: SecurityGroupRule) -> list[Peer]:
    """Return the peers of a rule of a group, resolved to addresses; derived once for each rule."""
    key = (peers, rule)
    if key not in graph.memo:
        graph.memo[key] = list(_peers(graph, group, rule))
    return graph.memo[key]  # type: ignore[return-value]


def _peers(graph: Graph, group: SecurityGroup, rule: SecurityGroupRule) -> Iterator[Peer]:
    for at, network in enumerate(rule.peers):
        if nowhere(network):
            continue
        missing = network.needs if isinstance(network, Unknown) else ()
        name = "an address range that is not known" if missing else str(network)
        yield Peer(name, range_addresses([network]), ("peers", at), needs=missing)
    for at, pointer in enumerate(rule.prefix_lists):
        yield _prefix_list_peer(graph, rule, pointer, at)
    for at, pointer in enumerate(rule.groups):
        yield from _group_peers(graph, rule, graph.find(pointer, SecurityGroup, rule), ("groups", at))
    if rule.self_reference is not False:
        certain = rule.self_reference is True
        missing = rule.self_reference.needs if isinstance(rule.self_reference, Unknown) else ()
        yield from _group_peers(graph, rule, group if certain else Unknown(missing), ("self_reference",))


def _prefix_list_peer(graph: Graph, rule: SecurityGroupRule, pointer: Pointer, at: int) -> Peer:
    found = graph.find(pointer, PrefixList, rule)
    if isinstance(found, PrefixList):
        name = found.name if isinstance(found.name, str) else found.address
        managed = name.startswith("com.amazonaws.")
        unsure = found.name.needs if isinstance(found.name, Unknown) else (f"the entries of {found.address}",)
        missing = () if managed or found.complete else unsure
        return Peer(name, prefix_list_addresses(graph)[found], ("prefix_lists", at), some=managed, needs=missing)
    missing = found.needs if isinstance(found, Unknown) else (found.text,) if found else ()
    name = found.text if isinstance(found, Elsewhere) else "a prefix list that is not known"
    return Peer(name, Bounds(Intervals(), EVERYWHERE), ("prefix_lists", at), needs=missing)


def _group_peers(
    graph: Graph, rule: SecurityGroupRule, found: SecurityGroup | Elsewhere | Unknown | None, where: Path
) -> Iterator[Peer]:
    if not isinstance(found, SecurityGroup):
        missing = needs(found) if isinstance(found, Unknown) else (found.text,) if found else ()
        name = found.text if isinstance(found, Elsewhere) else "a group that is not known"
        yield Peer(name, Bounds(Intervals(), EVERYWHERE), where, needs=missing or (rule.address,))
        return
    usage = usages(graph)[found]
    subnets = usage.subnets()
    if len(subnets) > MOST_SUBNETS:
        yield Peer(
            found.address, held(graph, usage, subnets), where, found, some=True, ports=member_ports(usage, subnets)
        )
        subnets = []
    for subnet in subnets:
        own, ports = held(graph, usage, [subnet]), member_ports(usage, [subnet])
        yield Peer(found.address, own, where, found, subnet, some=True, ports=ports)
    if usage.needs or not usage.by_subnet:
        yield Peer(found.address, Bounds(Intervals(), EVERYWHERE), where, found, needs=usage.needs or (found.address,))


def held(graph: Graph, usage: Usage, subnets: list[Subnet]) -> Bounds[Intervals]:
    """Return the addresses that members in some subnets may have; must holds those of subnets with certain members."""
    own = [(subnet_addresses(graph)[subnet], usage.certain_in(subnet)) for subnet in subnets]
    must = (part for at, certain in own if certain for part in at.must.parts)
    return Bounds(Intervals.of(*must), Intervals.of(*(part for at, _ in own for part in at.may.parts)))


def member_ports(usage: Usage, subnets: list[Subnet]) -> tuple[int, int]:
    """Return the ports that a group's members in some subnets may open connections from."""
    kinds = {each.attachment.kind for subnet in subnets for each in usage.by_subnet[subnet]}
    ranges = [client_ports(kind) for kind in kinds] or [UNKNOWN_SYSTEM_PORTS]
    return min(first for first, _ in ranges), max(last for _, last in ranges)


def rule_services(rule: SecurityGroupRule) -> Bounds[Intervals]:
    """Return the services of a rule; none for certain while it is not certain that the rule is there."""
    named = services(rule.protocol, rule.ports)
    certain = rule.presence is Verdict.YES and not isinstance(rule.egress, Unknown)
    return named if certain else Bounds(Intervals(), named.may)


def rule_packets(graph: Graph, group: SecurityGroup, rule: SecurityGroupRule) -> Bounds[Packets]:
    """Return the packets that a rule lets through."""
    reached = NO_NUMBERS
    for peer in peers(graph, group, rule):
        reached |= Bounds(Intervals(), peer.addresses.may) if peer.some else peer.addresses
    return product(reached, rule_services(rule))


def rule_needs(rule: SecurityGroupRule) -> tuple[str, ...]:
    """Return the names of what is missing to know a rule."""
    fields = (rule.egress, rule.protocol, rule.self_reference, *(rule.ports or ()), *rule.peers)
    unknown = [name for value in fields if isinstance(value, Unknown) for name in value.needs]
    return tuple(dict.fromkeys([*unknown, *(rule.resource.missing if rule.presence is not Verdict.YES else ())]))
