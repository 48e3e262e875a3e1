"""The graph: every entity of every unit, and the edges between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, NamedTuple, TypeVar, Union

from seamlint.evaluate.values import Reference, Text, Unknown, needs
from seamlint.model.entity import Entity, Key, Pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.resource import Unit

E = TypeVar("E", bound=Entity)
R = TypeVar("R")


class Elsewhere(NamedTuple):
    """What a pointer names by literal text, and no scanned unit declares: ``vpc-0123``, an ARN of another account."""

    text: str


Found = Union[E, Elsewhere, Unknown]


class Graph:
    """All entities, found by type, by key and by the ways in which other resources name them.

    Attributes:
        units: every evaluated unit.
        memo: facts already derived, by function (see `fact`).
    """

    def __init__(self, units: Iterable[Unit], entities: Iterable[Entity]) -> None:
        self.units = list(units)
        self.memo: dict[object, object] = {}
        self._by_type: dict[type, list[Entity]] = {}
        self._by_key: dict[tuple[str, str, type], Entity] = {}
        for entity in entities:
            self._by_type.setdefault(type(entity), []).append(entity)

    def all(self, kind: type[E]) -> list[E]:
        """Return the entities of a type, in source order."""
        raise NotImplementedError

    def find(self, pointer: Pointer, kind: type[E]) -> Found[E] | None:
        """Return what a pointer names: an entity, something elsewhere, unknown, or None for no pointer."""
        raise NotImplementedError

    def pointing(self, kind: type[E], attribute: str, target: Entity) -> list[E]:
        """Return the entities of a type whose pointer ``attribute`` names the target (indexed, not searched)."""
        raise NotImplementedError


def fact(derive: Callable[[Graph], R]) -> Callable[[Graph], R]:
    """Make a function of the graph remember its answer on the graph: facts are derived once and shared by rules."""

    @wraps(derive)
    def remembered(graph: Graph) -> R:
        if derive not in graph.memo:
            graph.memo[derive] = derive(graph)
        return graph.memo[derive]  # type: ignore[return-value]

    return remembered
