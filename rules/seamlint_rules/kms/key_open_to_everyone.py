"""Everyone can use a key.

What: a statement of a key policy allows the principal ``*``, and no condition pins the caller: ``kms:CallerAccount``,
    an account, an organisation, a principal, ``aws:SourceAccount`` or ``aws:SourceArn``. The service that a key is used
    through (``kms:ViaService``) and the encryption context pin nobody.
Why: every user and role of every AWS account that has the permission in its own account can use the key: encrypt,
    decrypt or, with ``kms:*``, take it over.
Fix: pin the account.
Sources: AWS KMS Developer Guide, "Key policies in AWS KMS"; AWS KMS Developer Guide, "AWS KMS condition keys"
    (kms:CallerAccount, kms:ViaService); IAM User Guide, "AWS JSON policy elements: Principal".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.strangers import open_keys
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.strangers import Admission
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-014", "key-open-to-everyone", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that lets everyone use a key."""
    for found in open_keys(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            each = found.key_statement
            yield RULE.undecided(each.policy_holder, f"whether {each.written.title} lets everyone in", found.needs)


def _finding(found: Admission) -> Finding:
    each = found.key_statement
    message = f"everyone can use {each.title}: its policy admits '*', whatever the account"
    primary = each.written.evidence("admits '*' with no condition that pins the caller")
    related = [each.written.evidence("'*' stands for every AWS account", "Principal")]
    if each.written.statement.conditions:
        related.append(each.written.evidence("these conditions can be met from any account", "Condition"))
    account = each.account if isinstance(each.account, str) else "YOUR-ACCOUNT"
    pinned = NewCondition("StringEquals", "kms:CallerAccount", account)
    return RULE.finding(
        message, primary, *related, fix=conditions(each.written.source, each.written.statement.path, pinned)
    )
