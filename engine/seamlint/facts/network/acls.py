"""Which network ACL a subnet has.

Amazon VPC User Guide, "Network ACL basics": every subnet is associated with exactly one ACL; a new association
replaces the former one; a subnet without one has the VPC's default ACL, which allows everything until it is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict, needs
from seamlint.facts.network.acl import AclTable, allow_all, compiled, not_known
from seamlint.facts.network.packets import EVERYTHING
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import NetworkAcl, NetworkAclAssociation, NetworkAclEntry, Subnet, Vpc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.model.entity import Entity, Pointer
    from seamlint.model.evidence import Evidence


@dataclass(frozen=True, eq=False)
class SubnetAcl:
    """The ACL at the edge of a subnet, both directions compiled.

    Attributes:
        acl: None for the VPC's default ACL that no code touches, or where it is not known which it is.
        because: how the subnet comes to it.
    """

    subnet: Subnet
    acl: NetworkAcl | None
    inbound: AclTable
    outbound: AclTable
    because: tuple[Evidence, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it lets everything through, both ways."""
        return self.inbound.passes.must == self.outbound.passes.must == EVERYTHING

    @property
    def needs(self) -> tuple[str, ...]:
        """What is missing to know what it lets through."""
        return tuple(dict.fromkeys(self.inbound.needs + self.outbound.needs))


@fact
def acl_tables(graph: Graph) -> dict[NetworkAcl, tuple[AclTable, AclTable]]:
    """Return the inbound and the outbound table of every ACL."""
    astray: dict[str, tuple[str, ...]] = {}
    for entry in graph.astray(NetworkAclEntry, "acl", NetworkAcl):
        astray[entry.resource.unit] = astray.get(entry.resource.unit, ()) + _pointer_needs(graph, entry.acl)
    return {acl: _tables(graph, acl, astray.get(acl.resource.unit)) for acl in graph.all(NetworkAcl)}


def _tables(graph: Graph, acl: NetworkAcl, unsure: tuple[str, ...] | None) -> tuple[AclTable, AclTable]:
    entries = graph.pointing(NetworkAclEntry, "acl", acl)
    if not acl.complete or acl.looked_up:
        unsure = (unsure or ()) + (acl.resource.missing or (f"entries of {acl.address}",))
    return compiled(acl, entries, egress=False, unsure=unsure), compiled(acl, entries, egress=True, unsure=unsure)


def _pointer_needs(graph: Graph, pointer: Pointer) -> tuple[str, ...]:
    found = graph.find(pointer, NetworkAcl)
    return found.needs if isinstance(found, Unknown) else ()


@fact
def subnet_acls(graph: Graph) -> dict[Subnet, SubnetAcl]:
    """Return the ACL of every subnet in the graph.

    An association beats the list in the ACL, for it is made after both exist. A subnet that two ACLs claim, or that an
    association with an unknown subnet may mean, has an ACL that is not known.
    """
    defaults = _default_acls(graph)
    astray = _astray_units(graph)
    return {subnet: _acl_of(graph, subnet, defaults, astray) for subnet in graph.all(Subnet)}


def _acl_of(
    graph: Graph, subnet: Subnet, defaults: dict[Vpc, NetworkAcl], astray: dict[str, tuple[str, ...]]
) -> SubnetAcl:
    claims = _claims(graph, subnet)
    acls = dict.fromkeys(acl for acl, _ in claims)
    if len(acls) > 1:
        return _unsure(subnet, (f"which of {' and '.join(acl.address for acl in acls)} is in force",))
    if claims and claims[0][1].presence is not Verdict.YES:
        return _unsure(subnet, claims[0][1].resource.missing)
    if claims:
        acl, claim = claims[0]
        return _with(graph, subnet, acl, (_association(acl, claim, subnet),))
    if graph.pointing(NetworkAclAssociation, "subnet", subnet):
        return _unsure(subnet, (f"the network ACL that is associated with {subnet.address}",))
    if subnet.resource.unit in astray:
        return _unsure(subnet, astray[subnet.resource.unit])
    return _default_of(graph, subnet, defaults)


def by_acl(graph: Graph, subnets: Iterable[Subnet]) -> list[list[Subnet]]:
    """Return subnets by the ACL that they have."""
    acls = subnet_acls(graph)
    found: dict[AclTable, list[Subnet]] = {}
    for subnet in subnets:
        found.setdefault(acls[subnet].inbound, []).append(subnet)
    return list(found.values())


def _claims(graph: Graph, subnet: Subnet) -> list[tuple[NetworkAcl, Entity]]:
    """Return the ACLs that the subnet is associated with, each with what says so; associations before lists."""
    joined: list[tuple[NetworkAcl, Entity]] = []
    for association in graph.pointing(NetworkAclAssociation, "subnet", subnet):
        acl = graph.find(association.acl, NetworkAcl, association)
        if isinstance(acl, NetworkAcl):
            joined.append((acl, association))
    return joined or [(acl, acl) for acl in graph.pointing(NetworkAcl, "subnets", subnet)]


def _association(acl: NetworkAcl, claim: Entity, subnet: Subnet) -> Evidence:
    field = "subnets" if claim is acl else "subnet"
    return claim.evidence(f"{acl.address} is the network ACL of {subnet.address}", field)


def _default_of(graph: Graph, subnet: Subnet, defaults: dict[Vpc, NetworkAcl]) -> SubnetAcl:
    vpc = graph.find(subnet.vpc, Vpc, subnet)
    if not isinstance(vpc, Vpc) or (vpc.looked_up and vpc not in defaults):
        missing = needs(vpc) if isinstance(vpc, Unknown) else (f"the default network ACL of {subnet.address}'s VPC",)
        return _unsure(subnet, missing)
    if vpc in defaults:
        acl = defaults[vpc]
        says = f"{subnet.address} has no association, so the default network ACL {acl.address} serves it"
        return _with(graph, subnet, acl, (subnet.evidence(says),))
    says = f"{subnet.address} has the default network ACL of its VPC, which allows everything"
    return SubnetAcl(subnet, None, allow_all(egress=False), allow_all(egress=True), (subnet.evidence(says),))


def _with(graph: Graph, subnet: Subnet, acl: NetworkAcl, because: tuple[Evidence, ...]) -> SubnetAcl:
    inbound, outbound = acl_tables(graph)[acl]
    return SubnetAcl(subnet, acl, inbound, outbound, because)


def _unsure(subnet: Subnet, missing: tuple[str, ...]) -> SubnetAcl:
    return SubnetAcl(subnet, None, not_known(egress=False, missing=missing), not_known(egress=True, missing=missing))


def _default_acls(graph: Graph) -> dict[Vpc, NetworkAcl]:
    found = ((graph.find(acl.vpc, Vpc, acl), acl) for acl in graph.all(NetworkAcl) if acl.default)
    return {vpc: acl for vpc, acl in found if isinstance(vpc, Vpc)}


def _astray_units(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Return the units in which an association, list or default ACL is of a subnet or VPC that is not known."""
    associations = graph.astray(NetworkAclAssociation, "subnet", Subnet)
    strays: list[tuple[Entity, list[Pointer], type[Entity]]] = [
        *((association, [association.subnet], Subnet) for association in associations),
        *((acl, acl.subnets, Subnet) for acl in graph.astray(NetworkAcl, "subnets", Subnet)),
        *((acl, [acl.vpc], Vpc) for acl in graph.astray(NetworkAcl, "vpc", Vpc) if acl.default),
    ]
    units: dict[str, tuple[str, ...]] = {}
    for entity, pointers, kind in strays:
        found = (graph.find(pointer, kind, entity) for pointer in pointers)
        names = tuple(name for each in found if isinstance(each, Unknown) for name in each.needs)
        units[entity.resource.unit] = units.get(entity.resource.unit, ()) + names
    return units
