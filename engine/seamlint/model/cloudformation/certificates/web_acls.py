"""Web ACLs and what they protect.

Source: AWS CloudFormation template reference, ``AWS::WAFv2::WebACL``, ``AWS::WAFv2::WebACLAssociation``,
``AWS::WAF::WebACL``, ``AWS::WAFRegional::WebACL``, ``AWS::WAFRegional::WebACLAssociation``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.reading import pointer, text
from seamlint.model.web_acls import CLOUDFRONT, REGIONAL, WebAcl, WebAclAssociation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity

HANDLES = frozenset({"Ref", "Arn", "Id"})


def web_acl(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::WAFv2::WebACL``."""
    scope = text(resource.values.get("Scope")) or Unknown((f"{resource.address}.Scope",))
    yield WebAcl(resource, (), reach=scope, handles=HANDLES, places={"reach": ("Scope",)})


def classic(scope: str, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the web ACLs of AWS WAF Classic."""
    yield WebAcl(resource, (), reach=scope, classic=True, handles=HANDLES, places={"reach": ()})


def association(acl: str, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate a resource that puts a web ACL, named by a property, before another resource."""
    yield WebAclAssociation(
        resource,
        (),
        web_acl=pointer(resource.values.get(acl)),
        protected=pointer(resource.values.get("ResourceArn")),
        places={"web_acl": (acl,), "protected": ("ResourceArn",)},
        handles=frozenset(),
    )


TRANSLATORS: dict[str, Translate] = {
    "AWS::WAFv2::WebACL": web_acl,
    "AWS::WAF::WebACL": partial(classic, CLOUDFRONT),
    "AWS::WAFRegional::WebACL": partial(classic, REGIONAL),
    "AWS::WAFv2::WebACLAssociation": partial(association, "WebACLArn"),
    "AWS::WAFRegional::WebACLAssociation": partial(association, "WebACLId"),
}
