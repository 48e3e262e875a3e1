"""The other way round: a resource in another region, as text of the dialect in which it is declared.

Sources: Terraform language documentation, "Multiple Provider Configurations"; AWS CloudFormation User Guide, "Refer to
resource outputs in another CloudFormation stack" (exports do not leave their region).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from seamlint.model.entity import Entity

_MODULES = Pattern(r'^(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*"|\*)\])?\.)+')
_INSTANCE = Pattern(r'\[(?:\d+|"(?:[^"\\]|\\.)*"|\*)\]$')


def local_address(entity: Entity) -> str:
    """Return an entity's address as its own Terraform module writes it."""
    return _MODULES.sub("", entity.address)


def in_region(entity: Entity, region: str) -> str:
    """Return what puts a resource into a region."""
    if entity.resource.dialect in ("cloudformation", "cdk"):
        name = entity.resource.logical_id or entity.address
        return f"declare {name} in a stack that is deployed to {region}, and give this one its ARN as a parameter"
    alias = region.replace("-", "_")
    provider = f'provider "aws" {{\n  alias  = "{alias}"\n  region = "{region}"\n}}'
    address = _INSTANCE.sub("", local_address(entity))
    written = ["resource", *address.split(".")] if address.count(".") == 1 else address.split(".")
    header = " ".join((written[0], *(f'"{name}"' for name in written[1:])))
    inside = f"{header} {{\n  provider = aws.{alias}\n  # the rest as it is\n}}"
    return f"{provider}\n\n{inside}"
