"""Buckets and what is said of them, in resources of their own or, as version 3 of the provider has it, inside.

Source: Terraform AWS provider, ``aws_s3_bucket`` and the resources that begin with its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.buckets import acl_grants, at, reached
from seamlint.model.reading import blocks, pointer, text, truth
from seamlint.model.storage import Bucket, BucketAcl, DefaultEncryption, OwnershipControls, Replication, Website
from seamlint.model.terraform.identity import itself, literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Entity, Maybe, Pointer
    from seamlint.model.terraform.neighbours import Neighbours, Translate

HANDLES = frozenset({
    "id", "arn", "bucket", "bucket_domain_name", "bucket_regional_domain_name", "website_endpoint", "website_domain",
})  # fmt: skip
_NONE: frozenset[str] = frozenset()
_ENCRYPTION = ("rule", "apply_server_side_encryption_by_default")
_INLINE_ENCRYPTION = "server_side_encryption_configuration"
_GRANTEE = ("id", "uri", "email_address")


def bucket(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_s3_bucket`` with what version 3 of the provider has inside."""
    name = text(resource.values.get("bucket"))
    yield Bucket(
        resource, (), name=name, names=literals(resource, "bucket"), handles=HANDLES, places={"name": ("bucket",)}
    )
    values, owner = resource.values, itself(resource)
    if values.get("acl") is not None or values.get("grant") is not None:
        yield _inline_acl(resource, owner)
    if values.get(_INLINE_ENCRYPTION) is not None:
        yield _encryption(resource, owner, (_INLINE_ENCRYPTION,))
    if values.get("website") is not None:
        yield Website(resource, ("website",), bucket=owner)
    if values.get("replication_configuration") is not None:
        role = at(values, "replication_configuration", "role")
        yield from _replications(resource, owner, ("replication_configuration", "rules"), role)


def looked_up_bucket(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_s3_bucket``."""
    yield Bucket(
        resource, (), name=text(resource.values.get("bucket")), names=literals(resource, "bucket"), handles=HANDLES
    )


def ownership(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_s3_bucket_ownership_controls``."""
    found, path = reached(resource.values, "rule", "object_ownership")
    yield OwnershipControls(
        resource, (), handles=_NONE, bucket=_bucket(resource), ownership=text(found), places={"ownership": path}
    )


def acl(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_s3_bucket_acl``."""
    listed, path = reached(resource.values, "access_control_policy", "grant")
    grants = acl_grants(listed, path, ("grantee",), _GRANTEE, "permission")
    yield BucketAcl(
        resource,
        (),
        handles=_NONE,
        bucket=_bucket(resource),
        canned=text(resource.values.get("acl")),
        grants=grants.found,
        complete=grants.complete,
        separate=True,
        places={"canned": ("acl",)},
    )


def encryption(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_s3_bucket_server_side_encryption_configuration``."""
    yield _encryption(resource, _bucket(resource), ())


def website(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_s3_bucket_website_configuration``."""
    yield Website(resource, (), handles=_NONE, bucket=_bucket(resource))


def replication(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_s3_bucket_replication_configuration``."""
    yield from _replications(resource, _bucket(resource), ("rule",), resource.values.get("role"))


def _bucket(resource: Resource) -> Pointer:
    return pointer(resource.values.get("bucket"))


def _inline_acl(resource: Resource, owner: Pointer) -> BucketAcl:
    listed = resource.values.get("grant")
    canned = "acl" in resource.values
    grants = acl_grants(listed, ("grant",), (), ("id", "uri"), "permissions")
    return BucketAcl(
        resource,
        ("acl" if canned else "grant",),
        bucket=owner,
        canned=text(resource.values.get("acl")),
        grants=grants.found,
        complete=grants.complete,
        places={"canned": ()},
    )


def _encryption(resource: Resource, owner: Pointer, above: Path) -> DefaultEncryption:
    chain = (*map(str, above), *_ENCRYPTION)
    algorithm, algorithm_path = reached(resource.values, *chain, "sse_algorithm")
    key, key_path = reached(resource.values, *chain, "kms_master_key_id")
    bucket_key, bucket_key_path = reached(resource.values, *chain[:-1], "bucket_key_enabled")
    below = len(above)
    return DefaultEncryption(
        resource,
        above,
        handles=_NONE,
        bucket=owner,
        algorithm=text(algorithm),
        kms_key=pointer(key),
        bucket_key=truth(bucket_key),
        places={
            "algorithm": algorithm_path[below:],
            "kms_key": key_path[below:],
            "bucket_key": bucket_key_path[below:],
        },
    )


def _replications(resource: Resource, owner: Pointer, chain: tuple[str, ...], role: Value) -> Iterator[Entity]:
    rules, path = reached(resource.values, *chain)
    for rule, at_rule in blocks(rules, path).found:
        key, key_path = _replica_key(rule)
        yield Replication(
            resource,
            at_rule,
            bucket=owner,
            destination=pointer(at(rule, "destination", "bucket")),
            role=pointer(role),
            enabled=_is_enabled(rule.get("status")),
            kms_key=pointer(key),
            owner=_new_owner(rule),
            places={"destination": reached(rule, "destination", "bucket")[1], "kms_key": key_path},
        )


def _replica_key(rule: dict[str, Value]) -> tuple[Value, Path]:
    inside = reached(rule, "destination", "replica_kms_key_id")
    return inside if inside[0] else reached(rule, "destination", "encryption_configuration", "replica_kms_key_id")


def _new_owner(rule: dict[str, Value]) -> Maybe[str] | None:
    translated = at(rule, "destination", "access_control_translation", "owner")
    if translated is None:
        return None
    return text(at(rule, "destination", "account") or at(rule, "destination", "account_id"))


def _is_enabled(status: Value) -> Maybe[bool]:
    read = text(status)
    return read if isinstance(read, Unknown) else read == "Enabled"


TRANSLATORS: dict[str, Translate] = {
    "aws_s3_bucket": bucket,
    "data.aws_s3_bucket": looked_up_bucket,
    "aws_s3_bucket_ownership_controls": ownership,
    "aws_s3_bucket_acl": acl,
    "aws_s3_bucket_server_side_encryption_configuration": encryption,
    "aws_s3_bucket_website_configuration": website,
    "aws_s3_bucket_replication_configuration": replication,
}
