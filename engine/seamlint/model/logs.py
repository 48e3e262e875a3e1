"""Who has logs delivered to buckets.

Sources: the pages of each writer, in `seamlint.facts.storage.log_writers`.
"""

from __future__ import annotations

from enum import Enum

from seamlint.data_classes import dataclass
from seamlint.model.entity import Entity, Maybe, Pointer


class Writer(Enum):
    """What writes logs to buckets, as people call them."""

    BUCKET = "server access logs"
    DISTRIBUTION = "CloudFront standard logs"
    APPLICATION = "application load balancer logs"
    NETWORK = "network load balancer logs"
    CLASSIC = "classic load balancer logs"
    TRAIL = "CloudTrail logs"
    CONFIGURATION = "AWS Config files"
    FLOW = "flow logs"


@dataclass(eq=False, repr=False)
class LogDelivery(Entity):
    """Something has logs delivered to a bucket.

    Attributes:
        writer: what kind of thing; None while that is not known.
        bucket: where they go.
        prefix: that all keys begin with; None for none.
        enabled: whether logs are written at all.
        source: names what is logged, as ``aws:SourceArn`` does: a bucket, else by its ARN.
        kms_key: that the writer encrypts with by itself; None where it leaves that to the bucket.
        role: that it writes with; None where a service does on its own.
        grants: ACL grants on the logs, which need ACLs.
        hive: whether keys are written as ``aws-account-id=.../``.
        organization: whether it logs for all accounts of an organization.
    """

    writer: Writer | None = None
    bucket: Pointer = None
    prefix: Maybe[str] | None = None
    enabled: Maybe[bool] = True
    source: Pointer = None
    kms_key: Pointer = None
    role: Pointer = None
    grants: bool = False
    hive: Maybe[bool] = False
    organization: Maybe[bool] = False


@dataclass(eq=False, repr=False)
class ConfigurationRecorder(Entity):
    """What AWS Config records with: its delivery channel writes with this role.

    Attributes:
        role: its ARN.
    """

    role: Pointer = None
