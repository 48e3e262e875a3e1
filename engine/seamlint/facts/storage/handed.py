"""Buckets that modules are told of which are not on disk: these may say of them what no scanned code does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.waiting import KEY
from seamlint.graph.graph import fact

if TYPE_CHECKING:
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity


def handed_over(graph: Graph, entity: Entity) -> tuple[str, ...]:
    """Return why more may be said of an entity than the code shows; nothing where no absent module is told of it."""
    unit = _units(graph).get(entity.resource.unit)
    if unit is None or KEY.sub("", entity.resource.address) not in unit[0]:
        return ()
    return unit[1]


@fact
def _units(graph: Graph) -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    return {unit.path: (unit.handed, unit.absent) for unit in graph.units if unit.handed}
