"""A key policy lets an outsider, or code that runs on compute, pass the key on without bounds.

What: a statement of a key policy allows ``kms:CreateGrant`` to a principal of an account that is neither the key's own
    nor listed as trusted, to a role that a compute service assumes, or to such a service, and no condition limits the
    grants: ``kms:GrantIsForAWSResource``, ``kms:GrantConstraintType``, ``kms:GrantOperations``,
    ``kms:GranteePrincipal``, ``kms:RetiringPrincipal``, ``kms:ViaService`` or an encryption context.
Why: a grant gives the key to any principal of any account, for as long as nobody revokes it, and shows in no policy.
    Who takes over the instance or the account once keeps the key.
Fix: allow only grants that AWS services make for their own resources.
Sources: AWS KMS Developer Guide, "Grants in AWS KMS"; AWS KMS Developer Guide, "Controlling access to grants"; AWS KMS
    Developer Guide, "AWS KMS condition keys" (kms:GrantIsForAWSResource, kms:GrantOperations).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.strangers import how_admitted, unbounded_grants
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.strangers import Admission
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-013", "grant-creation-unbounded", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that lets somebody else create any grant."""
    for found in unbounded_grants(graph):
        each = found.key_statement
        if found.verdict is Verdict.YES:
            yield _finding(graph, found)
        else:
            yield RULE.undecided(each.policy_holder, f"whether {each.written.title} bounds grants", found.needs)


def _finding(graph: Graph, found: Admission) -> Finding:
    each, who = found.key_statement, " and ".join(found.who)
    message = f"the policy of {each.title} lets {who} create grants of any kind: the key can be passed on to anybody"
    primary = each.written.evidence(f"lets {who} call kms:CreateGrant, with no condition on the grant")
    told = [how_admitted(graph, entry) for entry in found.entries]
    kinds = " and ".join(dict.fromkeys(words for words, _ in told))
    named = each.written.evidence(f"names {kinds}", "Principal")
    runs = (evidence for _, evidence in told if evidence is not None)
    for_aws = NewCondition("Bool", "kms:GrantIsForAWSResource", "true")
    fix = conditions(each.written.source, each.written.statement.path, for_aws)
    return RULE.finding(message, primary, named, *runs, fix=f"give kms:CreateGrant a statement of its own, with\n{fix}")
