"""A role trusts a foreign account, and nothing tells on whose behalf that account asks.

What: a role's trust policy names an account, or a principal of an account, that is neither the role's own nor listed
    under ``trusted-accounts``, and no condition asks for an external id, an organisation, MFA or a source.
Why: a company that works for many customers can be asked by any of them to use the role of another: all that is needed
    is the role's ARN, which is no secret. This is the confused deputy problem.
Fix: demand the external id that the other side uses for you alone, or list the account as trusted if it is yours.
Sources: IAM User Guide, "The confused deputy problem"; IAM User Guide, "Access to AWS accounts owned by third parties";
    IAM User Guide, "AWS global condition context keys".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.strangers import outsiders
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.strangers import Outsiders
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-003", "external-account-trust-unconditioned", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each trust statement that lets a foreign account in unconditionally."""
    for found in outsiders(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            reason = f"whether {found.written.title} trusts a foreign account unconditionally"
            yield RULE.undecided(found.written.entity, reason, found.needs)


def _finding(found: Outsiders) -> Finding:
    written = found.written
    accounts = " and ".join(found.accounts)
    message = (
        f"{written.entity.address} trusts {'account' if len(found.accounts) == 1 else 'accounts'} {accounts} without a "
        "condition that tells on whose behalf it asks: whoever it works for can have it use this role"
    )
    primary = written.evidence(f"lets {accounts} in, with no external id, organisation, MFA or source condition")
    named = written.evidence(f"{accounts} is neither its own account nor listed as trusted", "Principal")
    external_id = NewCondition("StringEquals", "sts:ExternalId", "THE-ID-THEY-USE-FOR-YOU")
    return RULE.finding(message, primary, named, fix=conditions(written.source, written.statement.path, external_id))
