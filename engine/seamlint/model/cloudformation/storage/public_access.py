"""Public access blocks and access points.

Source: AWS CloudFormation template reference, ``AWS::S3::Bucket PublicAccessBlockConfiguration`` (each block that is
not set is off), ``AWS::S3::AccessPoint`` (each is on; Amazon S3 User Guide, "Managing public access to access points").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

from seamlint.model.buckets import at, bucket_of_arn
from seamlint.model.cloudformation.identity import itself
from seamlint.model.reading import pointer, text, truth
from seamlint.model.storage import AccessPoint, PublicAccessBlock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Maybe

_INSIDE = "PublicAccessBlockConfiguration"
_FLAGS = {
    "block_public_acls": "BlockPublicAcls",
    "ignore_public_acls": "IgnorePublicAcls",
    "block_public_policy": "BlockPublicPolicy",
    "restrict_public_buckets": "RestrictPublicBuckets",
}


class _Flags(TypedDict, total=False):
    block_public_acls: Maybe[bool]
    ignore_public_acls: Maybe[bool]
    block_public_policy: Maybe[bool]
    restrict_public_buckets: Maybe[bool]


def bucket_block(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the ``PublicAccessBlockConfiguration`` of ``AWS::S3::Bucket``."""
    inside = resource.values.get(_INSIDE)
    if inside is not None:
        places = {field: (name,) for field, name in _FLAGS.items()}
        flags = _flags(inside, default=False)
        yield PublicAccessBlock(resource, (_INSIDE,), bucket=itself(resource), places=places, **flags)


def access_point(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::S3::AccessPoint``."""
    values = resource.values
    yield AccessPoint(
        resource,
        (),
        handles=frozenset({"Ref", "Arn", "Alias", "Name"}),
        bucket=bucket_of_arn(values.get("Bucket"))[0],
        name=text(values.get("Name")),
        vpc=pointer(at(values, "VpcConfiguration", "VpcId")),
        places={"vpc": ("VpcConfiguration",), **{field: (_INSIDE, name) for field, name in _FLAGS.items()}},
        **_flags(values.get(_INSIDE), default=_INSIDE not in values),
    )


def _flags(inside: Value, *, default: bool) -> _Flags:
    read = {field: truth(at(inside, name), default=default) for field, name in _FLAGS.items()}
    return cast("_Flags", read)


TRANSLATORS: dict[str, Translate] = {"AWS::S3::Bucket": bucket_block, "AWS::S3::AccessPoint": access_point}
