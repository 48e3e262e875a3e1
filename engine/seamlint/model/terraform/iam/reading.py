"""What IAM's Terraform resources have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.entity import Place
from seamlint.model.iam import PolicyDocument
from seamlint.model.reading import text
from seamlint.model.terraform.identity import itself

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Maybe, Pointer
    from seamlint.model.iam import PolicyKind


def arn_of(resource: Resource) -> Pointer:
    """Return a resource's ARN, else the reference to it."""
    known = [resource.ids.get("arn"), resource.values.get("arn")]
    return next((each for each in known if isinstance(each, str)), itself(resource, "arn"))


def name_of(resource: Resource) -> Maybe[str] | None:
    """Return a resource's name; None where AWS or the provider makes one up."""
    return text(resource.values.get("name"))


def iam_path(resource: Resource) -> Maybe[str]:
    """Return the path in an IAM resource's ARN."""
    written = text(resource.values.get("path"))
    if written is None:
        return Unknown((f"{resource.address}.path",)) if resource.mode == "data" else "/"
    return written


def missing_of(resource: Resource, attribute: str, kind: PolicyKind, service: str = "") -> PolicyDocument:
    """Return the document of something that is only looked up: it exists, and is not known."""
    return PolicyDocument(Unknown((f"{resource.address}.{attribute}",)), kind, Place(resource, ()), service)
