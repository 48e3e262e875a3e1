"""An identity policy allows assuming a role that does not trust the caller.

What: a policy of a user or role allows ``sts:AssumeRole`` on a role, named in full or by a pattern, and no role that it
    names admits the caller or the caller's account in its trust policy.
Why: the call is refused whatever the identity policy says, for a role is assumed only by those whom it trusts.
Fix: let the role trust the caller, or take the role out of the policy.
Sources: IAM User Guide, "Cross-account policy evaluation logic"; IAM User Guide, "Roles terms and concepts".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.grants import untrusted_grants
from seamlint.model.paste import statements
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.grants import UntrustedGrant
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-001", "assume-role-not-trusted", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each resource of a statement that names only roles which do not trust the caller."""
    for grant in untrusted_grants(graph):
        if grant.verdict is Verdict.YES:
            yield _finding(grant)
        else:
            reason = f"whether {grant.roles[0].address} trusts {grant.callers[0].address}"
            yield RULE.undecided(grant.callers[0].entity, reason, grant.needs)


def _finding(grant: UntrustedGrant) -> Finding:
    who, role = grant.callers[0], grant.roles[0]
    callers = _several([each.address for each in grant.callers])
    named = _several([each.address for each in grant.roles])
    do = "does" if len(grant.roles) == 1 else "do"
    message = f"{callers} may not assume {named}, although this statement allows it: {named} {do} not trust {callers}"
    assert grant.policy.source is not None
    primary = grant.policy.evidence(grant.statement, f"lets {callers} call sts:AssumeRole on {named}")[0]
    trusts = (each.entity.evidence(f"{each.address} admits neither {who.address} nor its account", "trust")
              for each in grant.roles[:5])  # fmt: skip
    assert role.trust is not None
    fix = ""
    if role.trust.source is not None:
        arn = statements.arn(who.entity, who.arn)
        statement = statements.allow(role.trust.source, ["sts:AssumeRole"], principals=[arn])
        fix = f"add this to the trust policy of {role.address}, or remove the role here:\n{statement}"
    return RULE.finding(message, primary, *trusts, fix=fix)


def _several(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
