"""VPCs and subnets, and what AWS creates with every VPC: a default group, a default ACL and a main route table.

Sources: Terraform AWS provider, ``aws_vpc``, ``aws_default_vpc``, ``aws_subnet``, ``aws_default_subnet``; Amazon VPC
user guide, "Default VPCs", "Default security groups for your VPCs", "Default network ACL", "Main route table".
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.initial import EVERYWHERE, initial_acl, initial_group, initial_table
from seamlint.model.network import InternetGateway, NetworkAcl, Route, RouteTable, SecurityGroup, Subnet, Vpc
from seamlint.model.reading import network, pointer, text, truth
from seamlint.model.terraform.identity import itself, literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.entity import Entity, Maybe, Places
    from seamlint.model.network import Network
    from seamlint.model.terraform.neighbours import Neighbours, Translate

VPC: Places = {"cidrs": ("cidr_block",)}
SUBNET: Places = {
    "vpc": ("vpc_id",),
    "cidrs": ("cidr_block",),
    "zone": ("availability_zone",),
    "public_addresses": ("map_public_ip_on_launch",),
    "ipv6_addresses": ("assign_ipv6_address_on_creation",),
}
DEFAULT_CIDR = ip_network("172.31.0.0/16")
MAIN_TABLE = frozenset({"main_route_table_id", "default_route_table_id"})


def vpc(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_vpc`` and ``aws_default_vpc``, with the objects AWS creates with it that no code adopts."""
    default = resource.type == "aws_default_vpc"
    cidrs: list[Maybe[Network]] = [DEFAULT_CIDR] if default else _vpc_cidrs(resource, neighbours)
    yield Vpc(resource, (), names=literals(resource), cidrs=cidrs, default=default, places=VPC)
    yield from _initial_objects(resource, neighbours)
    if default:
        yield from _internet_access(resource)


def looked_up_vpc(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_vpc``: what lies in it is not in the code."""
    cidr = network(resource.values.get("cidr_block"))
    default = resource.values.get("default") is True
    cidrs = [cidr or Unknown((f"{resource.address}.cidr_block",))]
    yield Vpc(resource, (), names=literals(resource), cidrs=cidrs, default=default, places=VPC)
    for part in _initial_objects(resource, neighbours):
        if isinstance(part, (SecurityGroup, NetworkAcl, RouteTable)):
            part.complete = False
            yield part


def subnet(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_subnet`` and ``aws_default_subnet``, which gives public addresses unless told otherwise."""
    values = resource.values
    default = resource.type == "aws_default_subnet"
    yield Subnet(
        resource,
        (),
        vpc=neighbours.vpc_of(resource),
        cidrs=_cidrs(values, resource.address, needs_v4=not truth(values.get("ipv6_native"))),
        zone=text(values.get("availability_zone")),
        public_addresses=truth(values.get("map_public_ip_on_launch"), default),
        ipv6_addresses=truth(values.get("assign_ipv6_address_on_creation")),
        places=SUBNET,
    )


def looked_up_subnet(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_subnet``."""
    values = resource.values
    yield Subnet(
        resource,
        (),
        names=literals(resource),
        vpc=pointer(values.get("vpc_id")) or Unknown((f"{resource.address}.vpc_id",)),
        cidrs=[network(values.get("cidr_block")) or Unknown((f"{resource.address}.cidr_block",))],
        zone=text(values.get("availability_zone")),
        public_addresses=Unknown((f"{resource.address}.map_public_ip_on_launch",)),
        ipv6_addresses=Unknown((f"{resource.address}.assign_ipv6_address_on_creation",)),
        places=SUBNET,
    )


def _vpc_cidrs(resource: Resource, neighbours: Neighbours) -> list[Maybe[Network]]:
    cidrs = _cidrs(resource.values, resource.address, needs_v4=True)
    for kind in ("aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association"):
        for other in neighbours.naming(kind, "vpc_id", resource):
            cidrs += _cidrs(other.values, other.address, needs_v4="ipv4" in kind)
    return cidrs


def _cidrs(values: dict[str, Value], address: str, *, needs_v4: bool) -> list[Maybe[Network]]:
    """Return the ranges that are written, unknown for those that AWS or an address manager chooses."""
    v4, v6 = network(values.get("cidr_block")), network(values.get("ipv6_cidr_block"))
    if v4 is None and needs_v4:
        v4 = Unknown((f"{address}.cidr_block",))
    if v6 is None and (truth(values.get("assign_generated_ipv6_cidr_block")) or values.get("ipv6_ipam_pool_id")):
        v6 = Unknown((f"{address}.ipv6_cidr_block",))
    return [cidr for cidr in (v4, v6) if cidr is not None]


def _initial_objects(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    owner = itself(resource)
    adopters = neighbours.naming("aws_default_security_group", "vpc_id", resource)
    if resource in neighbours.default_vpcs.values():
        adopters = neighbours.of_type("aws_default_security_group")
    if not any(neighbours.vpc_of(each) == owner for each in adopters):
        yield from initial_group(resource, owner, "default_security_group_id")
    if not neighbours.naming("aws_default_network_acl", "default_network_acl_id", resource):
        yield from initial_acl(resource, owner, "default_network_acl_id")
    if not neighbours.naming("aws_default_route_table", "default_route_table_id", resource):
        replaced = bool(neighbours.naming("aws_main_route_table_association", "vpc_id", resource))
        yield from initial_table(resource, owner, "main_route_table_id", MAIN_TABLE, main=not replaced)


def _internet_access(resource: Resource) -> Iterator[Entity]:
    """The account's default VPC has an internet gateway, and its main route table leads there."""
    gateway, table = "default_internet_gateway_id", "main_route_table_id"
    handles = frozenset({gateway})
    yield InternetGateway(resource, (gateway,), handles=handles, made_as=gateway, vpc=itself(resource))
    yield Route(
        resource,
        (table, "route"),
        made_as=table,
        table=itself(resource, table),
        destination=EVERYWHERE[0],
        kind="internet-gateway",
        target=itself(resource, gateway),
    )


TRANSLATORS: dict[str, Translate] = {
    "aws_vpc": vpc,
    "aws_default_vpc": vpc,
    "data.aws_vpc": looked_up_vpc,
    "aws_subnet": subnet,
    "aws_default_subnet": subnet,
    "data.aws_subnet": looked_up_subnet,
}
