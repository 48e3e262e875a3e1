"""Statements that CloudFormation writes as resources of their own.

Sources: AWS CloudFormation template reference, ``AWS::Lambda::Permission``, ``AWS::Lambda::LayerVersionPermission``,
``AWS::Events::EventBusPolicy``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.cloudformation.iam.reading import arn_of
from seamlint.model.grants import WrittenStatement, principal, qualified
from seamlint.model.iam import PolicyDocument, PolicyKind, ResourcePolicy
from seamlint.model.policies import VERSION, policy
from seamlint.model.reading import bare, blocks, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.cloudformation.neighbours import Neighbours
    from seamlint.model.entity import Entity, Pointer

_CONDITIONS = {
    "SourceArn": ("ArnLike", "aws:SourceArn"),
    "SourceAccount": ("StringEquals", "aws:SourceAccount"),
    "PrincipalOrgID": ("StringEquals", "aws:PrincipalOrgID"),
    "EventSourceToken": ("StringEquals", "lambda:EventSourceToken"),
    "FunctionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
}
_FUNCTION = "AWS::Lambda::Function"


def function_permission(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::Lambda::Permission``: one statement of the function's policy."""
    values = resource.values
    named = pointer(values.get("FunctionName"))
    statement = _statement(resource, "lambda")
    statement.set("Action", values.get("Action", Unknown((f"{resource.address}.Action",))), "Action")
    statement.set("Resource", _function_arn(named, neighbours), "FunctionName")
    for attribute, (operator, key) in _CONDITIONS.items():
        if values.get(attribute) not in (None, ""):
            statement.restrict(operator, key, values[attribute], attribute)
    yield statement.policy(named, "FunctionName")


def layer_permission(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::Lambda::LayerVersionPermission``."""
    values = resource.values
    statement = _statement(resource, "lambda")
    statement.set("Action", values.get("Action"), "Action")
    statement.set("Resource", values.get("LayerVersionArn"), "LayerVersionArn")
    if values.get("OrganizationId") not in (None, ""):
        statement.restrict("StringEquals", "aws:PrincipalOrgID", values["OrganizationId"], "OrganizationId")
    yield statement.policy(pointer(values.get("LayerVersionArn")), "LayerVersionArn")


def bus_permission(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::Events::EventBusPolicy``: one statement of an event bus's policy, written in either form."""
    values = resource.values
    bus = pointer(values.get("EventBusName")) or "default"
    whole = policy(resource, ("Statement",), PolicyKind.RESOURCE, "events")
    if whole is not None:
        value: Value = {"Version": VERSION, "Statement": [whole.value]}
        written = {("Statement", 0): ("Statement",), ("Statement",): ("Statement",)}
        document = PolicyDocument(value, PolicyKind.RESOURCE, whole.place, "events", written)
        places = {"protects": ("EventBusName",), "document": ("Statement",)}
        yield ResourcePolicy(
            resource, (), protects=bus, service="events", document=document, places=places, handles=frozenset()
        )
        return
    statement = _statement(resource, "events")
    statement.set("Sid", values.get("StatementId"), "StatementId")
    statement.set("Action", values.get("Action", "events:PutEvents"), "Action")
    statement.set("Resource", Unknown((f"the ARN of the event bus of {resource.address}",)), "EventBusName")
    for block, path in blocks(values.get("Condition"), ("Condition",)).found:
        statement.restrict(bare(block.get("Type")), bare(block.get("Key")), block.get("Value"), *path)
    yield statement.policy(bus, "EventBusName")


def _statement(resource: Resource, service: str) -> WrittenStatement:
    statement = WrittenStatement(resource, service)
    statement.set("Principal", principal(resource.values.get("Principal"), resource), "Principal")
    return statement


def _function_arn(named: Pointer, neighbours: Neighbours) -> Value:
    function = neighbours.get(named, _FUNCTION)
    return qualified(arn_of(function) if function is not None and function.type == _FUNCTION else named, None)
