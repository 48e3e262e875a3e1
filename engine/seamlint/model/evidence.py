"""Evidence: a fact, the place that shows it, and what it follows from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass

if TYPE_CHECKING:
    from seamlint.sources.span import Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """One step of a proof; ``because`` holds the steps that it follows from, so that a proof is a tree.

    Attributes:
        span: the line that shows it.
        says: one sentence without a full stop.
        resource: address of the resource that it speaks of.
        unit: path of the unit that the resource belongs to; empty where no single unit does.
    """

    span: Span
    says: str
    resource: str
    because: tuple[Evidence, ...] = ()
    unit: str = ""
