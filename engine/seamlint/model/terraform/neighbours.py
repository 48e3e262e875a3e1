"""The other resources of a unit, for translators whose entity is written in several resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference
from seamlint.model.reading import pointers, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from seamlint.evaluate.resource import Resource, Unit
    from seamlint.model.entity import Entity, Pointer

    Translate = Callable[[Resource, "Neighbours"], Iterator[Entity]]


class Neighbours:
    """A unit's resources by address, by type, and by what they name. Every index is built once, when first used."""

    def __init__(self, unit: Unit) -> None:
        self._by_address = {resource.address: resource for resource in unit.resources}
        self._by_type: dict[str, list[Resource]] = {}
        self._naming: dict[tuple[str, str], dict[str, list[Resource]]] = {}
        self._named: dict[str, dict[str, Resource]] = {}
        for resource in unit.resources:
            self._by_type.setdefault(resource.type, []).append(resource)

    def of_type(self, kind: str) -> list[Resource]:
        """Return the unit's resources (and data sources) of a type."""
        return self._by_type.get(kind, [])

    def get(self, named: Pointer, *types: str) -> Resource | None:
        """Return the resource that a pointer names: by reference, or by literal ``name`` among some types."""
        if isinstance(named, Reference):
            return self._by_address.get(named.address)
        if isinstance(named, str):
            return next((self._names_of(kind)[named] for kind in types if named in self._names_of(kind)), None)
        return None

    def type_of(self, named: Pointer) -> str | None:
        """Return the type of the resource that a reference names."""
        resource = self.get(named)
        return resource.type if resource else None

    def naming(self, kind: str, attribute: str, resource: Resource) -> list[Resource]:
        """Return the resources of a type whose attribute refers to a resource."""
        index = self._naming.get((kind, attribute))
        if index is None:
            index = self._naming[kind, attribute] = {}
            for each in self.of_type(kind):
                for address in _addresses(pointers(each.values.get(attribute)).found):
                    index.setdefault(address, []).append(each)
        return index.get(resource.address, [])

    def _names_of(self, kind: str) -> dict[str, Resource]:
        if kind not in self._named:
            names = ((text(each.values.get("name")), each) for each in self.of_type(kind))
            self._named[kind] = {name: each for name, each in names if isinstance(name, str)}
        return self._named[kind]


def _addresses(named: Iterable[Pointer]) -> Iterator[str]:
    yield from dict.fromkeys(each.address for each in named if isinstance(each, Reference))
