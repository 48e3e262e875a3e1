"""How Terraform resources are named by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource


def itself(resource: Resource, attribute: str = "id") -> Reference:
    """Return the reference by which a resource's own parts point at it."""
    return Reference(resource.unit, resource.address, attribute)


def literals(resource: Resource, *attributes: str) -> tuple[str, ...]:
    """Return the known texts among a resource's id and further attributes that name it."""
    values = (resource.values.get(attribute) for attribute in ("id", *attributes))
    return tuple(value for value in values if isinstance(value, str) and value)
