"""Web ACLs and what they protect, dialect-neutral.

Sources: AWS WAF Developer Guide, "Resources that you can protect with AWS WAF"; AWS WAF Classic API reference,
"AWS WAF Classic" and "AWS WAF Classic Regional".
"""

from __future__ import annotations

from dataclasses import dataclass

from seamlint.model.entity import Entity, Maybe, Pointer

CLOUDFRONT, REGIONAL = "CLOUDFRONT", "REGIONAL"


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
