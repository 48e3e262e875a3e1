"""What people ask about by address, name or ARN: principals, and what they act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.identities import identities
from seamlint.facts.iam.access.names import names
from seamlint.facts.iam.access.targets import elsewhere, entity_target, part_of, resource_target, role_target
from seamlint.model.iam import ManagedPolicy, ProtectedResource, Role, User, UserGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.can import Target
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.visitors import Visitor
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity

_ACTED_ON = (ProtectedResource, Role, User, UserGroup, ManagedPolicy)
_BELOW = ("/", ":")


def principals(graph: Graph, asked: str) -> list[Identity]:
    """Return the users and roles that an address, a name or an ARN means; the best kind of match decides."""
    found = identities(graph)
    for matches in (_by_address, _by_arn, _by_end_of_address, _by_name):
        meant = [each for each in found if matches(graph, each.entity, asked)]
        if meant:
            return meant
    return []


def targets(graph: Graph, asked: str, near: Identity | Visitor) -> list[Target]:
    """Return what an address, a name or an ARN means, with or without a part of it below: ``bucket/key``.

    What no scanned code declares is taken as it is, where it is an ARN or ``*``.
    """
    for text, below in _splits(asked):
        entities = [each for kind in _ACTED_ON for each in graph.all(kind) if not each.path]
        for matches in (_by_address, _by_arn, _by_end_of_address, _by_name):
            meant = [each for each in entities if matches(graph, each, text)]
            if meant:
                return [_target(graph, each, below) for each in meant]
    return [elsewhere(asked, near.account)] if asked == "*" or asked.startswith("arn:") else []


def _target(graph: Graph, entity: Entity, below: str) -> Target:
    if isinstance(entity, ProtectedResource):
        target = resource_target(graph, entity)
    elif isinstance(entity, Role):
        target = next(role_target(each) for each in identities(graph) if each.entity is entity)
    else:
        target = entity_target(graph, entity)
    return part_of(target, below) if below else target


def _splits(asked: str) -> Iterator[tuple[str, str]]:
    """Yield the text, and the text before each ``/`` or ``:`` with what follows, the longest first."""
    yield asked, ""
    for at in range(len(asked) - 1, 0, -1):
        if asked[at] in _BELOW:
            yield asked[:at], asked[at:]


def _by_address(_graph: Graph, entity: Entity, asked: str) -> bool:
    return entity.address == asked


def _by_end_of_address(_graph: Graph, entity: Entity, asked: str) -> bool:
    return "." in asked and entity.address.endswith(f".{asked}")


def _by_arn(graph: Graph, entity: Entity, asked: str) -> bool:
    return asked.startswith("arn:") and names(graph).arn(entity) == asked


def _by_name(_graph: Graph, entity: Entity, asked: str) -> bool:
    return getattr(entity, "name", None) == asked
