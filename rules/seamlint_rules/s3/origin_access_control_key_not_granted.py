"""CloudFront may read a bucket and not use the key that encrypts it.

What: an origin of a distribution is a bucket whose default encryption is SSE-KMS, read through an origin access
    control, and the key's policy does not allow ``cloudfront.amazonaws.com`` for that distribution ``kms:Decrypt`` (and
    ``kms:GenerateDataKey`` where a behaviour accepts PUT); or the key is the AWS managed one, whose policy nobody can
    edit.
Why: S3 cannot decrypt what CloudFront asks for, and answers 403.
Fix: add the statement to the key's policy; in place of the AWS managed key use one of your own.
Sources: Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3 origin"; AWS KMS Developer Guide, "AWS
    managed keys".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.edge.decryption import by_control
from seamlint.facts.iam.deputies import CLOUDFRONT
from seamlint.model.paste import edge, statements
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.edge.decryption import Decryption
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("S3-005", "origin-access-control-key-not-granted", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each key that CloudFront needs for a distribution and may not use."""
    for found in by_control(graph):
        if found.fails is Verdict.YES:
            yield _not_granted(found) if found.kms_key else _managed(found)
        else:
            bucket = found.access.bucket
            reason = f"whether {CLOUDFRONT} may use the key of {bucket.address}"
            yield RULE.undecided(bucket, reason, found.needs or (bucket.address,))


def _managed(found: Decryption) -> Finding:
    access, bucket = found.access, found.access.bucket.address
    message = (
        f"{access.distribution.address} cannot read {bucket}: the bucket encrypts with the AWS managed key, "
        "whose policy lets CloudFront do nothing and cannot be edited"
    )
    primary = found.encryption.key_evidence
    fix = f"encrypt {bucket} with a customer managed key whose policy lets {CLOUDFRONT} decrypt, or with SSE-S3"
    return RULE.finding(message, primary, *access.because, fix=fix)


def _not_granted(found: Decryption) -> Finding:
    access, key = found.access, found.kms_key
    assert key is not None
    actions = [each.answer.action for each in found.lacking]
    lacking = " and ".join(actions)
    message = (
        f"{access.distribution.address} cannot {'read' if len(actions) > 1 or 'Decrypt' in lacking else 'write'} "
        f"{access.bucket.address}: the policy of {key.address} does not let {access.title} call {lacking}"
    )
    policies = found.answers[0].answer.target.policies
    source = policies[0].source if policies else None
    silent = f"no statement lets {access.title} call {lacking}"
    primary = source.evidence(silent) if source else key.evidence("has no policy that would let it in")
    statement = edge.admitting(access.distribution, [_any(each) for each in actions], ["*"])
    fix = statements.added(source, [statement]) if source else f"let {CLOUDFRONT} call {lacking} by the key's policy"
    if source and not source.place.path:
        fix = f"{key.address} has the default key policy: give it one that adds this to it\n{fix}"
    return RULE.finding(message, primary, *access.because, found.encryption.key_evidence, fix=fix)


def _any(action: str) -> str:
    return f"{action}*" if action.endswith("GenerateDataKey") else action
