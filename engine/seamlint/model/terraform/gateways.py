"""Gateways, elastic addresses, and what joins VPCs.

Sources: Terraform AWS provider, ``aws_internet_gateway``, ``aws_internet_gateway_attachment``,
``aws_egress_only_internet_gateway``, ``aws_nat_gateway``, ``aws_eip``, ``aws_eip_association``,
``aws_vpc_peering_connection``, ``aws_ec2_transit_gateway``, ``aws_ec2_transit_gateway_vpc_attachment``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.gateways import group_referencing
from seamlint.model.network import Address, InternetGateway, NatGateway, Peering, TransitGatewayAttachment
from seamlint.model.reading import pointer, text
from seamlint.model.terraform.identity import itself, literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Places, Pointer
    from seamlint.model.terraform.neighbours import Neighbours, Translate

VPC: Places = {"vpc": ("vpc_id",)}
REFERENCING = "security_group_referencing_support"
TRANSIT: Places = {"vpc": ("vpc_id",), "gateway": ("transit_gateway_id",), "group_referencing": (REFERENCING,)}


def internet_gateway(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_internet_gateway``, attached by itself or by ``aws_internet_gateway_attachment``."""
    vpc = pointer(resource.values.get("vpc_id"))
    for attachment in neighbours.naming("aws_internet_gateway_attachment", "internet_gateway_id", resource):
        vpc = vpc or pointer(attachment.values.get("vpc_id"))
    yield InternetGateway(resource, (), names=literals(resource), vpc=vpc, places=VPC)


def egress_only_gateway(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_egress_only_internet_gateway``."""
    vpc = pointer(resource.values.get("vpc_id"))
    yield InternetGateway(resource, (), vpc=vpc, egress_only=True, places=VPC)


def nat_gateway(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_nat_gateway``, public unless its connectivity type is private."""
    kind = text(resource.values.get("connectivity_type"))
    subnet = pointer(resource.values.get("subnet_id"))
    public = kind if isinstance(kind, Unknown) else kind != "private"
    places: Places = {"subnet": ("subnet_id",), "public": ("connectivity_type",)}
    yield NatGateway(resource, (), names=literals(resource), subnet=subnet, public=public, places=places)


def elastic_address(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_eip`` with what it is associated with, by itself or by ``aws_eip_association``."""
    owner, attribute = _owner(resource, ("instance", "network_interface"))
    for association in neighbours.naming("aws_eip_association", "allocation_id", resource):
        owner = owner or _owner(association, ("instance_id", "network_interface_id"))[0]
    for gateway in neighbours.naming("aws_nat_gateway", "allocation_id", resource):
        owner = owner or itself(gateway)
    handles = frozenset({"id", "arn", "allocation_id", "public_ip", "public_dns"})
    yield Address(resource, (), handles=handles, owner=owner, places={"owner": (attribute,)})


def peering(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_vpc_peering_connection``, declared or looked up."""
    requester, accepter = (pointer(resource.values.get(name)) for name in ("vpc_id", "peer_vpc_id"))
    places: Places = {"requester": ("vpc_id",), "accepter": ("peer_vpc_id",)}
    if resource.mode == "data":
        requester = requester or Unknown((f"{resource.address}.vpc_id",))
        accepter = accepter or Unknown((f"{resource.address}.peer_vpc_id",))
    accepters = neighbours.naming("aws_vpc_peering_connection_accepter", "vpc_peering_connection_id", resource)
    names = (*literals(resource), *map(itself, accepters))
    yield Peering(resource, (), names=names, requester=requester, accepter=accepter, places=places)


def transit_attachment(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_ec2_transit_gateway_vpc_attachment``."""
    named = pointer(resource.values.get("transit_gateway_id"))
    gateway = neighbours.get(named)
    here, there = (text(each.values.get(REFERENCING)) if each else None for each in (resource, gateway))
    yield TransitGatewayAttachment(
        resource,
        (),
        gateway=named,
        vpc=pointer(resource.values.get("vpc_id")),
        group_referencing=group_referencing(resource, here, there, gateway),
        places=TRANSIT,
    )


def _owner(resource: Resource, attributes: tuple[str, str]) -> tuple[Pointer, str]:
    named = ((pointer(resource.values.get(attribute)), attribute) for attribute in attributes)
    return next((each for each in named if each[0] is not None), (None, attributes[0]))


TRANSLATORS: dict[str, Translate] = {
    "aws_internet_gateway": internet_gateway,
    "data.aws_internet_gateway": internet_gateway,
    "aws_egress_only_internet_gateway": egress_only_gateway,
    "aws_nat_gateway": nat_gateway,
    "data.aws_nat_gateway": nat_gateway,
    "aws_eip": elastic_address,
    "aws_vpc_peering_connection": peering,
    "data.aws_vpc_peering_connection": peering,
    "aws_ec2_transit_gateway_vpc_attachment": transit_attachment,
}
