"""A role trusts a principal of another account that is not allowed to assume it.

What: the trust policy names a user or role of another account, and that principal has no permission to call
    ``sts:AssumeRole`` on the role, or is explicitly denied.
Why: across accounts both sides must allow: the trust alone lets nobody in.
Fix: give the principal an identity policy that allows ``sts:AssumeRole`` on the role.
Sources: IAM User Guide, "Cross-account policy evaluation logic"; IAM User Guide, "Cross-account access".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.grants import unpermitted_trusts
from seamlint.model.paste import statements
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.grants import UnpermittedTrust
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-002", "assume-role-not-permitted", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each trust statement that names a principal without a permission of its own."""
    for trust in unpermitted_trusts(graph):
        if trust.verdict is Verdict.YES:
            yield _finding(trust)
        else:
            reason = f"whether {trust.who.address} may assume {trust.role.address}"
            yield RULE.undecided(trust.role.entity, reason, trust.answer.needs)


def _finding(trust: UnpermittedTrust) -> Finding:
    who, role = trust.who.address, trust.role.address
    denied = any(trust.answer.decision.denying)
    why = "is explicitly denied sts:AssumeRole on it" if denied else "has no permission to call sts:AssumeRole on it"
    assert trust.role.trust is not None
    primary = trust.role.trust.evidence(trust.statement, f"trusts {who}")[0]
    proof = (step for step in trust.answer.because if step.span != primary.span)
    held = next((policy.source for policy in trust.who.policies if policy.source is not None), None)
    arn = statements.arn(trust.role.entity, trust.role.arn)
    fix = f"stop denying sts:AssumeRole on {arn} to {who}"
    if not denied:
        statement = statements.allow(held or trust.role.trust.source, ["sts:AssumeRole"], resources=[arn])  # type: ignore[arg-type]
        fix = f"add this to a policy of {who}:\n{statement}"
    return RULE.finding(f"{who} cannot assume {role}, which trusts it: {who} {why}", primary, *proof, fix=fix)
