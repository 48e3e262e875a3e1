"""Target groups, and what is put into them.

Sources: Terraform AWS provider, ``aws_lb_target_group``, ``aws_lb_target_group_attachment``, ``aws_elb_attachment``,
``aws_autoscaling_group``, ``aws_autoscaling_attachment``, ``aws_autoscaling_traffic_source_attachment``,
``aws_ecs_service``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from seamlint.evaluate.values import Unknown
from seamlint.model.balancing import address_of
from seamlint.model.network import TargetAttachment, TargetGroup
from seamlint.model.reading import blocks, number, pointer, pointers, text, truth
from seamlint.model.terraform.identity import itself, literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Entity, Maybe, Places, Pointer
    from seamlint.model.terraform.neighbours import Neighbours, Translate

T = TypeVar("T")

GROUP: Places = {
    "vpc": ("vpc_id",),
    "health_port": ("health_check", 0, "port"),
    "health_protocol": ("health_check", 0, "protocol"),
    "preserve_client": ("preserve_client_ip",),
}
HANDLES = frozenset({"id", "arn", "name", "arn_suffix"})


def target_group(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lb_target_group``; a looked-up one, as far as it is looked up by."""
    values = resource.values
    check = blocks(values.get("health_check")).first
    preserve = values.get("preserve_client_ip")
    yield TargetGroup(
        resource,
        (),
        names=literals(resource, "arn", "name"),
        handles=HANDLES,
        port=_read(number(values.get("port")), resource, "port"),
        protocol=_read(text(values.get("protocol")), resource, "protocol"),
        target_type=_read(text(values.get("target_type")), resource, "target_type") or "instance",
        vpc=pointer(values.get("vpc_id")),
        health_port=None if check.get("port") == "traffic-port" else number(check.get("port")),
        health_protocol=text(check.get("protocol")),
        preserve_client=None if preserve is None else truth(preserve),
        places=GROUP,
    )


def target(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lb_target_group_attachment``: an instance, an address, a function or another balancer."""
    named = pointer(resource.values.get("target_id"))
    yield TargetAttachment(
        resource,
        (),
        target_group=pointer(resource.values.get("target_group_arn")),
        target=named,
        port=number(resource.values.get("port")),
        network=address_of(named),
        places={"target_group": ("target_group_arn",), "target": ("target_id",), "network": ("target_id",)},
    )


def classic_target(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_elb_attachment``."""
    balancer, instance = pointer(resource.values.get("elb")), pointer(resource.values.get("instance"))
    places: Places = {"load_balancer": ("elb",), "target": ("instance",)}
    yield TargetAttachment(resource, (), load_balancer=balancer, target=instance, places=places)


def scaling_attachment(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_autoscaling_attachment`` and ``aws_autoscaling_traffic_source_attachment``."""
    group = pointer(resource.values.get("autoscaling_group_name"))
    for entity in _joined(resource, group):
        entity.places = {**entity.places, "target": ("autoscaling_group_name",)}
        yield entity


def scaling_targets(resource: Resource) -> Iterator[Entity]:
    """Translate what an ``aws_autoscaling_group`` says about the target groups and balancers of its instances."""
    yield from _joined(resource, itself(resource))


def service_targets(resource: Resource) -> Iterator[Entity]:
    """Translate the ``load_balancer`` blocks of an ``aws_ecs_service``."""
    for block, path in blocks(resource.values.get("load_balancer"), ("load_balancer",)).found:
        yield TargetAttachment(
            resource,
            path,
            target_group=pointer(block.get("target_group_arn")),
            load_balancer=pointer(block.get("elb_name")),
            target=itself(resource),
            port=number(block.get("container_port")),
            places={"target_group": ("target_group_arn",), "load_balancer": ("elb_name",), "port": ("container_port",)},
        )


def _joined(resource: Resource, group: Pointer) -> Iterator[TargetAttachment]:
    values = resource.values
    for attribute in ("target_group_arns", "lb_target_group_arn", "alb_target_group_arn"):
        for index, named in enumerate(pointers(values.get(attribute)).found):
            path: Path = (attribute, index)
            yield TargetAttachment(resource, path, target_group=named, target=group)
    for attribute in ("load_balancers", "elb"):
        for index, named in enumerate(pointers(values.get(attribute)).found):
            yield TargetAttachment(resource, (attribute, index), load_balancer=named, target=group)
    for block, path in blocks(values.get("traffic_source"), ("traffic_source",)).found:
        yield _traffic_source(resource, path, block, group)


def _traffic_source(resource: Resource, path: Path, block: dict[str, Value], group: Pointer) -> TargetAttachment:
    named = pointer(block.get("identifier"))
    if block.get("type") == "elb":
        return TargetAttachment(resource, path, load_balancer=named, target=group)
    return TargetAttachment(resource, path, target_group=named, target=group)


def _read(read: Maybe[T] | None, resource: Resource, attribute: str) -> Maybe[T] | None:
    """What a data source does not say is not known; what a resource does not say has a default."""
    return Unknown((f"{resource.address}.{attribute}",)) if read is None and resource.mode == "data" else read


TRANSLATORS: dict[str, Translate] = {
    "aws_lb_target_group": target_group,
    "aws_alb_target_group": target_group,
    "data.aws_lb_target_group": target_group,
    "data.aws_alb_target_group": target_group,
    "aws_lb_target_group_attachment": target,
    "aws_alb_target_group_attachment": target,
    "aws_elb_attachment": classic_target,
    "aws_autoscaling_attachment": scaling_attachment,
    "aws_autoscaling_traffic_source_attachment": scaling_attachment,
}
