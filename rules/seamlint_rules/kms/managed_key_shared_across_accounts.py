"""Data under an AWS managed key is granted to another account, which cannot decrypt it.

What: the policy of a bucket, secret, queue, topic, table or stream lets another account read it, or send to it, and an
    AWS managed key (`aws/s3`, `aws/secretsmanager`...) encrypts it.
Why: the policy of an AWS managed key lets principals of its own account in, and nobody can edit it. Every call of the
    other account is refused, whatever the resource's policy says.
Fix: encrypt the data with a customer managed key, and let the other account use it in the key policy.
Sources: AWS KMS Developer Guide, "AWS managed keys", "Allowing users in other accounts to use a KMS key"; AWS Secrets
    Manager User Guide, "Access AWS Secrets Manager secrets from a different account"; Amazon S3 User Guide, "Using
    server-side encryption with AWS KMS keys (SSE-KMS)".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.shared_data import shared_data
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.shared_data import Shared
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-008", "managed-key-shared-across-accounts", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that grants such data to another account."""
    for shared in shared_data(graph):
        if shared.verdict is Verdict.YES:
            yield _finding(shared)
        elif shared.verdict is Verdict.UNDECIDED:
            reason = f"whether {shared.who} is of another account than {shared.data.title}"
            yield RULE.undecided(shared.data.owner, reason, shared.needs)


def _finding(shared: Shared) -> Finding:
    data, who = shared.data, shared.who
    message = f"{who} cannot {shared.access.does} {data.title}: {data.key_title} encrypts it, for its own account alone"
    primary = shared.policy.evidence(shared.statement, f"lets {who}, of another account, {shared.access.does} it")[0]
    fix = (
        f"encrypt {data.title} with a customer managed key, and let {who} call "
        f"{' and '.join(shared.access.needs)} in that key's policy"
    )
    return RULE.finding(message, primary, data.evidence, fix=fix)
