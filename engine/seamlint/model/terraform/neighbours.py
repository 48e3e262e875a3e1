"""The other resources of a unit, for translators whose entity is written in several resources."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.model.reading import pointer, pointers
from seamlint.model.terraform.identity import itself, literals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.evaluate.resource import Resource, Unit
    from seamlint.model.entity import Entity, Pointer

    Translate = Callable[[Resource, "Neighbours"], Iterator[Entity]]


NAMES = ("name", "cluster_identifier", "function_name")
"""Attributes, besides the id, whose text names a resource within its unit."""


class Neighbours:
    """A unit's resources by address, by type, and by what they name. Every index is built once, when first used."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit.path
        self._by_address = {resource.address: resource for resource in unit.resources}
        self._by_type: dict[str, list[Resource]] = {}
        self._naming: dict[tuple[str, str], dict[Pointer, list[Resource]]] = {}
        self._named: dict[str, dict[str | Text, Resource]] = {}
        for resource in unit.resources:
            self._by_type.setdefault(resource.type, []).append(resource)

    def of_type(self, kind: str) -> list[Resource]:
        """Return the unit's resources (and data sources) of a type."""
        return self._by_type.get(kind, [])

    def get(self, named: Pointer, *types: str) -> Resource | None:
        """Return the resource that a pointer names: by reference, or by its name among some types."""
        if isinstance(named, Reference):
            return self._by_address.get(named.address) if named.unit == self._unit else None
        if isinstance(named, (str, Text)):
            return next((self._names_of(kind)[named] for kind in types if named in self._names_of(kind)), None)
        return None

    def naming(self, kind: str, attribute: str, resource: Resource) -> list[Resource]:
        """Return the resources of a type whose attribute names a resource, by reference or by its name."""
        if not self.of_type(kind):
            return []
        if (kind, attribute) not in self._naming:
            self._naming[kind, attribute] = self._index(kind, attribute)
        index = self._naming[kind, attribute]
        names = (itself(resource), *literals(resource, *NAMES))
        return list(dict.fromkeys(each for name in names for each in index.get(name, ())))

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

    def _index(self, kind: str, attribute: str) -> dict[Pointer, list[Resource]]:
        index: dict[Pointer, list[Resource]] = {}
        for each in self.of_type(kind):
            for named in dict.fromkeys(map(_as_id, pointers(each.values.get(attribute)).found)):
                index.setdefault(named, []).append(each)
        return index

    def _names_of(self, kind: str) -> dict[str | Text, Resource]:
        if kind not in self._named:
            self._named[kind] = {name: each for each in self.of_type(kind) for name in literals(each, *NAMES)}
        return self._named[kind]


def _as_id(named: Pointer) -> Pointer:
    """Return a reference to a resource as such, whichever of its attributes names it."""
    return Reference(named.unit, named.address, "id") if isinstance(named, Reference) else named
