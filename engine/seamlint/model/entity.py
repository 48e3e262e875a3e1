"""What all entities of the model share: where they come from and how they are named by others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar, Union

from seamlint.evaluate.values import Path, Reference, Text, Unknown, Verdict
from seamlint.model.evidence import Evidence

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.sources.span import Span

T = TypeVar("T")
Maybe = Union[T, Unknown]
"""A plain value, or not known."""

Pointer = Union[None, str, Reference, Text, Unknown]
"""How one resource names another: by reference, by literal id, name or ARN, or in a way that is not known."""


class Key(NamedTuple):
    """Names an entity in the graph. ``path`` is empty for a resource, else the place of an inline part of it."""

    unit: str
    address: str
    path: Path = ()


@dataclass(eq=False)
class Entity:
    """Something of the model, and the resource (or the part of one) that declares it."""

    resource: Resource
    path: Path

    @property
    def key(self) -> Key:
        """The entity's name in the graph."""
        return Key(self.resource.unit, self.resource.address, self.path)

    @property
    def address(self) -> str:
        """Address of the resource that declares it."""
        return self.resource.address

    @property
    def presence(self) -> Verdict:
        """Whether it will exist."""
        return self.resource.presence

    def span(self, *path: str | int) -> Span:
        """Return the place of an attribute of this entity."""
        return self.resource.span_at(self.path + path)

    def evidence(self, says: str, *path: str | int, because: tuple[Evidence, ...] = ()) -> Evidence:
        """Return a step of a proof at an attribute of this entity, followed by what its value came through."""
        unit = self.resource.unit
        trail = tuple(Evidence(at.span, at.says, self.address, (), unit) for at in self.resource.trail(self.path + path))
        return Evidence(self.span(*path), says, self.address, because + trail, unit)
