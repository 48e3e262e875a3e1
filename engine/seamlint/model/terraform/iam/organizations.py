"""Organizations: their nodes, and the policies attached to them.

Sources: Terraform AWS provider, ``aws_organizations_policy``, ``aws_organizations_policy_attachment``,
``aws_organizations_organization``, ``aws_organizations_organizational_unit``, ``aws_organizations_account``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.iam import CONTROLS, ControlPolicy, ControlPolicyAttachment, OrganizationNode
from seamlint.model.policies import policy
from seamlint.model.reading import pointer, text
from seamlint.model.terraform.iam.reading import arn_of, name_of
from seamlint.model.terraform.identity import literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate

_NONE: frozenset[str] = frozenset()


def control_policy(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_organizations_policy``; an SCP where its type is not set, nothing for tag or backup policies."""
    written = text(resource.values.get("type"))
    kind = CONTROLS.get(written or "SERVICE_CONTROL_POLICY") if not isinstance(written, Unknown) else None
    if kind is not None:
        document = policy(resource, ("content",), kind)
        name, places = name_of(resource), {"document": ("content",)}
        arn = arn_of(resource)
        yield ControlPolicy(
            resource, (), name=name, arn=arn, document=document, places=places, names=literals(resource)
        )


def control_attachment(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_organizations_policy_attachment``."""
    policy_id, target = (pointer(resource.values.get(name)) for name in ("policy_id", "target_id"))
    places = {"policy": ("policy_id",), "target": ("target_id",)}
    yield ControlPolicyAttachment(resource, (), policy=policy_id, target=target, places=places, handles=_NONE)


def organization(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_organizations_organization``: its root."""
    handles = frozenset({"roots.0.id", "roots.0.arn"})
    yield OrganizationNode(resource, ("roots", 0), kind="root", handles=handles)


def organizational_unit(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_organizations_organizational_unit``."""
    parent = pointer(resource.values.get("parent_id"))
    places = {"parent": ("parent_id",)}
    names = literals(resource)
    yield OrganizationNode(resource, (), kind="unit", name=name_of(resource), parent=parent, places=places, names=names)


def account(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_organizations_account``."""
    known = resource.values.get("id")
    yield OrganizationNode(
        resource,
        (),
        name=name_of(resource),
        account=known if isinstance(known, str) else Unknown((f"{resource.address}.id",)),
        parent=pointer(resource.values.get("parent_id")),
        places={"parent": ("parent_id",)},
        names=literals(resource),
    )


TRANSLATORS: dict[str, Translate] = {
    "aws_organizations_policy": control_policy,
    "aws_organizations_policy_attachment": control_attachment,
    "aws_organizations_organization": organization,
    "data.aws_organizations_organization": organization,
    "aws_organizations_organizational_unit": organizational_unit,
    "aws_organizations_account": account,
}
