"""From evaluated units to entities, whatever dialect they are written in."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from seamlint.model.neighbours import Units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.resource import Unit
    from seamlint.model.entity import Entity

TRANSLATORS = {
    "terraform": "seamlint.model.terraform.translate",
    "plan": "seamlint.model.terraform.translate",
    "cloudformation": "seamlint.model.cloudformation.translate",
    "cdk": "seamlint.model.cloudformation.translate",
    "iam": "seamlint.model.policy_files",
}
"""The module that translates each dialect; loaded when a unit is written in it."""


def translate(units: Iterable[Unit]) -> Iterator[Entity]:
    """Translate all units, in their order."""
    known = list(units)
    everywhere = Units(known)
    for unit in known:
        yield from import_module(TRANSLATORS[unit.dialect]).translate(unit, everywhere)
