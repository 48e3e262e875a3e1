"""Web ACLs and what they protect, dialect-neutral.

Sources: AWS WAF Developer Guide, "Resources that you can protect with AWS WAF"; AWS WAF Classic API reference,
"AWS WAF Classic" and "AWS WAF Classic Regional".
"""

from __future__ import annotations

from seamlint.data_classes import dataclass
from seamlint.model.entity import Entity, Maybe, Pointer

CLOUDFRONT, REGIONAL = "CLOUDFRONT", "REGIONAL"
_REGIONAL = (
    *("aws_lb", "aws_alb", "aws_api_gateway_stage", "aws_appsync_graphql_api", "aws_cognito_user_pool"),
    *("aws_apprunner_service", "aws_verifiedaccess_instance", "AWS::ElasticLoadBalancingV2::LoadBalancer"),
    *("AWS::ApiGateway::Stage", "AWS::AppSync::GraphQLApi", "AWS::Cognito::UserPool", "AWS::AppRunner::Service"),
    "AWS::EC2::VerifiedAccessInstance",
)
PROTECTED: dict[str, str] = {
    **dict.fromkeys(_REGIONAL, "regional"),
    **dict.fromkeys(("aws_amplify_app", "AWS::Amplify::App"), "app"),
    **dict.fromkeys(("aws_cloudfront_distribution", "AWS::CloudFront::Distribution"), "distribution"),
}
"""What a web ACL protects, by resource type: a ``distribution``, an ``app`` (behind CloudFront), or ``regional``."""
SERVICES = {"amplify": "app", "cloudfront": "distribution"}
"""The same by the service in an ARN; all others are regional."""


@dataclass(eq=False, repr=False)
class WebAcl(Entity):
    """A web ACL.

    Attributes:
        reach: what it may protect: ``CLOUDFRONT`` (distributions) or ``REGIONAL``.
        classic: whether it belongs to AWS WAF Classic, whose global half knows no region.
    """

    reach: Maybe[str] = REGIONAL
    classic: bool = False


@dataclass(eq=False, repr=False)
class WebAclAssociation(Entity):
    """A web ACL protects a resource.

    Attributes:
        web_acl: ARN (or id, WAF Classic) of the web ACL.
        protected: ARN of the resource.
    """

    web_acl: Pointer = None
    protected: Pointer = None
