"""Instances, auto scaling groups and network interfaces, whose interfaces are described in several resources.

Sources: Terraform AWS provider, ``aws_instance``, ``aws_launch_template``, ``aws_launch_configuration``,
``aws_autoscaling_group``, ``aws_network_interface``, ``aws_network_interface_sg_attachment``, ``aws_eks_node_group``,
``aws_rds_cluster_instance``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown
from seamlint.model.entity import Place
from seamlint.model.interfaces import Interfaces, Part, of_template, unread
from seamlint.model.neighbours import lent
from seamlint.model.reading import blocks, nested, pointer, truth
from seamlint.model.terraform.attachments import attach, attachment
from seamlint.model.terraform.interfaces import WORDS, interfaces
from seamlint.model.terraform.targets import scaling_targets, service_targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.entity import Entity, Pointer
    from seamlint.model.terraform.neighbours import Neighbours, Translate

TEMPLATES = ("aws_launch_template", "aws_launch_configuration")
TEMPLATE_NAMES = ("launch_template_id", "launch_template_name")
SPECIFICATION = ("mixed_instances_policy", "launch_template", "launch_template_specification")


def instance(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate an instance: what it does not say itself, its network interface or its launch template says."""
    found = interfaces(resource, neighbours)
    for interface in _interfaces_of(resource, neighbours):
        found = found.or_else(interface)
    _add_attached_groups(resource, found, neighbours)
    yield attach(resource, found.or_else(_template(resource, neighbours)), neighbours)


def launched(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate an auto scaling group, whose launch template or configuration sets the groups."""
    found = interfaces(resource, neighbours)
    yield attach(resource, found.or_else(_template(resource, neighbours)), neighbours)
    yield from scaling_targets(resource)


def service(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_ecs_service`` with the target groups it registers its tasks in."""
    yield from attachment(resource, neighbours)
    yield from service_targets(resource)


def nothing(_resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate a launch template or configuration: it has no interfaces until something starts from it."""
    return iter(())


def node_group(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_eks_node_group``: groups from its launch template, else the cluster's own."""
    found = interfaces(resource, neighbours).or_else(_template(resource, neighbours))
    if found.groups.silent:
        made = pointer(resource.values.get("cluster_name"))
        attribute = "vpc_config.0.cluster_security_group_id"
        group = Reference(made.unit, made.address, attribute) if isinstance(made, Reference) else Unknown((attribute,))
        found.groups = Part([group], place=Place(resource, ("cluster_name",)))
    yield attach(resource, found, neighbours)


def interface(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_network_interface``."""
    found = interfaces(resource, neighbours)
    _add_attached_groups(resource, found, neighbours)
    yield attach(resource, found, neighbours)


def database_cluster(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_rds_cluster``: its instances say whether it has a public address."""
    found = interfaces(resource, neighbours)
    for member in neighbours.naming("aws_rds_cluster_instance", "cluster_identifier", resource):
        public = truth(member.values.get("publicly_accessible"))
        if public is not False and found.public is not True:
            found.public, found.public_place = public, Place(member, ("publicly_accessible",))
    yield attach(resource, found, neighbours)


def _interfaces_of(resource: Resource, neighbours: Neighbours) -> Iterator[Interfaces]:
    """Yield the separately declared interfaces that an instance is started with."""
    for name in ("network_interface", "primary_network_interface"):
        for block, path in blocks(resource.values.get(name), (name,)).found:
            named = pointer(block.get("network_interface_id"))
            declared = neighbours.get(named)
            if declared is not None:
                found = interfaces(declared, neighbours)
                _add_attached_groups(declared, found, neighbours)
                yield found
            elif named is not None:
                yield unread(named, Place(resource, path))


def _add_attached_groups(resource: Resource, found: Interfaces, neighbours: Neighbours) -> None:
    kind = "aws_network_interface_sg_attachment"
    for added in neighbours.naming(kind, "network_interface_id", resource):
        found.groups.add(lent(added, "security_group_id"), Place(added, ("security_group_id",)))


def _template(resource: Resource, neighbours: Neighbours) -> Interfaces:
    return of_template(resource, _template_name(resource), neighbours, WORDS, TEMPLATES)


def _template_name(resource: Resource) -> Pointer:
    values = resource.values
    holders: list[dict[str, Value]] = [block for block, _ in blocks(values.get("launch_template")).found]
    holders += (block for block, _ in nested(values, *SPECIFICATION))
    candidates = [block.get(name) for block in holders for name in ("id", "name", *TEMPLATE_NAMES)]
    named = map(pointer, [*candidates, values.get("launch_configuration")])
    return next((each for each in named if each is not None), None)


TRANSLATORS: dict[str, Translate] = {
    "aws_launch_template": nothing,
    "aws_launch_configuration": nothing,
    "aws_instance": instance,
    "aws_spot_instance_request": instance,
    "aws_autoscaling_group": launched,
    "aws_ecs_service": service,
    "aws_eks_node_group": node_group,
    "aws_network_interface": interface,
    "aws_rds_cluster": database_cluster,
}
