"""Load balancers, their listeners and listener rules.

Sources: Terraform AWS provider, ``aws_lb``, ``aws_elb``, ``aws_lb_listener``, ``aws_lb_listener_rule``; Elastic Load
Balancing user guides: an application or classic load balancer without security groups uses the VPC's default group, a
network load balancer without any has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model import balancing
from seamlint.model.network import LoadBalancer, TargetAttachment
from seamlint.model.reading import blocks, pointers, text, truth
from seamlint.model.terraform.attachments import attach
from seamlint.model.terraform.identity import itself, literals
from seamlint.model.terraform.interfaces import interfaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Maybe, Places
    from seamlint.model.network import Attachment
    from seamlint.model.terraform.neighbours import Neighbours, Translate

HANDLES = frozenset({"id", "arn", "name", "dns_name", "arn_suffix"})
BALANCER: Places = {"kind": ("load_balancer_type",), "health_port": ("health_check", 0, "target")}
CLASSIC_LISTENER = ("lb_port", "lb_protocol", "instance_port")
WORDS = balancing.Words(
    balancer="load_balancer_arn",
    listener="listener_arn",
    port="port",
    protocol="protocol",
    default="default_action",
    actions="action",
    conditions="condition",
    kind="type",
    group="target_group_arn",
    groups=("forward", "target_group", "arn"),
    header="http_header",
    header_name="http_header_name",
    values="values",
)


def balancer(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lb``."""
    kind = text(resource.values.get("load_balancer_type")) or "application"
    yield _balancer(resource, kind)
    yield _interfaces(resource, kind, neighbours)


def classic(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_elb`` with its listeners and instances."""
    entity = _balancer(resource, "classic")
    checks = blocks(resource.values.get("health_check")).found
    entity.health_port = balancing.port_of(checks[0][0].get("target")) if checks else None
    yield entity
    yield _interfaces(resource, "classic", neighbours)
    for block, path in blocks(resource.values.get("listener"), ("listener",)).found:
        yield balancing.classic_listener(resource, path, block, CLASSIC_LISTENER, itself(resource))
    for index, instance in enumerate(pointers(resource.values.get("instances")).found):
        yield TargetAttachment(resource, ("instances", index), load_balancer=itself(resource), target=instance)


def looked_up_balancer(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data sources ``aws_lb`` and ``aws_elb``."""
    names = literals(resource, "arn", "name")
    kind, internal = (Unknown((f"{resource.address}.{name}",)) for name in ("load_balancer_type", "internal"))
    yield LoadBalancer(resource, (), names=names, handles=HANDLES, kind=kind, internal=internal)


def listener(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lb_listener``."""
    yield balancing.listener(resource, WORDS)


def listener_rule(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lb_listener_rule``."""
    yield balancing.listener_rule(resource, WORDS)


def _balancer(resource: Resource, kind: Maybe[str]) -> LoadBalancer:
    internal = truth(resource.values.get("internal"))
    names = literals(resource, "name")
    return LoadBalancer(resource, (), names=names, handles=HANDLES, kind=kind, internal=internal, places=BALANCER)


def _interfaces(resource: Resource, kind: Maybe[str], neighbours: Neighbours) -> Attachment:
    found = interfaces(resource, neighbours)
    entity = attach(resource, found, neighbours)
    internal, stack = truth(resource.values.get("internal")), text(resource.values.get("ip_address_type"))
    balancing.attach_balancer(entity, found.groups, kind, internal, stack)
    entity.handles = HANDLES
    entity.places = {**entity.places, "public_address": ("internal",)}
    return entity


TRANSLATORS: dict[str, Translate] = {
    "aws_lb": balancer,
    "aws_alb": balancer,
    "aws_elb": classic,
    "data.aws_lb": looked_up_balancer,
    "data.aws_alb": looked_up_balancer,
    "data.aws_elb": looked_up_balancer,
    "aws_lb_listener": listener,
    "aws_alb_listener": listener,
    "aws_lb_listener_rule": listener_rule,
    "aws_alb_listener_rule": listener_rule,
}
