"""Web ACLs and what they protect.

Source: Terraform AWS provider, ``aws_wafv2_web_acl``, ``aws_wafv2_web_acl_association``, ``aws_waf_web_acl``,
``aws_wafregional_web_acl``, ``aws_wafregional_web_acl_association``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.reading import pointer, text
from seamlint.model.terraform.identity import literals
from seamlint.model.web_acls import CLOUDFRONT, REGIONAL, WebAcl, WebAclAssociation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate


def web_acl(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_wafv2_web_acl``, declared or looked up."""
    scope = text(resource.values.get("scope")) or Unknown((f"{resource.address}.scope",))
    yield WebAcl(resource, (), reach=scope, names=literals(resource, "arn"), places={"reach": ("scope",)})


def classic(scope: str, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the web ACLs of AWS WAF Classic, declared or looked up."""
    yield WebAcl(resource, (), reach=scope, classic=True, names=literals(resource, "arn"), places={"reach": ()})


def association(acl: str, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate a resource that puts a web ACL, named by an attribute, before another resource."""
    yield WebAclAssociation(
        resource,
        (),
        web_acl=pointer(resource.values.get(acl)),
        protected=pointer(resource.values.get("resource_arn")),
        places={"web_acl": (acl,), "protected": ("resource_arn",)},
        handles=frozenset(),
    )


TRANSLATORS: dict[str, Translate] = {
    "aws_wafv2_web_acl": web_acl,
    "data.aws_wafv2_web_acl": web_acl,
    "aws_waf_web_acl": partial(classic, CLOUDFRONT),
    "data.aws_waf_web_acl": partial(classic, CLOUDFRONT),
    "aws_wafregional_web_acl": partial(classic, REGIONAL),
    "data.aws_wafregional_web_acl": partial(classic, REGIONAL),
    "aws_wafv2_web_acl_association": partial(association, "web_acl_arn"),
    "aws_wafregional_web_acl_association": partial(association, "web_acl_id"),
}
