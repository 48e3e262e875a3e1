"""Network ACLs, their entries and associations.

Sources: Terraform AWS provider, ``aws_network_acl``, ``aws_default_network_acl``, ``aws_network_acl_rule``,
``aws_network_acl_association``; Amazon VPC user guide, "Control subnet traffic with network access control lists".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown
from seamlint.model.network import NetworkAcl, NetworkAclAssociation, NetworkAclEntry
from seamlint.model.protocols import WITH_TYPES, icmp, port_range, protocol
from seamlint.model.reading import allows, blocks, network, number, pointer, pointers, truth
from seamlint.model.terraform.identity import itself, may_stay_unadopted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Entity, Maybe, Places
    from seamlint.model.protocols import Ports
    from seamlint.model.terraform.neighbours import Neighbours, Translate

ACL: Places = {"vpc": ("vpc_id",), "subnets": ("subnet_ids",)}
INLINE: Places = {"number": ("rule_no",), "allow": ("action",), "network": ("cidr_block",)}
SEPARATE: Places = {
    "acl": ("network_acl_id",),
    "number": ("rule_number",),
    "allow": ("rule_action",),
    "network": ("cidr_block",),
}
ASSOCIATION: Places = {"acl": ("network_acl_id",), "subnet": ("subnet_id",)}


def acl(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_network_acl`` with its inline entries."""
    yield from _acl(resource, NetworkAcl(resource, (), vpc=pointer(resource.values.get("vpc_id")), places=ACL))


def default_acl(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_default_network_acl``: it adopts the ACL that a VPC has from the start, and empties it."""
    adopted = pointer(resource.values.get("default_network_acl_id"))
    vpc = Reference(adopted.unit, adopted.address, "id") if isinstance(adopted, Reference) else adopted
    names = (adopted,) if isinstance(adopted, (str, Reference)) else ()
    places = {**ACL, "vpc": ("default_network_acl_id",)}
    unknown = Unknown((f"VPC of {adopted}",)) if isinstance(adopted, str) else vpc
    yield from _acl(resource, NetworkAcl(resource, (), names=names, vpc=unknown, default=True, places=places))


def acl_rule(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_network_acl_rule``."""
    entry = _entry(resource, (), resource.values, SEPARATE)
    entry.acl = pointer(resource.values.get("network_acl_id"))
    entry.egress = truth(resource.values.get("egress"))
    yield entry


def association(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_network_acl_association``."""
    acl_id, subnet_id = (pointer(resource.values.get(name)) for name in ("network_acl_id", "subnet_id"))
    yield NetworkAclAssociation(resource, (), acl=acl_id, subnet=subnet_id, places=ASSOCIATION)


def _acl(resource: Resource, entity: NetworkAcl) -> Iterator[Entity]:
    inline = {name: blocks(resource.values.get(name), (name,)) for name in ("ingress", "egress")}
    subnets = pointers(resource.values.get("subnet_ids"))
    entity.subnets = subnets.found
    entity.complete = all(found.complete for found in inline.values()) and not may_stay_unadopted(resource)
    yield entity
    owner = itself(resource)
    for direction, found in inline.items():
        for block, path in found.found:
            entry = _entry(resource, path, block, INLINE)
            entry.acl, entry.egress = owner, direction == "egress"
            yield entry


def _entry(resource: Resource, path: Path, block: dict[str, Value], places: Places) -> NetworkAclEntry:
    kind = protocol(block.get("protocol"))
    v4 = network(block.get("cidr_block"))
    order = number(block.get("rule_no") if block.get("rule_no") is not None else block.get("rule_number"))
    return NetworkAclEntry(
        resource,
        path,
        number=Unknown(("rule number",)) if order is None else order,
        allow=allows(block.get("action") if block.get("action") is not None else block.get("rule_action")),
        protocol=kind,
        ports=_ports(kind, block, inline=bool(path)),
        network=network(block.get("ipv6_cidr_block")) if v4 is None else v4,
        places=places if v4 is not None else {**places, "network": ("ipv6_cidr_block",)},
    )


def _ports(kind: Maybe[int], block: dict[str, Value], *, inline: bool) -> Ports | None:
    """Return ports, or ICMP type and code: these default to 0 in inline entries, and must be written elsewhere."""
    if isinstance(kind, int) and kind in WITH_TYPES:
        return icmp(block.get("icmp_type"), block.get("icmp_code"), 0 if inline else Unknown(("ICMP type and code",)))
    return port_range(kind, block.get("from_port"), block.get("to_port"))


TRANSLATORS: dict[str, Translate] = {
    "aws_network_acl": acl,
    "aws_default_network_acl": default_acl,
    "aws_network_acl_rule": acl_rule,
    "aws_network_acl_association": association,
}
