"""Statements of resource policies that dialects write as resources of their own, and KMS's default policy.

Sources: Lambda API Reference, "AddPermission"; Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda";
AWS KMS Developer Guide, "Default key policy".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text, Unknown, needs
from seamlint.model.entity import Place
from seamlint.model.iam import PolicyDocument, PolicyKind, ResourcePolicy
from seamlint.model.policies import VERSION
from seamlint.model.reading import bare
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Pointer

_ACCOUNT = Pattern(r"\d{12}")
_ACCOUNT_OF = "the account of "
_STATEMENT: Path = ("Statement", 0)


class WrittenStatement:
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


def principal(value: Value, resource: Resource) -> Value:
    """Return the element for a service's name, an account, an ARN or everyone."""
    value = bare(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value == "*":
        return value
    if isinstance(value, str) and _ACCOUNT.fullmatch(value):
        return {"AWS": f"arn:{resource.partition or 'aws'}:iam::{value}:root"}
    if isinstance(value, str):
        return {"AWS" if value.startswith("arn:") else "Service": value}
    if isinstance(value, Text) and isinstance(value.parts[-1], str) and ".amazonaws.com" in value.parts[-1]:
        return {"Service": value}
    return value if value is not None else Unknown((f"{resource.address}.principal",))


def qualified(arn: Pointer, qualifier: Value) -> Value:
    """Return the ARN of a function's version or alias; its own ARN without a qualifier."""
    if isinstance(arn, str) and not arn.startswith("arn:"):
        return Unknown((f"the ARN of the function {arn}",))
    if qualifier is None or arn is None:
        return arn
    parts = arn.parts if isinstance(arn, Text) else (arn,)
    last = qualifier if isinstance(qualifier, (str, Unknown)) else Unknown(("the qualifier",))
    if isinstance(arn, str) and isinstance(last, str):
        return f"{arn}:{last}"
    return Text((*parts, ":", last))


def default_key_policy(resource: Resource) -> PolicyDocument:
    """Return the policy of a KMS key that sets none: it delegates to the key's account."""
    root = f"arn:{resource.partition or 'aws'}:iam::"
    owner = f"{root}{resource.account}:root" if resource.account else Text((root, _own_account(resource), ":root"))
    statement: dict[str, Value] = {"Sid": "Enable IAM User Permissions", "Effect": "Allow"}
    statement |= {"Principal": {"AWS": owner}, "Action": "kms:*", "Resource": "*"}
    whole: dict[Path, Path] = {("Statement",): (), _STATEMENT: ()}
    value: Value = {"Version": VERSION, "Statement": [statement]}
    return PolicyDocument(value, PolicyKind.RESOURCE, Place(resource, ()), "kms", whole)


def _own_account(resource: Resource) -> Unknown:
    """Return what stands for a resource's account in its ARN; for that of its unit where no ARN tells."""
    arn = resource.ids.get("arn")
    parts = arn.parts if isinstance(arn, Text) else ()
    unknown = (each for each in parts if isinstance(each, Unknown) and each.needs[0].startswith(_ACCOUNT_OF))
    return next(unknown, Unknown((f"{_ACCOUNT_OF}{resource.unit}",)))
