"""What AWS creates with every VPC: a default group, a default ACL and a main route table.

Source: Amazon VPC user guide, "Default security groups for your VPCs", "Default network ACL", "Main route table".
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference
from seamlint.model.network import (
    ALL_PROTOCOLS,
    NetworkAcl,
    NetworkAclEntry,
    RouteTable,
    SecurityGroup,
    SecurityGroupRule,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Maybe
    from seamlint.model.network import Network

EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))


def initial_group(resource: Resource, vpc: Reference, name: str) -> Iterator[Entity]:
    """Yield a VPC's default group, which lets its members reach each other, and everything out.

    ``name`` is the attribute of the VPC that names it.
    """
    own_id = Reference(resource.unit, resource.address, name)
    yield SecurityGroup(resource, (name,), handles=frozenset({name}), made_as=name, name="default", vpc=vpc)
    yield SecurityGroupRule(resource, (name, "ingress"), made_as=name, group=own_id, self_reference=True)
    peers: list[Maybe[Network]] = list(EVERYWHERE)
    yield SecurityGroupRule(resource, (name, "egress"), made_as=name, group=own_id, egress=True, peers=peers)


def initial_acl(resource: Resource, vpc: Reference, name: str) -> Iterator[Entity]:
    """Yield a VPC's default ACL, which allows everything, both ways; ``name`` as for `initial_group`."""
    yield NetworkAcl(resource, (name,), handles=frozenset({name}), made_as=name, vpc=vpc, default=True)
    for egress in (False, True):
        for offset, everywhere in enumerate(EVERYWHERE):
            yield NetworkAclEntry(
                resource,
                (name, "egress" if egress else "ingress", offset),
                made_as=name,
                acl=Reference(resource.unit, resource.address, name),
                number=100 + offset,
                egress=egress,
                allow=True,
                protocol=ALL_PROTOCOLS,
                network=everywhere,
            )


def initial_table(
    resource: Resource, vpc: Reference, name: str, handles: frozenset[str], *, main: bool
) -> Iterator[Entity]:
    """Yield a VPC's own route table, ``main`` while the code makes no other the main one; ``name`` as above."""
    yield RouteTable(resource, (name,), handles=handles, made_as=name, vpc=vpc, main=main)
