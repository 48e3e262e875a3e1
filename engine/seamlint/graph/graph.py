"""The graph: every entity of every unit, and the edges between them."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar, Union, cast

from seamlint.config import Config
from seamlint.evaluate.values import Reference, Text, Unknown, Verdict, needs
from seamlint.graph.lookups import same_lookup
from seamlint.graph.names import Names
from seamlint.model.entity import Entity, Pointer
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from seamlint.evaluate.resource import Unit

E = TypeVar("E", bound=Entity)
R = TypeVar("R")


class Elsewhere(NamedTuple):
    """What a pointer names by literal text, and no scanned unit declares: ``vpc-0123``, an ARN of another account."""

    text: str


Found = Union[E, Elsewhere, Unknown]


class Graph:
    """All entities, found by type and by the ways in which other resources name them.

    Every index is built once, when it is first asked for, in time linear in the entities of its type.

    Attributes:
        units: every evaluated unit.
        config: what the configuration says of accounts and permissions.
        memo: facts already derived, by function (see `fact`).
    """

    def __init__(self, units: Iterable[Unit], entities: Iterable[Entity], config: Config | None = None) -> None:
        self.units = list(units)
        self.config = config or Config("")
        self.memo: dict[object, object] = {}
        self._by_type: dict[type[Entity], list[Entity]] = {}
        self._names: dict[type[Entity], Names] = {}
        self._pointing: dict[tuple[type[Entity], str, type[Entity]], dict[int, list[Entity]]] = {}
        self._parts: dict[type[Entity], dict[tuple[str, str], list[Entity]]] = {}
        for entity in entities:
            self._by_type.setdefault(type(entity), []).append(entity)

    def __iter__(self) -> Iterator[Entity]:
        for entities in self._by_type.values():
            yield from entities

    def all(self, kind: type[E]) -> list[E]:
        """Return the entities of a type, in source order."""
        return cast("list[E]", self._by_type.get(kind, []))

    def of(self, kind: type[E], entity: Entity) -> list[E]:
        """Return the entities of a type that the same resource declares, in source order."""
        if kind not in self._parts:
            self._parts[kind] = {}
            for part in self.all(kind):
                self._parts[kind].setdefault((part.resource.unit, part.resource.address), []).append(part)
        return cast("list[E]", self._parts[kind].get((entity.resource.unit, entity.resource.address), []))

    def find(self, pointer: Pointer, kind: type[E], near: Entity | None = None) -> Found[E] | None:
        """Return what a pointer names: an entity, something elsewhere, unknown, or None for no pointer.

        Args:
            near: the entity that holds the pointer; decides between equal names of several accounts and regions.
        """
        if pointer is None:
            return None
        if isinstance(pointer, Text) and len(pointer.parts) == 1:
            pointer = pointer.parts[0]
        if isinstance(pointer, Unknown):
            return pointer
        names = self._names_of(kind)
        named = names.referred(pointer) if isinstance(pointer, Reference) else names.named(pointer, near)
        otherwise = Elsewhere(pointer) if isinstance(pointer, str) else Unknown(needs(pointer))
        return cast("Found[E] | None", named) or otherwise

    def pointing(self, kind: type[E], attribute: str, target: Entity) -> list[E]:
        """Return the entities of a type whose pointer (or list of pointers) ``attribute`` names the target."""
        index = (kind, attribute, type(target))
        if index not in self._pointing:
            self._pointing[index] = self._index(*index)
        return cast("list[E]", self._pointing[index].get(id(target), []))

    def astray(self, kind: type[E], attribute: str, target: type[Entity]) -> list[E]:
        """Return the entities of a type one of whose pointers ``attribute`` is unknown: it may name any target."""
        return [
            entity
            for entity in self.all(kind)
            if any(isinstance(self.find(at, target, entity), Unknown) for at in pointers(entity, attribute))
        ]

    def may_point(self, pointer: Pointer, entity: Entity, near: Entity | None = None) -> Verdict:
        """Tell whether a pointer names an entity.

        Undecided for what is unknown, and for what another unit names by a literal id or looks up: the entity's own id
        is only known to AWS. Within one unit such an id is another resource's, for Terraform would look it up before it
        exists; but two lookups may well find the same.
        """
        found = self.find(pointer, type(entity), near)
        if found is None or found is entity:
            return Verdict.of(found is entity)
        if isinstance(found, Unknown):
            return Verdict.UNDECIDED
        other = near if isinstance(found, Elsewhere) else found
        if isinstance(found, Entity) and not (found.looked_up or entity.looked_up):
            return Verdict.NO
        if isinstance(found, Entity) and found.looked_up and entity.looked_up:
            return Verdict.NO if _apart(found, entity) else same_lookup(found.resource, entity.resource)
        same_unit = other is not None and other.resource.unit == entity.resource.unit
        return Verdict.NO if same_unit or _apart(other, entity) else Verdict.UNDECIDED

    def same(self, one: Pointer, other: Pointer, kind: type[Entity]) -> Verdict:
        """Tell whether two pointers name the same thing, declared here or not."""
        if one is not None and one == other and not isinstance(one, Unknown):
            return Verdict.YES
        left, right = self.find(one, kind), self.find(other, kind)
        if left is None or right is None or isinstance(left, Unknown) or isinstance(right, Unknown):
            return Verdict.UNDECIDED
        if isinstance(left, Elsewhere) and isinstance(right, Elsewhere):
            return Verdict.of(left == right)
        if isinstance(left, Entity):
            return self.may_point(other, left)
        return self.may_point(one, cast("Entity", right))

    def _names_of(self, kind: type[Entity]) -> Names:
        if kind not in self._names:
            self._names[kind] = Names(self.all(kind))
        return self._names[kind]

    def _index(self, kind: type[Entity], attribute: str, target: type[Entity]) -> dict[int, list[Entity]]:
        index: dict[int, list[Entity]] = {}
        for entity in self.all(kind):
            found = (self.find(pointer, target, entity) for pointer in pointers(entity, attribute))
            for named in dict.fromkeys(id(each) for each in found if isinstance(each, Entity)):
                index.setdefault(named, []).append(entity)
        return index


def pointers(entity: Entity, attribute: str) -> list[Pointer]:
    """Return the pointers that an entity holds in a field, which has one or a list of them."""
    held = getattr(entity, attribute)
    return held if isinstance(held, list) else [held]


def _apart(one: Entity | None, other: Entity) -> bool:
    """Tell whether two entities are known to lie in different accounts or regions."""
    if one is None:
        return False
    sides = ((one.resource.account, other.resource.account), (one.resource.region, other.resource.region))
    return any(None not in side and side[0] != side[1] for side in sides)


def fact(derive: Callable[[Graph], R]) -> Callable[[Graph], R]:
    """Make a function of the graph remember its answer on the graph: facts are derived once and shared by rules."""

    @wraps(derive)
    def remembered(graph: Graph) -> R:
        if derive not in graph.memo:
            graph.memo[derive] = derive(graph)
        return graph.memo[derive]  # type: ignore[return-value]

    return remembered
