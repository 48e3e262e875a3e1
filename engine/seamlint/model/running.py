"""What runs with a role: one table row a way to say so, read alike in every dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown
from seamlint.model.iam import ComputeUse, Launch
from seamlint.model.reading import bare, elements, nested, pointer
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Entity, Pointer


class Use(NamedTuple):
    """Where a type of resource names a role.

    Attributes:
        service: first part of the principal that assumes it: ``ec2`` of ``ec2.amazonaws.com``.
        attribute: the attribute; dots lead into nested blocks.
        profile: whether it names an instance profile.
    """

    service: str
    attribute: str
    profile: bool = False


def uses(found: tuple[Use, ...], resource: Resource) -> Iterator[Entity]:
    """Translate the roles that a resource runs with."""
    for use in found:
        for named, path in named_at(resource.values, use.attribute):
            field = "instance_profile" if use.profile else "role"
            service = f"{use.service}.amazonaws.com"
            entity = ComputeUse(resource, path, service=service, places={field: ()})
            setattr(entity, field, named)
            yield entity


def launches(
    attributes: tuple[str, ...], resource: Resource, described: Callable[[Pointer], Resource | None]
) -> Iterator[Entity]:
    """Translate the descriptions that a resource runs from.

    Args:
        attributes: that name one; dots lead into nested blocks.
        described: returns the description that a value names.
    """
    for attribute in attributes:
        for named, path in named_at(resource.values, attribute):
            found = described(named)
            if found is not None:
                of = Reference(found.unit, found.address, "id")
                yield Launch(resource, path, of=of, places={"of": ()})


def named_at(values: dict[str, Value], dotted: str) -> Iterator[tuple[Pointer, Path]]:
    """Yield what an attribute names, with the place of each; dots lead into nested blocks."""
    *blocks, attribute = dotted.split(".")
    for block, path in nested(values, *blocks):
        several = isinstance(bare(block.get(attribute)), list)
        for index, element in enumerate(elements(block.get(attribute))):
            named = pointer(element)
            if named is not None:
                yield named, (*path, attribute, index) if several else (*path, attribute)
    if blocks:
        unknown = enumerate(elements(values.get(blocks[0])))
        yield from ((each, (blocks[0], index)) for index, each in unknown if isinstance(each, Unknown))
