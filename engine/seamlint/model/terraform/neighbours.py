"""The other resources of a Terraform unit, for translators whose entity is written in several resources."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, needs
from seamlint.model import neighbours
from seamlint.model.reading import pointer
from seamlint.model.terraform.identity import itself, literals, type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.evaluate.resource import Resource, Unit
    from seamlint.evaluate.values import Reference
    from seamlint.model.entity import Entity, Pointer
    from seamlint.model.neighbours import Units

    Translate = Callable[[Resource, "Neighbours"], Iterator[Entity]]

NAMES = ("name", "cluster_identifier", "function_name")
"""Attributes, besides the id, whose text names a resource within its unit."""


class Neighbours(neighbours.Neighbours):
    """A Terraform unit's resources by address, by type, and by what they name."""

    def __init__(self, unit: Unit, units: Units) -> None:
        super().__init__(unit, units, lambda resource: literals(resource, *NAMES))
        self._unit = unit
        self._handed_on: dict[str, frozenset[str]] = {}

    def handed_on(self, attribute: str) -> frozenset[str]:
        """Return the addresses of resources whose attribute the unit's outputs or other resources are made of."""
        if attribute not in self._handed_on:
            held = (*(resource.values for resource in self._unit.resources), self._unit.outputs)
            used = (name for values in held for name in needs(values))
            self._handed_on[attribute] = frozenset(
                name.partition(f".{attribute}")[0] for name in used if f".{attribute}" in name
            )
        return self._handed_on[attribute]

    @property
    def absent(self) -> tuple[str, ...]:
        """Why the unit may hold more than its resources: modules that are not on disk."""
        return self._unit.absent

    def type_of(self, reference: Reference) -> str:
        """Return the type of the resource that a reference names, whichever unit declares it."""
        return type_of(reference)

    def vpc_of(self, resource: Resource) -> Pointer:
        """Return the VPC that a resource names; where it names none, the default VPC as far as the unit knows it."""
        named = pointer(resource.values.get("vpc_id"))
        if named is not None:
            return named
        default = self.default_vpcs.get((resource.account, resource.region))
        return itself(default) if default else Unknown((f"{resource.address}.vpc_id",))

    @cached_property
    def default_vpcs(self) -> dict[tuple[str | None, str | None], Resource]:
        """The default VPC by account and region, as far as the unit adopts it or looks it up."""
        looked_up = (
            each for each in self.of_type("aws_vpc") if each.mode == "data" and each.values.get("default") is True
        )
        known = (*looked_up, *self.of_type("aws_default_vpc"))
        return {(each.account, each.region): each for each in known}
