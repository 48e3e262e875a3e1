"""Which paths a distribution's behaviours take from which origin.

"Cache behavior settings" in the Amazon CloudFront Developer Guide: behaviours are tried in the order in which they are
listed, the default one last; a path pattern knows ``*`` and ``?``, its letters count, a slash at its start does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Text, Unknown, Verdict
from seamlint.facts.iam.globs import glob
from seamlint.model.edge import CacheBehavior, Origin, OriginGroup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from seamlint.graph.graph import Graph
    from seamlint.model.edge import Distribution, Label
    from seamlint.model.entity import Maybe

ANY = "…"
"""Stands for letters that no pattern holds, in a path that a pattern with wildcards takes."""
_FILLINGS = (ANY, ANY * 2, f"{ANY}/{ANY}", "")
_MOST_BEHAVIORS = 500


@dataclass(frozen=True, eq=False)
class Route:
    """A cache behaviour takes paths from an origin.

    Attributes:
        path: one of them, without a slash at its start, with `ANY` where the pattern leaves it open; unknown where the
            pattern is, or a function may change it.
        verdict: whether it takes that path from there.
        needs: names of what would decide it.
    """

    behavior: CacheBehavior
    origin: Origin
    path: Maybe[str]
    verdict: Verdict
    needs: tuple[str, ...] = ()


def routes(graph: Graph, distribution: Distribution) -> list[Route]:
    """Return which behaviours of a distribution take paths from which origins, in the order of the behaviours."""
    return list(_routes(graph, distribution))


def title(behavior: CacheBehavior) -> str:
    """Return what a behaviour is called: by its pattern."""
    if behavior.pattern is None:
        return "the default behaviour"
    return "a behaviour" if isinstance(behavior.pattern, Unknown) else f"the behaviour for {behavior.pattern}"


def _routes(graph: Graph, distribution: Distribution) -> Iterator[Route]:
    behaviors = graph.of(CacheBehavior, distribution)
    ordered = [each for each in behaviors if each.pattern is not None]
    default = [each for each in behaviors if each.pattern is None]
    targets = _Targets(graph, distribution)
    earlier: list[Maybe[str]] = []
    for behavior in [*ordered, *default][:_MOST_BEHAVIORS]:
        path, verdict = _path(behavior, earlier)
        if behavior.pattern is None and not distribution.complete:
            verdict &= Verdict.UNDECIDED
        for origin, meant in targets.of(behavior) if verdict is not Verdict.NO else ():
            yield Route(behavior, origin, path, verdict & meant, _needs(distribution, path, verdict & meant))
        if behavior.pattern is not None:
            earlier.append(behavior.pattern)


def _needs(distribution: Distribution, path: Maybe[str], verdict: Verdict) -> tuple[str, ...]:
    if isinstance(path, Unknown):
        return path.needs
    return () if verdict is Verdict.YES else (f"all behaviours of {distribution.address}",)


def _path(behavior: CacheBehavior, earlier: Sequence[Maybe[str]]) -> tuple[Maybe[str], Verdict]:
    """Return a path that a behaviour takes and no earlier one, and whether it takes it."""
    pattern = "*" if behavior.pattern is None else behavior.pattern
    if isinstance(pattern, Unknown):
        return pattern, Verdict.UNDECIDED
    unknown = any(isinstance(each, Unknown) for each in earlier)
    taken = [glob(_bare(each)) for each in earlier if isinstance(each, str)]
    for filling in _FILLINGS:
        path = _bare(pattern).replace("*", filling).replace("?", ANY)
        if path and not any(each.matches(path) for each in taken):
            rewritten = Unknown((f"what functions make of the paths of {behavior.address}",))
            return rewritten if behavior.rewrites else path, Verdict.UNDECIDED if unknown else Verdict.YES
    return "", Verdict.NO


def _bare(pattern: str) -> str:
    return pattern.removeprefix("/")


class _Targets:
    """The origins of a distribution by the labels that behaviours name."""

    def __init__(self, graph: Graph, distribution: Distribution) -> None:
        self._origins = graph.of(Origin, distribution)
        self._groups = graph.of(OriginGroup, distribution)
        self._complete = distribution.complete

    def of(self, behavior: CacheBehavior) -> Iterator[tuple[Origin, Verdict]]:
        """Yield the origins that a behaviour takes paths from, and whether it does."""
        for group in self._groups:
            if _same(group.id, behavior.target_origin):
                for member in group.members:
                    yield from self._named(member)
                return
        yield from self._named(behavior.target_origin)

    def _named(self, label: Label) -> Iterator[tuple[Origin, Verdict]]:
        found = [each for each in self._origins if _same(each.id, label)]
        if found:
            yield found[0], Verdict.YES
        elif len(self._origins) == 1 and not self._groups and self._complete:
            yield self._origins[0], Verdict.YES
        elif not _is_fixed(label):
            yield from ((each, Verdict.UNDECIDED) for each in self._origins)


def _same(one: Label, other: Label) -> bool:
    return one == other and _is_fixed(one)


def _is_fixed(label: Label) -> bool:
    """Tell whether equal labels are equal texts."""
    if isinstance(label, Text):
        return not any(isinstance(part, Unknown) for part in label.parts)
    return label is not None and not isinstance(label, Unknown)
