"""The other resources of a template, for translators whose entity is written in several resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model import neighbours
from seamlint.model.cloudformation.identity import literals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.evaluate.resource import Resource, Unit
    from seamlint.model.entity import Entity
    from seamlint.model.neighbours import Units

    Translate = Callable[[Resource, "Neighbours"], Iterator[Entity]]


class Neighbours(neighbours.Neighbours):
    """A template's resources by logical id, by type, and by what they name."""

    def __init__(self, unit: Unit, units: Units) -> None:
        super().__init__(unit, units, literals)
