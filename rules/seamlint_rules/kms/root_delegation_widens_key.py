"""A key policy lists users of the key, and lets the whole account in beside them.

What: a key policy names users or roles for cryptographic operations, and another statement gives the same operations to
    the account (``:root`` or the account id). Principals that hold such an operation by an identity policy use the key
    without being named; the evidence lists those of the graph.
Why: the list looks like the answer to who can decrypt, and is not: everyone in the account with ``kms:Decrypt`` on
    ``*`` can, administrators among them.
Fix: delegate the management of the key alone to the account.
Sources: AWS KMS Developer Guide, "Default key policy"; AWS KMS Developer Guide, "Determining access to AWS KMS keys".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.widening import widenings
from seamlint.facts.iam.proof import Kind
from seamlint.model.paste import statements
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.widening import Widening
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-003", "root-delegation-widens-key", Severity.NOTE)
_MANAGEMENT = (
    *("kms:Describe*", "kms:Get*", "kms:List*", "kms:Put*", "kms:Update*", "kms:Enable*", "kms:Disable*"),
    *("kms:CreateAlias", "kms:DeleteAlias", "kms:TagResource", "kms:UntagResource", "kms:RevokeGrant"),
    *("kms:ScheduleKeyDeletion", "kms:CancelKeyDeletion"),
)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each key that principals use beside those whom its policy lists."""
    for widening in widenings(graph):
        yield _finding(widening)


def _finding(widening: Widening) -> Finding:
    root = widening.root
    first, *more = (who.address for who, _ in widening.unnamed)
    who = f"{first} and {len(more)} more" if more else first
    message = (
        f"the policy of {root.title} lists users of the key, but leaves the same operations to the whole account: "
        f"{who} can use it without being named"
    )
    primary = root.written.evidence("leaves these operations to the account's identity policies")
    named = (each.written.evidence("lists who may use the key") for each in widening.named)
    source = root.written.source
    statement = statements.allow(
        source, _MANAGEMENT, principals=[statements.root(source, root.account)], resources=["*"]
    )
    fix = f"delegate the management of the key alone; in place of this statement:\n{statement}"
    return RULE.finding(message, primary, *named, *_lets(widening), fix=fix)


def _lets(widening: Widening) -> Iterator[Evidence]:
    """Yield the identity statements by which others use the key."""
    for who, answer in widening.unnamed:
        says = f"lets {who.address} call {answer.action} on {widening.root.title}"
        for policy, statement in answer.allowing(Kind.IDENTITY):
            yield from policy.evidence(statement, says)
