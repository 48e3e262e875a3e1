"""Where something is that a pointer names: by its ARN, or by the resource that declares it.

Sources: IAM User Guide, "Amazon Resource Names (ARNs)" (partition, service and region in it); AWS General Reference,
"AWS service endpoints" (partitions).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.partitions import partition_of
from seamlint.evaluate.values import Reference, Text, Unknown, needs
from seamlint.graph.graph import Graph, fact
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Maybe, Pointer

GLOBAL_REGION = "us-east-1"
"""Where CloudFront and other global front ends look for what is regional, in partition ``aws``."""
COMMERCIAL = "aws"


class Arn(NamedTuple):
    """The parts of an ARN that are known; the others are empty. ``resource`` is what comes after the account."""

    partition: str
    service: str
    region: str
    resource: str


def arn(pointer: Pointer) -> Arn | None:
    """Return what is known of an ARN, whole or in part; None for what is no ARN, or may be none."""
    parts = pointer.parts if isinstance(pointer, Text) else (pointer,)
    written = "".join(part if isinstance(part, str) else "\0" for part in parts)
    fields = written.split(":", 5)
    if len(fields) < 6 or fields[0] != "arn":
        return None
    partition, service, region = ("" if "\0" in field else field for field in fields[1:4])
    return Arn(partition, service, region, fields[5])


def region_of(resource: Resource) -> Maybe[str]:
    """Return the region of a resource, or what would tell it."""
    return resource.region or Unknown((f"the region of {resource.unit}",))


def region_in(pointer: Pointer) -> Maybe[str]:
    """Return the region that an ARN tells; unknown where it tells none.

    What a reference is computed from tells nothing of it: a parameter may hold the ARN of something anywhere.
    """
    named = arn(pointer)
    if named is not None and named.region:
        return named.region
    return Unknown(needs(pointer) or (str(pointer),))


def declaring(graph: Graph, pointer: Pointer) -> Resource | None:
    """Return the resource that a reference names, whatever it is; also for an ARN that ends in one."""
    parts = pointer.parts if isinstance(pointer, Text) else (pointer,)
    references = [part for part in parts if isinstance(part, Reference)]
    return resources(graph).get((references[0].unit, references[0].address)) if len(references) == 1 else None


def is_foreign(region: Maybe[str]) -> bool:
    """Tell whether a region is known to lie in another partition than the commercial one."""
    return isinstance(region, str) and partition_of(region) != COMMERCIAL


@fact
def resources(graph: Graph) -> dict[tuple[str, str], Resource]:
    """Return all resources of all units, by unit and address."""
    return {(each.unit, each.address): each for unit in graph.units for each in unit.resources}


def missing(*regions: Maybe[str]) -> tuple[str, ...]:
    """Return what would tell the regions that are not known."""
    return tuple(dict.fromkeys(name for each in regions if isinstance(each, Unknown) for name in each.needs))


def absent(*entities: Entity) -> tuple[str, ...]:
    """Return why some entities may not exist; nothing where all of them will."""
    return tuple(name for each in entities for name in each.resource.missing)
