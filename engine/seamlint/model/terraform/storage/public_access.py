"""Public access blocks and access points.

Source: Terraform AWS provider, ``aws_s3_bucket_public_access_block`` and ``aws_s3_account_public_access_block`` (each
block that is not set is off), ``aws_s3_access_point`` (each is on; Amazon S3 User Guide, "Managing public access to
access points").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, cast

from seamlint.evaluate.values import Reference
from seamlint.model.buckets import at, bucket_of_arn
from seamlint.model.reading import pointer, text, truth
from seamlint.model.storage import AccessPoint, AccountPublicAccessBlock, PublicAccessBlock
from seamlint.model.terraform.identity import literals, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.entity import Entity, Maybe
    from seamlint.model.terraform.neighbours import Neighbours, Translate

_NONE: frozenset[str] = frozenset()
_INSIDE = "public_access_block_configuration"
_FLAGS = ("block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets")


class _Flags(TypedDict, total=False):
    block_public_acls: Maybe[bool]
    ignore_public_acls: Maybe[bool]
    block_public_policy: Maybe[bool]
    restrict_public_buckets: Maybe[bool]


def bucket_block(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_s3_bucket_public_access_block``."""
    named = pointer(resource.values.get("bucket"))
    yield PublicAccessBlock(resource, (), handles=_NONE, bucket=named, **_flags(resource.values, default=False))


def account_block(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_s3_account_public_access_block``."""
    written = resource.values.get("account_id")
    own = isinstance(written, Reference) and type_of(written) == "aws_caller_identity"
    account = None if own else text(written)
    yield AccountPublicAccessBlock(resource, (), account=account, **_flags(resource.values, default=False))


def access_point(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_s3_access_point``."""
    values = resource.values
    inside = {name: at(values, _INSIDE, name) for name in _FLAGS} if values.get(_INSIDE) is not None else {}
    yield AccessPoint(
        resource,
        (),
        names=literals(resource, "alias", "name"),
        handles=frozenset({"id", "arn", "alias", "name", "domain_name"}),
        bucket=bucket_of_arn(values.get("bucket"))[0],
        name=text(values.get("name")),
        vpc=pointer(at(values, "vpc_configuration", "vpc_id")),
        places={"vpc": ("vpc_configuration",), **{name: (_INSIDE, 0, name) for name in _FLAGS}},
        **_flags(inside, default=True),
    )


def _flags(values: dict[str, Value], *, default: bool) -> _Flags:
    read = {name: truth(values.get(name), default=default) for name in _FLAGS}
    return cast("_Flags", read)


TRANSLATORS: dict[str, Translate] = {
    "aws_s3_bucket_public_access_block": bucket_block,
    "aws_s3_account_public_access_block": account_block,
    "aws_s3_access_point": access_point,
}
