"""Attributes that AWS computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.types import DYNAMIC, STRING
from seamlint.evaluate.terraform.values import Value, computed

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.resources import ResourceInstance


def computed_attribute(resource: ResourceInstance, path: tuple[str | int, ...]) -> Value:
    """Return an attribute that the code does not set."""
    name = path[-1]
    kind = STRING if isinstance(name, str) and name.endswith(("id", "arn")) else DYNAMIC
    return computed(resource.module.root.unit, resource.address, ".".join(map(str, path)), kind)


def known_names(resource: ResourceInstance) -> dict[str, Value]:
    """Return the known texts that name a resource from elsewhere, by attribute."""
    return {}
