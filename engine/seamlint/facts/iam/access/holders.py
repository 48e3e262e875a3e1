"""Who holds an Allow for an action, by the resources that it names: exactly, by pattern, or in another way.

An index by exact ARN and by pattern: principals that share a pattern are looked at together, so that asking who may act
on one of thousands of roles costs what the answer has, not what the graph has.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.access.identities import identities
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob, literal
from seamlint.graph.graph import fact
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.automata import Tokens
    from seamlint.facts.iam.documents import Document, Statement
    from seamlint.graph.graph import Graph

WILD = ("*", "?")


class Grant(NamedTuple):
    """An Allow that a principal holds."""

    who: Identity
    policy: Policy
    statement: Statement


class Holders:
    """The principals that an Allow lets call an action, by the patterns of its resources.

    Attributes:
        grants: all of them, in source order.
    """

    def __init__(self, graph: Graph, action: str) -> None:
        self.grants: list[Grant] = []
        self._exact: dict[Tokens, dict[Identity, None]] = defaultdict(dict)
        self._patterns: dict[Tokens, tuple[Glob, dict[Identity, None]]] = {}
        self._otherwise: dict[Identity, None] = {}
        self._own: dict[Identity, list[Grant]] = {}
        known: dict[int, list[Statement]] = {}
        for who in identities(graph):
            for policy in who.policies:
                key = id(policy.document)
                if key not in known:
                    known[key] = list(allowing(policy.document, action))
                for statement in known[key]:
                    self._add(Grant(who, policy, statement))

    def _add(self, grant: Grant) -> None:
        self.grants.append(grant)
        self._own.setdefault(grant.who, []).append(grant)
        statement = grant.statement
        if statement.resources is None or statement.resources_inverted:
            self._otherwise[grant.who] = None
            return
        for pattern in statement.resources:
            if not isinstance(pattern, Glob):
                self._otherwise[grant.who] = None
            elif is_exact(pattern):
                self._exact[pattern.tokens][grant.who] = None
            else:
                self._patterns.setdefault(pattern.tokens, (pattern, {}))[1][grant.who] = None

    def candidates(self, arn: Value) -> Iterator[dict[Identity, None]]:
        """Yield groups of principals whose Allow may be for a resource."""
        yield self._exact.get(literal(arn).tokens, {})
        for pattern, holders in self._patterns.values():
            if pattern.match(arn) is not Verdict.NO:
                yield holders
        yield self._otherwise

    def below(self, arn: Value) -> Iterator[tuple[Glob, dict[Identity, None]]]:
        """Yield the patterns that name parts of a resource, by its ARN in full, with their holders."""
        start = literal(arn).tokens
        exact = ((Glob(tokens), holders) for tokens, holders in self._exact.items())
        for pattern, holders in (*exact, *self._patterns.values()):
            if pattern.tokens[: len(start)] == start and len(pattern.tokens) > len(start):
                yield pattern, holders

    def grants_of(self, who: Identity) -> list[Grant]:
        """Return the Allows that one principal holds."""
        return self._own.get(who, [])

    def anyone(self) -> dict[Identity, None]:
        """Return all principals that hold the action on something."""
        return dict.fromkeys(self._own)


def allowing(document: Document, action: str) -> Iterator[Statement]:
    """Yield the statements that may allow an action on something."""
    wanted = action.lower()
    for statement in document.statements:
        if statement.effect is not Effect.DENY and on_action(statement, wanted) is not Verdict.NO:
            yield statement


def holds(who: Identity, action: str) -> bool:
    """Tell whether a principal has an Allow for an action on something."""
    return any(next(allowing(policy.document, action), None) is not None for policy in who.policies)


def on_action(statement: Statement, action: str) -> Verdict:
    """Tell whether a statement speaks of an action, given in lower case."""
    patterns = _by_service(tuple(statement.actions))
    verdict = Verdict.NO
    for pattern in (*patterns.get(action.partition(":")[0], ()), *patterns.get("", ())):
        verdict |= pattern.match(action)
    return ~verdict if statement.actions_inverted else verdict


@lru_cache(maxsize=16_384)
def _by_service(patterns: tuple[Glob, ...]) -> dict[str, list[Glob]]:
    """Return patterns of actions by the service that they name, under "" those that name none for certain.

    Most statements are of services that nobody asks about, and an account has thousands of statements.
    """
    found: dict[str, list[Glob]] = {}
    for pattern in patterns:
        named = list(takewhile(lambda letter: letter != ":", pattern.tokens))
        certain = len(named) < len(pattern.tokens) and all(isinstance(token, str) for token in named)
        found.setdefault("".join(map(str, named)) if certain else "", []).append(pattern)
    return found


def is_exact(pattern: Glob) -> bool:
    """Tell whether a pattern names one resource."""
    return all(isinstance(token, str) or getattr(token, "value", None) not in WILD for token in pattern.tokens)


@fact
def _by_action(_graph: Graph) -> dict[str, Holders]:
    return {}


def holders(graph: Graph, action: str) -> Holders:
    """Return who holds an action."""
    known = _by_action(graph)
    if action not in known:
        known[action] = Holders(graph, action)
    return known[action]
