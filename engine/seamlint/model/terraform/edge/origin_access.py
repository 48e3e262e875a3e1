"""The identities that CloudFront fetches from origins with.

Sources: Terraform AWS provider, ``aws_cloudfront_origin_access_identity``, ``aws_cloudfront_origin_access_control``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text
from seamlint.model.edge import OriginAccessControl, OriginAccessIdentity
from seamlint.model.reading import text
from seamlint.model.terraform.identity import itself, literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate

PATH = "origin-access-identity/cloudfront/"
"""What a distribution puts before the id of an origin access identity."""


def access_identity(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_cloudfront_origin_access_identity``."""
    known = text(resource.values.get("id"))
    yield OriginAccessIdentity(
        resource,
        (),
        id=known,
        names=(f"{PATH}{known}" if isinstance(known, str) else Text((PATH, itself(resource))), *literals(resource)),
        handles=frozenset({"id", "arn", "iam_arn", "cloudfront_access_identity_path"}),
    )


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
