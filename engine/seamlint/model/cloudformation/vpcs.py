"""VPCs and subnets, with the ranges that other resources give them.

Sources: AWS CloudFormation template reference, ``AWS::EC2::VPC``, ``AWS::EC2::VPCCidrBlock``, ``AWS::EC2::Subnet``,
``AWS::EC2::SubnetCidrBlock``. No property makes a route table a VPC's main one: it is the one that AWS made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.cloudformation.identity import itself
from seamlint.model.initial import initial_acl, initial_group, initial_table
from seamlint.model.network import Subnet, Vpc
from seamlint.model.reading import network, pointer, text, truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Maybe, Places
    from seamlint.model.network import Network

VPC: Places = {"cidrs": ("CidrBlock",)}
SUBNET: Places = {
    "vpc": ("VpcId",),
    "cidrs": ("CidrBlock",),
    "zone": ("AvailabilityZone",),
    "public_addresses": ("MapPublicIpOnLaunch",),
    "ipv6_addresses": ("AssignIpv6AddressOnCreation",),
}
MAIN_TABLE = "MainRouteTable"
"""Names a table that no attribute of a VPC does: a template cannot refer to it."""
CHOSEN_V4 = ("Ipv4IpamPoolId",)
CHOSEN_V6 = ("Ipv6IpamPoolId", "Ipv6Pool")


def vpc(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::VPC`` with its further ranges, and the objects that AWS creates with it."""
    cidrs = _cidrs(resource, needs_v4=True)
    for other in neighbours.naming("AWS::EC2::VPCCidrBlock", "VpcId", resource):
        cidrs += _cidrs(other, needs_v4=False)
    yield Vpc(resource, (), handles=frozenset({"Ref", "VpcId"}), cidrs=cidrs, places=VPC)
    owner = itself(resource)
    yield from initial_group(resource, owner, "DefaultSecurityGroup")
    yield from initial_acl(resource, owner, "DefaultNetworkAcl")
    yield from initial_table(resource, owner, MAIN_TABLE, frozenset(), main=True)


def subnet(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::Subnet`` with its further ranges."""
    values = resource.values
    cidrs = _cidrs(resource, needs_v4=not truth(values.get("Ipv6Native")))
    for other in neighbours.naming("AWS::EC2::SubnetCidrBlock", "SubnetId", resource):
        cidrs += _cidrs(other, needs_v4=False)
    yield Subnet(
        resource,
        (),
        handles=frozenset({"Ref", "SubnetId"}),
        vpc=pointer(values.get("VpcId")),
        cidrs=cidrs,
        zone=text(values.get("AvailabilityZone")),
        public_addresses=truth(values.get("MapPublicIpOnLaunch")),
        ipv6_addresses=truth(values.get("AssignIpv6AddressOnCreation")),
        places=SUBNET,
    )


def _cidrs(resource: Resource, *, needs_v4: bool) -> list[Maybe[Network]]:
    """Return the ranges that are written, unknown for those that AWS or an address manager chooses."""
    values = resource.values
    v4, v6 = network(values.get("CidrBlock")), network(values.get("Ipv6CidrBlock"))
    if v4 is None and (needs_v4 or any(values.get(name) for name in CHOSEN_V4)):
        v4 = Unknown((f"{resource.address}.CidrBlock",))
    provided = truth(values.get("AmazonProvidedIpv6CidrBlock"))
    if v6 is None and (provided or any(values.get(name) for name in CHOSEN_V6)):
        v6 = Unknown((f"{resource.address}.Ipv6CidrBlock",))
    return [cidr for cidr in (v4, v6) if cidr is not None]


TRANSLATORS: dict[str, Translate] = {"AWS::EC2::VPC": vpc, "AWS::EC2::Subnet": subnet}
