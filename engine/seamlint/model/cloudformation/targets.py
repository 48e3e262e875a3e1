"""Target groups, and what is put into them.

Sources: AWS CloudFormation template reference, ``AWS::ElasticLoadBalancingV2::TargetGroup``,
``AWS::AutoScaling::AutoScalingGroup``, ``AWS::ECS::Service``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.balancing import address_of
from seamlint.model.cloudformation.identity import itself, literals
from seamlint.model.network import TargetAttachment, TargetGroup
from seamlint.model.reading import blocks, number, pointer, pointers, text, truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Maybe, Places

GROUP: Places = {
    "port": ("Port",),
    "protocol": ("Protocol",),
    "target_type": ("TargetType",),
    "vpc": ("VpcId",),
    "health_port": ("HealthCheckPort",),
    "health_protocol": ("HealthCheckProtocol",),
}
HANDLES = frozenset({"Ref", "TargetGroupArn", "TargetGroupFullName", "TargetGroupName"})
TARGET: Places = {"target": ("Id",), "port": ("Port",), "network": ("Id",)}
SERVICE: Places = {
    "target_group": ("TargetGroupArn",),
    "load_balancer": ("LoadBalancerName",),
    "port": ("ContainerPort",),
}


def target_group(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::ElasticLoadBalancingV2::TargetGroup`` with its targets."""
    values = resource.values
    health_port = values.get("HealthCheckPort")
    preserve, place = _preserves_clients(values)
    yield TargetGroup(
        resource,
        (),
        names=literals(resource),
        handles=HANDLES,
        port=number(values.get("Port")),
        protocol=text(values.get("Protocol")),
        target_type=text(values.get("TargetType")) or "instance",
        vpc=pointer(values.get("VpcId")),
        health_port=None if health_port == "traffic-port" else number(health_port),
        health_protocol=text(values.get("HealthCheckProtocol")),
        preserve_client=preserve,
        places={**GROUP, "preserve_client": place},
    )
    for block, path in blocks(values.get("Targets"), ("Targets",)).found:
        yield _target(resource, block, path)


def scaling_targets(resource: Resource) -> Iterator[Entity]:
    """Translate what an auto scaling group says about the target groups and balancers of its instances."""
    group, values = itself(resource), resource.values
    for index, named in enumerate(pointers(values.get("TargetGroupARNs")).found):
        yield TargetAttachment(resource, ("TargetGroupARNs", index), target_group=named, target=group)
    for index, named in enumerate(pointers(values.get("LoadBalancerNames")).found):
        yield TargetAttachment(resource, ("LoadBalancerNames", index), load_balancer=named, target=group)
    for block, path in blocks(values.get("TrafficSources"), ("TrafficSources",)).found:
        named = pointer(block.get("Identifier"))
        classic = block.get("Type") == "elb"
        entity = TargetAttachment(resource, path, target=group)
        entity.load_balancer, entity.target_group = (named, None) if classic else (None, named)
        yield entity


def service_targets(resource: Resource) -> Iterator[Entity]:
    """Translate the load balancers of an ``AWS::ECS::Service``."""
    for block, path in blocks(resource.values.get("LoadBalancers"), ("LoadBalancers",)).found:
        yield TargetAttachment(
            resource,
            path,
            target_group=pointer(block.get("TargetGroupArn")),
            load_balancer=pointer(block.get("LoadBalancerName")),
            target=itself(resource),
            port=number(block.get("ContainerPort")),
            places=SERVICE,
        )


def _target(resource: Resource, block: dict[str, Value], path: Path) -> TargetAttachment:
    named, port = pointer(block.get("Id")), number(block.get("Port"))
    group, network = itself(resource), address_of(named)
    return TargetAttachment(resource, path, target_group=group, target=named, port=port, network=network, places=TARGET)


def _preserves_clients(values: dict[str, Value]) -> tuple[Maybe[bool] | None, Path]:
    """Return what the attribute for client addresses says, and where; None where none does."""
    attributes = blocks(values.get("TargetGroupAttributes"), ("TargetGroupAttributes",))
    for block, path in attributes.found:
        if block.get("Key") == "preserve_client_ip.enabled":
            return truth(block.get("Value")), (*path, "Value")
    known = attributes.complete and all(isinstance(block.get("Key"), str) for block, _ in attributes.found)
    return None if known else Unknown(("TargetGroupAttributes",)), ("TargetGroupAttributes",)


TRANSLATORS: dict[str, Translate] = {"AWS::ElasticLoadBalancingV2::TargetGroup": target_group}
