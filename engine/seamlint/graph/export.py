"""The graph as networkx has it, for pictures and for questions that no rule asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.graph.edges import edges

if TYPE_CHECKING:
    import networkx as nx

    from seamlint.graph.graph import Graph


def to_networkx(graph: Graph) -> nx.MultiDiGraph:
    """Return the entities as nodes and what they name as edges.

    A node is the name of an entity's type with its `Key`, and holds the ``entity``. An edge's key is the field that
    names its target; ``reason`` is the `Evidence` of where that is written.
    """
    import networkx as nx

    drawn = nx.MultiDiGraph()
    for entity in graph:
        drawn.add_node((type(entity).__name__, entity.key), entity=entity)
    for edge in edges(graph):
        ends = ((type(entity).__name__, entity.key) for entity in (edge.source, edge.target))
        drawn.add_edge(*ends, key=edge.kind, reason=edge.reason)
    return drawn
