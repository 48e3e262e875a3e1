"""Which entity a reference or a literal text names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.model.entity import IDENTITY, Entity
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

UNIQUE = Pattern(r"arn:[^:]+:|[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}\Z")
"""ARNs and ids as AWS makes them: unique without account and region (EC2 user guide, "Resource IDs")."""


class Names:
    """The names of all entities of one type."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._references: dict[tuple[str, str, str], Entity] = {}
        self._texts: dict[str | Text, list[Entity]] = {}
        for entity in entities:
            for reference in _references(entity):
                self._references.setdefault(reference, entity)
            for text in dict.fromkeys(_texts(entity)):
                self._texts.setdefault(text, []).append(entity)

    def referred(self, reference: Reference) -> Entity | None:
        """Return the entity that a reference names."""
        return self._references.get((reference.unit, reference.address, reference.attribute))

    def named(self, text: str | Text, near: Entity | None) -> Entity | Unknown | None:
        """Return the entity that a literal id, ARN or name means, seen from another entity; unknown among several.

        A text that is known in part is what another one is when both say the same, in the same unit.
        """
        candidates = self._texts.get(text, [])
        if isinstance(text, Text):
            candidates = [entity for entity in candidates if near and entity.resource.unit == near.resource.unit]
        elif near is not None and not UNIQUE.match(text):
            candidates = [entity for entity in candidates if _in_scope(entity, near)]
        if len(candidates) > 1:
            candidates = _nearest(candidates, near)
        return candidates[0] if len(candidates) == 1 else Unknown((str(text),)) if candidates else None


def _references(entity: Entity) -> Iterator[tuple[str, str, str]]:
    handles = (() if entity.path else IDENTITY) if entity.handles is None else entity.handles
    for attribute in handles:
        yield entity.resource.unit, entity.resource.address, attribute
    for name in entity.names:
        if isinstance(name, Reference):
            yield name.unit, name.address, name.attribute


def _texts(entity: Entity) -> Iterator[str | Text]:
    named = (*entity.names, *entity.resource.ids.values()) if not entity.path else entity.names
    yield from (text for text in named if isinstance(text, (str, Text)))


def _in_scope(entity: Entity, near: Entity) -> bool:
    """Tell whether a name that one entity uses may be the other's: nothing known tells their surroundings apart."""
    sides = ((getattr(entity.resource, part), getattr(near.resource, part)) for part in entity.scope)
    return all(None in side or side[0] == side[1] for side in sides)


def _nearest(candidates: list[Entity], near: Entity | None) -> list[Entity]:
    """Prefer the unit that names it, then what is declared over what is only looked up."""
    same_unit = [entity for entity in candidates if near is not None and entity.resource.unit == near.resource.unit]
    declared = [entity for entity in same_unit or candidates if not entity.looked_up]
    return declared or same_unit or candidates
