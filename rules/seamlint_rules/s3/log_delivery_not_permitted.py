"""A bucket that is to receive logs does not let them in.

What: a bucket that receives S3 access logs, CloudFront standard logs, load balancer logs, or what CloudTrail, AWS
    Config or flow logs write, lacks the grant that this writer needs for the keys that it writes; lies in another
    region (S3, load balancers); has its ACLs disabled (CloudFront); or encrypts with KMS by default (S3 access logs;
    application and classic load balancer logs).
Why: the service refuses to switch logging on, or switches it on and no log ever arrives.
Fix: grant the writer what it needs in the bucket's policy, below the prefix that it writes to; or give it a bucket in
    its region, with ACLs, or encrypted with SSE-S3, as it wants.
Sources: Amazon S3 User Guide, "Enabling Amazon S3 server access logging"; CloudFront Developer Guide, "Configure
    standard logging (legacy)"; Elastic Load Balancing user guides, "Enable access logs for your Application Load
    Balancer"; CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail"; AWS Config Developer Guide, "Permissions
    for the Amazon S3 Bucket for the AWS Config Delivery Channel"; Amazon VPC User Guide, "Amazon S3 bucket permissions
    for flow logs".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.storage.log_delivery import Obstacle, undelivered
from seamlint.facts.storage.log_fixes import granted
from seamlint.model.paste import buckets
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.storage.log_delivery import Undelivered
    from seamlint.graph.graph import Graph
    from seamlint.rule import Outcome

RULE = Rule("S3-010", "log-delivery-not-permitted", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each thing that keeps logs from a bucket."""
    for found in undelivered(graph):
        logs = _logs(found)
        if found.verdict is Verdict.UNDECIDED:
            reason = f"whether {found.bucket.address} lets in {logs}"
            yield RULE.undecided(found.delivery, reason, found.needs or (found.bucket.address,))
        else:
            message = f"{logs} never reach {found.bucket.address}: {_why(found)}"
            yield RULE.finding(message, found.primary, *found.related, fix=_fix(graph, found))


def _logs(found: Undelivered) -> str:
    writer = found.delivery.writer
    return f"{writer.value if writer else 'logs'} of {found.delivery.address}"


def _why(found: Undelivered) -> str:
    if found.obstacle is Obstacle.REGION:
        return (
            f"it is in {found.bucket.resource.region}, and they are delivered within {found.delivery.resource.region}"
        )
    if found.obstacle is Obstacle.ACLS:
        return "its ACLs are disabled, and they are let in by ACL"
    if found.obstacle is Obstacle.ENCRYPTION:
        return "it encrypts with KMS by default, and they are delivered to buckets with SSE-S3 alone"
    assert found.access is not None
    refused = dict.fromkeys(f"{each.action} on {each.target.title}" for each in found.access.refused)
    return f"{found.row.service} may not call {' nor '.join(refused)}"


def _fix(graph: Graph, found: Undelivered) -> str:
    if found.obstacle is Obstacle.REGION:
        return f"name a bucket in {found.delivery.resource.region} here"
    if found.obstacle is Obstacle.ACLS:
        return f"enable ACLs on the bucket:\n{buckets.ownership(found.bucket, 'BucketOwnerPreferred')}"
    if found.obstacle is Obstacle.ENCRYPTION:
        return f"encrypt with SSE-S3:\n{buckets.encryption(found.bucket, 'AES256')}"
    return granted(graph, found)
