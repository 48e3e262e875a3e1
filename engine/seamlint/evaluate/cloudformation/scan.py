"""All templates of a run, evaluated together: the entry to this folder."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.crossings import Crossings
from seamlint.evaluate.cloudformation.exports import Exports
from seamlint.evaluate.cloudformation.nested import outermost
from seamlint.evaluate.cloudformation.problems import Problems
from seamlint.evaluate.cloudformation.stack import Stack
from seamlint.evaluate.cloudformation.templates import Templates
from seamlint.evaluate.resource import Unit
from seamlint.named_tuples import NamedTuple
from seamlint.sources.reading import shown
from seamlint.sources.repository import boundary, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from seamlint.evaluate.cloudformation.settings import Options
    from seamlint.evaluate.cloudformation.template import Template
    from seamlint.sources.diagnostic import Diagnostic

MOST_NESTED = 2_000
"""Nested stacks of a run."""
FRAMES = 6_000
"""Python's: resources whose names depend on each other need more than the usual thousand."""


class Evaluated(NamedTuple):
    """The units of a run's templates, the templates, and what their reader has to be told."""

    units: list[Unit]
    templates: list[Template]
    diagnostics: list[Diagnostic]


def evaluate_templates(paths: Iterable[str], named: Iterable[str], options: Callable[[str], Options]) -> Evaluated:
    """Evaluate the templates among some files. Never raises on what they say.

    ``named`` are the folders that bound what is read; ``options`` returns how a template, by path, is deployed. A
    template that another one nests is evaluated as its part, not once more by itself.
    """
    sys.setrecursionlimit(max(sys.getrecursionlimit(), FRAMES))
    scan = Scan(named)
    templates = scan.templates.find(paths)
    stacks = [Stack(each, options(each.path), scan, shown(each.path), None) for each in outermost(templates)]
    scan.exports, scan.crossings = Exports(stacks), Crossings(stacks)
    units = [_unit(stack) for stack in stacks]
    return Evaluated(units, scan.templates.all(), scan.problems.diagnostics)


def _unit(stack: Stack) -> Unit:
    deployed = list(stack.deployed())
    _check_rules(stack)
    return Unit(
        path=stack.unit,
        dialect=stack.options.dialect,
        account=stack.options.account,
        region=stack.options.region,
        resources=[resource.evaluated() for resource in deployed],
        outputs=stack.outputs,
        files=tuple(sorted({resource.stack.template.document.source.path for resource in deployed} | {stack.unit})),
        absent=tuple(f"what {each.prefix}{name} makes" for each in stack.stacks() for name in each.opaque),
        handed=frozenset(resource.address for resource in deployed if resource.stack.opaque),
    )


def _check_rules(outer: Stack) -> None:
    """Hold the parameters of a stack, and of those nested in it, against the rules of their templates."""
    for stack in outer.stacks():
        if stack.template.rules:
            from seamlint.evaluate.cloudformation.assertions import check

            check(stack)


class Scan:
    """What all stacks of a run share.

    Attributes:
        exports, crossings: set when all stacks are made.
    """

    exports: Exports
    crossings: Crossings

    def __init__(self, named: Iterable[str]) -> None:
        self.problems = Problems()
        self.templates = Templates(self.problems)
        self._named = tuple(named)
        self._left = MOST_NESTED
        self._hops = 0

    def may_nest(self) -> bool:
        """Count one more nested stack; tell whether that many may be."""
        self._left -= 1
        return self._left >= 0

    @contextmanager
    def hop(self, most: int) -> Iterator[bool]:
        """Go from one resource to another that it depends on; tell whether that is allowed once more."""
        self._hops += 1
        try:
            yield self._hops <= most
        finally:
            self._hops -= 1

    def template(self, path: str, caller: str) -> Template | None:
        """Return a template that another one nests, None where it lies outside of the repository."""
        limit = boundary(os.path.dirname(caller), self._named)
        return self.templates.at(path) if inside(path, limit) else None
