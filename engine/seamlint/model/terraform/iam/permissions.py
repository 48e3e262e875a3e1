"""Statements that Terraform writes as resources of their own.

Sources: Terraform AWS provider, ``aws_lambda_permission``, ``aws_cloudwatch_event_permission``; Lambda API Reference,
"AddPermission"; Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda"; EventBridge API Reference,
"PutPermission".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.grants import WrittenStatement, principal, qualified
from seamlint.model.reading import bare, nested, pointer
from seamlint.model.terraform.iam.reading import arn_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.entity import Entity, Pointer
    from seamlint.model.terraform.neighbours import Neighbours

_CONDITIONS = {
    "source_arn": ("ArnLike", "aws:SourceArn"),
    "source_account": ("StringEquals", "aws:SourceAccount"),
    "principal_org_id": ("StringEquals", "aws:PrincipalOrgID"),
    "event_source_token": ("StringEquals", "lambda:EventSourceToken"),
    "function_url_auth_type": ("StringEquals", "lambda:FunctionUrlAuthType"),
}


def function_permission(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lambda_permission``: one statement of the function's policy."""
    values = resource.values
    named = pointer(values.get("function_name"))
    statement = WrittenStatement(resource, "lambda")
    statement.set("Sid", values.get("statement_id"), "statement_id")
    statement.set("Principal", principal(values.get("principal"), resource), "principal")
    statement.set("Action", values.get("action", Unknown((f"{resource.address}.action",))), "action")
    statement.set("Resource", _function_arn(named, bare(values.get("qualifier")), neighbours), "function_name")
    for attribute, (operator, key) in _CONDITIONS.items():
        if values.get(attribute) not in (None, ""):
            statement.restrict(operator, key, values[attribute], attribute)
    yield statement.policy(named, "function_name")


def layer_permission(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lambda_layer_version_permission``."""
    values = resource.values
    named = pointer(values.get("layer_name"))
    statement = WrittenStatement(resource, "lambda")
    statement.set("Sid", values.get("statement_id"), "statement_id")
    statement.set("Principal", principal(values.get("principal"), resource), "principal")
    statement.set("Action", values.get("action"), "action")
    statement.set("Resource", Unknown((f"the ARN of the layer of {resource.address}",)), "layer_name")
    if values.get("organization_id") not in (None, ""):
        statement.restrict("StringEquals", "aws:PrincipalOrgID", values["organization_id"], "organization_id")
    yield statement.policy(named, "layer_name")


def bus_permission(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_cloudwatch_event_permission``: one statement of an event bus's policy."""
    values = resource.values
    statement = WrittenStatement(resource, "events")
    statement.set("Sid", values.get("statement_id"), "statement_id")
    statement.set("Principal", principal(values.get("principal"), resource), "principal")
    statement.set("Action", values.get("action", "events:PutEvents"), "action")
    statement.set("Resource", Unknown((f"the ARN of the event bus of {resource.address}",)), "event_bus_name")
    for block, path in nested(values, "condition"):
        statement.restrict(bare(block.get("type")), bare(block.get("key")), block.get("value"), *path)
    yield statement.policy(pointer(values.get("event_bus_name")) or "default", "event_bus_name")


def _function_arn(named: Pointer, qualifier: Value, neighbours: Neighbours) -> Value:
    function = neighbours.get(named, "aws_lambda_function")
    arn = arn_of(function) if function is not None and function.type == "aws_lambda_function" else named
    return qualified(arn, qualifier)
