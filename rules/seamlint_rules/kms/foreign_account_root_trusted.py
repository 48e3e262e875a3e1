"""A key policy leaves it to another account who there uses the key, and for what.

What: a statement of a key policy names the root (or the bare id) of an account that is neither the key's own nor listed
    under ``trusted-accounts``, or everyone with such an account in ``kms:CallerAccount``, with no condition on the
    service that the key is used through, on the encryption context, on an organisation or on principals.
Why: whatever that account's administrators decide, now or later, every user and role there may get the key's
    permissions, on all data that it encrypts.
Fix: name the roles that need the key, or say what for; or list the account as trusted if it is yours.
Sources: AWS KMS Developer Guide, "Allowing users in other accounts to use a KMS key"; AWS KMS Developer Guide, "AWS KMS
    condition keys"; IAM User Guide, "AWS global condition context keys".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.strangers import foreign_roots
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.strangers import Admission
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-004", "foreign-account-root-trusted", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that trusts a foreign account as a whole."""
    for found in foreign_roots(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            each = found.key_statement
            reason = f"whether {each.written.title} trusts a foreign account as a whole"
            yield RULE.undecided(each.policy_holder, reason, found.needs)


def _finding(found: Admission) -> Finding:
    each, who = found.key_statement, " and ".join(found.who)
    message = (
        f"the policy of {each.title} lets {who} in as a whole: its administrators decide who there uses the key, and "
        "for what"
    )
    primary = each.written.evidence(f"lets {who} in, with no condition on service, context, organisation or principal")
    named = each.written.evidence(f"{who} is neither the key's own account nor listed as trusted", "Principal")
    principal = NewCondition("ArnLike", "aws:PrincipalArn", "arn:aws:iam::THEIR-ACCOUNT:role/THE-ROLE-THAT-NEEDS-IT")
    return RULE.finding(
        message, primary, named, fix=conditions(each.written.source, each.written.statement.path, principal)
    )
