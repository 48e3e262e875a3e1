"""A policy names a principal that cannot exist.

What: a principal is not a valid form: an account id without 12 digits, ``user:name`` for ``user/name``, a wildcard
    inside an ARN, an ARN of another partition, a service without its domain, or the unique id (``AROA...``,
    ``AIDA...``) that AWS puts in the place of a deleted role or user.
Why: AWS refuses the policy, or the statement names nobody: what it should allow or deny does not come about.
Fix: name the account id, or the ARN of a user, role or session that exists.
Sources: IAM User Guide, "AWS JSON policy elements: Principal"; IAM User Guide, "IAM identifiers".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.spelling import malformed_principals, misplaced_principals
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.spelling import Malformed, Misplaced
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-010", "malformed-principal", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each principal that is none."""
    for found in malformed_principals(graph):
        if found.written.entity.presence is Verdict.YES:
            yield _finding(found)
        else:
            written = found.written
            reason = f"whether {written.title}, which names no valid principal, exists"
            yield RULE.undecided(written.entity, reason, written.needs)
    for misplaced in misplaced_principals(graph):
        if misplaced.held.entity.presence is Verdict.YES:
            yield _misplaced(misplaced)


def _finding(found: Malformed) -> Finding:
    written = found.written
    message = f"{written.title} names {found.principal!r}, which is no principal: {found.what}"
    element = "NotPrincipal" if written.statement.principals and written.statement.principals.inverted else "Principal"
    primary = written.evidence(f"names {found.principal!r}")
    return RULE.finding(message, primary, written.evidence(found.what, element), fix=found.fix)


def _misplaced(found: Misplaced) -> Finding:
    entity, source, _ = found.held
    says = found.problem.message
    message = f"a statement of {entity.address} names its principals in no valid form: {says}"
    primary = source.evidence("names its principals in no valid form", *found.statement)
    related = source.evidence(says, *found.problem.path)
    fix = '"Principal": {"AWS": "arn:aws:iam::ACCOUNT-ID:role/NAME"}'
    return RULE.finding(message, primary, related, fix=fix)
