"""Buckets and what is said of them, all inside the bucket.

Source: AWS CloudFormation template reference, ``AWS::S3::Bucket`` and its property types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.buckets import at, bucket_of_arn, reached
from seamlint.model.cloudformation.identity import itself
from seamlint.model.reading import nested, pointer, text, truth
from seamlint.model.storage import (
    Bucket,
    BucketAcl,
    BucketNotification,
    DefaultEncryption,
    OwnershipControls,
    Replication,
    Website,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Maybe, Pointer

HANDLES = frozenset({"Ref", "Arn", "DomainName", "RegionalDomainName", "DualStackDomainName", "WebsiteURL"})
_ENCRYPTION = ("BucketEncryption", "ServerSideEncryptionConfiguration")
_DEFAULT = (*_ENCRYPTION, "ServerSideEncryptionByDefault")
_EVENTS = {
    "LambdaConfigurations": ("lambda", "Function"),
    "QueueConfigurations": ("sqs", "Queue"),
    "TopicConfigurations": ("sns", "Topic"),
}


def bucket(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::S3::Bucket``."""
    values, owner = resource.values, itself(resource)
    name = text(values.get("BucketName"))
    names = (name,) if isinstance(name, str) else ()
    yield Bucket(resource, (), name=name, names=names, handles=HANDLES, places={"name": ("BucketName",)})
    if values.get("OwnershipControls") is not None:
        yield _ownership(resource, owner)
    if values.get("AccessControl") is not None:
        yield BucketAcl(resource, ("AccessControl",), bucket=owner, canned=_canned(resource), places={"canned": ()})
    if values.get("BucketEncryption") is not None:
        yield _encryption(resource, owner)
    if values.get("WebsiteConfiguration") is not None:
        yield Website(resource, ("WebsiteConfiguration",), bucket=owner)
    yield from _replications(resource, owner)
    yield from _notifications(resource, owner)


def _ownership(resource: Resource, owner: Pointer) -> OwnershipControls:
    found, path = reached(resource.values, "OwnershipControls", "Rules", "ObjectOwnership")
    return OwnershipControls(resource, path[:1], bucket=owner, ownership=text(found), places={"ownership": path[1:]})


def _canned(resource: Resource) -> Maybe[str] | None:
    """Return the canned ACL as the API names it: ``PublicReadWrite`` is ``public-read-write``."""
    written = text(resource.values.get("AccessControl"))
    if not isinstance(written, str):
        return written
    return "".join(
        f"-{each.lower()}" if each.isupper() and index else each.lower() for index, each in enumerate(written)
    )


def _encryption(resource: Resource, owner: Pointer) -> DefaultEncryption:
    algorithm, algorithm_path = reached(resource.values, *_DEFAULT, "SSEAlgorithm")
    key, key_path = reached(resource.values, *_DEFAULT, "KMSMasterKeyID")
    bucket_key, bucket_key_path = reached(resource.values, *_ENCRYPTION, "BucketKeyEnabled")
    return DefaultEncryption(
        resource,
        ("BucketEncryption",),
        bucket=owner,
        algorithm=text(algorithm),
        kms_key=pointer(key),
        bucket_key=truth(bucket_key),
        places={"algorithm": algorithm_path[1:], "kms_key": key_path[1:], "bucket_key": bucket_key_path[1:]},
    )


def _replications(resource: Resource, owner: Pointer) -> Iterator[Entity]:
    role = pointer(at(resource.values, "ReplicationConfiguration", "Role"))
    for rule, path in nested(resource.values, "ReplicationConfiguration", "Rules"):
        changed = at(rule, "Destination", "AccessControlTranslation", "Owner") is not None
        yield Replication(
            resource,
            path,
            bucket=owner,
            destination=bucket_of_arn(at(rule, "Destination", "Bucket"))[0],
            role=role,
            enabled=_is_enabled(rule.get("Status")),
            kms_key=pointer(at(rule, "Destination", "EncryptionConfiguration", "ReplicaKmsKeyID")),
            owner=text(at(rule, "Destination", "Account")) if changed else None,
            places={
                "destination": ("Destination", "Bucket"),
                "kms_key": ("Destination", "EncryptionConfiguration", "ReplicaKmsKeyID"),
            },
        )


def _is_enabled(status: Value) -> Maybe[bool]:
    read = text(status)
    return read if isinstance(read, Unknown) else read == "Enabled"


def _notifications(resource: Resource, owner: Pointer) -> Iterator[Entity]:
    for name, (service, attribute) in _EVENTS.items():
        for block, path in nested(resource.values, "NotificationConfiguration", name):
            told = pointer(block.get(attribute))
            places = {"destination": (attribute,)}
            yield BucketNotification(resource, path, bucket=owner, service=service, destination=told, places=places)
    bridge, path = reached(resource.values, "NotificationConfiguration", "EventBridgeConfiguration")
    if bridge is not None and truth(at(bridge, "EventBridgeEnabled"), default=True) is True:
        yield BucketNotification(resource, path, bucket=owner, service="events")


TRANSLATORS: dict[str, Translate] = {"AWS::S3::Bucket": bucket}
