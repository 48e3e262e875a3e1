"""VPC endpoints and prefix lists.

Sources: AWS CloudFormation template reference, ``AWS::EC2::VPCEndpoint``, ``AWS::EC2::PrefixList``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.cloudformation.attachments import attach
from seamlint.model.cloudformation.interfaces import interfaces
from seamlint.model.gateways import endpoint_kind
from seamlint.model.network import Endpoint, PrefixList
from seamlint.model.reading import blocks, network, pointer, pointers, text, truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Places

ENDPOINT: Places = {
    "vpc": ("VpcId",),
    "service": ("ServiceName",),
    "kind": ("VpcEndpointType",),
    "route_tables": ("RouteTableIds",),
    "private_dns": ("PrivateDnsEnabled",),
}
LIST: Places = {"name": ("PrefixListName",), "networks": ("Entries",)}


def endpoint(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::VPCEndpoint``: a gateway, or interfaces."""
    values = resource.values
    kind = endpoint_kind(text(values.get("VpcEndpointType")))
    service = text(values.get("ServiceName"))
    yield Endpoint(
        resource,
        (),
        handles=frozenset({"Ref", "Id"}),
        vpc=pointer(values.get("VpcId")),
        service=Unknown((f"{resource.address}.ServiceName",)) if service is None else service,
        kind=kind,
        route_tables=pointers(values.get("RouteTableIds")).found,
        private_dns=truth(values.get("PrivateDnsEnabled")),
        places=ENDPOINT,
    )
    if kind != "gateway":
        yield attach(resource, interfaces(resource, neighbours), neighbours)


def prefix_list(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::PrefixList`` with its entries."""
    entries = blocks(resource.values.get("Entries"))
    read = (network(block.get("Cidr")) for block, _path in entries.found)
    yield PrefixList(
        resource,
        (),
        handles=frozenset({"Ref", "PrefixListId", "Arn"}),
        name=text(resource.values.get("PrefixListName")),
        networks=[each for each in read if each is not None],
        complete=entries.complete,
        places=LIST,
    )


TRANSLATORS: dict[str, Translate] = {"AWS::EC2::VPCEndpoint": endpoint, "AWS::EC2::PrefixList": prefix_list}
