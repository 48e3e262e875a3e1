"""Route tables, routes, and which subnets use which table.

Sources: AWS CloudFormation template reference, ``AWS::EC2::RouteTable``, ``AWS::EC2::Route``,
``AWS::EC2::SubnetRouteTableAssociation``, ``AWS::EC2::VPNGatewayRoutePropagation``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference
from seamlint.model.network import Route, RouteTable, RouteTableAssociation
from seamlint.model.reading import network, pointer
from seamlint.model.routing import gateway_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Maybe, Places, Pointer

ASSOCIATION: Places = {"table": ("RouteTableId",), "subnet": ("SubnetId",)}
DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock")
PREFIX_LIST = "DestinationPrefixListId"
KINDS = {
    "EgressOnlyInternetGatewayId": "egress-only-gateway",
    "NatGatewayId": "nat-gateway",
    "TransitGatewayId": "transit-gateway",
    "VpcPeeringConnectionId": "peering",
    "VpcEndpointId": "endpoint",
    "NetworkInterfaceId": "interface",
    "InstanceId": "instance",
    "LocalGatewayId": "local-gateway",
    "CarrierGatewayId": "carrier-gateway",
    "CoreNetworkArn": "core-network",
    "GatewayId": "",
}
"""The kind of target by property; what ``GatewayId`` names has to be looked at."""
GATEWAYS = {
    "AWS::EC2::InternetGateway": "internet-gateway",
    "AWS::EC2::EgressOnlyInternetGateway": "egress-only-gateway",
    "AWS::EC2::VPNGateway": "vpn-gateway",
    "AWS::EC2::VPCEndpoint": "endpoint",
    "AWS::EC2::NatGateway": "nat-gateway",
    "AWS::EC2::CarrierGateway": "carrier-gateway",
}
ATTACHMENT = "AWS::EC2::VPCGatewayAttachment"


def table(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::RouteTable``: its routes are resources of their own, or come from a VPN gateway."""
    propagated = neighbours.naming("AWS::EC2::VPNGatewayRoutePropagation", "RouteTableIds", resource)
    handles = frozenset({"Ref", "RouteTableId"})
    vpc = pointer(resource.values.get("VpcId"))
    yield RouteTable(resource, (), handles=handles, vpc=vpc, complete=not propagated, places={"vpc": ("VpcId",)})


def route(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::Route``."""
    values = resource.values
    named = ((attribute, pointer(values.get(attribute))) for attribute in KINDS)
    attribute, target = next((each for each in named if each[1] is not None), ("GatewayId", None))
    ranges = ((name, network(values.get(name))) for name in DESTINATIONS)
    written, destination = next((each for each in ranges if each[1] is not None), (PREFIX_LIST, None))
    yield Route(
        resource,
        (),
        table=pointer(values.get("RouteTableId")),
        destination=destination,
        prefix_list=pointer(values.get(PREFIX_LIST)),
        kind=KINDS[attribute] or _gateway_kind(target, neighbours),
        target=_gateway(target, neighbours),
        places={
            "table": ("RouteTableId",),
            "destination": (written,),
            "prefix_list": (PREFIX_LIST,),
            "kind": (attribute,),
            "target": (attribute,),
        },
    )


def association(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::SubnetRouteTableAssociation``."""
    table_id, subnet_id = (pointer(resource.values.get(name)) for name in ("RouteTableId", "SubnetId"))
    yield RouteTableAssociation(resource, (), table=table_id, subnet=subnet_id, places=ASSOCIATION)


def _gateway(target: Pointer, neighbours: Neighbours) -> Pointer:
    """Return the gateway, also where its attachment to the VPC is named in its place."""
    resource = neighbours.get(target)
    if resource is None or resource.type != ATTACHMENT:
        return target
    return pointer(resource.values.get("InternetGatewayId")) or pointer(resource.values.get("VpnGatewayId"))


def _gateway_kind(target: Pointer, neighbours: Neighbours) -> Maybe[str]:
    gateway = _gateway(target, neighbours)
    kind = GATEWAYS.get(neighbours.type_of(gateway), "") if isinstance(gateway, Reference) else ""
    return gateway_kind(gateway, kind)


TRANSLATORS: dict[str, Translate] = {
    "AWS::EC2::RouteTable": table,
    "AWS::EC2::Route": route,
    "AWS::EC2::SubnetRouteTableAssociation": association,
}
