"""What holds for certain, and what perhaps."""

from __future__ import annotations

from typing import Generic, TypeVar

from seamlint.data_classes import dataclass
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import NOTHING, Packets

S = TypeVar("S", Intervals, Packets)


@dataclass(frozen=True, slots=True)
class Bounds(Generic[S]):
    """A set that is not wholly known: whatever the unknown values turn out to be, ``must`` ⊆ the set ⊆ ``may``."""

    must: S
    may: S

    @staticmethod
    def exactly(known: S) -> Bounds[S]:
        """Return the bounds of a known set."""
        return Bounds(known, known)

    @property
    def exact(self) -> bool:
        """Whether the set is wholly known."""
        return self.must == self.may

    def __or__(self, other: Bounds[S]) -> Bounds[S]:
        must = self.must | other.must
        return Bounds(must, must if self._known_with(other) else self.may | other.may)

    def __and__(self, other: Bounds[S]) -> Bounds[S]:
        must = self.must & other.must
        return Bounds(must, must if self._known_with(other) else self.may & other.may)

    def __sub__(self, other: Bounds[S]) -> Bounds[S]:
        must = self.must - other.may
        return Bounds(must, must if self._known_with(other) else self.may - other.must)

    def _known_with(self, other: Bounds[S]) -> bool:
        """Tell quickly, where it is plain, that both sets are known: then there is but one set to compute."""
        return self.must is self.may and other.must is other.may


def product(places: Bounds[Intervals], services: Bounds[Intervals]) -> Bounds[Packets]:
    """Return the packets at any of the addresses, of any of the services."""
    return Bounds(Packets.of(places.must, services.must), Packets.of(places.may, services.may))


NO_PACKETS: Bounds[Packets] = Bounds(NOTHING, NOTHING)
NO_NUMBERS: Bounds[Intervals] = Bounds(Intervals(), Intervals())
