"""What the code at a place in a file evaluates to: for people who point at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.resource import Origin, Unit
    from seamlint.evaluate.values import Value
    from seamlint.sources.span import Span


class Inspected(NamedTuple):
    """An expression, and its value in one instance of what it stands in.

    Attributes:
        instance: address of that instance: a resource, a module, a stack; empty for what exists once.
        trail: what the value came through, the nearest first.
    """

    span: Span
    value: Value
    instance: str = ""
    trail: tuple[Origin, ...] = ()


class Cursor(NamedTuple):
    """A place between two characters, named as `Span` does: the file as people see it, line and column from 1."""

    file: str
    line: int
    column: int

    def within(self, span: Span) -> bool:
        """Tell whether it lies in a span, or at its end."""
        here = (self.line, self.column)
        return self.file == span.file and span[1:3] <= here <= span[3:5]


def inspect(units: Iterable[Unit], cursor: Cursor) -> Iterator[Inspected]:
    """Yield what the expression around a place evaluates to, by unit and instance; nothing for plain text."""
    for unit in units:
        if unit.dialect == "terraform":
            from seamlint.evaluate.terraform.inspection import inspect_module

            yield from inspect_module(unit, cursor)
        elif unit.dialect == "cloudformation":
            from seamlint.evaluate.cloudformation.inspection import inspect_template

            yield from inspect_template(unit, cursor)
