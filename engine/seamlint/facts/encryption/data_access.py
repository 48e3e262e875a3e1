"""What access to encrypted data needs of the key: a row a service and action.

A service that decrypts for its caller asks KMS with the caller's credentials; the request then carries
``kms:ViaService`` and the encryption context of the service.
"""

from __future__ import annotations

from seamlint.named_tuples import NamedTuple

_DECRYPT, _ENCRYPT = ("kms:Decrypt",), ("kms:GenerateDataKey",)
_BOTH = ("kms:GenerateDataKey", "kms:Decrypt")
_S3 = "Amazon S3 User Guide, Using server-side encryption with AWS KMS keys (SSE-KMS): Permissions"
_SQS = "Amazon SQS Developer Guide, Amazon SQS Key management: Configuring AWS KMS permissions"
_KINESIS = "Amazon Kinesis Data Streams Developer Guide, Permissions to use user-generated KMS keys"
_TABLES = "Amazon DynamoDB Developer Guide, DynamoDB encryption at rest usage notes"
_PARAMETERS = (
    "AWS Systems Manager User Guide, AWS KMS encryption for AWS Systems Manager Parameter Store SecureString parameters"
)
_SECRETS = "AWS Secrets Manager User Guide, Permissions for the KMS key"


class Access(NamedTuple):
    """What an action on data needs.

    Attributes:
        action: on the data.
        does: in words for people: ``read``.
        needs: the operations on the key.
        page: of AWS's documentation.
        context: the encryption context's key whose value is the ARN of the data; empty where that varies.
        below: what follows the ARN of what the data belongs to in that of the data.
        aws_policies: how managed policies of AWS's own are called that are for this service and nothing else.
    """

    action: str
    does: str
    needs: tuple[str, ...]
    page: str
    context: str = ""
    below: str = ""
    aws_policies: str = ""


ACCESS: dict[tuple[str, str], tuple[Access, ...]] = {
    ("s3", "bucket"): (
        Access("s3:GetObject", "read", _DECRYPT, _S3, below="/seamlint", aws_policies="AmazonS3"),
        Access("s3:PutObject", "write", _ENCRYPT, _S3, below="/seamlint", aws_policies="AmazonS3"),
    ),
    ("secretsmanager", "secret"): (
        Access("secretsmanager:GetSecretValue", "read", _DECRYPT, _SECRETS, "SecretARN", "", "SecretsManager"),
        Access("secretsmanager:PutSecretValue", "write", _BOTH, _SECRETS, "SecretARN", "", "SecretsManager"),
    ),
    ("ssm", "parameter"): (
        Access("ssm:GetParameter", "read", _DECRYPT, _PARAMETERS, "PARAMETER_ARN"),
        Access("ssm:GetParameters", "read", _DECRYPT, _PARAMETERS, "PARAMETER_ARN"),
        Access("ssm:GetParametersByPath", "read", _DECRYPT, _PARAMETERS, "PARAMETER_ARN"),
    ),
    ("sqs", "queue"): (
        Access("sqs:ReceiveMessage", "receive from", _DECRYPT, _SQS, "aws:sqs:arn", "", "AmazonSQS"),
        Access("sqs:SendMessage", "send to", _BOTH, _SQS, "aws:sqs:arn", "", "AmazonSQS"),
    ),
    ("sns", "topic"): (
        Access(
            "sns:Publish",
            "publish to",
            _BOTH,
            "Amazon SNS Developer Guide, Managing Amazon SNS encryption keys and costs",
            "aws:sns:topicArn",
            "",
            "AmazonSNS",
        ),
    ),
    ("dynamodb", "table"): (
        *(
            Access(f"dynamodb:{action}", "read", _DECRYPT, _TABLES, "", "", "AmazonDynamoDB")
            for action in ("GetItem", "Query", "Scan", "BatchGetItem")
        ),
        *(
            Access(f"dynamodb:{action}", "write", _DECRYPT, _TABLES, "", "", "AmazonDynamoDB")
            for action in ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")
        ),
    ),
    ("kinesis", "stream"): (
        Access("kinesis:GetRecords", "read", _DECRYPT, _KINESIS, "aws:kinesis:arn", "", "AmazonKinesis"),
        Access("kinesis:PutRecord", "write to", _ENCRYPT, _KINESIS, "aws:kinesis:arn", "", "AmazonKinesis"),
        Access("kinesis:PutRecords", "write to", _ENCRYPT, _KINESIS, "aws:kinesis:arn", "", "AmazonKinesis"),
    ),
    ("ec2", "snapshot"): (
        Access(
            "ec2:CreateVolume",
            "create volumes from",
            _DECRYPT,
            "Amazon EBS User Guide, Requirements for Amazon EBS encryption: Permissions for users",
        ),
        Access("ebs:GetSnapshotBlock", "read", _DECRYPT, "Amazon EBS User Guide, IAM permissions for EBS direct APIs"),
    ),
    ("rds", "snapshot"): (
        Access(
            "rds:RestoreDBInstanceFromDBSnapshot",
            "restore",
            _DECRYPT,
            "Amazon RDS User Guide, AWS KMS key management: Authorizing use of a customer managed key",
        ),
    ),
}
"""By the service and kind of the data."""

VIA = {"ebs": "ec2"}
"""The service that ``kms:ViaService`` names, where it is not the one of the action."""
UNENCRYPTED: dict[str, object] = {
    "s3:x-amz-server-side-encryption": None,
    "s3:x-amz-server-side-encryption-aws-kms-key-id": None,
    "s3:x-amz-server-side-encryption-customer-algorithm": None,
}
"""The condition keys of a write that names no encryption of its own, so that the bucket's default holds."""
