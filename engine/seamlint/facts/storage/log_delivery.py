"""Whether logs arrive: what stands between each writer and the bucket that it is to write to (S3-010).

A row of `log_writers` says what a writer needs; the IAM engine answers whether the bucket lets it. Sources: there.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.iam.access.names import names, same_account
from seamlint.facts.storage.log_access import access
from seamlint.facts.storage.log_writers import NEEDS
from seamlint.facts.storage.settings import ENFORCED, encryption, ownership
from seamlint.graph.graph import fact
from seamlint.model.iam import ProtectedResource, ResourcePolicy
from seamlint.model.logs import LogDelivery
from seamlint.model.storage import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.storage.log_access import Access
    from seamlint.facts.storage.log_writers import Needs
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence


class Obstacle(Enum):
    """What keeps logs away."""

    GRANT = "no permission"
    REGION = "another region"
    ACLS = "ACLs are disabled"
    ENCRYPTION = "encrypted with KMS"


@dataclass(frozen=True, eq=False)
class Undelivered:
    """Something that keeps, or may keep, a writer's logs from its bucket.

    Attributes:
        verdict: YES, or UNDECIDED.
        needs: names of what would decide it.
        primary: where it is mended.
        related: the rest of the proof.
        access: what the writer may do, where permission is what is missing.
    """

    delivery: LogDelivery
    bucket: Bucket
    row: Needs
    obstacle: Obstacle
    verdict: Verdict
    needs: tuple[str, ...]
    primary: Evidence
    related: tuple[Evidence, ...]
    access: Access | None = None


@fact
def undelivered(graph: Graph) -> list[Undelivered]:
    """Return what keeps, or may keep, logs from the buckets of the graph."""
    return [each for delivery in graph.all(LogDelivery) for each in _obstacles(graph, delivery)]


def _obstacles(graph: Graph, delivery: LogDelivery) -> Iterator[Undelivered]:
    bucket = graph.find(delivery.bucket, Bucket, delivery)
    if not isinstance(bucket, Bucket) or delivery.writer is None or delivery.enabled is False:
        return
    row = NEEDS[delivery.writer]
    found = (_region(delivery, bucket, row), _acls(graph, delivery, bucket, row), _kms(graph, delivery, bucket, row))
    for each in (*found, _grant(graph, delivery, bucket, row)):
        if each is not None:
            yield _if_written(each)


def _if_written(found: Undelivered) -> Undelivered:
    """Leave open what depends on resources that may not exist, or on logs that may be off."""
    delivery, bucket = found.delivery, found.bucket
    missing = list(delivery.enabled.needs) if isinstance(delivery.enabled, Unknown) else []
    for each in (delivery, bucket):
        if each.presence is not Verdict.YES:
            missing += each.resource.missing or (each.address,)
    if not missing:
        return found
    needs = tuple(dict.fromkeys((*found.needs, *missing)))
    return Undelivered(
        delivery, bucket, found.row, found.obstacle, Verdict.UNDECIDED, needs, found.primary, found.related
    )


def _region(delivery: LogDelivery, bucket: Bucket, row: Needs) -> Undelivered | None:
    theirs, own = delivery.resource.region, bucket.resource.region
    if not row.same_region or None in (theirs, own) or theirs == own or bucket.looked_up:
        return None
    primary = _names_bucket(delivery, bucket, f"is in {theirs} and logs to {bucket.address}")
    related = bucket.evidence(f"{bucket.address} is in {own}")
    return Undelivered(delivery, bucket, row, Obstacle.REGION, Verdict.YES, (), primary, (related,))


def _acls(graph: Graph, delivery: LogDelivery, bucket: Bucket, row: Needs) -> Undelivered | None:
    if not (row.acls or delivery.grants):
        return None
    owned = ownership(graph, bucket)
    verdict = owned.is_(ENFORCED)
    if verdict is Verdict.NO:
        return None
    related = (_names_bucket(delivery, bucket, f"logs to {bucket.address}"),)
    return Undelivered(delivery, bucket, row, Obstacle.ACLS, verdict, owned.needs, owned.evidence, related)


def _kms(graph: Graph, delivery: LogDelivery, bucket: Bucket, row: Needs) -> Undelivered | None:
    if not row.sse_s3_only:
        return None
    used = encryption(graph, bucket)
    if used.is_kms is Verdict.NO:
        return None
    related = (_names_bucket(delivery, bucket, f"logs to {bucket.address}"),)
    algorithm = used.algorithm
    return Undelivered(
        delivery, bucket, row, Obstacle.ENCRYPTION, used.is_kms, algorithm.needs, algorithm.evidence, related
    )


def _grant(graph: Graph, delivery: LogDelivery, bucket: Bucket, row: Needs) -> Undelivered | None:
    protected = next(iter(graph.of(ProtectedResource, bucket)), None)
    if not row.service or protected is None or _gets_a_policy(graph, delivery, protected, row):
        return None
    found = access(graph, delivery, bucket, protected, row)
    if found.verdict is Verdict.YES:
        return None
    related = (*found.related, _names_bucket(delivery, bucket, f"logs to {bucket.address}"))
    verdict = ~found.verdict
    return Undelivered(
        delivery, bucket, row, Obstacle.GRANT, verdict, found.needs, found.primary, related, access=found
    )


def _gets_a_policy(graph: Graph, delivery: LogDelivery, protected: ProtectedResource, row: Needs) -> bool:
    """Tell whether the writer gives the bucket the policy that it needs, for it has none and the accounts are one."""
    if not row.attaches_policy or graph.pointing(ResourcePolicy, "protects", protected):
        return False
    accounts: list[Value] = [names(graph).account(each) for each in (delivery, protected)]
    return same_account(*accounts) is not Verdict.NO


def _names_bucket(delivery: LogDelivery, bucket: Bucket, says: str) -> Evidence:
    del bucket
    return delivery.evidence(f"{delivery.address} {says}", "bucket")
