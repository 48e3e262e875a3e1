"""Organizations: their nodes, and the policies attached to them.

Sources: AWS CloudFormation template reference, ``AWS::Organizations::Policy``, ``AWS::Organizations::Organization``,
``AWS::Organizations::OrganizationalUnit``, ``AWS::Organizations::Account``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.cloudformation.iam.reading import arn_of
from seamlint.model.cloudformation.identity import itself
from seamlint.model.iam import CONTROLS, ControlPolicy, ControlPolicyAttachment, OrganizationNode
from seamlint.model.policies import policy
from seamlint.model.reading import pointer, pointers, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity


def control_policy(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::Organizations::Policy`` with its targets; nothing for tag or backup policies."""
    values = resource.values
    written = text(values.get("Type"))
    kind = CONTROLS.get(written) if isinstance(written, str) else None
    if kind is None:
        return
    yield ControlPolicy(
        resource,
        (),
        handles=frozenset({"Ref", "Id", "Arn"}),
        name=text(values.get("Name")),
        arn=arn_of(resource),
        document=policy(resource, ("Content",), kind),
        places={"document": ("Content",)},
    )
    for index, target in enumerate(pointers(values.get("TargetIds")).found):
        path, places = ("TargetIds", index), {"policy": (), "target": ()}
        yield ControlPolicyAttachment(resource, path, policy=itself(resource), target=target, places=places)


def organization(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::Organizations::Organization``: its root."""
    yield OrganizationNode(resource, (), kind="root", handles=frozenset({"RootId"}))


def organizational_unit(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::Organizations::OrganizationalUnit``."""
    yield OrganizationNode(
        resource,
        (),
        kind="unit",
        handles=frozenset({"Ref", "Id", "Arn"}),
        name=text(resource.values.get("Name")),
        parent=pointer(resource.values.get("ParentId")),
        places={"parent": ("ParentId",)},
    )


def account(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::Organizations::Account``."""
    yield OrganizationNode(
        resource,
        (),
        handles=frozenset({"Ref", "AccountId", "Arn"}),
        name=text(resource.values.get("AccountName")),
        account=Unknown((f"{resource.address}.AccountId",)),
        parent=next(iter(pointers(resource.values.get("ParentIds")).found), None),
        places={"parent": ("ParentIds", 0)},
    )


TRANSLATORS: dict[str, Translate] = {
    "AWS::Organizations::Policy": control_policy,
    "AWS::Organizations::Organization": organization,
    "AWS::Organizations::OrganizationalUnit": organizational_unit,
    "AWS::Organizations::Account": account,
}
