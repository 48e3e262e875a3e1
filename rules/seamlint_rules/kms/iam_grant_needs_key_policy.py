"""An identity policy grants use of a key whose policy does not consent.

What: a policy of a user or role allows operations on a key of its own account, named by its ARN, and the key policy
    neither names that principal nor leaves these operations to the account (``:root`` or the account id); no grant in
    the code is for it. A statement for the account delegates only its own actions, under its own conditions.
Why: a key policy is the root of all access to its key. Without its consent the identity policy does nothing, and every
    call is refused.
Fix: let the key policy name the principal, or delegate to the account.
Sources: AWS KMS Developer Guide, "Key policies in AWS KMS"; AWS KMS Developer Guide, "Default key policy"; AWS KMS
    Developer Guide, "Using IAM policies with AWS KMS".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.grants import dead_grants
from seamlint.facts.iam.access.targets import resource_target
from seamlint.model.paste import statements
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.grants import DeadGrant
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-001", "iam-grant-needs-key-policy", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each identity statement on a key whose policy gives it no force."""
    for grant in dead_grants(graph):
        if grant.verdict is Verdict.YES:
            yield _finding(graph, grant)
        else:
            reason = f"whether the policy of {grant.key.address} lets {grant.callers[0].address} use it"
            yield RULE.undecided(grant.callers[0].entity, reason, grant.needs)


def _finding(graph: Graph, grant: DeadGrant) -> Finding:
    key, actions = grant.key.address, ", ".join(grant.actions)
    first, *more = (each.address for each in grant.callers)
    who = f"{first} and {len(more)} more" if more else first
    message = (
        f"{who} cannot use {key} as this statement allows: its key policy neither names the principal nor leaves "
        f"{actions} to the account's identity policies"
    )
    primary = grant.policy.evidence(grant.statement, f"lets {who} call {actions} on {key}, without effect")[0]
    policies = [each.source for each in resource_target(graph, grant.key).policies if each.source is not None]
    related = (each.evidence(f"the key policy of {key} says nothing of {first} and {actions}") for each in policies)
    fix = ""
    if policies:
        arn = statements.arn(grant.callers[0].entity, grant.callers[0].arn)
        statement = statements.allow(policies[0], grant.actions, principals=[arn], resources=["*"])
        fix = f"add this to the key policy of {key}:\n{statement}"
    return RULE.finding(message, primary, *related, fix=fix)
