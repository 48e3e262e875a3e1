"""Services that act on their own on what a key encrypts: senders to topics and queues, Auto Scaling.

What a resource sends to differs by type only in names, so that every dialect keeps a table of `Sending`s and this
module reads them. What buckets send stands in `seamlint.model.storage.BucketNotification`.
Sources: Amazon SNS Developer Guide, "Event sources"; the pages that `seamlint.facts.encryption.service_uses` names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.partial_json import PartialJsonError, parse_partial_json
from seamlint.evaluate.values import Text, Unknown
from seamlint.model.entity import Entity, Pointer
from seamlint.model.reading import bare, elements, nested, pointer, text
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value


@dataclass(eq=False, repr=False)
class Delivery(Entity):
    """A service sends messages to a topic or a queue, in its own name.

    Attributes:
        service: as its principal begins: ``events`` of ``events.amazonaws.com``.
        sender: what has it send, in words for people: ``rule``, ``alarm``.
        destination: the topic or queue, by ARN, name or reference.
        source: the ARN that the service gives as ``aws:SourceArn``; None where that is not told.
    """

    service: str = ""
    sender: str = ""
    destination: Pointer = None
    source: Pointer = None


@dataclass(eq=False, repr=False)
class AutoScalingGroup(Entity):
    """A group whose instances, and their volumes, EC2 Auto Scaling launches with its service-linked role.

    Attributes:
        launch_templates: what it launches from.
        service_linked_role: the role's ARN; None for the one that every account has.
    """

    launch_templates: list[Pointer] = field(default_factory=list)
    service_linked_role: Pointer = None


class Sending(NamedTuple):
    """Where a type of resource says whom a service sends to.

    Attributes:
        service, sender: as in `Delivery`.
        destination: the attribute, or list of them, within `block`.
        block: the names of the nested blocks that hold it, outermost first; each may stand several times, and the
            outermost may be JSON in a text.
        when: an attribute of that block and the value that it has for topics and queues; None for no condition.
        role: the attribute of that block with a role that the service sends as instead; empty where it has none.
        source: the attribute with the ARN that the service gives; ``itself`` for the resource's own; empty for none.
    """

    service: str
    sender: str
    destination: str
    block: tuple[str, ...] = ()
    when: tuple[str, str] | None = None
    source: str = ""
    role: str = ""


def deliveries(sending: Sending, resource: Resource, own_arn: Pointer) -> Iterator[Delivery]:
    """Yield what a resource has a service send."""
    source = own_arn if sending.source == "itself" else pointer(resource.values.get(sending.source))
    for block, path in nested(_opened(resource.values, sending.block), *sending.block):
        if not _applies(sending, block):
            continue
        held = block.get(sending.destination)
        for index, each in enumerate(elements(held)):
            named, at = pointer(each), _at(sending, path, held, index)
            if named is not None and not isinstance(named, Unknown):
                yield Delivery(
                    resource,
                    at,
                    handles=frozenset(),
                    service=sending.service,
                    sender=sending.sender,
                    destination=named,
                    source=source,
                    places={"destination": ()},
                )


def _opened(values: dict[str, Value], names: tuple[str, ...]) -> dict[str, Value]:
    """Return values with the outermost block read where it is written as JSON in a text."""
    held = bare(values.get(names[0])) if names else None
    if not isinstance(held, (str, Text)):
        return values
    try:
        return {**values, names[0]: parse_partial_json(held.parts if isinstance(held, Text) else (held,))}
    except PartialJsonError:
        return values


def _applies(sending: Sending, block: dict[str, Value]) -> bool:
    if sending.role and block.get(sending.role) is not None:
        return False
    if sending.when is None:
        return True
    attribute, wanted = sending.when
    said = text(block.get(attribute))
    return isinstance(said, str) and said.lower() == wanted


def _at(sending: Sending, path: Path, held: Value, index: int) -> Path:
    return (*path, sending.destination, index) if isinstance(held, list) else (*path, sending.destination)
