"""Buckets, and what is said of them beside their policies: blocks, ownership, ACLs, encryption, logs.

Terraform writes each of these in a resource of its own (or, in version 3 of its provider, inside the bucket),
CloudFormation inside the bucket: here each is an entity whose ``bucket`` names the bucket. What AWS makes of a bucket
of which nothing is said is decided by `seamlint.facts.storage`. A bucket's policies and its part in IAM are a
`seamlint.model.iam.ResourcePolicy` and a `seamlint.model.iam.ProtectedResource`.
Source: Amazon S3 User Guide, the pages named below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from seamlint.data_classes import dataclass, field
from seamlint.model.entity import Entity, Maybe, Pointer
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.evaluate.values import Path

CANNED_PRIVATE = frozenset({"private", "bucket-owner-read", "bucket-owner-full-control"})
"""Canned ACLs that a bucket may be created with though its ACLs are disabled ("Controlling ownership of objects")."""


@dataclass(eq=False, repr=False)
class Bucket(Entity):
    """A general purpose bucket.

    Attributes:
        name: its name; None where AWS or the provider makes one up.
    """

    scope: ClassVar[tuple[str, ...]] = ("partition",)

    name: Maybe[str] | None = None


@dataclass(eq=False, repr=False)
class Blocks(Entity):
    """The four public access blocks ("Blocking public access to your Amazon S3 storage").

    Attributes:
        block_public_acls: calls that set a public ACL are refused.
        ignore_public_acls: public ACLs have no effect.
        block_public_policy: calls that set a public policy are refused.
        restrict_public_buckets: a public policy lets in AWS services and the owner's account alone.
    """

    block_public_acls: Maybe[bool] = True
    ignore_public_acls: Maybe[bool] = True
    block_public_policy: Maybe[bool] = True
    restrict_public_buckets: Maybe[bool] = True


@dataclass(eq=False, repr=False)
class PublicAccessBlock(Blocks):
    """The blocks of a bucket."""

    bucket: Pointer = None


@dataclass(eq=False, repr=False)
class AccountPublicAccessBlock(Blocks):
    """The blocks of all buckets of an account.

    Attributes:
        account: its id; None for the one that its resource belongs to.
    """

    scope: ClassVar[tuple[str, ...]] = ("account",)

    account: Maybe[str] | None = None


@dataclass(eq=False, repr=False)
class AccessPoint(Blocks):
    """An access point, with blocks of its own ("Managing access to shared datasets with access points").

    Attributes:
        vpc: the only VPC that it can be reached from; None where it can be from the internet.
    """

    bucket: Pointer = None
    name: Maybe[str] | None = None
    vpc: Pointer = None


@dataclass(eq=False, repr=False)
class OwnershipControls(Entity):
    """Who owns objects ("Controlling ownership of objects and disabling ACLs for your bucket").

    Attributes:
        ownership: ``BucketOwnerEnforced`` (ACLs are disabled), ``BucketOwnerPreferred`` or ``ObjectWriter``.
    """

    bucket: Pointer = None
    ownership: Maybe[str] | None = None


class AclGrant(NamedTuple):
    """A grant of an ACL ("Access control list (ACL) overview").

    Attributes:
        grantee: a canonical user id, the URI of a group, or an email address.
        permission: ``READ``, ``WRITE``, ``READ_ACP``, ``WRITE_ACP`` or ``FULL_CONTROL``.
        path: where it is written, in the values of the resource that declares the ACL.
    """

    grantee: Pointer
    permission: Maybe[str] | None
    path: Path


@dataclass(eq=False, repr=False)
class BucketAcl(Entity):
    """An ACL of a bucket.

    Attributes:
        canned: its name; None where the grants are listed.
        grants: those that are listed.
        separate: whether a resource of its own sets it: a call that ``BucketOwnerEnforced`` refuses whatever it sets.
        complete: false where there may be further grants.
    """

    bucket: Pointer = None
    canned: Maybe[str] | None = None
    grants: list[AclGrant] = field(default_factory=list)
    separate: bool = False
    complete: bool = True


@dataclass(eq=False, repr=False)
class ObjectAcl(Entity):
    """The canned ACL of an object that code puts into a bucket; ``public-read`` lets everyone read it."""

    bucket: Pointer = None
    canned: Maybe[str] | None = None


@dataclass(eq=False, repr=False)
class DefaultEncryption(Entity):
    """How new objects are encrypted ("Setting default server-side encryption behavior for Amazon S3 buckets").

    Attributes:
        algorithm: ``AES256``, ``aws:kms`` or ``aws:kms:dsse``.
        kms_key: id, ARN or alias of the key; None for the AWS managed one.
        bucket_key: whether a bucket key saves calls to KMS.
    """

    bucket: Pointer = None
    algorithm: Maybe[str] | None = None
    kms_key: Pointer = None
    bucket_key: Maybe[bool] = False


@dataclass(eq=False, repr=False)
class Website(Entity):
    """A bucket serves a website."""

    bucket: Pointer = None


@dataclass(eq=False, repr=False)
class Replication(Entity):
    """A rule that copies a bucket's objects ("Replicating objects").

    Attributes:
        destination: the bucket that gets the copies.
        role: what S3 copies with.
        enabled: whether the rule is.
        kms_key: encrypts the copies; None where the destination's default does.
        owner: the account that is to own the copies; None for the source's.
    """

    bucket: Pointer = None
    destination: Pointer = None
    role: Pointer = None
    enabled: Maybe[bool] = True
    kms_key: Pointer = None
    owner: Maybe[str] | None = None


@dataclass(eq=False, repr=False)
class BucketNotification(Entity):
    """A bucket tells of its events ("Amazon S3 Event Notifications").

    Attributes:
        service: whom: ``lambda``, ``sqs``, ``sns`` or ``events``.
        destination: the function, queue or topic; None for EventBridge.
    """

    bucket: Pointer = None
    service: str = ""
    destination: Pointer = None
