"""Load balancers, their listeners and listener rules.

Sources: AWS CloudFormation template reference, ``AWS::ElasticLoadBalancingV2::LoadBalancer``,
``AWS::ElasticLoadBalancingV2::Listener``, ``AWS::ElasticLoadBalancingV2::ListenerRule``,
``AWS::ElasticLoadBalancing::LoadBalancer``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model import balancing
from seamlint.model.cloudformation.attachments import attach
from seamlint.model.cloudformation.identity import itself, literals
from seamlint.model.cloudformation.interfaces import interfaces
from seamlint.model.network import LoadBalancer, TargetAttachment
from seamlint.model.reading import blocks, pointers, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Maybe, Places
    from seamlint.model.network import Attachment

HANDLES = frozenset(
    {"Ref", "LoadBalancerArn", "LoadBalancerFullName", "LoadBalancerName", "DNSName", "CanonicalHostedZoneName"}
)
BALANCER: Places = {"kind": ("Type",), "internal": ("Scheme",), "health_port": ("HealthCheck", "Target")}
CLASSIC_LISTENER = ("LoadBalancerPort", "Protocol", "InstancePort")
WORDS = balancing.Words(
    balancer="LoadBalancerArn",
    listener="ListenerArn",
    port="Port",
    protocol="Protocol",
    default="DefaultActions",
    actions="Actions",
    conditions="Conditions",
    kind="Type",
    group="TargetGroupArn",
    groups=("ForwardConfig", "TargetGroups", "TargetGroupArn"),
    header="HttpHeaderConfig",
    header_name="HttpHeaderName",
    values="Values",
)


def balancer(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::ElasticLoadBalancingV2::LoadBalancer``."""
    kind = text(resource.values.get("Type")) or "application"
    yield _balancer(resource, kind)
    yield _interfaces(resource, kind, neighbours)


def classic(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::ElasticLoadBalancing::LoadBalancer`` with its listeners and instances."""
    values = resource.values
    entity = _balancer(resource, "classic")
    entity.health_port = balancing.port_of(blocks(values.get("HealthCheck")).first.get("Target"))
    yield entity
    yield _interfaces(resource, "classic", neighbours)
    for block, path in blocks(values.get("Listeners"), ("Listeners",)).found:
        yield balancing.classic_listener(resource, path, block, CLASSIC_LISTENER, itself(resource))
    for index, instance in enumerate(pointers(values.get("Instances")).found):
        yield TargetAttachment(resource, ("Instances", index), load_balancer=itself(resource), target=instance)


def listener(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::ElasticLoadBalancingV2::Listener``."""
    entity = balancing.listener(resource, WORDS)
    entity.handles = frozenset({"Ref", "ListenerArn"})
    yield entity


def listener_rule(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::ElasticLoadBalancingV2::ListenerRule``."""
    yield balancing.listener_rule(resource, WORDS)


def _balancer(resource: Resource, kind: Maybe[str]) -> LoadBalancer:
    names, internal = literals(resource), _internal(resource)
    return LoadBalancer(resource, (), names=names, handles=HANDLES, kind=kind, internal=internal, places=BALANCER)


def _internal(resource: Resource) -> Maybe[bool]:
    """Tell whether a load balancer serves only its VPC; it faces the internet unless told otherwise."""
    scheme = text(resource.values.get("Scheme"))
    return scheme if isinstance(scheme, Unknown) else scheme == "internal"


def _interfaces(resource: Resource, kind: Maybe[str], neighbours: Neighbours) -> Attachment:
    found = interfaces(resource, neighbours)
    entity = attach(resource, found, neighbours)
    stack = text(resource.values.get("IpAddressType"))
    balancing.attach_balancer(entity, found.groups, kind, _internal(resource), stack)
    entity.handles = HANDLES
    entity.places = {**entity.places, "public_address": ("Scheme",)}
    return entity


TRANSLATORS: dict[str, Translate] = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": balancer,
    "AWS::ElasticLoadBalancing::LoadBalancer": classic,
    "AWS::ElasticLoadBalancingV2::Listener": listener,
    "AWS::ElasticLoadBalancingV2::ListenerRule": listener_rule,
}
