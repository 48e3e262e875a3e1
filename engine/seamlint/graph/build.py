"""From evaluated units to the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.graph.graph import Graph
from seamlint.model.translate import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seamlint.config import Config
    from seamlint.evaluate.resource import Unit


def build(units: Sequence[Unit], config: Config | None = None) -> Graph:
    """Return the graph of all units."""
    return Graph(units, translate(units), config)
