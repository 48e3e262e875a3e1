"""A grant of a key across accounts that only one side makes.

What: a key policy names a principal of another account that has no identity permission for the key; or an identity
    policy names a key of another account whose policy does not admit the principal or its account.
Why: across accounts both the key policy and an identity policy must allow. Every call is refused.
Fix: add the other half.
Sources: AWS KMS Developer Guide, "Allowing users in other accounts to use a KMS key"; IAM User Guide, "Cross-account
    policy evaluation logic".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.halves import half_made_grants
from seamlint.facts.iam.access.targets import resource_target
from seamlint.model.paste import statements
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.halves import HalfMade
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-005", "key-grant-half-made", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each grant of a key whose other half is missing."""
    for half in half_made_grants(graph):
        if half.resource.service != "kms":
            continue
        if half.verdict is Verdict.YES:
            yield _by_key(half) if half.missing == "identity" else _by_identity(graph, half)
        elif half.verdict is Verdict.UNDECIDED:
            reason = f"whether {half.who.address} may call {half.answer.action} on {half.resource.address}"
            yield RULE.undecided(half.resource, reason, half.answer.needs or half.who.needs or (half.resource.address,))


def _by_key(half: HalfMade) -> Finding:
    who, key, here = half.who.address, half.resource.address, half.policy.source
    assert here is not None
    message = f"{who} cannot use {key}: the key policy names it, but no identity policy of it allows {_several(half)}"
    primary = half.policy.evidence(half.statement, f"lets {who} call {_several(half)} on {key}")[0]
    related = half.who.entity.evidence(f"no identity policy lets {who} call {_several(half)} on a key of that account")
    own = next((each.source for each in half.who.policies if each.source is not None), here)
    statement = statements.allow(own, half.actions, resources=[_key_arn(half)])
    return RULE.finding(message, primary, related, fix=f"add this to a policy of {who}:\n{statement}")


def _by_identity(graph: Graph, half: HalfMade) -> Finding:
    who, key = half.who.address, half.resource.address
    message = (
        f"{who} cannot use {key}: an identity policy allows {_several(half)}, but the policy of the key, in another "
        "account, admits neither it nor its account"
    )
    primary = half.policy.evidence(half.statement, f"lets {who} call {_several(half)} on {key}")[0]
    policies = [each.source for each in resource_target(graph, half.resource).policies if each.source is not None]
    says = f"the key policy of {key} admits neither {who} nor its account"
    related = [each.evidence(says) for each in policies] or [half.resource.evidence(says)]
    arn = statements.arn(half.who.entity, half.who.arn)
    document = policies[0] if policies else half.policy.source
    assert document is not None
    statement = statements.allow(document, half.actions, principals=[arn], resources=["*"])
    return RULE.finding(message, primary, *related, fix=f"add this to the key policy of {key}:\n{statement}")


def _key_arn(half: HalfMade) -> str:
    """Return the key's ARN as a policy of the other account can name it: no reference leads from there to the key."""
    if half.resource.resource.unit == half.who.entity.resource.unit:
        return statements.arn(half.resource, half.answer.target.arn)
    return statements.spelled(half.answer.target.arn, "THE-KEY-ID")


def _several(half: HalfMade) -> str:
    return ", ".join(half.actions)
