"""Managed and inline policies, and what they are attached to.

Sources: AWS CloudFormation template reference, ``AWS::IAM::ManagedPolicy``, ``AWS::IAM::Policy``,
``AWS::IAM::RolePolicy``, ``AWS::IAM::UserPolicy``, ``AWS::IAM::GroupPolicy``, ``AWS::IoT::Policy``,
``AWS::SSO::PermissionSet``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.model.cloudformation.iam.reading import arn_of, iam_path
from seamlint.model.cloudformation.identity import itself
from seamlint.model.holding import held_by
from seamlint.model.iam import InlinePolicy, ManagedPolicy, PolicyAttachment, PolicyKind, StandalonePolicy
from seamlint.model.policies import policy
from seamlint.model.reading import pointer, pointers, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Places

_DOCUMENT = ("PolicyDocument",)
_OWNERS = {"roles": "Roles", "users": "Users", "user_groups": "Groups"}
_NONE: frozenset[str] = frozenset()


def managed_policy(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::ManagedPolicy`` with what it is attached to."""
    values = resource.values
    yield ManagedPolicy(
        resource,
        (),
        handles=frozenset({"Ref", "PolicyArn", "Arn"}),
        name=text(values.get("ManagedPolicyName")),
        iam_path=iam_path(resource),
        arn=arn_of(resource),
        document=policy(resource, _DOCUMENT, PolicyKind.IDENTITY),
        places={"document": _DOCUMENT, "iam_path": ("Path",)},
    )
    for owners, attribute in _OWNERS.items():
        found = pointers(values.get(attribute)).found
        if found:
            attached = PolicyAttachment(
                resource, (attribute,), policy=itself(resource), places={"policy": (), owners: ()}
            )
            setattr(attached, owners, found)
            yield attached


def inline_policy(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::Policy``: the same text inside each of the principals that it lists."""
    values = resource.values
    places: Places = {"document": _DOCUMENT, "roles": ("Roles",), "users": ("Users",), "user_groups": ("Groups",)}
    yield InlinePolicy(
        resource,
        (),
        name=text(values.get("PolicyName")),
        document=policy(resource, _DOCUMENT, PolicyKind.IDENTITY),
        roles=pointers(values.get("Roles")).found,
        users=pointers(values.get("Users")).found,
        user_groups=pointers(values.get("Groups")).found,
        places=places,
        handles=_NONE,
    )


def owned_policy(owners: str, attribute: str, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::RolePolicy``, ``AWS::IAM::UserPolicy`` and ``AWS::IAM::GroupPolicy``."""
    held = InlinePolicy(
        resource,
        (),
        name=text(resource.values.get("PolicyName")),
        document=policy(resource, _DOCUMENT, PolicyKind.IDENTITY),
        places={"document": _DOCUMENT, owners: (attribute,)},
        handles=_NONE,
    )
    yield held_by(owners, pointer(resource.values.get(attribute)), held)


def standalone_policy(attribute: str, service: str, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate policies of things and of people, which no role, user or group of the template holds."""
    document = policy(resource, (attribute,), PolicyKind.IDENTITY, service)
    yield StandalonePolicy(resource, (), document=document, places={"document": (attribute,)}, handles=_NONE)


TRANSLATORS: dict[str, Translate] = {
    "AWS::IAM::ManagedPolicy": managed_policy,
    "AWS::IAM::Policy": inline_policy,
    "AWS::IAM::RolePolicy": partial(owned_policy, "roles", "RoleName"),
    "AWS::IAM::UserPolicy": partial(owned_policy, "users", "UserName"),
    "AWS::IAM::GroupPolicy": partial(owned_policy, "user_groups", "GroupName"),
    "AWS::SSO::PermissionSet": partial(standalone_policy, "InlinePolicy", ""),
    "AWS::IoT::Policy": partial(standalone_policy, "PolicyDocument", "iot"),
}
