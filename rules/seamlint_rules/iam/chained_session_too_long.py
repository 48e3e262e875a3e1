"""A role that only other roles can assume sets a session of more than one hour.

What: a role's trust policy admits roles alone, and its maximum session is longer than an hour.
Why: a session that begins from another role's session (an instance's and a function's credentials are such sessions)
    ends after an hour at the latest, and asking for more is refused: long jobs fail in the middle.
Fix: set one hour, and renew the session in time; or let a user or identity provider assume the role directly.
Sources: IAM User Guide, "Roles terms and concepts" (role chaining); AWS STS API Reference, "AssumeRole"
    (DurationSeconds).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.sessions import chained_roles
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.sessions import ChainedRole
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-012", "chained-session-too-long", Severity.WARNING)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each role whose long sessions nobody can have."""
    for chained in chained_roles(graph):
        if chained.only_chained is Verdict.YES:
            yield _finding(chained)
        elif chained.only_chained is Verdict.UNDECIDED:
            reason = f"whether only roles can assume {chained.role.address}"
            yield RULE.undecided(chained.role.entity, reason, chained.needs)


def _finding(chained: ChainedRole) -> Finding:
    role = chained.role
    minutes = chained.seconds // 60
    message = f"sessions of {role.address} end after 60 minutes, not {minutes}: only other roles can assume it"
    primary = role.entity.evidence(f"asks for {minutes} minutes", "max_session")
    assert role.trust is not None
    trusts = (step for each in chained.statements for step in role.trust.evidence(each, "admits roles alone"))
    return RULE.finding(message, primary, *trusts, fix="set the maximum session to 3600 seconds")
