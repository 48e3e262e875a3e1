"""The identities that CloudFront fetches from origins with.

Source: AWS CloudFormation template reference, ``AWS::CloudFront::CloudFrontOriginAccessIdentity``,
``AWS::CloudFront::OriginAccessControl``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text
from seamlint.model.cloudformation.identity import itself
from seamlint.model.edge import ACCESS_IDENTITY_PATH, OriginAccessControl, OriginAccessIdentity, identity_arn
from seamlint.model.reading import blocks, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity

_HANDLES = frozenset({"Ref", "Id"})
_CONFIG = "OriginAccessControlConfig"


def access_identity(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::CloudFront::CloudFrontOriginAccessIdentity``."""
    ids = [itself(resource, attribute) for attribute in sorted(_HANDLES)]
    yield OriginAccessIdentity(
        resource,
        (),
        arns=[identity_arn(each, resource.partition) for each in ids],
        canonical_ids=[itself(resource, "S3CanonicalUserId")],
        names=tuple(Text((ACCESS_IDENTITY_PATH, each)) for each in ids),
        handles=_HANDLES,
    )


def access_control(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::CloudFront::OriginAccessControl``."""
    config = blocks(resource.values.get(_CONFIG)).first
    yield OriginAccessControl(
        resource,
        (),
        origin_type=text(config.get("OriginAccessControlOriginType")),
        signing=text(config.get("SigningBehavior")),
        handles=_HANDLES,
        places={
            "origin_type": (_CONFIG, "OriginAccessControlOriginType"),
            "signing": (_CONFIG, "SigningBehavior"),
        },
    )


TRANSLATORS: dict[str, Translate] = {
    "AWS::CloudFront::CloudFrontOriginAccessIdentity": access_identity,
    "AWS::CloudFront::OriginAccessControl": access_control,
}
