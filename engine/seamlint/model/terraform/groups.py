"""Security groups and their rules, in Terraform's four spellings.

Sources: Terraform AWS provider, ``aws_security_group``, ``aws_default_security_group``, ``aws_security_group_rule``,
``aws_vpc_security_group_ingress_rule``, ``aws_vpc_security_group_egress_rule``: Terraform removes the rule that allows
everything out, which AWS gives every new group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.model.network import GroupVpcAssociation, SecurityGroup, SecurityGroupRule
from seamlint.model.protocols import port_range, protocol
from seamlint.model.reading import blocks, network, networks, pointer, pointers, text, truth
from seamlint.model.terraform.identity import itself, literals, may_stay_unadopted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Entity, Places, Pointer
    from seamlint.model.terraform.neighbours import Neighbours, Translate

INLINE: Places = {
    "ports": ("from_port",),
    "peers": ("cidr_blocks",),
    "prefix_lists": ("prefix_list_ids",),
    "groups": ("security_groups",),
    "self_reference": ("self",),
}
SEPARATE: Places = {
    **INLINE,
    "group": ("security_group_id",),
    "egress": ("type",),
    "groups": ("source_security_group_id",),
}
SINGLE: Places = {
    "group": ("security_group_id",),
    "protocol": ("ip_protocol",),
    "ports": ("from_port",),
    "peers": ("cidr_ipv4",),
    "prefix_lists": ("prefix_list_id",),
    "groups": ("referenced_security_group_id",),
}


def group(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_security_group`` with its inline rules."""
    yield from _group(resource, neighbours.vpc_of(resource), names=())


def default_group(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_default_security_group``: it adopts the group that a VPC has from the start, and empties it."""
    vpc = neighbours.vpc_of(resource)
    adopted = (Reference(vpc.unit, vpc.address, "default_security_group_id"),) if isinstance(vpc, Reference) else ()
    yield from _group(resource, vpc, adopted)


def looked_up_group(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_security_group``: its rules are not in the code."""
    values = resource.values
    names = literals(resource, "name")
    name = text(values.get("name"))
    yield SecurityGroup(resource, (), names=names, name=name, vpc=_vpc(values), complete=False, places=_VPC)


def group_rule(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_security_group_rule``."""
    rule = _rule(resource, (), resource.values, SEPARATE)
    rule.group = pointer(resource.values.get("security_group_id"))
    direction = text(resource.values.get("type"))
    rule.egress = direction if isinstance(direction, Unknown) else direction == "egress"
    yield rule


def single_rule(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_vpc_security_group_ingress_rule`` and ``aws_vpc_security_group_egress_rule``."""
    values = resource.values
    kind = protocol(values.get("ip_protocol"))
    peers = [network(values.get(name)) for name in ("cidr_ipv4", "cidr_ipv6")]
    places = SINGLE if values.get("cidr_ipv6") is None else {**SINGLE, "peers": ("cidr_ipv6",)}
    yield SecurityGroupRule(
        resource,
        (),
        group=pointer(values.get("security_group_id")),
        egress=resource.type == "aws_vpc_security_group_egress_rule",
        protocol=kind,
        ports=port_range(kind, values.get("from_port"), values.get("to_port")),
        peers=[each for each in peers if each is not None],
        prefix_lists=pointers(values.get("prefix_list_id")).found,
        groups=_groups(values.get("referenced_security_group_id")),
        places=places,
    )


def vpc_association(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_vpc_security_group_vpc_association``."""
    values = resource.values
    places = {"group": ("security_group_id",), **_VPC}
    named = pointer(values.get("security_group_id"))
    yield GroupVpcAssociation(resource, (), group=named, vpc=_vpc(values), places=places)


_VPC: Places = {"vpc": ("vpc_id",)}


def _vpc(values: dict[str, Value]) -> Pointer:
    return pointer(values.get("vpc_id"))


def _group(resource: Resource, vpc: Pointer, names: tuple[Reference, ...]) -> Iterator[Entity]:
    values = resource.values
    inline = {name: blocks(values.get(name), (name,)) for name in ("ingress", "egress")}
    yield SecurityGroup(
        resource,
        (),
        names=(*names, *literals(resource, "name")),
        name=text(values.get("name")),
        vpc=vpc,
        complete=all(found.complete for found in inline.values()) and not may_stay_unadopted(resource),
        adopted=resource.type == "aws_default_security_group",
        places=_VPC,
    )
    owner = itself(resource)
    for direction, found in inline.items():
        for block, path in found.found:
            rule = _rule(resource, path, block, INLINE)
            rule.group, rule.egress = owner, direction == "egress"
            yield rule


def _rule(resource: Resource, path: Path, block: dict[str, Value], places: Places) -> SecurityGroupRule:
    kind = protocol(block.get("protocol"))
    peers = networks(block.get("cidr_blocks"))
    return SecurityGroupRule(
        resource,
        path,
        protocol=kind,
        ports=port_range(kind, block.get("from_port"), block.get("to_port")),
        peers=peers + networks(block.get("ipv6_cidr_blocks")),
        prefix_lists=pointers(block.get("prefix_list_ids")).found,
        groups=_groups(block.get("security_groups")) + _groups(block.get("source_security_group_id")),
        self_reference=truth(block.get("self")),
        places=places if peers else {**places, "peers": ("ipv6_cidr_blocks",)},
    )


def _groups(value: Value) -> list[Pointer]:
    named = (_without_account(each) for each in pointers(value).found)
    return [each for each in named if each is not None]


def _without_account(named: Pointer) -> Pointer:
    """Return the group of ``account/group``, the form for a peered VPC; None for EC2-Classic's ``amazon-elb/...``."""
    if isinstance(named, str) and "/" in named:
        group_id = named.rpartition("/")[2]
        return group_id if group_id.startswith("sg-") else None
    if isinstance(named, Text) and isinstance(named.parts[-1], Reference) and str(named.parts[-2]).endswith("/"):
        return named.parts[-1]
    return named


TRANSLATORS: dict[str, Translate] = {
    "aws_security_group": group,
    "aws_default_security_group": default_group,
    "data.aws_security_group": looked_up_group,
    "aws_security_group_rule": group_rule,
    "aws_vpc_security_group_ingress_rule": single_rule,
    "aws_vpc_security_group_egress_rule": single_rule,
    "aws_vpc_security_group_vpc_association": vpc_association,
}
