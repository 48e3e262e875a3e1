"""How Terraform resources are named by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Verdict
from seamlint.model.neighbours import texts_of
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource

_ADDRESS = Pattern(r'(?:module\.[^.\["]+(?:\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\])?\.)*(?:data\.)?([^.]+)\.')


def itself(resource: Resource, attribute: str = "id") -> Reference:
    """Return the reference by which a resource's own parts point at it."""
    return Reference(resource.unit, resource.address, attribute)


def literals(resource: Resource, *attributes: str) -> tuple[str | Text, ...]:
    """Return the texts, known or known in part, among a resource's id and further attributes that name it."""
    return texts_of(resource, "id", *attributes)


def may_stay_unadopted(resource: Resource) -> bool:
    """Tell whether what a VPC has from the start may keep what AWS puts in it, for its adoption is not certain."""
    return resource.type.startswith("aws_default_") and resource.presence is not Verdict.YES


def type_of(reference: Reference) -> str:
    """Return the type of the resource that a reference names, whichever unit declares it; empty where none does."""
    address = _ADDRESS.match(reference.address)
    return address[1] if address else ""
