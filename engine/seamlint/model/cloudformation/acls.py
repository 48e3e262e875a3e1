"""Network ACLs, their entries and associations.

Sources: AWS CloudFormation template reference, ``AWS::EC2::NetworkAcl``, ``AWS::EC2::NetworkAclEntry``,
``AWS::EC2::SubnetNetworkAclAssociation``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.network import NetworkAcl, NetworkAclAssociation, NetworkAclEntry
from seamlint.model.protocols import WITH_TYPES, icmp, port_range, protocol
from seamlint.model.reading import allows, bare, blocks, network, number, pointer, truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Maybe, Places
    from seamlint.model.protocols import Ports

ENTRY: Places = {
    "acl": ("NetworkAclId",),
    "number": ("RuleNumber",),
    "egress": ("Egress",),
    "allow": ("RuleAction",),
    "protocol": ("Protocol",),
    "ports": ("PortRange",),
    "network": ("CidrBlock",),
}
ASSOCIATION: Places = {"acl": ("NetworkAclId",), "subnet": ("SubnetId",)}


def acl(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::NetworkAcl``: its entries and subnets are resources of their own."""
    vpc = pointer(resource.values.get("VpcId"))
    yield NetworkAcl(resource, (), handles=frozenset({"Ref", "Id"}), vpc=vpc, places={"vpc": ("VpcId",)})


def entry(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::NetworkAclEntry``."""
    values = resource.values
    kind = protocol(values.get("Protocol"))
    order, v4 = number(values.get("RuleNumber")), network(values.get("CidrBlock"))
    yield NetworkAclEntry(
        resource,
        (),
        acl=pointer(values.get("NetworkAclId")),
        number=Unknown((f"{resource.address}.RuleNumber",)) if order is None else order,
        egress=truth(values.get("Egress")),
        allow=allows(values.get("RuleAction")),
        protocol=kind,
        ports=_ports(kind, values),
        network=network(values.get("Ipv6CidrBlock")) if v4 is None else v4,
        places=ENTRY if v4 is not None else {**ENTRY, "network": ("Ipv6CidrBlock",)},
    )


def association(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::SubnetNetworkAclAssociation``."""
    acl_id, subnet_id = (pointer(resource.values.get(name)) for name in ("NetworkAclId", "SubnetId"))
    yield NetworkAclAssociation(resource, (), acl=acl_id, subnet=subnet_id, places=ASSOCIATION)


def _ports(kind: Maybe[int], values: dict[str, Value]) -> Ports | None:
    """Return ports, or ICMP type and code, which must be written where the protocol has them."""
    missing = Unknown(("PortRange, or Icmp with Type and Code",))
    if isinstance(kind, int) and kind in WITH_TYPES:
        types = _object(values.get("Icmp"))
        return (types, types) if isinstance(types, Unknown) else icmp(types.get("Type"), types.get("Code"), missing)
    ports = _object(values.get("PortRange"))
    if isinstance(ports, Unknown):
        return port_range(kind, ports, ports)
    return port_range(kind, ports.get("From", missing), ports.get("To", missing))


def _object(value: Value) -> dict[str, Value] | Unknown:
    held = bare(value)
    return held if isinstance(held, Unknown) else blocks(held).first


TRANSLATORS: dict[str, Translate] = {
    "AWS::EC2::NetworkAcl": acl,
    "AWS::EC2::NetworkAclEntry": entry,
    "AWS::EC2::SubnetNetworkAclAssociation": association,
}
