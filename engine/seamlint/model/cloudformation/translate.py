"""From a template's unit to its entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.cloudformation import (
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
from seamlint.model.cloudformation.attachments import attachment
from seamlint.model.cloudformation.neighbours import Neighbours
from seamlint.model.cloudformation.topics import TRANSLATORS as TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Unit
    from seamlint.model.cloudformation.neighbours import Translate
    from seamlint.model.entity import Entity
    from seamlint.model.neighbours import Units

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
"""Of the network, by resource type; other types are asked for network interfaces. `TOPICS` has the others."""
CARRIERS = ("AWS::CloudFormation::", "AWS::SSM::")
"""Types that hand ids on and have no interfaces themselves."""


def translate(unit: Unit, units: Units) -> Iterator[Entity]:
    """Translate every resource of a unit, in source order."""
    neighbours = Neighbours(unit, units)
    for resource in unit.resources:
        for translated in TOPICS.get(resource.type, ()):
            yield from translated(resource, neighbours)
        found = TRANSLATORS.get(resource.type)
        if found is not None:
            yield from found(resource, neighbours)
        elif resource.type.startswith("AWS::") and not resource.type.startswith(CARRIERS):
            yield from attachment(resource, neighbours)
