"""Where the values of a resource are written, and what they came through."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Origin
    from seamlint.evaluate.terraform.resources import ResourceInstance
    from seamlint.evaluate.values import Path
    from seamlint.sources.span import Span


class BlockLocator:
    """Finds places of one resource instance."""

    __slots__ = ("_resource",)

    def __init__(self, resource: ResourceInstance) -> None:
        self._resource = resource

    def span_at(self, path: Path) -> Span:
        return self._resource.declared.span

    def trail(self, path: Path) -> tuple[Origin, ...]:
        return ()
