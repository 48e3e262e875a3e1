"""How Terraform resources are named by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text
from seamlint.model.reading import pointer

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource


def itself(resource: Resource, attribute: str = "id") -> Reference:
    """Return the reference by which a resource's own parts point at it."""
    return Reference(resource.unit, resource.address, attribute)


def literals(resource: Resource, *attributes: str) -> tuple[str | Text, ...]:
    """Return the texts, known or known in part, among a resource's id and further attributes that name it."""
    values = (pointer(resource.values.get(attribute)) for attribute in ("id", *attributes))
    return tuple(value for value in values if isinstance(value, (str, Text)))
