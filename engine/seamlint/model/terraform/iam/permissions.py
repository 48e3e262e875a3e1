"""Statements that Terraform writes as resources of their own.

Sources: Terraform AWS provider, ``aws_lambda_permission``, ``aws_cloudwatch_event_permission``; Lambda API Reference,
"AddPermission"; Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda"; EventBridge API Reference,
"PutPermission".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text, Unknown, needs
from seamlint.model.entity import Place
from seamlint.model.iam import PolicyDocument, PolicyKind, ResourcePolicy
from seamlint.model.policies import VERSION
from seamlint.model.reading import bare, nested, pointer
from seamlint.model.terraform.iam.reading import arn_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Entity, Pointer
    from seamlint.model.terraform.neighbours import Neighbours

_ACCOUNT = re.compile(r"\d{12}")
_CONDITIONS = {
    "source_arn": ("ArnLike", "aws:SourceArn"),
    "source_account": ("StringEquals", "aws:SourceAccount"),
    "principal_org_id": ("StringEquals", "aws:PrincipalOrgID"),
    "event_source_token": ("StringEquals", "lambda:EventSourceToken"),
    "function_url_auth_type": ("StringEquals", "lambda:FunctionUrlAuthType"),
}
_STATEMENT: Path = ("Statement", 0)


class _Statement:
    """A statement in the making: its elements, and the attribute that each is written in."""

    def __init__(self, resource: Resource, service: str) -> None:
        self.resource = resource
        self.service = service
        self.elements: dict[str, Value] = {"Effect": "Allow"}
        self.written: dict[Path, Path] = {("Statement",): (), _STATEMENT: ()}

    def set(self, element: str, value: Value, *at: str | int) -> None:
        """Set an element that is written at a path of the resource."""
        if value is not None:
            self.elements[element] = value
            self.written |= {(*_STATEMENT, element): at}

    def restrict(self, operator: Value, key: Value, value: Value, *at: str | int) -> None:
        """Add a condition that is written at a path of the resource."""
        conditions = self.elements.setdefault("Condition", {})
        self.written.setdefault((*_STATEMENT, "Condition"), at)
        if not isinstance(conditions, dict) or not isinstance(operator, str) or not isinstance(key, str):
            self.elements["Condition"] = Unknown(needs([operator, key]) or (f"a condition of {self.resource.address}",))
            return
        keys = conditions.setdefault(operator, {})
        assert isinstance(keys, dict)
        keys[key] = value
        self.written |= {(*_STATEMENT, "Condition", operator, key): at}

    def policy(self, named: Pointer, by: str) -> ResourcePolicy:
        """Return the policy of the resource that an attribute names, with this statement alone."""
        value: Value = {"Version": VERSION, "Statement": [self.elements]}
        place = Place(self.resource, ())
        document = PolicyDocument(value, PolicyKind.RESOURCE, place, self.service, self.written)
        return ResourcePolicy(
            self.resource,
            (),
            protects=named,
            service=self.service,
            document=document,
            places={"protects": (by,), "document": ()},
            handles=frozenset(),
        )


def function_permission(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lambda_permission``: one statement of the function's policy."""
    values = resource.values
    named = pointer(values.get("function_name"))
    statement = _Statement(resource, "lambda")
    statement.set("Sid", values.get("statement_id"), "statement_id")
    statement.set("Principal", _principal(values.get("principal"), resource), "principal")
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
    statement = _Statement(resource, "lambda")
    statement.set("Sid", values.get("statement_id"), "statement_id")
    statement.set("Principal", _principal(values.get("principal"), resource), "principal")
    statement.set("Action", values.get("action"), "action")
    statement.set("Resource", Unknown((f"the ARN of the layer of {resource.address}",)), "layer_name")
    if values.get("organization_id") not in (None, ""):
        statement.restrict("StringEquals", "aws:PrincipalOrgID", values["organization_id"], "organization_id")
    yield statement.policy(named, "layer_name")


def bus_permission(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_cloudwatch_event_permission``: one statement of an event bus's policy."""
    values = resource.values
    statement = _Statement(resource, "events")
    statement.set("Sid", values.get("statement_id"), "statement_id")
    statement.set("Principal", _principal(values.get("principal"), resource), "principal")
    statement.set("Action", values.get("action", "events:PutEvents"), "action")
    statement.set("Resource", Unknown((f"the ARN of the event bus of {resource.address}",)), "event_bus_name")
    for block, path in nested(values, "condition"):
        statement.restrict(bare(block.get("type")), bare(block.get("key")), block.get("value"), *path)
    yield statement.policy(pointer(values.get("event_bus_name")) or "default", "event_bus_name")


def _principal(value: Value, resource: Resource) -> Value:
    """Return the element for a service's name, an account, an ARN or everyone."""
    value = bare(value)
    if value == "*":
        return value
    if isinstance(value, str) and _ACCOUNT.fullmatch(value):
        return {"AWS": f"arn:{resource.partition or 'aws'}:iam::{value}:root"}
    if isinstance(value, str):
        return {"AWS" if value.startswith("arn:") else "Service": value}
    if isinstance(value, Text) and isinstance(value.parts[-1], str) and ".amazonaws.com" in value.parts[-1]:
        return {"Service": value}
    return value if value is not None else Unknown((f"{resource.address}.principal",))


def _function_arn(named: Pointer, qualifier: Value, neighbours: Neighbours) -> Value:
    function = neighbours.get(named, "aws_lambda_function")
    arn = arn_of(function) if function is not None and function.type == "aws_lambda_function" else named
    if isinstance(arn, str) and not arn.startswith("arn:"):
        return Unknown((f"the ARN of the function {arn}",))
    if qualifier is None or arn is None:
        return arn
    parts = arn.parts if isinstance(arn, Text) else (arn,)
    last = qualifier if isinstance(qualifier, (str, Unknown)) else Unknown(("the qualifier",))
    if isinstance(arn, str) and isinstance(last, str):
        return f"{arn}:{last}"
    return Text((*parts, ":", last))
