"""Route tables, routes, and which subnets and VPCs use which table.

Sources: Terraform AWS provider, ``aws_route_table``, ``aws_default_route_table``, ``aws_route``,
``aws_route_table_association``, ``aws_main_route_table_association``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown
from seamlint.model.network import Route, RouteTable, RouteTableAssociation
from seamlint.model.reading import blocks, network, pointer
from seamlint.model.routing import gateway_kind
from seamlint.model.terraform.identity import itself, literals, may_stay_unadopted, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Entity, Maybe, Places, Pointer
    from seamlint.model.network import Network
    from seamlint.model.terraform.neighbours import Neighbours, Translate

TABLE: Places = {"vpc": ("vpc_id",)}
ASSOCIATION: Places = {"table": ("route_table_id",), "subnet": ("subnet_id",), "vpc": ("vpc_id",)}
ADOPTED = ("main_route_table_id", "default_route_table_id")
KINDS = {
    "egress_only_gateway_id": "egress-only-gateway",
    "nat_gateway_id": "nat-gateway",
    "transit_gateway_id": "transit-gateway",
    "vpc_peering_connection_id": "peering",
    "vpc_endpoint_id": "endpoint",
    "network_interface_id": "interface",
    "instance_id": "instance",
    "local_gateway_id": "local-gateway",
    "carrier_gateway_id": "carrier-gateway",
    "core_network_arn": "core-network",
    "gateway_id": "",
}
"""The kind of target by argument; what ``gateway_id`` names has to be looked at."""
GATEWAYS = {
    "aws_internet_gateway": "internet-gateway",
    "aws_internet_gateway_attachment": "internet-gateway",
    "aws_default_vpc": "internet-gateway",
    "aws_egress_only_internet_gateway": "egress-only-gateway",
    "aws_vpn_gateway": "vpn-gateway",
    "aws_vpn_gateway_attachment": "vpn-gateway",
    "aws_vpc_endpoint": "endpoint",
    "aws_nat_gateway": "nat-gateway",
    "aws_ec2_carrier_gateway": "carrier-gateway",
}


def table(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_route_table`` with its inline routes."""
    main = bool(neighbours.naming("aws_main_route_table_association", "route_table_id", resource))
    vpc = pointer(resource.values.get("vpc_id"))
    yield from _table(resource, neighbours, RouteTable(resource, (), vpc=vpc, main=main, places=TABLE))


def default_table(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_default_route_table``: it adopts the table that a VPC has from the start, and empties it."""
    adopted = pointer(resource.values.get("default_route_table_id"))
    vpc: Pointer = Unknown((f"{resource.address}.vpc_id",))
    names: tuple[str | Reference, ...] = (adopted,) if isinstance(adopted, str) else ()
    main = True
    if isinstance(adopted, Reference):
        vpc = Reference(adopted.unit, adopted.address, "id")
        names = tuple(
            Reference(adopted.unit, adopted.address, f"{kind}_route_table_id") for kind in ("main", "default")
        )
        owner = neighbours.get(adopted)
        main = owner is None or not neighbours.naming("aws_main_route_table_association", "vpc_id", owner)
    places: Places = {"vpc": ("default_route_table_id",)}
    entity = RouteTable(resource, (), names=names, vpc=vpc, main=main, places=places)
    yield from _table(resource, neighbours, entity)


def looked_up_table(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_route_table``: its routes are not in the code."""
    vpc = pointer(resource.values.get("vpc_id")) or Unknown((f"{resource.address}.vpc_id",))
    main = Unknown((f"{resource.address}.associations",))
    names = literals(resource, "route_table_id")
    yield RouteTable(resource, (), names=names, vpc=vpc, main=main, complete=False, places=TABLE)


def route(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_route``."""
    entity = _route(resource, (), resource.values)
    entity.table = pointer(resource.values.get("route_table_id"))
    yield entity


def association(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_route_table_association`` and ``aws_main_route_table_association``."""
    values = resource.values
    yield RouteTableAssociation(
        resource,
        (),
        table=pointer(values.get("route_table_id")),
        subnet=pointer(values.get("subnet_id")),
        vpc=pointer(values.get("vpc_id")),
        main=resource.type == "aws_main_route_table_association",
        places=ASSOCIATION,
    )


def _table(resource: Resource, neighbours: Neighbours, entity: RouteTable) -> Iterator[Entity]:
    inline = blocks(resource.values.get("route"), ("route",))
    propagated = resource.values.get("propagating_vgws") not in (None, [])
    propagation = neighbours.naming("aws_vpn_gateway_route_propagation", "route_table_id", resource)
    entity.complete = inline.complete and not (propagated or propagation or may_stay_unadopted(resource))
    yield entity
    for block, path in inline.found:
        part = _route(resource, path, block)
        part.table = itself(resource)
        yield part


def _route(resource: Resource, path: Path, block: dict[str, Value]) -> Route:
    written, destination = _destination(block)
    attribute, target = _target(block)
    declared = GATEWAYS.get(type_of(target), "") if isinstance(target, Reference) else ""
    return Route(
        resource,
        path,
        destination=destination,
        prefix_list=pointer(block.get("destination_prefix_list_id")),
        kind=KINDS[attribute] or gateway_kind(target, declared),
        target=target,
        places={
            "table": ("route_table_id",),
            "destination": (written,),
            "prefix_list": ("destination_prefix_list_id",),
            "kind": (attribute,),
            "target": (attribute,),
        },
    )


def _destination(block: dict[str, Value]) -> tuple[str, Maybe[Network] | None]:
    """Return the range a route is for, which ``aws_route`` and inline routes name differently."""
    for name in ("destination_cidr_block", "destination_ipv6_cidr_block", "cidr_block", "ipv6_cidr_block"):
        destination = network(block.get(name))
        if destination is not None:
            return name, destination
    return "destination_prefix_list_id", None


def _target(block: dict[str, Value]) -> tuple[str, Pointer]:
    named = ((attribute, pointer(block.get(attribute))) for attribute in KINDS)
    return next((each for each in named if each[1] is not None), ("gateway_id", "local"))


TRANSLATORS: dict[str, Translate] = {
    "aws_route_table": table,
    "aws_default_route_table": default_table,
    "data.aws_route_table": looked_up_table,
    "aws_route": route,
    "aws_route_table_association": association,
    "aws_main_route_table_association": association,
}
