"""The identities that CloudFront fetches from origins with.

Sources: Terraform AWS provider, ``aws_cloudfront_origin_access_identity``, ``aws_cloudfront_origin_access_control``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text
from seamlint.model.edge import ACCESS_IDENTITY_PATH, OriginAccessControl, OriginAccessIdentity, identity_arn
from seamlint.model.reading import pointer, text
from seamlint.model.terraform.identity import itself, literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Reference
    from seamlint.model.entity import Entity, Pointer
    from seamlint.model.terraform.neighbours import Neighbours, Translate


def access_identity(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_cloudfront_origin_access_identity``."""
    known = text(resource.values.get("id"))
    own = known if isinstance(known, str) else itself(resource)
    arns: list[Pointer] = [identity_arn(own, resource.partition)]
    canonical_ids = [pointer(resource.values.get("s3_canonical_user_id")), itself(resource, "s3_canonical_user_id")]
    yield OriginAccessIdentity(
        resource,
        (),
        arns=arns,
        canonical_ids=[each for each in canonical_ids if each is not None],
        names=(
            ACCESS_IDENTITY_PATH + own if isinstance(own, str) else Text((ACCESS_IDENTITY_PATH, own)),
            *literals(resource),
        ),
        handles=frozenset({"id", "arn", "iam_arn", "cloudfront_access_identity_path"}),
    )


def _path(own: str | Reference) -> str | Text:
    return ACCESS_IDENTITY_PATH + own if isinstance(own, str) else Text((ACCESS_IDENTITY_PATH, own))


def access_control(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_cloudfront_origin_access_control``."""
    yield OriginAccessControl(
        resource,
        (),
        origin_type=text(resource.values.get("origin_access_control_origin_type")),
        signing=text(resource.values.get("signing_behavior")),
        names=literals(resource),
        places={"origin_type": ("origin_access_control_origin_type",), "signing": ("signing_behavior",)},
    )


TRANSLATORS: dict[str, Translate] = {
    "aws_cloudfront_origin_access_identity": access_identity,
    "data.aws_cloudfront_origin_access_identity": access_identity,
    "aws_cloudfront_origin_access_control": access_control,
    "data.aws_cloudfront_origin_access_control": access_control,
}
