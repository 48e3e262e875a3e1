"""Conditions: what has to hold of what a rule selects. Each has three answers, and a proof or what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.values import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.declared.model_view import Seen
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

Bound = Mapping[str, "Seen"]
"""What a rule's variables stand for."""


@dataclass(frozen=True)
class Weighed:
    """What a condition comes to.

    Attributes:
        because: the proof in order.
        needs: names of what is missing, where it is undecided.
    """

    verdict: Verdict
    because: tuple[Evidence, ...] = ()
    needs: tuple[str, ...] = ()


Weigh = Callable[["Graph", Bound], Weighed]


@dataclass(frozen=True)
class Condition:
    """A condition.

    Attributes:
        weigh: judges it.
        variables: those that it speaks of.
        parts: the conditions that all have to hold, where it is ``all`` of them.
    """

    weigh: Weigh
    variables: frozenset[str]
    parts: tuple[Condition, ...] = ()


def every(parts: Iterable[Condition]) -> Condition:
    """Return the condition that all of some hold."""
    known = tuple(parts)

    def weigh(graph: Graph, bound: Bound) -> Weighed:
        so_far = Weighed(Verdict.YES)
        for part in known:
            found = part.weigh(graph, bound)
            if found.verdict is Verdict.NO:
                return found
            so_far = _joined(so_far, found, so_far.verdict & found.verdict)
        return so_far

    return Condition(weigh, _variables(known), known)


def some(parts: Iterable[Condition]) -> Condition:
    """Return the condition that any of some holds."""
    known = tuple(parts)

    def weigh(graph: Graph, bound: Bound) -> Weighed:
        so_far = Weighed(Verdict.NO)
        for part in known:
            found = part.weigh(graph, bound)
            if found.verdict is Verdict.YES:
                return found
            so_far = _joined(so_far, found, so_far.verdict | found.verdict)
        return so_far

    return Condition(weigh, _variables(known))


def opposite(part: Condition) -> Condition:
    """Return the condition that another one does not hold."""

    def weigh(graph: Graph, bound: Bound) -> Weighed:
        found = part.weigh(graph, bound)
        return replace(found, verdict=~found.verdict)

    return Condition(weigh, part.variables)


def _joined(one: Weighed, other: Weighed, verdict: Verdict) -> Weighed:
    missing = tuple(dict.fromkeys((*one.needs, *other.needs)))
    return Weighed(verdict, (*one.because, *other.because), missing)


def _variables(parts: Iterable[Condition]) -> frozenset[str]:
    return frozenset(name for part in parts for name in part.variables)
