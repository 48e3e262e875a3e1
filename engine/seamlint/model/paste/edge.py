"""How policies name distributions and origin access identities, and the statement that each needs.

Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3 origin"; Terraform AWS provider,
``aws_cloudfront_origin_access_identity``; AWS CloudFormation template reference, ``AWS::CloudFront::Distribution``,
which gives no ARN.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.edge import identity_arn
from seamlint.model.paste.conditions import NewCondition
from seamlint.model.paste.statements import NewStatement, arn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seamlint.model.edge import Distribution, OriginAccessIdentity
    from seamlint.model.entity import Entity

CLOUDFRONT = "cloudfront.amazonaws.com"
_TEMPLATES = ("cloudformation", "cdk")


def distribution_arn(distribution: Distribution) -> str:
    """Return a distribution's ARN as a policy of the same dialect writes it."""
    resource = distribution.resource
    if isinstance(distribution.arn, str) or resource.dialect not in _TEMPLATES:
        return arn(distribution, distribution.arn)
    own = resource.logical_id or distribution.address
    return f"arn:${{AWS::Partition}}:cloudfront::${{AWS::AccountId}}:distribution/${{{own}}}"


def access_identity_arn(identity: OriginAccessIdentity) -> str:
    """Return the ARN of an origin access identity as a policy of the same dialect writes it."""
    known = next((each for each in identity.arns if isinstance(each, str)), None)
    if known is not None:
        return known
    resource = identity.resource
    if resource.dialect in _TEMPLATES:
        own = resource.logical_id or identity.address
        return str(identity_arn(f"${{{own}}}", resource.partition))
    return arn(identity, None).removesuffix(".arn}") + ".iam_arn}"


def admitting(
    distribution: Distribution, actions: Sequence[str], resources: Sequence[str], identity: str = ""
) -> NewStatement:
    """Return the statement that lets a distribution do something.

    Args:
        distribution: it.
        actions: what.
        resources: on what; ``*`` in a key policy.
        identity: the ARN of its origin access identity; empty where it has an origin access control.
    """
    if identity:
        return NewStatement(actions, (identity,), (), resources)
    source = NewCondition("StringEquals", "AWS:SourceArn", distribution_arn(distribution))
    return NewStatement(actions, (), (CLOUDFRONT,), resources, (source,))


def rest_endpoint(bucket: Entity) -> str:
    """Return a bucket's REST endpoint as an origin of the same dialect names it."""
    if bucket.resource.dialect in _TEMPLATES:
        return f"!GetAtt {bucket.resource.logical_id or bucket.address}.RegionalDomainName"
    return arn(bucket, None).removeprefix("${").removesuffix(".arn}") + ".bucket_regional_domain_name"
