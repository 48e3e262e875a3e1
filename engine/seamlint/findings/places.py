"""One finding a place: a loop that writes many statements, or a document that many share, is mended at one line."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.findings.finding import Finding, Undecided
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Union

    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

    Outcome = Union[Finding, Undecided]

_MODULE = Pattern(r'(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*')
_MOST = 5
"""How many of the others are told in words."""


def once_a_place(check: Callable[[Graph], Iterator[Outcome]]) -> Callable[[Graph], Iterator[Outcome]]:
    """Make a rule's check yield one finding for each place, with what else is wrong there in its proof."""

    @wraps(check)
    def checked(graph: Graph) -> Iterator[Outcome]:
        return one_a_place(check(graph))

    return checked


def one_a_place(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield findings of one rule, those of one severity at one place as one; undecided questions stay as they are.

    What several calls of a module lead to stays apart: each call is a place of its own.
    """
    alike: dict[object, list[Finding]] = {}
    for outcome in outcomes:
        if isinstance(outcome, Undecided):
            yield outcome
        else:
            primary = outcome.primary
            call = _MODULE.match(primary.resource)
            key = (outcome.severity, primary.unit, primary.span, call and call[0])
            alike.setdefault(key, []).append(outcome)
    for findings in alike.values():
        yield _as_one(findings)


def _as_one(findings: list[Finding]) -> Finding:
    first, *others = dict.fromkeys(findings)
    others = [each for each in others if each.message != first.message]
    told = [_told(each, each.message) for each in others[:_MOST]]
    if len(others) > _MOST:
        told.append(_told(first, f"{len(others) - _MOST} more of the kind stand here"))
    return replace(first, related=(*first.related, *told)) if told else first


def _told(finding: Finding, says: str) -> Evidence:
    return replace(finding.primary, says=says)
