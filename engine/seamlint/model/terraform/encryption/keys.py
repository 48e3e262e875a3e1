"""Keys and their aliases.

Sources: Terraform AWS provider, ``aws_kms_key``, ``aws_kms_external_key``, ``aws_kms_replica_key``,
``aws_kms_replica_external_key``, ``aws_kms_key_policy``, ``aws_kms_alias``, and the data sources ``aws_kms_key`` and
``aws_kms_alias``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.encryption import SYMMETRIC, Key, KeyAlias
from seamlint.model.entity import Place
from seamlint.model.reading import number, pointer, text, truth
from seamlint.model.terraform.identity import literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Maybe
    from seamlint.model.terraform.neighbours import Neighbours, Translate

_BYPASS = "bypass_policy_lockout_safety_check"
_HANDLES = frozenset({"id", "arn", "key_id"})
_ALIAS_HANDLES = frozenset({"id", "arn", "name"})
_PLACES = {
    "origin": ("custom_key_store_id",),
    "primary": ("primary_key_arn",),
    "usage": ("key_usage",),
    "rotation": ("enable_key_rotation",),
    "rotation_period": ("rotation_period_in_days",),
    "deletion_window": ("deletion_window_in_days",),
    "bypasses_lockout_check": (_BYPASS,),
    "looked_up_as": ("key_id",),
}


def key(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_kms_key``."""
    values = resource.values
    found = _key(resource, neighbours, enabled="is_enabled", spec="customer_master_key_spec")
    found.usage = text(values.get("key_usage")) or "ENCRYPT_DECRYPT"
    found.origin = _origin(resource)
    found.multi_region = truth(values.get("multi_region"))
    found.rotation = truth(values.get("enable_key_rotation"))
    found.rotation_period = number(values.get("rotation_period_in_days"))
    yield found


def external_key(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_kms_external_key``: its key material is imported; without any it cannot be used yet."""
    found = _key(resource, neighbours, enabled="enabled", spec="key_spec")
    found.usage = text(resource.values.get("key_usage")) or "ENCRYPT_DECRYPT"
    found.origin = "EXTERNAL"
    found.multi_region = truth(resource.values.get("multi_region"))
    yield found


def replica(origin: str | None, resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_kms_replica_key`` and ``aws_kms_replica_external_key``."""
    found = _key(resource, neighbours, enabled="enabled", spec="")
    primary = Unknown((f"{resource.address}.primary_key_arn",))
    found.spec = found.usage = found.rotation = primary
    found.origin = origin or primary
    found.multi_region = True
    found.primary = pointer(resource.values.get("primary_key_arn")) or primary
    yield found


def looked_up_key(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_kms_key``."""
    unknown = Unknown((resource.address,))
    yield Key(
        resource,
        (),
        names=literals(resource),
        handles=frozenset({"id", "arn"}),
        places=_PLACES,
        spec=unknown,
        usage=unknown,
        origin=unknown,
        multi_region=unknown,
        rotation=unknown,
        enabled=unknown,
        looked_up_as=pointer(resource.values.get("key_id")) or unknown,
    )


def alias(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_kms_alias`` and the data source of that name."""
    named = text(resource.values.get("name"))
    target = pointer(resource.values.get("target_key_id"))
    yield KeyAlias(
        resource,
        (),
        names=literals(resource, "name"),
        handles=_ALIAS_HANDLES,
        places={"target": ("target_key_id",)},
        name=named,
        target=target if resource.mode == "managed" else None,
        target_attributes=frozenset({"target_key_arn", "target_key_id"}),
    )


def _key(resource: Resource, neighbours: Neighbours, *, enabled: str, spec: str) -> Key:
    """Return what all kinds of keys have, read from the attributes that differ in name."""
    values = resource.values
    beside = neighbours.naming("aws_kms_key_policy", "key_id", resource)
    lender = next((each for each in beside if truth(each.values.get(_BYPASS)) is not False), resource)
    return Key(
        resource,
        (),
        names=literals(resource, "key_id"),
        handles=_HANDLES,
        places=_PLACES | {"enabled": (enabled,), "spec": (spec,)},
        borrowed={} if lender is resource else {"bypasses_lockout_check": Place(lender, (_BYPASS,))},
        spec=text(values.get(spec)) or SYMMETRIC,
        deletion_window=number(values.get("deletion_window_in_days")),
        bypasses_lockout_check=truth(lender.values.get(_BYPASS)),
        enabled=truth(values.get(enabled), default=True),
    )


def _origin(resource: Resource) -> Maybe[str]:
    """Return where the key material of ``aws_kms_key`` comes from: AWS KMS, or one kind of custom key store."""
    store, outside = (text(resource.values.get(name)) for name in ("custom_key_store_id", "xks_key_id"))
    if store is None:
        return "AWS_KMS"
    if isinstance(store, Unknown):
        return store
    return outside if isinstance(outside, Unknown) else "EXTERNAL_KEY_STORE" if outside else "AWS_CLOUDHSM"


TRANSLATORS: dict[str, Translate] = {
    "aws_kms_key": key,
    "aws_kms_external_key": external_key,
    "aws_kms_replica_key": partial(replica, None),
    "aws_kms_replica_external_key": partial(replica, "EXTERNAL"),
    "aws_kms_alias": alias,
    "data.aws_kms_key": looked_up_key,
    "data.aws_kms_alias": alias,
}
