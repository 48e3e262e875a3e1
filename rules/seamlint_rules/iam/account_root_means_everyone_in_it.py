"""A role trusts its own account, and with it everybody there who may call AssumeRole.

What: a trust policy names the root of the role's own account, or the account's bare id. That does not mean the root
    user: it means every principal of the account whose identity policies allow ``sts:AssumeRole`` on the role. The
    proof lists them.
Why: who can assume the role is decided wherever policies of the account are written, and not where the role is.
Fix: name the principals that need the role.
Sources: IAM User Guide, "AWS JSON policy elements: Principal" (AWS account principals).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.delegation import MOST, root_trusts
from seamlint.facts.iam.proof import Kind
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.delegation import RootTrust
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-017", "account-root-means-everyone-in-it", Severity.NOTE)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that lets principals of the graph in by their account."""
    for trust in root_trusts(graph):
        if trust.own is Verdict.UNDECIDED:
            reason = f"whether {trust.role.address} trusts its own account"
            yield RULE.undecided(trust.role.entity, reason, trust.needs)
        elif trust.callers:
            yield _finding(trust)


def _finding(trust: RootTrust) -> Finding:
    role = trust.role.address
    names = [who.address for who, _ in trust.callers]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    several = "at least " if len(names) == MOST else ""
    shown = ", ".join(names[:3])
    message = f"{role} trusts its whole account: {several}{shown}{more} can assume it by their own policies"
    assert trust.role.trust is not None
    primary = trust.role.trust.evidence(trust.statement, "admits every principal of the account that may assume roles")
    return RULE.finding(message, primary[0], *_steps(trust), fix="name the principals that need the role instead")


def _steps(trust: RootTrust) -> Iterator[Evidence]:
    for who, answer in trust.callers:
        policy, statement = next(answer.allowing(Kind.IDENTITY))
        yield from policy.evidence(statement, f"lets {who.address} assume {trust.role.address}")
