"""From IAM files to entities: single policies, and what the AWS CLI prints of an account.

Source: IAM API Reference, ``GetAccountAuthorizationDetails``, ``RoleDetail``, ``UserDetail``, ``GroupDetail``,
``ManagedPolicyDetail``: default versions count; an export holds all policies of its principals, and does not tell how
long sessions may last.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown
from seamlint.model import aws_managed
from seamlint.model.entity import Place
from seamlint.model.iam import (
    GroupMembership,
    InlinePolicy,
    InstanceProfile,
    ManagedPolicy,
    PolicyAttachment,
    PolicyDocument,
    PolicyKind,
    ProtectedResource,
    ResourcePolicy,
    Role,
    StandalonePolicy,
    User,
    UserGroup,
)
from seamlint.model.policies import policy
from seamlint.model.reading import blocks, number, pointer, pointers, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.evaluate.resource import Resource, Unit
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Entity, Maybe, Places, Pointer
    from seamlint.model.neighbours import Units

_KINDS = {
    "identity": PolicyKind.IDENTITY,
    "trust": PolicyKind.TRUST,
    "resource": PolicyKind.RESOURCE,
    "endpoint": PolicyKind.ENDPOINT,
    "service control": PolicyKind.SERVICE_CONTROL,
    "resource control": PolicyKind.RESOURCE_CONTROL,
}
_NONE: frozenset[str] = frozenset()
_BOUNDARY: Path = ("PermissionsBoundary", "PermissionsBoundaryArn")
_LINKED = "/aws-service-role/"


def translate(unit: Unit, _: Units) -> Iterator[Entity]:
    """Translate every resource of a unit, in source order."""
    for resource in unit.resources:
        yield from _TRANSLATORS[resource.type](resource)


def _standalone(resource: Resource) -> Iterator[Entity]:
    kind, service = _KINDS[str(resource.values["kind"])], str(resource.values["service"])
    document = PolicyDocument(resource.values["document"], kind, Place(resource, ()), service)
    protected = resource.values.get("resource")
    if isinstance(protected, str):
        owner, places = Reference(resource.unit, protected, "id"), {"document": ()}
        yield ResourcePolicy(resource, (), protects=owner, service=service, document=document, places=places)
        return
    yield StandalonePolicy(resource, (), document=document, handles=_NONE, places={"document": ()})


def _protected(resource: Resource) -> Iterator[Entity]:
    yield ProtectedResource(
        resource, (), service=str(resource.values["service"]), kind="resource", arn=resource.address
    )


def _role(resource: Resource) -> Iterator[Entity]:
    values = resource.values
    longest = number(values.get("MaxSessionDuration"))
    yield Role(
        resource,
        (),
        names=_names(values, "RoleName"),
        name=text(values.get("RoleName")),
        iam_path=_iam_path(values),
        arn=resource.address,
        trust=policy(resource, ("AssumeRolePolicyDocument",), PolicyKind.TRUST),
        max_session=Unknown((f"the longest session of {resource.address}",)) if longest is None else longest,
        boundary=_boundary(values),
        service_linked=_LINKED in resource.address,
        complete="RolePolicyList" in values,
        places={"trust": ("AssumeRolePolicyDocument",), "max_session": ("MaxSessionDuration",), **_places("RoleName")},
    )
    yield from _held(resource, "RolePolicyList", "roles")
    for profile, path in blocks(values.get("InstanceProfileList"), ("InstanceProfileList",)).found:
        arn = pointer(profile.get("Arn"))
        name = text(profile.get("InstanceProfileName"))
        names = tuple(each for each in (arn, name) if isinstance(each, str))
        yield InstanceProfile(resource, path, names=names, name=name, arn=arn, role=_itself(resource))


def _user(resource: Resource) -> Iterator[Entity]:
    values = resource.values
    yield User(
        resource,
        (),
        names=_names(values, "UserName"),
        name=text(values.get("UserName")),
        iam_path=_iam_path(values),
        arn=resource.address,
        boundary=_boundary(values),
        complete="AttachedManagedPolicies" in values,
        places=_places("UserName"),
    )
    groups = pointers(values.get("GroupList")).found
    if groups:
        yield GroupMembership(resource, ("GroupList",), users=[_itself(resource)], user_groups=groups, places=_LISTED)
    yield from _held(resource, "UserPolicyList", "users")


def _group(resource: Resource) -> Iterator[Entity]:
    values = resource.values
    names = _names(values, "GroupName")
    yield UserGroup(
        resource,
        (),
        names=names,
        name=text(values.get("GroupName")),
        iam_path=_iam_path(values),
        arn=resource.address,
        places=_places("GroupName"),
    )
    yield from _held(resource, "GroupPolicyList", "user_groups")


def _managed(resource: Resource) -> Iterator[Entity]:
    values = resource.values
    versions = blocks(values.get("PolicyVersionList"), ("PolicyVersionList",)).found
    default = next((path for block, path in versions if block.get("IsDefaultVersion") is True), None)
    document = policy(resource, (*default, "Document"), PolicyKind.IDENTITY) if default else None
    missing = PolicyDocument(Unknown((f"what {resource.address} grants",)), PolicyKind.IDENTITY, Place(resource, ()))
    yield ManagedPolicy(
        resource,
        (),
        names=_names(values, "PolicyName"),
        name=text(values.get("PolicyName")),
        iam_path=_iam_path(values),
        arn=resource.address,
        document=document or aws_managed.document(resource.address, Place(resource, ())) or missing,
        places={"document": (*default, "Document") if default else (), **_places("PolicyName")},
    )


def _owned(owners: str, name: str, resource: Resource) -> Iterator[Entity]:
    document = policy(resource, ("PolicyDocument",), PolicyKind.IDENTITY)
    places = {"document": ("PolicyDocument",), owners: (name,)}
    named = text(resource.values.get("PolicyName"))
    inline = InlinePolicy(resource, (), name=named, document=document, places=places, handles=_NONE)
    setattr(inline, owners, [pointer(resource.values.get(name))])
    yield inline


def _held(resource: Resource, inline: str, owners: str) -> Iterator[Entity]:
    """Yield the policies inside a principal, and those attached to it."""
    for block, path in blocks(resource.values.get(inline), (inline,)).found:
        document = policy(resource, (*path, "PolicyDocument"), PolicyKind.IDENTITY)
        name, places = text(block.get("PolicyName")), {"document": ("PolicyDocument",)}
        yield _with(owners, resource, InlinePolicy(resource, path, name=name, document=document, places=places))
    for block, path in blocks(resource.values.get("AttachedManagedPolicies"), ("AttachedManagedPolicies",)).found:
        arn, places = pointer(block.get("PolicyArn")), {"policy": ("PolicyArn",)}
        yield _with(owners, resource, PolicyAttachment(resource, path, policy=arn, places=places))


def _with(owners: str, resource: Resource, entity: Entity) -> Entity:
    setattr(entity, owners, [_itself(resource)])
    return entity


_LISTED: Places = {"user_groups": (), "users": ()}


def _itself(resource: Resource) -> Reference:
    return Reference(resource.unit, resource.address, "id")


def _names(values: dict[str, Value], name: str) -> tuple[str, ...]:
    named = values.get(name)
    return (named,) if isinstance(named, str) else ()


def _places(name: str) -> Places:
    return {"name": (name,), "iam_path": ("Path",), "arn": ("Arn",), "boundary": _BOUNDARY}


def _iam_path(values: dict[str, Value]) -> Maybe[str]:
    return text(values.get("Path")) or "/"


def _boundary(values: dict[str, Value]) -> Pointer:
    held = blocks(values.get("PermissionsBoundary")).first
    return pointer(held.get("PermissionsBoundaryArn"))


_TRANSLATORS: dict[str, Callable[[Resource], Iterator[Entity]]] = {
    "policy document": _standalone,
    "resource": _protected,
    "role": _role,
    "user": _user,
    "group": _group,
    "policy": _managed,
    "role policy": partial(_owned, "roles", "RoleName"),
    "user policy": partial(_owned, "users", "UserName"),
    "group policy": partial(_owned, "user_groups", "GroupName"),
}
