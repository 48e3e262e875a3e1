"""A grant across accounts that only one side makes.

What: the policy of a bucket, queue, topic, secret, function or repository grants something to a principal of
    another account that has no identity permission for it; or an identity policy grants it, and the resource's policy
    does not. Of keys KMS-005 tells.
Why: across accounts both sides must allow. Every call is refused.
Fix: add the other half.
Sources: IAM User Guide, "Cross-account policy evaluation logic"; IAM User Guide, "Identity-based policies and
    resource-based policies".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.halves import INSIDE, half_made_grants
from seamlint.model.paste import statements
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.halves import HalfMade
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-019", "cross-account-grant-half-made", Severity.WARNING)
_KEYS = "kms"


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each grant whose other half is missing."""
    for half in half_made_grants(graph):
        if half.resource.service == _KEYS:
            continue
        if half.verdict is Verdict.YES:
            yield _finding(half)
        elif half.verdict is Verdict.UNDECIDED:
            reason = f"whether {half.who.address} may call {half.answer.action} on {half.resource.address}"
            yield RULE.undecided(half.resource, reason, half.answer.needs or half.who.needs or (half.resource.address,))


def _finding(half: HalfMade) -> Finding:
    who, resource, action = half.who.address, half.resource.address, half.answer.action
    here = half.policy.source
    assert here is not None
    if half.missing == "identity":
        why = f"its policy grants {who} access, but no identity policy of {who} does"
        statement = statements.allow(here, [action], resources=[_named(half)])
        fix = f"add this to a policy of {who}:\n{statement}"
        related = half.who.entity.evidence(f"no identity policy lets {who} call {action} on {resource}")
    else:
        why = f"an identity policy of {who} grants it, but the policy of {resource}, in another account, does not"
        arn = statements.arn(half.who.entity, half.who.arn)
        statement = statements.allow(here, [action], principals=[arn], resources=[_named(half)])
        fix = f"add this to the policy of {resource}:\n{statement}"
        related = half.resource.evidence(f"no policy of {resource} admits {who}")
    primary = half.policy.evidence(half.statement, f"grants {who} {action} on {resource}")[0]
    return RULE.finding(f"{who} cannot use {resource}: {why}", primary, related, fix=fix)


def _named(half: HalfMade) -> str:
    """Return the resource of the request as a policy names it."""
    arn = statements.arn(half.resource, half.answer.target.arn)
    return f"{arn.removesuffix(INSIDE)}/*" if arn.endswith(INSIDE) else arn
