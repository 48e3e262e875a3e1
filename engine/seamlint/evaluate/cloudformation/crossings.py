"""What stacks of the AWS CDK pass to stacks of other regions: one custom resource writes it, another reads it there.

Source: AWS CDK API Reference, ``StackProps.crossRegionReferences``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.cloudformation.stack import Stack
    from seamlint.evaluate.values import Value

WRITER = "Custom::CrossRegionExportWriter"
READER = "Custom::CrossRegionExportReader"


class Crossings:
    """What stacks write for other regions, found when something is read for the first time."""

    def __init__(self, stacks: Iterable[Stack]) -> None:
        self._stacks = stacks
        self._found: dict[tuple[str, Value], list[tuple[Stack, Value]]] | None = None

    @property
    def _written(self) -> dict[tuple[str, Value], list[tuple[Stack, Value]]]:
        """What is written, by name and region; while it is looked for, what was found so far."""
        if self._found is None:
            self._found = {}
            for stack in (each for outer in self._stacks for each in outer.stacks()):
                for region, name, value in _writes(stack):
                    self._found.setdefault((name, region), []).append((stack, value))
        return self._found

    def value(self, name: str, reader: Stack) -> Value:
        """Return what is written for a stack's region under a name; null where not exactly one stack does."""
        accounts = {reader.options.account, None}
        found = [
            value
            for writer, value in self._written.get((name, reader.options.region), ())
            if writer.options.account in accounts or reader.options.account is None
        ]
        return found[0] if len(found) == 1 and reader.work.affords(found[0]) else None


def _writes(stack: Stack) -> Iterator[tuple[str, str, Value]]:
    """Yield region, name and value of what a stack writes."""
    for resource in stack.resources.values():
        told = resource.own("WriterProps") if resource.type == WRITER else None
        exports = told.get("exports") if isinstance(told, dict) else None
        region = told.get("region") if isinstance(told, dict) else None
        if isinstance(exports, dict) and isinstance(region, str):
            yield from ((region, name, value) for name, value in exports.items())
