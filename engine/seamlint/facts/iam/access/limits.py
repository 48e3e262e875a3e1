"""Allow statements that grant nothing, because something else takes all of it away (IAM-009).

"Policy evaluation logic" in the IAM User Guide: an explicit deny wins, and what lies outside a permissions boundary or
an SCP is not allowed whatever identity policies say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Verdict
from seamlint.facts.iam import services
from seamlint.facts.iam.access.identities import identities
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob, glob, includes_all
from seamlint.graph.graph import fact
from seamlint.model.iam import AwsManagedDocument
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

_ANYTHING = glob("*")
_MOST_ACTIONS = 64


class Loss(NamedTuple):
    """What takes an Allow away.

    Attributes:
        how: ``denied``, ``outside the permissions boundary`` or ``outside a service control policy``.
        because: the proof.
    """

    how: str
    because: tuple[Evidence, ...]


@dataclass(frozen=True, eq=False)
class Nullified:
    """An Allow that grants nothing to anybody who holds it.

    Attributes:
        policy, statement: the Allow.
        who: those who hold it.
        losses: what takes it away.
    """

    policy: Policy
    statement: Statement
    who: tuple[Identity, ...]
    losses: tuple[Loss, ...]


@fact
def nullified_allows(graph: Graph) -> list[Nullified]:
    """Return the Allows of the code that grant nothing to any of those who hold them."""
    held: dict[int, list[tuple[Identity, Policy, Statement]]] = {}
    for who in identities(graph):
        for policy in who.policies:
            if policy.source is None or isinstance(policy.source, AwsManagedDocument):
                continue
            for statement in policy.document.statements:
                if statement.effect is Effect.ALLOW:
                    held.setdefault(id(statement), []).append((who, policy, statement))
    return [found for holders in held.values() for found in _nullified(holders)]


def _nullified(holders: list[tuple[Identity, Policy, Statement]]) -> Iterator[Nullified]:
    _, policy, statement = holders[0]
    losses: list[Loss] = []
    for who, _, _ in holders:
        found = _losses(who, statement)
        if not found:
            return
        losses += found
    yield Nullified(policy, statement, tuple(who for who, _, _ in holders), tuple(losses))


def _losses(who: Identity, statement: Statement) -> list[Loss]:
    """Return what takes each part of an Allow from a principal; nothing where a part is left."""
    pairs = list(_parts(statement))
    takers = [_taker(who, action, resource) for action, resource in pairs]
    if not pairs or None in takers:
        return []
    return list({(loss.how, loss.because[:1]): loss for loss in takers if loss is not None}.values())


def _parts(statement: Statement) -> Iterator[tuple[Glob, Glob]]:
    """Yield what a statement grants as pairs of patterns; nothing where it is written the other way round."""
    if statement.actions_inverted or statement.resources_inverted:
        return
    for action in statement.actions:
        for resource in statement.resources or ():
            if not isinstance(resource, Glob):
                return
            yield action, resource


def _taker(who: Identity, action: Glob, resource: Glob) -> Loss | None:
    identity, boundary = (who.policies, who.boundaries)
    controls = tuple(policy for level in who.control for policy in level)
    for policy in (*identity, *boundary, *controls):
        for statement in policy.document.statements:
            if statement.effect is Effect.DENY and _takes_all(statement, action, resource):
                return Loss("denied", policy.evidence(statement, f"denies {who.address} all of it"))
    if boundary and not _lets_some(boundary, action, resource):
        because = who.entity.evidence(f"bounds {who.address}: no statement of it allows any of it", "boundary")
        return Loss("outside the permissions boundary", (because,))
    for level in who.control:
        if not _lets_some(level, action, resource):
            source = next(policy for policy in level if policy.source is not None)
            steps = source.evidence(source.document.statements[0], "no service control policy here allows any of it")
            return Loss("outside a service control policy", steps)
    return None


def _takes_all(deny: Statement, action: Glob, resource: Glob) -> bool:
    if deny.conditions or deny.principals is not None or deny.resources is None:
        return False
    patterns = [each for each in deny.resources if isinstance(each, Glob)]
    if deny.resources_inverted:
        if any(each.overlaps(resource) is not Verdict.NO for each in patterns) or len(patterns) < len(deny.resources):
            return False
    elif includes_all(patterns, resource) is not Verdict.YES:
        return False
    if deny.actions_inverted:
        return all(each.overlaps(action) is Verdict.NO for each in deny.actions)
    return includes_all(deny.actions, action) is Verdict.YES or _takes_each(deny, action)


def _takes_each(deny: Statement, action: Glob) -> bool:
    """Tell whether each of the actions that a pattern stands for is denied."""
    if not action.is_known or not isinstance(action.tokens[0], str):
        return False
    text = "".join(token if isinstance(token, str) else "*" for token in action.tokens)
    found = [each.name.lower() for each in services.matching_actions(action, text.partition(":")[0])]
    if not 0 < len(found) <= _MOST_ACTIONS:
        return False
    return all(any(each.match(name) is Verdict.YES for each in deny.actions) for name in found)


def _lets_some(policies: tuple[Policy, ...], action: Glob, resource: Glob) -> bool:
    """Tell whether some statement of a limit may allow a part of what two patterns stand for."""
    for policy in policies:
        for statement in policy.document.statements:
            if statement.effect is not Effect.DENY and _may_let(statement, action, resource):
                return True
    return False


def _may_let(limit: Statement, action: Glob, resource: Glob) -> bool:
    if limit.actions_inverted:
        if includes_all(limit.actions, action) is Verdict.YES:
            return False
    elif all(each.overlaps(action) is Verdict.NO for each in limit.actions):
        return False
    patterns = [each if isinstance(each, Glob) else _ANYTHING for each in limit.resources or (_ANYTHING,)]
    if limit.resources_inverted:
        return includes_all(patterns, resource) is not Verdict.YES
    return any(each.overlaps(resource) is not Verdict.NO for each in patterns)
