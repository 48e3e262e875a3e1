"""Where the values of a planned resource stand in the plan. Only findings pay for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.plan.cursor import Cursor
from seamlint.syntax.failure import SyntaxFailure

if TYPE_CHECKING:
    from seamlint.evaluate.plan.document import Planned
    from seamlint.evaluate.resource import Origin
    from seamlint.evaluate.values import Path
    from seamlint.sources.span import SourceText, Span


class PlanLocator:
    """Finds places of one resource: in the file that holds the plan, for want of the code."""

    __slots__ = ("_path", "_source", "_start")

    def __init__(self, source: SourceText, planned: Planned) -> None:
        self._source = source
        self._start = planned.start
        self._path = planned.path

    def span_at(self, path: Path) -> Span:
        """Return the place of the deepest part of a path that the plan holds, else of the resource's address."""
        text = self._source.text
        try:
            start = self._deepest(path)
            cursor = Cursor(text, start)
            cursor.value()
        except SyntaxFailure:
            return self._source.span(self._start, self._start + 1)
        return self._source.span(start, start + len(text[start : cursor.at].rstrip()))

    def _deepest(self, path: Path) -> int:
        cursor = Cursor(self._source.text, self._start)
        found = None
        for depth, step in enumerate((*self._path, *path), 1):
            if not _descend(cursor, step):
                break
            found = cursor.at if depth > len(self._path) else None
        if found is not None:
            return found
        cursor.at = self._start
        return cursor.at if _descend(cursor, "address") else self._start

    def trail(self, _: Path) -> tuple[Origin, ...]:
        """Return nothing: a plan does not say what its values came through."""
        return ()

    def referred(self) -> tuple[str, ...]:
        """Return nothing: what a plan's configuration refers to stands apart from its resources."""
        return ()


def _descend(cursor: Cursor, step: str | int) -> bool:
    """Move to a member or an item; tell whether it is there."""
    if isinstance(step, int) and cursor.is_array():
        return any(at == step for at, _ in enumerate(cursor.items()))
    return isinstance(step, str) and cursor.is_object() and any(name == step for name in cursor.members())
