"""Gateways, elastic addresses, and what joins VPCs.

Sources: AWS CloudFormation template reference, ``AWS::EC2::InternetGateway``, ``AWS::EC2::VPCGatewayAttachment``,
``AWS::EC2::EgressOnlyInternetGateway``, ``AWS::EC2::NatGateway``, ``AWS::EC2::EIP``, ``AWS::EC2::EIPAssociation``,
``AWS::EC2::VPCPeeringConnection``, ``AWS::EC2::TransitGateway``, ``AWS::EC2::TransitGatewayAttachment``,
``AWS::EC2::TransitGatewayVpcAttachment``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.cloudformation.identity import itself
from seamlint.model.gateways import group_referencing
from seamlint.model.network import Address, InternetGateway, NatGateway, Peering, TransitGatewayAttachment
from seamlint.model.reading import bare, blocks, pointer, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Maybe, Places

PEERING: Places = {"requester": ("VpcId",), "accepter": ("PeerVpcId",)}
REFERENCING = "SecurityGroupReferencingSupport"
TRANSIT: Places = {
    "vpc": ("VpcId",),
    "gateway": ("TransitGatewayId",),
    "group_referencing": ("Options", REFERENCING),
}


def internet_gateway(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::InternetGateway`` with the VPC that ``AWS::EC2::VPCGatewayAttachment`` attaches it to."""
    attachments = neighbours.naming("AWS::EC2::VPCGatewayAttachment", "InternetGatewayId", resource)
    vpc = next((pointer(attachment.values.get("VpcId")) for attachment in attachments), None)
    yield InternetGateway(resource, (), handles=frozenset({"Ref", "InternetGatewayId"}), vpc=vpc)


def egress_only_gateway(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::EgressOnlyInternetGateway``."""
    vpc, handles = pointer(resource.values.get("VpcId")), frozenset({"Ref", "Id"})
    yield InternetGateway(resource, (), handles=handles, vpc=vpc, egress_only=True, places={"vpc": ("VpcId",)})


def nat_gateway(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::NatGateway``, public unless its connectivity type is private."""
    kind = text(resource.values.get("ConnectivityType"))
    public = kind if isinstance(kind, Unknown) else kind != "private"
    subnet, handles = pointer(resource.values.get("SubnetId")), frozenset({"Ref", "NatGatewayId"})
    places: Places = {"subnet": ("SubnetId",), "public": ("ConnectivityType",)}
    yield NatGateway(resource, (), handles=handles, subnet=subnet, public=public, places=places)


def elastic_address(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::EIP`` with what it is associated with, by itself or by others that name it."""
    owner = pointer(resource.values.get("InstanceId"))
    for attribute in ("AllocationId", "EIP"):
        for association in neighbours.naming("AWS::EC2::EIPAssociation", attribute, resource):
            values = association.values
            owner = owner or pointer(values.get("InstanceId")) or pointer(values.get("NetworkInterfaceId"))
    for gateway in neighbours.naming("AWS::EC2::NatGateway", "AllocationId", resource):
        owner = owner or itself(gateway)
    handles = frozenset({"Ref", "AllocationId", "PublicIp"})
    yield Address(resource, (), handles=handles, owner=owner, places={"owner": ("InstanceId",)})


def peering(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::VPCPeeringConnection``."""
    requester, accepter = (pointer(resource.values.get(name)) for name in ("VpcId", "PeerVpcId"))
    handles = frozenset({"Ref", "Id"})
    yield Peering(resource, (), handles=handles, requester=requester, accepter=accepter, places=PEERING)


def transit_attachment(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::TransitGatewayAttachment`` and ``AWS::EC2::TransitGatewayVpcAttachment``."""
    named = pointer(resource.values.get("TransitGatewayId"))
    gateway = neighbours.get(named)
    yield TransitGatewayAttachment(
        resource,
        (),
        handles=frozenset({"Ref", "Id"}),
        gateway=named,
        vpc=pointer(resource.values.get("VpcId")),
        group_referencing=group_referencing(
            resource, _referencing(resource), text(gateway.values.get(REFERENCING)) if gateway else None, gateway
        ),
        places=TRANSIT,
    )


def _referencing(attachment: Resource) -> Maybe[str] | None:
    options = bare(attachment.values.get("Options"))
    return options if isinstance(options, Unknown) else text(blocks(options).first.get(REFERENCING))


TRANSLATORS: dict[str, Translate] = {
    "AWS::EC2::InternetGateway": internet_gateway,
    "AWS::EC2::EgressOnlyInternetGateway": egress_only_gateway,
    "AWS::EC2::NatGateway": nat_gateway,
    "AWS::EC2::EIP": elastic_address,
    "AWS::EC2::VPCPeeringConnection": peering,
    "AWS::EC2::TransitGatewayAttachment": transit_attachment,
    "AWS::EC2::TransitGatewayVpcAttachment": transit_attachment,
}
