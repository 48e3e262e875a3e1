"""Roles, users, groups, instance profiles and identity providers.

Sources: Terraform AWS provider, ``aws_iam_role``, ``aws_iam_service_linked_role``, ``aws_iam_user``,
``aws_iam_group``, ``aws_iam_group_membership``, ``aws_iam_user_group_membership``, ``aws_iam_instance_profile``,
``aws_iam_openid_connect_provider``, ``aws_iam_saml_provider``, and the data sources of the same names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.holding import without_scheme
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
from seamlint.model.terraform.iam.policies import attached_arns, inline_policies
from seamlint.model.terraform.iam.reading import arn_of, iam_path, missing_of, name_of
from seamlint.model.terraform.identity import literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Places
    from seamlint.model.terraform.neighbours import Neighbours, Translate

ROLE: Places = {
    "trust": ("assume_role_policy",),
    "max_session": ("max_session_duration",),
    "boundary": ("permissions_boundary",),
    "iam_path": ("path",),
}
_HOUR = 3600


def role(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_role`` with its inline policies and the managed ones that it lists."""
    yield _role(resource)
    yield from inline_policies(resource, "roles")
    yield from attached_arns(resource, "managed_policy_arns", "roles")


def service_linked_role(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_service_linked_role``: AWS's service wrote its policies."""
    yield Role(
        resource,
        (),
        names=literals(resource, "name", "arn"),
        name=text(resource.values.get("name")) or Unknown((f"{resource.address}.name",)),
        iam_path=Unknown((f"{resource.address}.path",)),
        arn=arn_of(resource),
        max_session=_HOUR,
        service_linked=True,
        complete=False,
    )


def looked_up_role(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_iam_role``: what the role may do is not in the code."""
    found = _role(resource)
    found.trust = found.trust or missing_of(resource, "assume_role_policy", PolicyKind.TRUST)
    found.max_session = Unknown((f"{resource.address}.max_session_duration",))
    found.complete = False
    yield found


def user(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_user``."""
    yield User(
        resource,
        (),
        names=literals(resource, "name"),
        name=name_of(resource),
        iam_path=iam_path(resource),
        arn=arn_of(resource),
        boundary=pointer(resource.values.get("permissions_boundary")),
        complete=resource.mode != "data",
        places=ROLE,
        handles=frozenset({"id", "arn", "name", "user_name"}),
    )


def looked_up_user(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_iam_user``, which finds a user by its name."""
    name = text(resource.values.get("user_name"))
    names = literals(resource, "user_name")
    handles = frozenset({"id", "arn", "user_name"})
    yield User(resource, (), names=names, name=name, arn=arn_of(resource), complete=False, handles=handles)


def group(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_group``."""
    yield UserGroup(
        resource,
        (),
        names=literals(resource, "name"),
        name=name_of(resource),
        iam_path=iam_path(resource),
        arn=arn_of(resource),
        complete=resource.mode != "data",
        places=ROLE,
    )


def looked_up_group(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_iam_group``, which finds a group by its name."""
    name = text(resource.values.get("group_name"))
    names = literals(resource, "group_name")
    handles = frozenset({"id", "arn", "group_name"})
    yield UserGroup(resource, (), names=names, name=name, arn=arn_of(resource), complete=False, handles=handles)


def membership(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_group_membership``: the group has these members and no others."""
    values = resource.values
    users, groups = pointers(values.get("users")).found, pointers(values.get("group")).found
    places = {"user_groups": ("group",)}
    yield GroupMembership(resource, (), users=users, user_groups=groups, exclusive=True, places=places, handles=_NONE)


def user_membership(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_user_group_membership``: groups that a user is a member of."""
    values = resource.values
    users, groups = pointers(values.get("user")).found, pointers(values.get("groups")).found
    places = {"users": ("user",), "user_groups": ("groups",)}
    yield GroupMembership(resource, (), users=users, user_groups=groups, places=places, handles=_NONE)


def instance_profile(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_instance_profile``; ``roles`` is how old versions of the provider call its one role."""
    values = resource.values
    held = pointer(values.get("role"))
    listed = pointers(values.get("roles")).found
    if held is None and resource.mode == "data":
        held = Unknown((f"{resource.address}.role_name",))
    yield InstanceProfile(
        resource,
        (),
        names=literals(resource, "name"),
        name=name_of(resource),
        iam_path=iam_path(resource),
        arn=arn_of(resource),
        role=held if held is not None else next(iter(listed), None),
        places={} if held is not None else {"role": ("roles", 0)},
    )


def oidc_provider(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_openid_connect_provider``."""
    url = pointer(resource.values.get("url"))
    audiences = (text(each) for each in elements(resource.values.get("client_id_list")))
    yield IdentityProvider(
        resource,
        (),
        url=without_scheme(url),
        audiences=[each for each in audiences if each is not None],
        arn=arn_of(resource),
        names=literals(resource, "arn"),
        places={"audiences": ("client_id_list",)},
    )


def saml_provider(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_saml_provider``."""
    names = literals(resource, "arn")
    yield IdentityProvider(resource, (), kind="saml", name=name_of(resource), arn=arn_of(resource), names=names)


_NONE: frozenset[str] = frozenset()


def _role(resource: Resource) -> Role:
    values = resource.values
    longest = number(values.get("max_session_duration"))
    return Role(
        resource,
        (),
        names=literals(resource, "name"),
        name=name_of(resource),
        iam_path=iam_path(resource),
        arn=arn_of(resource),
        trust=policy(resource, ("assume_role_policy",), PolicyKind.TRUST),
        max_session=_HOUR if longest is None else longest,
        boundary=pointer(values.get("permissions_boundary")),
        places=ROLE,
    )


TRANSLATORS: dict[str, Translate] = {
    "aws_iam_role": role,
    "data.aws_iam_role": looked_up_role,
    "aws_iam_service_linked_role": service_linked_role,
    "aws_iam_user": user,
    "data.aws_iam_user": looked_up_user,
    "aws_iam_group": group,
    "data.aws_iam_group": looked_up_group,
    "aws_iam_group_membership": membership,
    "aws_iam_user_group_membership": user_membership,
    "aws_iam_instance_profile": instance_profile,
    "data.aws_iam_instance_profile": instance_profile,
    "aws_iam_openid_connect_provider": oidc_provider,
    "data.aws_iam_openid_connect_provider": oidc_provider,
    "aws_iam_saml_provider": saml_provider,
    "data.aws_iam_saml_provider": saml_provider,
}
