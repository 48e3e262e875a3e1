"""The model as JSONPath sees it.

The root has the entities by the names of their types (``$.Role[*]``, ``$.SecurityGroupRule[*]``), and the evaluated
resources by their types under ``resources`` (``$.resources.aws_sqs_queue[*].values``). An entity is an object:
``address``, ``type``, ``unit``, ``account``, ``region``, and the fields of its type. What is not known stays `Unknown`.
A type that others extend stands for all of them.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING

from seamlint.data_classes import fields
from seamlint.graph.graph import fact
from seamlint.model.entity import Entity, Place
from seamlint.model.iam import PolicyDocument
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

RESOURCES = "resources"
COMMON = ("address", "type", "unit", "account", "region")
"""Fields that everything has."""
_INNER = frozenset(each.name for each in fields(Entity))


class Seen(NamedTuple):
    """An object of the view, and what it is a view of: an entity, or a resource (as an entity that is only that).

    Attributes:
        value: the object, or a part of it.
        path: of that part in the object; empty for the whole.
    """

    entity: Entity
    value: object
    path: Path = ()

    @property
    def is_resource(self) -> bool:
        """Whether it is a view of a resource's values."""
        return type(self.entity) is Entity

    def evidence(self, says: str, because: tuple[Evidence, ...] = ()) -> Evidence:
        """Return a step of a proof where this part is written."""
        path = self.path[1:] if self.is_resource and self.path[:1] == ("values",) else self.path
        if path and not self.is_resource:
            held = getattr(self.entity, str(path[0]), None)
            if isinstance(held, PolicyDocument):
                return held.evidence(says, *path[1:], because=because)
            if path[0] not in {each.name for each in fields(self.entity)}:
                path = ()
        if self.is_resource:
            return Place(self.entity.resource, path).evidence(says, because)
        return self.entity.evidence(says, *path, because=because)


class View:
    """The model of a graph, each type of it made when it is first asked for."""

    def __init__(self, graph: Graph) -> None:
        self._made: dict[tuple[str, str | None], list[Seen]] = {}
        self._entities: dict[str, list[Entity]] = {}
        for entity in graph:
            for kind in type(entity).__mro__:
                self._entities.setdefault(kind.__name__, []).append(entity)
        self._resources: dict[str, list[Resource]] = {}
        for unit in graph.units:
            for resource in unit.resources:
                self._resources.setdefault(resource.type, []).append(resource)

    def all(self, kind: str, resource_type: str | None) -> list[Seen]:
        """Return the entities of a type, or the resources of one, in source order."""
        key = (kind, resource_type)
        if key not in self._made:
            resources = self._resources.get(resource_type or "", ()) if kind == RESOURCES else ()
            self._made[key] = [Seen(Entity(each, ()), _resource(each)) for each in resources]
            self._made[key] += [Seen(each, _entity(each)) for each in self._entities.get(kind, ())]
        return self._made[key]


@lru_cache(maxsize=1)
def kinds() -> dict[str, type[Entity]]:
    """Return all types of entities, by name, in the order of the model's modules."""
    import pkgutil
    from importlib import import_module

    import seamlint.model

    modules = pkgutil.iter_modules(seamlint.model.__path__, "seamlint.model.")
    held = (vars(import_module(module.name)).values() for module in modules if not module.ispkg)
    types = (each for values in held for each in values if isinstance(each, type) and issubclass(each, Entity))
    return {each.__name__: each for each in types if each is not Entity}


def fields_of(kind: str) -> tuple[str, ...]:
    """Return the names of the fields of a type of entities, or of resources."""
    if kind == RESOURCES:
        return (*COMMON, "mode", "values")
    return (*COMMON, *(each.name for each in fields(kinds()[kind]) if each.name not in _INNER))


@fact
def view_of(graph: Graph) -> View:
    """Return the view of a graph."""
    return View(graph)


def _resource(resource: Resource) -> dict[str, object]:
    return {**_named(resource, resource.address), "mode": resource.mode, "values": resource.values}


def _entity(entity: Entity) -> dict[str, object]:
    own = {each.name: _seen(getattr(entity, each.name)) for each in fields(entity) if each.name not in _INNER}
    common = {**_named(entity.resource, entity.address), "type": type(entity).__name__}
    return {**own, **{name: common[name] for name in COMMON if own.get(name) is None}}


def _named(resource: Resource, address: str) -> dict[str, object]:
    known = {"unit": resource.unit, "account": resource.account, "region": resource.region}
    return {"address": address, "type": resource.type, **known}


def _seen(value: object) -> object:
    if isinstance(value, PolicyDocument):
        return value.value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (IPv4Network, IPv6Network)):
        return str(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {str(key): _seen(item) for key, item in value.items()}
    if isinstance(value, (list, set, frozenset)) or type(value) is tuple:
        return [_seen(item) for item in value]
    return value
