"""What IAM's CloudFormation resources have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.cloudformation.identity import itself
from seamlint.model.reading import text

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Maybe, Pointer


def arn_of(resource: Resource) -> Pointer:
    """Return a resource's ARN, else the reference to it."""
    known = resource.ids.get("arn")
    return known if isinstance(known, str) else itself(resource, "Arn")


def iam_path(resource: Resource) -> Maybe[str]:
    """Return the path in an IAM resource's ARN."""
    return text(resource.values.get("Path")) or "/"
