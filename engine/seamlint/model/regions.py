"""References that do not leave a region, dialect-neutral."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from seamlint.model.entity import Entity, Maybe, Pointer


class Bond(NamedTuple):
    """Two things that have to be in one region.

    Attributes:
        says: what AWS does not do across regions, as a clause.
        page: of AWS's documentation, which says so.
    """

    says: str
    page: str


@dataclass(eq=False, repr=False)
class RegionalReference(Entity):
    """A resource names another one of its own region.

    Attributes:
        bond: a key of `BONDS`.
        named: what it names: by reference, ARN or name.
        types: of resources that it may name; a reference to another type names something that the resource only
            holds, such as a parameter's value.
        region: where that has to be, where the attribute beside it says so; None for the resource's own region.
    """

    bond: str = ""
    named: Pointer = None
    types: frozenset[str] = frozenset()
    region: Maybe[str] | None = None


BONDS: dict[str, Bond] = {}
