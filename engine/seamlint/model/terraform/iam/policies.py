"""Managed and inline policies, and what they are attached to.

Sources: Terraform AWS provider, ``aws_iam_policy``, ``aws_iam_role_policy``, ``aws_iam_user_policy``,
``aws_iam_group_policy``, ``aws_iam_policy_attachment``, ``aws_iam_role_policy_attachment``,
``aws_iam_user_policy_attachment``, ``aws_iam_group_policy_attachment``, the resources for exclusive management of
attachments (they attach what they list), ``aws_ssoadmin_permission_set_inline_policy``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.model import aws_managed, holding
from seamlint.model.entity import Place
from seamlint.model.iam import (
    InlinePolicy,
    ManagedPolicy,
    PolicyAttachment,
    PolicyKind,
    StandalonePolicy,
)
from seamlint.model.policies import policy
from seamlint.model.reading import pointer, pointers
from seamlint.model.terraform.iam.reading import arn_of, iam_path, missing_of, name_of
from seamlint.model.terraform.identity import itself, literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate

_NONE: frozenset[str] = frozenset()
_BLOCKS = holding.Blocks("inline_policy", "policy", "name")


def managed_policy(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_policy``."""
    yield ManagedPolicy(
        resource,
        (),
        names=literals(resource, "name"),
        name=name_of(resource),
        iam_path=iam_path(resource),
        arn=arn_of(resource),
        document=policy(resource, ("policy",), PolicyKind.IDENTITY),
        places={"document": ("policy",), "iam_path": ("path",)},
    )


def looked_up_policy(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_iam_policy``: by ARN, or by a name, which AWS's own policies are found by too."""
    for found in managed_policy(resource, neighbours):
        assert isinstance(found, ManagedPolicy)
        known = found.arn if isinstance(found.arn, str) else aws_managed.arn_of_name(found.name)
        unknown = missing_of(resource, "policy", PolicyKind.IDENTITY)
        found.document = aws_managed.document(known, Place(resource, ())) or found.document or unknown
        yield found


def inline_policies(resource: Resource, owners: str) -> Iterator[Entity]:
    """Yield what the ``inline_policy`` blocks of a principal say."""
    return holding.inline_policies(resource, _BLOCKS, owners, itself(resource))


def inline_policy(owners: str, attribute: str, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_role_policy``, ``aws_iam_user_policy`` and ``aws_iam_group_policy``."""
    held = InlinePolicy(
        resource,
        (),
        name=name_of(resource),
        document=policy(resource, ("policy",), PolicyKind.IDENTITY),
        places={"document": ("policy",), owners: (attribute,)},
        handles=_NONE,
    )
    yield holding.held_by(owners, pointer(resource.values.get(attribute)), held)


def attachment(owners: str, attribute: str, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate an attachment of one policy to one role, user or group."""
    places = {"policy": ("policy_arn",), owners: (attribute,)}
    named = pointer(resource.values.get("policy_arn"))
    attached = PolicyAttachment(resource, (), policy=named, places=places, handles=_NONE)
    yield holding.held_by(owners, pointer(resource.values.get(attribute)), attached)


def attachments(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_policy_attachment``: it detaches the policy from all that it does not list."""
    values = resource.values
    yield PolicyAttachment(
        resource,
        (),
        policy=pointer(values.get("policy_arn")),
        roles=pointers(values.get("roles")).found,
        users=pointers(values.get("users")).found,
        user_groups=pointers(values.get("groups")).found,
        exclusive=True,
        places={"policy": ("policy_arn",), "user_groups": ("groups",)},
        handles=_NONE,
    )


def exclusive_attachments(owners: str, attribute: str, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the resources that manage all attachments of one role, user or group."""
    yield from holding.attached(resource, "policy_arns", owners, pointer(resource.values.get(attribute)))


def attached_arns(resource: Resource, attribute: str, owners: str) -> Iterator[Entity]:
    """Yield an attachment for each policy that a principal lists itself."""
    yield from holding.attached(resource, attribute, owners, itself(resource))


def permission_set_policy(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_ssoadmin_permission_set_inline_policy``: the roles are made in each account it is assigned to."""
    document = policy(resource, ("inline_policy",), PolicyKind.IDENTITY)
    yield StandalonePolicy(resource, (), document=document, places={"document": ("inline_policy",)}, handles=_NONE)


def iot_policy(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iot_policy``, which is attached to certificates and things."""
    document = policy(resource, ("policy",), PolicyKind.IDENTITY, "iot")
    yield StandalonePolicy(resource, (), document=document, places={"document": ("policy",)}, handles=_NONE)


TRANSLATORS: dict[str, Translate] = {
    "aws_iam_policy": managed_policy,
    "data.aws_iam_policy": looked_up_policy,
    "aws_iam_role_policy": partial(inline_policy, "roles", "role"),
    "aws_iam_user_policy": partial(inline_policy, "users", "user"),
    "aws_iam_group_policy": partial(inline_policy, "user_groups", "group"),
    "aws_iam_policy_attachment": attachments,
    "aws_iam_role_policy_attachment": partial(attachment, "roles", "role"),
    "aws_iam_user_policy_attachment": partial(attachment, "users", "user"),
    "aws_iam_group_policy_attachment": partial(attachment, "user_groups", "group"),
    "aws_iam_role_policy_attachments_exclusive": partial(exclusive_attachments, "roles", "role_name"),
    "aws_iam_user_policy_attachments_exclusive": partial(exclusive_attachments, "users", "user_name"),
    "aws_iam_group_policy_attachments_exclusive": partial(exclusive_attachments, "user_groups", "group_name"),
    "aws_ssoadmin_permission_set_inline_policy": permission_set_policy,
    "aws_iot_policy": iot_policy,
}
