"""From a Terraform unit to its entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.terraform import (
    acls,
    endpoints,
    gateways,
    groups,
    instances,
    load_balancers,
    routes,
    targets,
    vpcs,
)
from seamlint.model.terraform.attachments import attachment
from seamlint.model.terraform.neighbours import Neighbours
from seamlint.model.terraform.topics import TRANSLATORS as TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Unit
    from seamlint.model.entity import Entity
    from seamlint.model.neighbours import Units
    from seamlint.model.terraform.neighbours import Translate

TRANSLATORS: dict[str, Translate] = {
    **groups.TRANSLATORS,
    **acls.TRANSLATORS,
    **vpcs.TRANSLATORS,
    **routes.TRANSLATORS,
    **gateways.TRANSLATORS,
    **endpoints.TRANSLATORS,
    **instances.TRANSLATORS,
    **load_balancers.TRANSLATORS,
    **targets.TRANSLATORS,
}
"""Of the network, by resource type, with ``data.`` before the type of a data source; `TOPICS` has the others.

Other types are asked for network interfaces.
"""


def translate(unit: Unit, units: Units) -> Iterator[Entity]:
    """Translate every resource of a unit, in source order."""
    neighbours = Neighbours(unit, units)
    for resource in unit.resources:
        looked_up = resource.mode == "data"
        kind = f"data.{resource.type}" if looked_up else resource.type
        for translated in TOPICS.get(kind, ()):
            yield from translated(resource, neighbours)
        found = TRANSLATORS.get(kind)
        if found is not None:
            yield from found(resource, neighbours)
        elif not looked_up and resource.type.startswith("aws_") and not resource.type.startswith("aws_iam_"):
            yield from attachment(resource, neighbours)
