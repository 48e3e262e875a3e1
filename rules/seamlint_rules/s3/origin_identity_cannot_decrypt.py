"""An origin access identity reads a bucket that encrypts with KMS.

What: an origin of a distribution is a bucket whose default encryption is SSE-KMS (or DSSE-KMS), read through an origin
    access identity.
Why: an origin access identity knows no SSE-KMS. Every object that was written under the default encryption is answered
    with 403.
Fix: read the bucket with an origin access control, or encrypt it with SSE-S3.
Sources: Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3 origin".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.edge.decryption import by_identity
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.graph.graph import Graph
    from seamlint.rule import Outcome

RULE = Rule("S3-004", "origin-identity-cannot-decrypt", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each bucket that an origin access identity cannot decrypt."""
    for found in by_identity(graph):
        access, bucket = found.access, found.access.bucket.address
        if found.fails is not Verdict.YES:
            reason = f"whether {bucket}, which {access.title} reads, encrypts with KMS"
            yield RULE.undecided(access.bucket, reason, found.needs or (bucket,))
            continue
        message = (
            f"{access.distribution.address} cannot read {bucket}: the bucket encrypts with KMS, "
            "and only an origin access control can decrypt that, not an origin access identity"
        )
        first, primary, *_ = access.because
        fix = "read the bucket with an origin access control that always signs, and grant it kms:Decrypt on the key"
        yield RULE.finding(message, primary, first, found.encryption.algorithm.evidence, fix=fix)
