"""Which resource is made after which.

Source: Terraform language documentation, "Resource Dependencies", "The depends_on Meta-Argument".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import needs
from seamlint.graph.graph import Graph, fact
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource

KEY = Pattern(r'\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\]')
"""An instance key in an address."""


def waits_for(graph: Graph, resource: Resource, other: Resource) -> bool:
    """Tell whether Terraform makes a resource only after another one: it names it, or waits for what does."""
    wanted = KEY.sub("", other.address)
    known = _by_address(graph).get(resource.unit, {})
    pending, seen = [resource], set[str]()
    while pending:
        for bare in _before(pending.pop(), known):
            if bare == wanted or wanted.startswith(f"{bare}."):
                return True
            if bare not in seen:
                seen.add(bare)
                pending += _meant(bare, known)
    return False


def _before(resource: Resource, known: dict[str, Resource]) -> Iterator[str]:
    """Yield the addresses, without keys, of what a resource names, in its code or by value."""
    for name in (*resource.awaited, *resource.referred()):
        yield KEY.sub("", name)
    for name in needs(resource.values):
        bare = KEY.sub("", name)
        while bare and bare not in known:
            bare = bare.rpartition(".")[0]
        if bare:
            yield bare


def _meant(bare: str, known: dict[str, Resource]) -> list[Resource]:
    """Return the resources that an address means: itself, or all of a module."""
    if bare in known:
        return [known[bare]]
    return [each for address, each in known.items() if address.startswith(f"{bare}.")]


@fact
def _by_address(graph: Graph) -> dict[str, dict[str, Resource]]:
    """Return one instance of each resource, by unit and by address without keys."""
    return {unit.path: {KEY.sub("", each.address): each for each in unit.resources} for unit in graph.units}
