"""Roles, users, groups, instance profiles and identity providers.

Sources: AWS CloudFormation template reference, ``AWS::IAM::Role``, ``AWS::IAM::ServiceLinkedRole``, ``AWS::IAM::User``,
``AWS::IAM::Group``, ``AWS::IAM::UserToGroupAddition``, ``AWS::IAM::InstanceProfile``, ``AWS::IAM::OIDCProvider``,
``AWS::IAM::SAMLProvider``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.cloudformation.iam.reading import arn_of, iam_path
from seamlint.model.cloudformation.identity import itself
from seamlint.model.holding import Blocks, attached, inline_policies, without_scheme
from seamlint.model.iam import (
    GroupMembership,
    IdentityProvider,
    InstanceProfile,
    PolicyKind,
    Role,
    User,
    UserGroup,
)
from seamlint.model.policies import policy
from seamlint.model.reading import elements, number, pointer, pointers, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Places

ROLE: Places = {
    "trust": ("AssumeRolePolicyDocument",),
    "max_session": ("MaxSessionDuration",),
    "boundary": ("PermissionsBoundary",),
    "iam_path": ("Path",),
}
HANDLES = frozenset({"Ref", "Arn"})
_BLOCKS = Blocks("Policies", "PolicyDocument", "PolicyName")
_HOUR = 3600
_NONE: frozenset[str] = frozenset()


def role(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::Role`` with its inline policies and the managed ones that it lists."""
    values = resource.values
    longest = number(values.get("MaxSessionDuration"))
    yield Role(
        resource,
        (),
        handles=HANDLES,
        name=text(values.get("RoleName")),
        iam_path=iam_path(resource),
        arn=arn_of(resource),
        trust=policy(resource, ("AssumeRolePolicyDocument",), PolicyKind.TRUST),
        max_session=_HOUR if longest is None else longest,
        boundary=pointer(values.get("PermissionsBoundary")),
        places=ROLE,
    )
    yield from _held(resource, "roles")


def service_linked_role(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::ServiceLinkedRole``: AWS's service wrote its policies."""
    yield Role(
        resource,
        (),
        handles=frozenset({"Ref", "RoleName"}),
        name=Unknown((f"{resource.address}.RoleName",)),
        iam_path=Unknown((f"{resource.address}.Path",)),
        arn=arn_of(resource),
        service_linked=True,
        complete=False,
    )


def user(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::User`` with its policies and groups."""
    values = resource.values
    yield User(
        resource,
        (),
        handles=HANDLES,
        name=text(values.get("UserName")),
        iam_path=iam_path(resource),
        arn=arn_of(resource),
        boundary=pointer(values.get("PermissionsBoundary")),
        places=ROLE,
    )
    yield from _held(resource, "users")
    groups = pointers(values.get("Groups")).found
    if groups:
        places: Places = {"users": (), "user_groups": ()}
        yield GroupMembership(resource, ("Groups",), users=[itself(resource)], user_groups=groups, places=places)


def group(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::Group`` with its policies."""
    yield UserGroup(
        resource,
        (),
        handles=HANDLES,
        name=text(resource.values.get("GroupName")),
        iam_path=iam_path(resource),
        arn=arn_of(resource),
        places=ROLE,
    )
    yield from _held(resource, "user_groups")


def membership(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::UserToGroupAddition``."""
    values = resource.values
    users, groups = pointers(values.get("Users")).found, pointers(values.get("GroupName")).found
    places: Places = {"users": ("Users",), "user_groups": ("GroupName",)}
    yield GroupMembership(resource, (), users=users, user_groups=groups, places=places, handles=_NONE)


def instance_profile(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::InstanceProfile``: its list of roles holds one."""
    yield InstanceProfile(
        resource,
        (),
        handles=HANDLES,
        name=text(resource.values.get("InstanceProfileName")),
        iam_path=iam_path(resource),
        arn=arn_of(resource),
        role=next(iter(pointers(resource.values.get("Roles")).found), None),
        places={"role": ("Roles", 0)},
    )


def oidc_provider(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::OIDCProvider``."""
    audiences = (text(each) for each in elements(resource.values.get("ClientIdList")))
    yield IdentityProvider(
        resource,
        (),
        handles=HANDLES,
        url=without_scheme(pointer(resource.values.get("Url"))),
        audiences=[each for each in audiences if each is not None],
        arn=arn_of(resource),
        places={"audiences": ("ClientIdList",), "url": ("Url",)},
    )


def saml_provider(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::SAMLProvider``."""
    name = text(resource.values.get("Name"))
    yield IdentityProvider(resource, (), kind="saml", name=name, arn=arn_of(resource), handles=HANDLES)


def _held(resource: Resource, owners: str) -> Iterator[Entity]:
    """Yield the policies that a principal lists itself."""
    yield from inline_policies(resource, _BLOCKS, owners, itself(resource))
    yield from attached(resource, "ManagedPolicyArns", owners, itself(resource))


TRANSLATORS: dict[str, Translate] = {
    "AWS::IAM::Role": role,
    "AWS::IAM::ServiceLinkedRole": service_linked_role,
    "AWS::IAM::User": user,
    "AWS::IAM::Group": group,
    "AWS::IAM::UserToGroupAddition": membership,
    "AWS::IAM::InstanceProfile": instance_profile,
    "AWS::IAM::OIDCProvider": oidc_provider,
    "AWS::IAM::SAMLProvider": saml_provider,
}
