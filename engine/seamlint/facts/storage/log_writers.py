"""What writes logs to buckets, and what each writer needs there: a row a writer.

Sources: Amazon S3 User Guide, "Enabling Amazon S3 server access logging"; Amazon CloudFront Developer Guide, "Configure
standard logging (legacy)"; Elastic Load Balancing user guides, "Enable access logs for your Application Load Balancer",
"Enable access logs for your Classic Load Balancer", "Enable access logs for your Network Load Balancer"; AWS CloudTrail
User Guide, "Amazon S3 bucket policy for CloudTrail"; AWS Config Developer Guide, "Permissions for the Amazon S3 Bucket
for the AWS Config Delivery Channel"; Amazon VPC User Guide, "Amazon S3 bucket permissions for flow logs".
"""

from __future__ import annotations

from seamlint.model.logs import Writer
from seamlint.named_tuples import NamedTuple

_DAY = "2026/01/01"
_ELB_KEY = f"{{folder}}AWSLogs/{{account}}/elasticloadbalancing/{{region}}/{_DAY}/log.gz"
_FULL_CONTROL = "bucket-owner-full-control"


class Needs(NamedTuple):
    """What a writer needs of the bucket that gets its logs.

    Attributes:
        service: the principal that writes; empty where an ACL lets the writer in.
        key: of an object that it writes; ``{folder}`` is the prefix with a slash, ``{prefix}`` the prefix as it is,
            ``{account}`` and ``{region}`` are those of what is logged.
        hive_key: likewise, where keys are compatible with Hive.
        acl: the canned ACL that it writes objects with; empty where it names none.
        reads_acl: whether it has to read the bucket's ACL.
        source_arn: what ``aws:SourceArn`` begins with; ``{source}`` alone is the ARN of what is logged; empty where it
            is not documented.
        sends_account: whether ``aws:SourceAccount`` is documented.
        same_region: whether the bucket has to be in the region of what is logged.
        acls: whether the bucket's ACLs have to be enabled.
        sse_s3_only: whether a bucket that encrypts with KMS by default gets no logs.
        region_accounts: whether, in older regions, it may also write from an account of Elastic Load Balancing's.
        attaches_policy: whether it gives a bucket of its own account that has no policy the one that it needs.
        page: of AWS's documentation.
    """

    service: str
    key: str = ""
    hive_key: str = ""
    acl: str = ""
    reads_acl: bool = False
    source_arn: str = ""
    sends_account: bool = False
    same_region: bool = False
    acls: bool = False
    sse_s3_only: bool = False
    region_accounts: bool = False
    attaches_policy: bool = False
    page: str = ""


NEEDS: dict[Writer, Needs] = {
    Writer.BUCKET: Needs(
        "logging.s3.amazonaws.com",
        "{prefix}2026-01-01-00-00-00-0123456789ABCDEF",
        source_arn="{source}",
        sends_account=True,
        same_region=True,
        sse_s3_only=True,
        page="Enabling Amazon S3 server access logging",
    ),
    Writer.DISTRIBUTION: Needs("", acls=True, page="Configure standard logging (legacy)"),
    Writer.APPLICATION: Needs(
        "logdelivery.elasticloadbalancing.amazonaws.com",
        _ELB_KEY,
        same_region=True,
        sse_s3_only=True,
        region_accounts=True,
        page="Enable access logs for your Application Load Balancer",
    ),
    Writer.CLASSIC: Needs(
        "logdelivery.elasticloadbalancing.amazonaws.com",
        _ELB_KEY,
        same_region=True,
        sse_s3_only=True,
        region_accounts=True,
        page="Enable access logs for your Classic Load Balancer",
    ),
    Writer.NETWORK: Needs(
        "delivery.logs.amazonaws.com",
        _ELB_KEY,
        acl=_FULL_CONTROL,
        reads_acl=True,
        source_arn="arn:{partition}:logs:{region}:{account}:",
        sends_account=True,
        same_region=True,
        page="Enable access logs for your Network Load Balancer",
    ),
    Writer.TRAIL: Needs(
        "cloudtrail.amazonaws.com",
        f"{{folder}}AWSLogs/{{account}}/CloudTrail/{{region}}/{_DAY}/log.json.gz",
        acl=_FULL_CONTROL,
        reads_acl=True,
        source_arn="{source}",
        page="Amazon S3 bucket policy for CloudTrail",
    ),
    Writer.CONFIGURATION: Needs(
        "config.amazonaws.com",
        f"{{folder}}AWSLogs/{{account}}/Config/{{region}}/{_DAY}/ConfigHistory/log.json.gz",
        acl=_FULL_CONTROL,
        reads_acl=True,
        sends_account=True,
        page="Permissions for the Amazon S3 Bucket for the AWS Config Delivery Channel",
    ),
    Writer.FLOW: Needs(
        "delivery.logs.amazonaws.com",
        f"{{folder}}AWSLogs/{{account}}/vpcflowlogs/{{region}}/{_DAY}/log.gz",
        hive_key=(
            "{folder}AWSLogs/aws-account-id={account}/aws-service=vpcflowlogs/aws-region={region}/"
            "year=2026/month=01/day=01/log.gz"
        ),
        acl=_FULL_CONTROL,
        reads_acl=True,
        source_arn="arn:{partition}:logs:{region}:{account}:",
        sends_account=True,
        attaches_policy=True,
        page="Amazon S3 bucket permissions for flow logs",
    ),
}
"""By writer."""
