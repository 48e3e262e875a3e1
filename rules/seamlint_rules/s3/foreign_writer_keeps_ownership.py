"""Another account may write objects that the bucket's owner cannot read.

What: a bucket's policy lets another account call ``s3:PutObject``, the bucket's ownership is ``ObjectWriter`` or
    ``BucketOwnerPreferred``, and nothing demands the ACL ``bucket-owner-full-control``.
Why: such an object belongs to the account that wrote it. The bucket's owner pays for it, and can neither read nor share
    it; what reads the bucket gets ``AccessDenied`` for these objects alone.
Fix: set the ownership to ``BucketOwnerEnforced``; where ACLs are needed, demand ``bucket-owner-full-control``.
Sources: Amazon S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket"; Amazon S3 User
    Guide, "Bucket policy examples".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.storage.foreign_writers import foreign_writers
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.storage.foreign_writers import ForeignWriter
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("S3-011", "foreign-writer-keeps-ownership", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that lets another account write and keep objects."""
    for found in foreign_writers(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            reason = f"whether {found.written.title} lets another account keep objects in {found.bucket.address}"
            yield RULE.undecided(found.written.entity, reason, found.needs or found.written.needs)


def _finding(found: ForeignWriter) -> Finding:
    written, bucket = found.written, found.bucket
    message = (
        f"{found.who} may write objects to {bucket.address} and keep them: with {found.ownership.value} the bucket's "
        "owner has no access to them unless their writer gives it"
    )
    demanded = NewCondition("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control")
    demand = conditions(written.source, written.statement.path, demanded)
    fix = (
        f"set the ownership to BucketOwnerEnforced; where ACLs are needed, demand full control for the owner:\n{demand}"
    )
    primary = written.evidence(f"lets {found.who} call s3:PutObject, with any ACL or none")
    return RULE.finding(message, primary, found.ownership.evidence, fix=fix)
