"""VPC endpoints and prefix lists.

Sources: Terraform AWS provider, ``aws_vpc_endpoint`` and its association resources, ``aws_ec2_managed_prefix_list``,
``aws_ec2_managed_prefix_list_entry``, data source ``aws_prefix_list``; Amazon VPC user guide,
"AWS-managed prefix lists".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.entity import Place
from seamlint.model.gateways import endpoint_kind
from seamlint.model.neighbours import lent
from seamlint.model.network import Endpoint, PrefixList
from seamlint.model.reading import blocks, elements, network, pointer, pointers, text, truth
from seamlint.model.terraform.attachments import attach
from seamlint.model.terraform.identity import literals
from seamlint.model.terraform.interfaces import interfaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Maybe, Places
    from seamlint.model.network import Attachment, Network
    from seamlint.model.terraform.neighbours import Neighbours, Translate

ENDPOINT: Places = {
    "vpc": ("vpc_id",),
    "service": ("service_name",),
    "kind": ("vpc_endpoint_type",),
    "route_tables": ("route_table_ids",),
    "private_dns": ("private_dns_enabled",),
}
LIST: Places = {"networks": ("entry",)}


def endpoint(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_vpc_endpoint``: a gateway with a prefix list of its service, or interfaces."""
    values = resource.values
    looked_up = resource.mode == "data"
    kind = _kind(resource)
    service = text(values.get("service_name"))
    tables = pointers(values.get("route_table_ids")).found
    for association in neighbours.naming("aws_vpc_endpoint_route_table_association", "vpc_endpoint_id", resource):
        tables = tables + pointers(lent(association, "route_table_id")).found
    yield Endpoint(
        resource,
        (),
        names=literals(resource),
        vpc=pointer(values.get("vpc_id")),
        service=Unknown((f"{resource.address}.service_name",)) if service is None else service,
        kind=kind,
        route_tables=tables,
        private_dns=truth(values.get("private_dns_enabled")),
        places=ENDPOINT,
    )
    if looked_up or kind == "gateway":
        handles = frozenset({"prefix_list_id"})
        yield PrefixList(
            resource, ("prefix_list_id",), handles=handles, made_as="prefix_list_id", name=service, complete=False
        )
    else:
        yield _interfaces(resource, neighbours)


def _kind(resource: Resource) -> Maybe[str]:
    written = text(resource.values.get("vpc_endpoint_type"))
    if written is None and resource.mode == "data":
        return Unknown((f"{resource.address}.vpc_endpoint_type",))
    return endpoint_kind(written)


def prefix_list(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_ec2_managed_prefix_list`` with its entries."""
    inline = blocks(resource.values.get("entry"))
    entries = [block.get("cidr") for block, _ in inline.found]
    separate = neighbours.naming("aws_ec2_managed_prefix_list_entry", "prefix_list_id", resource)
    entries += (lent(other, "cidr") for other in separate)
    read: list[Maybe[Network] | None] = [network(each) for each in entries]
    name = text(resource.values.get("name"))
    networks = [each for each in read if each is not None]
    names = literals(resource)
    yield PrefixList(resource, (), names=names, name=name, networks=networks, complete=inline.complete, places=LIST)


def looked_up_list(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data sources ``aws_prefix_list`` and ``aws_ec2_managed_prefix_list``, by name or by filter."""
    name = text(resource.values.get("name"))
    for block, _path in blocks(resource.values.get("filter")).found:
        if block.get("name") == "prefix-list-name":
            name = next(iter(map(text, elements(block.get("values")))), None)
    known = Unknown((f"{resource.address}.name",)) if name is None else name
    handles = frozenset({"id", "prefix_list_id"})
    names = literals(resource, "prefix_list_id")
    yield PrefixList(resource, (), names=names, handles=handles, name=known, complete=False)


def _interfaces(resource: Resource, neighbours: Neighbours) -> Attachment:
    found = interfaces(resource, neighbours)
    for kind, part, attribute in (
        ("aws_vpc_endpoint_subnet_association", found.subnets, "subnet_id"),
        ("aws_vpc_endpoint_security_group_association", found.groups, "security_group_id"),
    ):
        for association in neighbours.naming(kind, "vpc_endpoint_id", resource):
            part.add(lent(association, attribute), Place(association, (attribute,)))
    return attach(resource, found, neighbours)


TRANSLATORS: dict[str, Translate] = {
    "aws_vpc_endpoint": endpoint,
    "data.aws_vpc_endpoint": endpoint,
    "aws_ec2_managed_prefix_list": prefix_list,
    "data.aws_ec2_managed_prefix_list": looked_up_list,
    "data.aws_prefix_list": looked_up_list,
}
