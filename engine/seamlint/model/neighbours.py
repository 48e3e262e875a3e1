"""The other resources of a unit, and of other units, for translators whose entity is written in several resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.model.reading import pointer, pointers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from seamlint.evaluate.resource import Resource, Unit
    from seamlint.evaluate.values import Value
    from seamlint.model.entity import Pointer

    Texts = Callable[[Resource], Iterable[str | Text]]


class Units:
    """The resources of all units: a reference may lead into another one. Each index is built when first asked for."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = {unit.path: unit for unit in units}
        self._resources: dict[str, dict[str, Resource]] = {}

    def get(self, reference: Reference) -> Resource | None:
        """Return the resource that a reference names."""
        if reference.unit not in self._resources:
            unit = self._units.get(reference.unit)
            self._resources[reference.unit] = {each.address: each for each in unit.resources} if unit else {}
        return self._resources[reference.unit].get(reference.address)


class Neighbours:
    """A unit's resources by address, by type, and by what they name. Every index is built once, when first used.

    Args:
        units: all units, among them this one.
        texts: by which texts, besides references, resources of the unit are named within it.
    """

    def __init__(self, unit: Unit, units: Units, texts: Texts) -> None:
        self._units = units
        self._texts = texts
        self._by_type: dict[str, list[Resource]] = {}
        self._naming: dict[tuple[str, str], dict[Pointer, list[Resource]]] = {}
        self._named: dict[str, dict[str | Text, Resource]] = {}
        for resource in unit.resources:
            self._by_type.setdefault(resource.type, []).append(resource)

    def of_type(self, kind: str) -> list[Resource]:
        """Return the unit's resources (and data sources) of a type."""
        return self._by_type.get(kind, [])

    def get(self, named: Pointer, *types: str) -> Resource | None:
        """Return the resource that a pointer names: by reference, or by its name among some types of the unit."""
        if isinstance(named, Reference):
            return self._units.get(named)
        if isinstance(named, (str, Text)):
            return next((self._names_of(kind)[named] for kind in types if named in self._names_of(kind)), None)
        return None

    def type_of(self, reference: Reference) -> str:
        """Return the type of the resource that a reference names; empty where there is none."""
        resource = self.get(reference)
        return resource.type if resource else ""

    def naming(self, kind: str, attribute: str, resource: Resource) -> list[Resource]:
        """Return the resources of a type whose attribute names a resource, by reference or by its name."""
        if not self.of_type(kind):
            return []
        if (kind, attribute) not in self._naming:
            self._naming[kind, attribute] = self._index(kind, attribute)
        index = self._naming[kind, attribute]
        names: list[Pointer] = [Reference(resource.unit, resource.address, ""), *self._texts(resource)]
        return list(dict.fromkeys(each for name in names for each in index.get(name, ())))

    def _index(self, kind: str, attribute: str) -> dict[Pointer, list[Resource]]:
        index: dict[Pointer, list[Resource]] = {}
        for each in self.of_type(kind):
            for named in dict.fromkeys(map(_whole, pointers(each.values.get(attribute)).found)):
                index.setdefault(named, []).append(each)
        return index

    def _names_of(self, kind: str) -> dict[str | Text, Resource]:
        if kind not in self._named:
            self._named[kind] = {name: each for each in self.of_type(kind) for name in self._texts(each)}
        return self._named[kind]


def texts_of(resource: Resource, *attributes: str) -> tuple[str | Text, ...]:
    """Return the texts, known or known in part, that attributes of a resource hold."""
    values = (pointer(resource.values.get(attribute)) for attribute in attributes)
    return tuple(value for value in values if isinstance(value, (str, Text)))


def lent(lender: Resource, attribute: str) -> Value:
    """Return what a resource adds to another one; unknown where it may not exist."""
    if lender.presence is Verdict.YES:
        return lender.values.get(attribute)
    return Unknown(lender.missing or (lender.address,))


def _whole(named: Pointer) -> Pointer:
    """Return a reference to a resource as such, whichever of its attributes names it."""
    return Reference(named.unit, named.address, "") if isinstance(named, Reference) else named
