"""Load balancers, their listeners and listener rules.

Sources: Terraform AWS provider, ``aws_lb``, ``aws_elb``, ``aws_lb_listener``, ``aws_lb_listener_rule``; Elastic Load
Balancing user guides: an application or classic load balancer without security groups uses the VPC's default group, a
network load balancer without any has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.network import Listener, ListenerRule, LoadBalancer, TargetAttachment
from seamlint.model.reading import blocks, elements, nested, number, pointer, pointers, text, truth
from seamlint.model.terraform.attachments import attach
from seamlint.model.terraform.identity import itself, literals
from seamlint.model.terraform.interfaces import interfaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.entity import Entity, Maybe, Places, Pointer
    from seamlint.model.network import Attachment
    from seamlint.model.terraform.neighbours import Neighbours, Translate

HANDLES = frozenset({"id", "arn", "name", "dns_name", "arn_suffix"})
BALANCER: Places = {"kind": ("load_balancer_type",), "health_port": ("health_check", 0, "target")}
LISTENER: Places = {
    "load_balancer": ("load_balancer_arn",),
    "default_groups": ("default_action",),
    "default_refuses": ("default_action",),
}
CLASSIC_LISTENER: Places = {"port": ("lb_port",), "protocol": ("lb_protocol",), "target_port": ("instance_port",)}
RULE: Places = {
    "listener": ("listener_arn",),
    "target_groups": ("action",),
    "forwards": ("action",),
    "headers": ("condition",),
}
ATTACHMENT_KINDS = {"network": "network-load-balancer", "gateway": "gateway-load-balancer"}
REFUSALS = frozenset({"fixed-response", "redirect"})


def balancer(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lb``."""
    kind = text(resource.values.get("load_balancer_type")) or "application"
    yield _balancer(resource, kind)
    yield _interfaces(resource, kind, neighbours)


def classic(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_elb`` with its listeners and instances."""
    entity = _balancer(resource, "classic")
    checks = blocks(resource.values.get("health_check")).found
    entity.health_port = _port_of(checks[0][0].get("target")) if checks else None
    yield entity
    yield _interfaces(resource, "classic", neighbours)
    for block, path in blocks(resource.values.get("listener"), ("listener",)).found:
        port, target_port = number(block.get("lb_port")), number(block.get("instance_port"))
        yield Listener(
            resource,
            path,
            load_balancer=itself(resource),
            port=Unknown(("lb_port",)) if port is None else port,
            protocol=_upper(block.get("lb_protocol")) or "HTTP",
            target_port=target_port,
            places=CLASSIC_LISTENER,
        )
    for index, instance in enumerate(pointers(resource.values.get("instances")).found):
        yield TargetAttachment(resource, ("instances", index), load_balancer=itself(resource), target=instance)


def looked_up_balancer(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data sources ``aws_lb`` and ``aws_elb``."""
    names = literals(resource, "arn", "name")
    kind, internal = (Unknown((f"{resource.address}.{name}",)) for name in ("load_balancer_type", "internal"))
    yield LoadBalancer(resource, (), names=names, handles=HANDLES, kind=kind, internal=internal)


def listener(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lb_listener``."""
    values = resource.values
    groups, forwards = _forwarding(values.get("default_action"))
    port = number(values.get("port"))
    yield Listener(
        resource,
        (),
        load_balancer=pointer(values.get("load_balancer_arn")),
        port=Unknown((f"{resource.address}.port",)) if port is None else port,
        protocol=_upper(values.get("protocol")) or "HTTP",
        default_groups=groups,
        default_refuses=forwards if isinstance(forwards, Unknown) else not forwards,
        places=LISTENER,
    )


def listener_rule(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lb_listener_rule``."""
    values = resource.values
    groups, forwards = _forwarding(values.get("action"))
    headers: dict[str, list[Maybe[str]]] = {}
    for block, _path in nested(values, "condition", "http_header"):
        name = text(block.get("http_header_name"))
        if isinstance(name, str):
            read = (text(value) for value in elements(block.get("values")))
            headers.setdefault(name.lower(), []).extend(value for value in read if value is not None)
    yield ListenerRule(
        resource,
        (),
        listener=pointer(values.get("listener_arn")),
        target_groups=groups,
        forwards=forwards,
        headers=headers,
        complete=_complete(values.get("condition")),
        places=RULE,
    )


def _balancer(resource: Resource, kind: Maybe[str]) -> LoadBalancer:
    internal = truth(resource.values.get("internal"))
    names = literals(resource, "name")
    return LoadBalancer(resource, (), names=names, handles=HANDLES, kind=kind, internal=internal, places=BALANCER)


def _interfaces(resource: Resource, kind: Maybe[str], neighbours: Neighbours) -> Attachment:
    found = interfaces(resource, neighbours)
    entity = attach(resource, found, neighbours)
    internal = truth(resource.values.get("internal"))
    stack = text(resource.values.get("ip_address_type"))
    known = kind if isinstance(kind, str) else ""
    entity.handles = HANDLES
    entity.kind = ATTACHMENT_KINDS.get(known, "load-balancer")
    entity.groups_complete &= bool(known or found.groups.found)
    entity.default_group = found.groups.silent and known in ("application", "classic")
    entity.public_address = internal if isinstance(internal, Unknown) else not internal
    entity.ipv6_address = stack if isinstance(stack, Unknown) else (stack or "").startswith("dualstack")
    entity.places = {**entity.places, "public_address": ("internal",)}
    return entity


def _forwarding(actions: Value) -> tuple[list[Pointer], Maybe[bool]]:
    """Return the target groups that actions forward to, and whether one of the actions forwards at all."""
    found = blocks(actions)
    groups: list[Pointer] = []
    for action, _ in found.found:
        groups += pointers(action.get("target_group_arn")).found
        for group, _path in nested(action, "forward", "target_group"):
            groups += pointers(group.get("arn")).found
    kinds = [text(action.get("type")) for action, _ in found.found]
    if "forward" in kinds or groups:
        return groups, True
    unsure = [kind for kind in kinds if isinstance(kind, Unknown)]
    return groups, unsure[0] if unsure else False if found.complete else Unknown(("actions",))


def _complete(conditions: Value) -> bool:
    found = blocks(conditions)
    return found.complete and all(blocks(each.get("http_header")).complete for each, _ in found.found)


def _port_of(target: Value) -> Maybe[int] | None:
    """Return the port of a classic health check: ``HTTP:8080/ping``."""
    written = text(target)
    if not isinstance(written, str):
        return written
    return number(written.partition(":")[2].partition("/")[0])


def _upper(value: Value) -> Maybe[str] | None:
    written = text(value)
    return written.upper() if isinstance(written, str) else written


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
