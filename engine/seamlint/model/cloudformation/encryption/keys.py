"""Keys and their aliases.

Sources: AWS CloudFormation template reference, ``AWS::KMS::Key``, ``AWS::KMS::ReplicaKey``, ``AWS::KMS::Alias``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.encryption import SYMMETRIC, Key, KeyAlias
from seamlint.model.neighbours import texts_of
from seamlint.model.reading import number, pointer, text, truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity

_HANDLES = frozenset({"Ref", "Arn", "KeyId"})
_PLACES = {
    "spec": ("KeySpec",),
    "usage": ("KeyUsage",),
    "origin": ("Origin",),
    "multi_region": ("MultiRegion",),
    "primary": ("PrimaryKeyArn",),
    "rotation": ("EnableKeyRotation",),
    "rotation_period": ("RotationPeriodInDays",),
    "deletion_window": ("PendingWindowInDays",),
    "bypasses_lockout_check": ("BypassPolicyLockoutSafetyCheck",),
    "enabled": ("Enabled",),
}


def key(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::KMS::Key``."""
    values = resource.values
    found = _key(resource)
    found.spec = text(values.get("KeySpec")) or SYMMETRIC
    found.usage = text(values.get("KeyUsage")) or "ENCRYPT_DECRYPT"
    found.origin = text(values.get("Origin")) or "AWS_KMS"
    found.multi_region = truth(values.get("MultiRegion"))
    found.rotation = truth(values.get("EnableKeyRotation"))
    found.rotation_period = number(values.get("RotationPeriodInDays"))
    found.bypasses_lockout_check = truth(values.get("BypassPolicyLockoutSafetyCheck"))
    yield found


def replica(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::KMS::ReplicaKey``."""
    found = _key(resource)
    primary = Unknown((f"{resource.address}.PrimaryKeyArn",))
    found.spec = found.usage = found.origin = found.rotation = primary
    found.multi_region = True
    found.primary = pointer(resource.values.get("PrimaryKeyArn")) or primary
    yield found


def alias(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::KMS::Alias``: ``Ref`` gives its name."""
    yield KeyAlias(
        resource,
        (),
        names=texts_of(resource, "AliasName"),
        handles=frozenset({"Ref"}),
        places={"name": ("AliasName",), "target": ("TargetKeyId",)},
        name=text(resource.values.get("AliasName")),
        target=pointer(resource.values.get("TargetKeyId")),
    )


def _key(resource: Resource) -> Key:
    """Return what keys and replicas both have."""
    values = resource.values
    return Key(
        resource,
        (),
        handles=_HANDLES,
        places=_PLACES,
        deletion_window=number(values.get("PendingWindowInDays")),
        enabled=truth(values.get("Enabled"), default=True),
    )


TRANSLATORS: dict[str, Translate] = {
    "AWS::KMS::Key": key,
    "AWS::KMS::ReplicaKey": replica,
    "AWS::KMS::Alias": alias,
}
