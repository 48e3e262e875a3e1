"""ACLs on buckets whose ACLs are disabled, or may be when the ACL is set (S3-009).

With ``BucketOwnerEnforced`` every call that sets an ACL is refused, and so is the creation of a bucket with an ACL
other than a private one. A bucket is made with that ownership, so that an ACL has to wait for the resource that changes
it.
Source: Amazon S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket"; Terraform AWS
provider, ``aws_s3_bucket_acl``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, Verdict, needs
from seamlint.facts.storage.settings import ENFORCED, ownership
from seamlint.facts.waiting import waits_for
from seamlint.graph.graph import fact
from seamlint.model.storage import CANNED_PRIVATE, Bucket, BucketAcl, OwnershipControls
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.storage.settings import Setting
    from seamlint.graph.graph import Graph


class RefusedAcl(NamedTuple):
    """An ACL that is, or may be, refused.

    Attributes:
        ownership: what says that ACLs are disabled; in a race, what enables them.
        race: whether it hangs on what Terraform makes first.
        verdict: YES, or UNDECIDED.
        needs: names of what would decide it.
    """

    acl: BucketAcl
    bucket: Bucket
    ownership: Setting[str]
    race: bool
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def refused_acls(graph: Graph) -> list[RefusedAcl]:
    """Return the ACLs that are, or may be, refused."""
    return [each for acl in graph.all(BucketAcl) for each in _refused(graph, acl) if each.verdict is not Verdict.NO]


def _refused(graph: Graph, acl: BucketAcl) -> Iterator[RefusedAcl]:
    bucket = graph.find(acl.bucket, Bucket, acl)
    if not isinstance(bucket, Bucket):
        return
    owned = ownership(graph, bucket)
    written = acl.presence & _is_refused_when_disabled(acl)
    missing = (*owned.needs, *_missing(acl))
    if owned.is_(ENFORCED) is not Verdict.NO:
        yield RefusedAcl(acl, bucket, owned, race=False, verdict=written & owned.is_(ENFORCED), needs=missing)
    elif isinstance(owned.by, OwnershipControls) and not owned.by.path:
        race = ~Verdict.of(waits_for(graph, acl.resource, owned.by.resource))
        yield RefusedAcl(acl, bucket, owned, race=True, verdict=written & race, needs=missing)


def _is_refused_when_disabled(acl: BucketAcl) -> Verdict:
    if acl.separate or acl.grants or not acl.complete:
        return Verdict.YES
    return Verdict.UNDECIDED if isinstance(acl.canned, Unknown) else Verdict.of(acl.canned not in CANNED_PRIVATE)


def _missing(acl: BucketAcl) -> tuple[str, ...]:
    exists = () if acl.presence is Verdict.YES else acl.resource.missing or (acl.address,)
    return (*exists, *(needs(acl.canned) if isinstance(acl.canned, Unknown) else ()))
