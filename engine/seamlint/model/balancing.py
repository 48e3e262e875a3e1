"""What listeners do with requests: read alike in every dialect, but for the names of attributes.

Sources: Elastic Load Balancing user guide for application load balancers, "Listeners for your Application Load
Balancers"; classic load balancers, "Configure health checks".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text, Unknown
from seamlint.model.network import Listener, ListenerRule
from seamlint.model.reading import blocks, elements, nested, network, number, pointer, pointers, text
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Maybe, Pointer
    from seamlint.model.interfaces import Part
    from seamlint.model.network import Attachment, Network

ATTACHMENT_KINDS = {"network": "network-load-balancer", "gateway": "gateway-load-balancer"}
"""`Attachment.kind` by the kind of load balancer."""


class Words(NamedTuple):
    """A dialect's attributes of listeners, their actions and their conditions.

    Attributes:
        groups: the blocks, outermost first, that list the target groups of a weighted forward; then the group's own.
        header: the block with a condition on a header.
    """

    balancer: str
    listener: str
    port: str
    protocol: str
    default: str
    actions: str
    conditions: str
    kind: str
    group: str
    groups: tuple[str, str, str]
    header: str
    header_name: str
    values: str


def listener(resource: Resource, words: Words) -> Listener:
    """Return the listener that a resource is."""
    values = resource.values
    groups, forwards = _forwarding(values.get(words.default), words)
    return Listener(
        resource,
        (),
        load_balancer=pointer(values.get(words.balancer)),
        port=required(number(values.get(words.port)), f"{resource.address}.{words.port}"),
        protocol=upper(values.get(words.protocol)) or "HTTP",
        default_groups=groups,
        default_refuses=forwards if isinstance(forwards, Unknown) else not forwards,
        places={
            "load_balancer": (words.balancer,),
            "port": (words.port,),
            "protocol": (words.protocol,),
            "default_groups": (words.default,),
            "default_refuses": (words.default,),
        },
    )


def listener_rule(resource: Resource, words: Words) -> ListenerRule:
    """Return the listener rule that a resource is."""
    values = resource.values
    groups, forwards = _forwarding(values.get(words.actions), words)
    actions, conditions = (words.actions,), values.get(words.conditions)
    return ListenerRule(
        resource,
        (),
        listener=pointer(values.get(words.listener)),
        target_groups=groups,
        forwards=forwards,
        headers=_headers(conditions, words),
        complete=_complete(conditions, words),
        places={
            "listener": (words.listener,),
            "target_groups": actions,
            "forwards": actions,
            "headers": (words.conditions,),
        },
    )


def classic_listener(
    resource: Resource, path: Path, block: dict[str, Value], words: tuple[str, str, str], balancer: Pointer
) -> Listener:
    """Return the listener that a block of a classic load balancer is; ``words`` are port, protocol, instance port."""
    port, protocol, target = words
    return Listener(
        resource,
        path,
        load_balancer=balancer,
        port=required(number(block.get(port)), port),
        protocol=upper(block.get(protocol)) or "HTTP",
        target_port=number(block.get(target)),
        places={"port": (port,), "protocol": (protocol,), "target_port": (target,)},
    )


def attach_balancer(
    entity: Attachment, groups: Part, kind: Maybe[str], internal: Maybe[bool], stack: Maybe[str] | None
) -> None:
    """Complete the attachment of a load balancer's interfaces.

    An application or classic load balancer without groups uses the VPC's default group, a network load balancer
    without any has none. ``stack`` is its kind of addresses: ``ipv4``, ``dualstack``...
    """
    known = kind if isinstance(kind, str) else ""
    entity.kind = ATTACHMENT_KINDS.get(known, "load-balancer")
    entity.groups_complete &= bool(known or groups.found)
    entity.default_group = groups.silent and known in ("application", "classic")
    entity.public_address = internal if isinstance(internal, Unknown) else not internal
    entity.ipv6_address = stack if isinstance(stack, Unknown) else (stack or "").startswith("dualstack")


def port_of(target: Value) -> Maybe[int] | None:
    """Return the port of a classic health check: ``HTTP:8080/ping``."""
    written = text(target)
    if not isinstance(written, str):
        return written
    return number(written.partition(":")[2].partition("/")[0])


def address_of(target: Pointer) -> Maybe[Network] | None:
    """Return the address as which a target is named, if it is one."""
    return network(target) if isinstance(target, str) and target[:1].isdecimal() else None


def host(value: Value) -> Pointer:
    """Return what a host name points at, also where the name is the one that answers for both address families.

    Source: Amazon Route 53 developer guide, "Values specific for simple alias records" (``dualstack.`` before a load
    balancer's name).
    """
    named = pointer(value)
    if isinstance(named, Text) and named.parts[0] == "dualstack.":
        return pointer(Text(named.parts[1:]))
    return named


def required(read: Maybe[int] | None, name: str) -> Maybe[int]:
    """Return what was read; unknown where it must be written and is not."""
    return Unknown((name,)) if read is None else read


def upper(value: Value) -> Maybe[str] | None:
    """Return a text in capitals."""
    written = text(value)
    return written.upper() if isinstance(written, str) else written


def sent_headers(headers: Iterable[dict[str, Value]], name: str, value: str) -> dict[str, Maybe[str]]:
    """Return the headers that an origin is sent, by lower-cased name."""
    read = ((text(header.get(name)), text(header.get(value))) for header in headers)
    return {called.lower(): held for called, held in read if isinstance(called, str) and held is not None}


def _forwarding(actions: Value, words: Words) -> tuple[list[Pointer], Maybe[bool]]:
    """Return the target groups that actions forward to, and whether one of the actions forwards at all."""
    found = blocks(actions)
    groups: list[Pointer] = []
    for action, _ in found.found:
        groups += pointers(action.get(words.group)).found
        for group, _path in nested(action, *words.groups[:2]):
            groups += pointers(group.get(words.groups[2])).found
    kinds = [text(action.get(words.kind)) for action, _ in found.found]
    if "forward" in kinds or groups:
        return groups, True
    unsure = [kind for kind in kinds if isinstance(kind, Unknown)]
    return groups, unsure[0] if unsure else False if found.complete else Unknown(("actions",))


def _headers(conditions: Value, words: Words) -> dict[str, list[Maybe[str]]]:
    headers: dict[str, list[Maybe[str]]] = {}
    for block in (block for each, _ in blocks(conditions).found for block, _ in nested(each, words.header)):
        name = text(block.get(words.header_name))
        if isinstance(name, str):
            read = (text(value) for value in elements(block.get(words.values)))
            headers.setdefault(name.lower(), []).extend(value for value in read if value is not None)
    return headers


def _complete(conditions: Value, words: Words) -> bool:
    found = blocks(conditions)
    return found.complete and all(blocks(each.get(words.header)).complete for each, _ in found.found)
