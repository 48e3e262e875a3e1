"""How Terraform resources are named by others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.model.reading import pointer

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value

_ADDRESS = re.compile(r'(?:module\.[^.\["]+(?:\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\])?\.)*(?:data\.)?([^.]+)\.')


def itself(resource: Resource, attribute: str = "id") -> Reference:
    """Return the reference by which a resource's own parts point at it."""
    return Reference(resource.unit, resource.address, attribute)


def literals(resource: Resource, *attributes: str) -> tuple[str | Text, ...]:
    """Return the texts, known or known in part, among a resource's id and further attributes that name it."""
    values = (pointer(resource.values.get(attribute)) for attribute in ("id", *attributes))
    return tuple(value for value in values if isinstance(value, (str, Text)))


def may_stay_unadopted(resource: Resource) -> bool:
    """Tell whether what a VPC has from the start may keep what AWS puts in it, for its adoption is not certain."""
    return resource.type.startswith("aws_default_") and resource.presence is not Verdict.YES


def type_of(reference: Reference) -> str:
    """Return the type of the resource that a reference names, whichever unit declares it; empty where none does."""
    address = _ADDRESS.match(reference.address)
    return address[1] if address else ""


def lent(lender: Resource, attribute: str) -> Value:
    """Return what a resource adds to another one; unknown where it may not exist."""
    if lender.presence is Verdict.YES:
        return lender.values.get(attribute)
    return Unknown(lender.missing or (lender.address,))
