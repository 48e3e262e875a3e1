"""AssumeRole grants of which one half is missing (IAM-001, IAM-002)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Reference, Text, Verdict
from seamlint.facts.iam.access.assume import (
    ASSUME,
    admitting,
    assume,
    may_trust,
    roles,
    surely_does_not_trust,
    surely_matching,
)
from seamlint.facts.iam.access.holders import holders
from seamlint.facts.iam.access.identities import by_arn
from seamlint.facts.iam.access.names import same_account
from seamlint.facts.iam.automata import STAR
from seamlint.facts.iam.globs import Glob
from seamlint.facts.iam.proof import Kind, Outcome
from seamlint.graph.graph import fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.can import Answer
    from seamlint.facts.iam.access.holders import Grant
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph


@dataclass(frozen=True, eq=False)
class UntrustedGrant:
    """An Allow of AssumeRole for roles none of which trusts the caller.

    Attributes:
        policy, statement: the identity statement.
        at: index of the resource among the statement's.
        callers: those who hold it and are not trusted.
        roles: whom it names.
        verdict: UNDECIDED where a trust policy, or who somebody is, is not known.
        needs: names of what would decide it.
    """

    policy: Policy
    statement: Statement
    at: int
    callers: tuple[Identity, ...]
    roles: tuple[Identity, ...]
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def untrusted_grants(graph: Graph) -> list[UntrustedGrant]:
    """Return the resources of identity statements that name roles which do not trust the caller."""
    by_statement: dict[int, list[Grant]] = {}
    for grant in holders(graph, ASSUME).grants:
        if grant.policy.source is not None and not grant.statement.resources_inverted:
            by_statement.setdefault(id(grant.statement), []).append(grant)
    return [found for grants in by_statement.values() for found in _untrusted(graph, grants)]


def _untrusted(graph: Graph, grants: list[Grant]) -> Iterator[UntrustedGrant]:
    policy, statement = grants[0].policy, grants[0].statement
    for at, pattern in enumerate(statement.resources or ()):
        if not isinstance(pattern, Glob) or pattern.tokens == (STAR,):
            continue
        matched = surely_matching(graph, pattern)
        callers = [grant.who for grant in grants if matched and not _is_trusted(graph, grant.who, matched)]
        answers = {who: _trust(graph, who, matched) for who in callers}
        for verdict in (Verdict.YES, Verdict.UNDECIDED):
            who = tuple(each for each, (answer, _) in answers.items() if answer is verdict)
            missing = tuple(dict.fromkeys(name for each in who for name in answers[each][1]))
            if who:
                yield UntrustedGrant(policy, statement, at, who, tuple(matched), verdict, missing)


def _is_trusted(graph: Graph, who: Identity, matched: list[Identity]) -> bool:
    """Tell whether one of some roles that name a caller in their trust really trusts it."""
    return any(may_trust(graph, role, who) and _trusts(assume(graph, who, role)) is Verdict.YES for role in matched)


def _trust(graph: Graph, who: Identity, matched: list[Identity]) -> tuple[Verdict, tuple[str, ...]]:
    """Tell whether none of some roles trusts a caller."""
    missing: tuple[str, ...] = ()
    verdict = Verdict.YES
    for role in matched:
        if role is not who and surely_does_not_trust(graph, role, who):
            continue
        answer = assume(graph, who, role)
        trusts = _trusts(answer)
        if role is who or trusts is Verdict.YES:
            return Verdict.NO, ()
        verdict &= ~trusts
        missing = (*missing, *answer.needs) if trusts is Verdict.UNDECIDED else missing
    denied = assume(graph, who, matched[0]).decision.outcome is Outcome.EXPLICITLY_DENIED
    return (Verdict.NO, ()) if denied else (verdict, missing)


def _trusts(answer: Answer) -> Verdict:
    """Tell whether the trust policy admits the caller or its account, under whatever condition."""
    verdict = Verdict.NO
    for step in answer.decision.steps:
        if step.kind is Kind.RESOURCE:
            for match in step.opinion.allows:
                verdict |= Verdict.YES if match.is_conditional else match.verdict
    return verdict


@dataclass(frozen=True, eq=False)
class UnpermittedTrust:
    """A trust statement that names a principal of another account which may not call AssumeRole.

    Attributes:
        role, statement: the trust.
        who: whom it names.
        answer: why it may not.
        verdict: UNDECIDED where its policies are not all known.
    """

    role: Identity
    statement: Statement
    who: Identity
    answer: Answer
    verdict: Verdict


@fact
def unpermitted_trusts(graph: Graph) -> list[UnpermittedTrust]:
    """Return the trust statements that name principals of other accounts without a permission of their own."""
    return [found for role in roles(graph) for found in _unpermitted(graph, role)]


def _unpermitted(graph: Graph, role: Identity) -> Iterator[UnpermittedTrust]:
    for statement in admitting(role):
        entries = statement.principals.entries if statement.principals and not statement.principals.inverted else ()
        for entry in entries:
            value = entry.value
            who = by_arn(graph).get(value) if isinstance(value, (str, Text, Reference)) else None
            if who is None or entry.type != "AWS" or same_account(who.account, role.account) is not Verdict.NO:
                continue
            answer = assume(graph, who, role)
            if answer.verdict is not Verdict.YES and _trusts(answer) is Verdict.YES:
                yield UnpermittedTrust(role, statement, who, answer, ~answer.verdict)
