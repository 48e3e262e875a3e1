"""Which services use a key in their own name, and what the key's policy has to let each of them do: a row a use.

A service that acts with its caller's credentials (Amazon EBS, Amazon RDS, AWS Secrets Manager...) needs nothing for
itself. A condition on a key that the service does not send is never met; one on a key that it may send is met by the
value that it would send.
"""

from __future__ import annotations

from seamlint.named_tuples import NamedTuple

_ENCRYPT = ("kms:Decrypt", "kms:GenerateDataKey")
_SNS = "Amazon SNS Developer Guide, Managing Amazon SNS encryption keys and costs"
_SQS = "Amazon SQS Developer Guide, Amazon SQS Key management"


class ServiceUse(NamedTuple):
    """What a service does with a key.

    Attributes:
        service: as its principal begins: ``events`` of ``events.amazonaws.com``; ``{region}`` is that of the data.
        page: of AWS's documentation.
        actions: those that a key policy has to allow; a data key of whatever kind is ``kms:GenerateDataKey``.
        context: the encryption context's key whose value is the ARN of what is encrypted; empty where it has none.
        absent: condition keys that the service does not send.
        tells_source: whether ``aws:SourceArn`` is the ARN of what is encrypted.
        never: whether no key policy helps.
        perhaps: another principal by which the service may be let in; the page does not speak of it.
    """

    service: str
    page: str
    actions: tuple[str, ...] = _ENCRYPT
    context: str = ""
    absent: tuple[str, ...] = ()
    tells_source: bool = False
    never: bool = False
    perhaps: str = ""


OWN: dict[tuple[str, str], ServiceUse] = {
    ("logs", "log group"): ServiceUse(
        "logs.{region}",
        "CloudWatch Logs User Guide, Encrypt log data in CloudWatch Logs using AWS Key Management Service",
        ("kms:Encrypt", *_ENCRYPT),
        "aws:logs:arn",
        perhaps="logs",
    ),
    ("cloudtrail", "trail"): ServiceUse(
        "cloudtrail",
        "AWS CloudTrail User Guide, Configure AWS KMS key policies for CloudTrail",
        ("kms:GenerateDataKey",),
        "aws:cloudtrail:arn",
        tells_source=True,
    ),
    ("cloudtrail", "event data store"): ServiceUse(
        "cloudtrail", "AWS CloudTrail User Guide, Configure AWS KMS key policies for CloudTrail"
    ),
    ("events", "event bus"): ServiceUse(
        "events",
        "Amazon EventBridge User Guide, Authorizing EventBridge to use a customer managed key",
        context="aws:events:event-bus:arn",
        tells_source=True,
    ),
}
"""Services that encrypt their own data, by the service and kind of the data."""

_CONTEXT = {"sqs": "aws:sqs:arn", "sns": "aws:sns:topicArn"}
_SENDERS: dict[str, ServiceUse] = {
    "sns": ServiceUse("sns", "Amazon SNS Developer Guide, Subscribing an encrypted Amazon SQS queue to an SNS topic"),
    "s3": ServiceUse("s3", "Amazon S3 User Guide, Granting permissions to publish event notification messages"),
    "events": ServiceUse("events", "Amazon EventBridge User Guide, Troubleshooting Amazon EventBridge"),
    "cloudwatch": ServiceUse("cloudwatch", _SNS),
    "cloudtrail": ServiceUse("cloudtrail", "AWS CloudTrail User Guide, Amazon SNS topic policy for CloudTrail"),
    "config": ServiceUse("config", "AWS Config Developer Guide, Permissions for the Amazon SNS Topic", never=True),
    "budgets": ServiceUse("budgets", "AWS Cost Management User Guide, Creating an Amazon SNS topic for notifications"),
    "costalerts": ServiceUse(
        "costalerts", "AWS Cost Management User Guide, Creating an Amazon SNS topic for anomaly notifications"
    ),
    "events.rds": ServiceUse("events.rds", _SNS),
    "redshift": ServiceUse("redshift", _SNS),
    "dms": ServiceUse("dms", _SNS),
    "glacier": ServiceUse("glacier", _SNS),
    "ses": ServiceUse("ses", _SNS),
    "codecommit": ServiceUse("codecommit", _SNS),
    "backup": ServiceUse("backup", "AWS Backup Developer Guide, Notification options with AWS Backup"),
    "codestar-notifications": ServiceUse(
        "codestar-notifications", "Developer Tools console User Guide, Configure Amazon SNS topics for notifications"
    ),
}
"""Services that send to topics and queues, by the service's principal."""
_NOT_SENT = {
    # "Allow Amazon EventBridge to send to encrypted topics" in the same guide: these conditions are not supported.
    ("events", "sns"): ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid"),
}

LOG_DELIVERY = ServiceUse(
    "delivery.logs",
    "CloudWatch Logs User Guide, Enable logging from AWS services: Amazon S3 bucket server-side encryption",
    ("kms:GenerateDataKey",),
)
"""The delivery of flow logs and network load balancer logs to buckets."""

AUTO_SCALING = ServiceUse(
    "autoscaling",
    "Amazon EC2 Auto Scaling User Guide, Required AWS KMS key policy for use with encrypted volumes",
    ("kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant"),
)
"""What the service-linked role of EC2 Auto Scaling does with the key of volumes that it creates."""
AUTO_SCALING_ROLE = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"


def sender(service: str, to: str) -> ServiceUse | None:
    """Return what a service does that sends to a topic (``sns``) or queue (``sqs``); None where that is not known."""
    use = _SENDERS.get(service)
    if use is None:
        return None
    return use._replace(context=_CONTEXT[to], absent=_NOT_SENT.get((service, to), ()))
