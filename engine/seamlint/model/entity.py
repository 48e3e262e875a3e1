"""What all entities of the model share: where they come from and how they are named by others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar, Union

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.values import Path, Reference, Text, Unknown, Verdict
from seamlint.model.evidence import Evidence
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.sources.span import Span

T = TypeVar("T")
Maybe = Union[T, Unknown]
"""A plain value, or not known."""

Pointer = Union[None, str, Reference, Text, Unknown]
"""How one resource names another: by reference, by literal id, name or ARN, or in a way that is not known."""


Places = Mapping[str, Path]
"""By an entity's field, the attribute that sets it."""


class Key(NamedTuple):
    """Names an entity in the graph. ``path`` is empty for a resource, else the place of an inline part of it."""

    unit: str
    address: str
    path: Path = ()


IDENTITY = frozenset({"id", "arn", "name"})
"""Attributes whose value names the resource itself, unless its translator says otherwise."""


class Place(NamedTuple):
    """Where something is written: a resource, and the path in its values.

    Another resource may set a field of an entity: a launch template the groups of an auto scaling group.
    """

    resource: Resource
    path: Path

    def span(self) -> Span:
        """Return where it is written."""
        return self.resource.span_at(self.path)

    def evidence(self, says: str, because: tuple[Evidence, ...] = ()) -> Evidence:
        """Return a step of a proof here, followed by what the value came through."""
        lender, at = self
        trail = (Evidence(origin.span, origin.says, lender.address, (), lender.unit) for origin in lender.trail(at))
        return Evidence(self.span(), says, lender.address, (*because, *trail), lender.unit)


@dataclass(eq=False, repr=False)
class Entity:
    """Something of the model, and the resource (or the part of one) that declares it.

    Attributes:
        resource: declares it.
        path: empty for the resource itself, else the place of an inline part of it.
        names: further ways by which others may name it: ids, names and ARNs, wholly or partly known; references to
            other resources' attributes (a VPC's ``default_security_group_id`` for the group that adopts it).
        handles: attributes of `resource` whose value names this entity; None for `IDENTITY` where `path` is empty, and
            for nothing where it is not.
        places: by field, the attribute below `path` that sets it, where the dialect calls it otherwise.
        borrowed: by field, where another resource sets it.
        made_as: attribute of `resource` that names what AWS makes with it and no code declares.
    """

    scope: ClassVar[tuple[str, ...]] = ("account", "region")
    """Within which of a resource's attributes a name is unique; ids and ARNs are unique everywhere."""

    resource: Resource
    path: Path
    names: tuple[str | Text | Reference, ...] = field(default=(), kw_only=True)
    handles: frozenset[str] | None = field(default=None, kw_only=True)
    places: Places = field(default_factory=dict, kw_only=True)
    borrowed: Mapping[str, Place] = field(default_factory=dict, kw_only=True)
    made_as: str = field(default="", kw_only=True)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'.'.join(map(str, (self.address, *self.path)))})"

    @property
    def key(self) -> Key:
        """The entity's name in the graph."""
        return Key(self.resource.unit, self.resource.address, self.path)

    @property
    def address(self) -> str:
        """Address of the resource that declares it; of what AWS makes with that, the attribute that names it."""
        return f"{self.resource.address}.{self.made_as}" if self.made_as else self.resource.address

    @property
    def presence(self) -> Verdict:
        """Whether it will exist."""
        return self.resource.presence

    @property
    def looked_up(self) -> bool:
        """Whether code only looks it up (a data source), so that it is declared elsewhere."""
        return self.resource.mode == "data"

    def place(self, *path: str | int) -> Place:
        """Return the resource and the path in its values that set a field of this entity."""
        if not path or not isinstance(path[0], str):
            return Place(self.resource, self.path + path)
        if path[0] in self.borrowed:
            lender, base = self.borrowed[path[0]]
            return Place(lender, base + path[1:])
        return Place(self.resource, self.path + self.places.get(path[0], path[:1]) + path[1:])

    def span(self, *path: str | int) -> Span:
        """Return the place of a field of this entity, or of the entity as a whole."""
        return self.place(*path).span()

    def evidence(self, says: str, *path: str | int, because: tuple[Evidence, ...] = ()) -> Evidence:
        """Return a step of a proof at a field of this entity, followed by what its value came through."""
        return self.place(*path).evidence(says, because)
