"""Which key a resource means, in every way in which one is named.

"Key identifiers (KeyId)", "Aliases in AWS KMS" and "Multi-Region keys in AWS KMS" in the AWS KMS Developer Guide: by
key id, key ARN, alias name or alias ARN; names that begin with ``alias/aws/`` are of AWS managed keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from seamlint.evaluate.values import Reference, Text, Unknown, needs
from seamlint.facts.iam.access.targets import resource_target
from seamlint.facts.waiting import KEY
from seamlint.graph.graph import Elsewhere, fact
from seamlint.model.encryption import Key, KeyAlias
from seamlint.model.iam import ProtectedResource
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.facts.iam.access.can import Target
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity, Pointer

_ALIAS, _OF_AWS, _KEY = "alias/", "alias/aws/", ":key/"
_OPEN = "\0"
_MOST_STEPS = 8


class AwsManagedKey(NamedTuple):
    """A key that AWS makes in every account for one of its services; nobody can edit its policy.

    Attributes:
        service: as its alias ends: ``s3``, ``secretsmanager``.
    """

    service: str


KeyFound = Union[Key, AwsManagedKey, Elsewhere, Unknown]


class _Scope(NamedTuple):
    """Where an alias is looked for, as far as it is known; who asks, where the name alone is given."""

    account: str | None
    region: str | None
    near: Entity


def key_of(graph: Graph, pointer: Pointer, near: Entity) -> KeyFound | None:
    """Return the key that a resource means.

    Args:
        graph: where both are.
        pointer: a key's id or ARN, an alias's name or ARN, or a reference to one of them.
        near: what holds the pointer: an alias name is one of its account and region.

    Returns:
        The key, which may be only looked up; `Elsewhere` for what no scanned unit declares; `Unknown` where that hangs
        on a value or on an account that is not known; None for no pointer.
    """
    return _found(graph, pointer, near, _MOST_STEPS)


def protected_of(graph: Graph, key: Key) -> ProtectedResource:
    """Return a key as what its policy protects."""
    return graph.of(ProtectedResource, key)[0]


def key_target(graph: Graph, key: Key) -> Target:
    """Return a key, with its policy, as what principals act on."""
    return resource_target(graph, protected_of(graph, key))


def key_behind(graph: Graph, resource: ProtectedResource) -> Key | None:
    """Return the key that a protected resource is; None where it is none."""
    return next(iter(graph.of(Key, resource)), None) if resource.service == "kms" else None


def primary_of(graph: Graph, key: Key) -> Key | None:
    """Return the key whose material, spec, usage and rotation a key has: itself, of a replica its primary.

    None where the primary is not among the scanned.
    """
    for _ in range(_MOST_STEPS):
        if key.primary is None:
            return key
        found = key_of(graph, key.primary, key)
        if not isinstance(found, Key) or found is key:
            return None
        key = found
    return None


def replicas_of(graph: Graph, primary: Key) -> list[Key]:
    """Return the replicas of a multi-Region key that are declared."""
    return _replicas(graph).get(id(primary), [])


@fact
def _replicas(graph: Graph) -> dict[int, list[Key]]:
    found: dict[int, list[Key]] = {}
    for key in graph.all(Key):
        primary = primary_of(graph, key) if key.primary is not None else None
        if primary is not None:
            found.setdefault(id(primary), []).append(key)
    return found


def _found(graph: Graph, pointer: Pointer, near: Entity, steps: int) -> KeyFound | None:
    if pointer is None or isinstance(pointer, Unknown):
        return pointer
    if not steps:
        return Unknown(needs(pointer) or (str(pointer),))
    if isinstance(pointer, Reference):
        return _referred(graph, pointer, near, steps)
    parts = pointer.parts if isinstance(pointer, Text) else (pointer,)
    last = parts[-1]
    if isinstance(last, str) and (last.startswith(_ALIAS) or f":{_ALIAS}" in last):
        return _by_alias(graph, pointer, near, steps)
    if len(parts) > 1 and isinstance(last, Reference) and str(parts[-2]).endswith(_KEY):
        return _referred(graph, last, near, steps)
    return _meant(graph, graph.find(pointer, Key, near), steps)


def _referred(graph: Graph, reference: Reference, near: Entity, steps: int) -> KeyFound | None:
    alias = _aliases(graph).get((reference.unit, reference.address))
    if alias is not None and (reference.attribute in alias.target_attributes or _names(reference, alias)):
        return _target(graph, alias, steps)
    return _meant(graph, graph.find(reference, Key, near), steps)


def _names(reference: Reference, alias: KeyAlias) -> bool:
    return reference.attribute in (alias.handles or ())


def _meant(graph: Graph, found: KeyFound | None, steps: int) -> KeyFound | None:
    """Return what a data source finds, where a scanned unit declares it or AWS manages it."""
    if not isinstance(found, Key) or found.looked_up_as is None:
        return found
    declared = _found(graph, found.looked_up_as, found, steps - 1)
    return declared if isinstance(declared, (Key, AwsManagedKey)) else found


def _target(graph: Graph, alias: KeyAlias, steps: int) -> KeyFound | None:
    """Return the key that an alias names."""
    if alias.looked_up:
        name = alias.name or Unknown((alias.address,))
        found = name if isinstance(name, Unknown) else _by_alias(graph, name, alias, steps)
        return _placed(found, alias.resource) if isinstance(found, Elsewhere) else found
    missing = Unknown((f"{alias.address}.{'.'.join(map(str, alias.places.get('target', ())))}",))
    return _found(graph, alias.target, alias, steps - 1) or missing


def _placed(found: Elsewhere, of: Resource) -> Elsewhere:
    """Return what is looked up by the name of an alias, with where it is looked for."""
    if found.text.startswith("arn:") or of.region is None:
        return found
    return Elsewhere(f"arn:{of.partition or 'aws'}:kms:{of.region}:{of.account or ''}:{found.text}")


def _by_alias(graph: Graph, pointer: str | Text, near: Entity, steps: int) -> KeyFound | None:
    """Return the key that an alias name or an alias ARN means."""
    last = pointer if isinstance(pointer, str) else str(pointer.parts[-1])
    name = last[last.index(_ALIAS) :]
    if name.startswith(_OF_AWS):
        return AwsManagedKey(name.removeprefix(_OF_AWS))
    named = _declared(graph, name, _scope(pointer, near)) or (_called(graph, name, near) if name == pointer else None)
    if isinstance(named, KeyAlias):
        return _target(graph, named, steps - 1)
    return named or Elsewhere(pointer if isinstance(pointer, str) else name)


def _scope(pointer: str | Text, near: Entity) -> _Scope:
    """Return account and region that an alias ARN names; of what it leaves open, and of a name, those of who asks."""
    parts = pointer.parts if isinstance(pointer, Text) else (pointer,)
    *_, region, account = ("", "", *"".join(each if isinstance(each, str) else _OPEN for each in parts).split(":")[3:5])
    own = near.resource
    return _Scope(
        own.account if _OPEN in account or not account else account,
        own.region if _OPEN in region or not region else region,
        near,
    )


def _declared(graph: Graph, name: str, scope: _Scope) -> KeyAlias | Unknown | None:
    """Return the declared alias of a name in an account and region; unknown where several or unknown ones may be it."""
    wanted = (scope.account, scope.region)
    found = [each for each in _by_name(graph).get(name, ()) if not _apart(wanted, each)]
    own = [each for each in found if each.resource.unit == scope.near.resource.unit]
    here = (scope.near.resource.account, scope.near.resource.region)
    found = own or found
    if not found:
        return None
    alike = [each for each in found if wanted in (here, (each.resource.account, each.resource.region))]
    return alike[0] if len(alike) == 1 else Unknown(tuple(f"whether {name} is {each.address}" for each in found[:3]))


def _called(graph: Graph, name: str, near: Entity) -> KeyAlias | None:
    """Return the alias of a name, declared in another region, that the code of who asks refers to."""
    found = [each for each in _by_name(graph).get(name, ()) if each.resource.unit == near.resource.unit]
    referred = {KEY.sub("", each) for each in near.resource.referred()} if found else set()
    return next((each for each in found if KEY.sub("", each.resource.address) in referred), None)


def _apart(wanted: tuple[str | None, str | None], alias: KeyAlias) -> bool:
    sides = zip(wanted, (alias.resource.account, alias.resource.region), strict=True)
    return any(None not in side and side[0] != side[1] for side in sides)


@fact
def _aliases(graph: Graph) -> dict[tuple[str, str], KeyAlias]:
    """Return aliases by the resources that declare them or look them up."""
    return {(each.resource.unit, each.resource.address): each for each in graph.all(KeyAlias)}


@fact
def _by_name(graph: Graph) -> dict[str, list[KeyAlias]]:
    found: dict[str, list[KeyAlias]] = {}
    for each in graph.all(KeyAlias):
        if isinstance(each.name, str) and not each.looked_up:
            found.setdefault(each.name, []).append(each)
    return found
