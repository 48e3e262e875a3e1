"""Data that AWS KMS encrypts: what it belongs to, and the key.

What a resource sets for its encryption differs by type only in names, so that every dialect keeps a table of `Setting`s
and this module reads them. Data that is certainly not encrypted with KMS (only with a key that the service owns and
nobody sees, or not at all) has no entity.
Source: AWS KMS Developer Guide, "Using AWS KMS encryption with AWS services"; the pages that the tables name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, needs
from seamlint.model.entity import Entity, Maybe, Pointer
from seamlint.model.reading import bare, blocks, elements, pointer, text
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value

KMS_TYPES = frozenset({
    "KMS", "KMS_DSSE", "aws:kms", "SSE-KMS", "SSE_KMS", "CSE_KMS", "CSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE",
    "CUSTOMER_MANAGED_KMS_KEY",
})  # fmt: skip
"""What services call encryption with KMS."""
_TRUE = frozenset({"true"})


class Page:
    """The pages of AWS's documentation that say how data is encrypted."""

    ARTIFACTS = "CodeArtifact User Guide, Data protection in AWS CodeArtifact"
    ATHENA = "Amazon Athena User Guide, Encrypt Athena query results stored in Amazon S3"
    AURORA = "Amazon Aurora User Guide, Encrypting Amazon Aurora resources"
    BACKUP = "AWS Backup Developer Guide, Encryption for backups in AWS Backup"
    BACKUP_REPLICA = "Amazon RDS User Guide, Replicating automated backups to another AWS Region"
    BUILD = "AWS CodeBuild User Guide, Encrypt build outputs"
    BUS = "Amazon EventBridge User Guide, Encrypting EventBridge event buses with AWS KMS keys"
    CACHE = "Amazon ElastiCache User Guide, At-Rest Encryption in ElastiCache"
    DMS = "AWS DMS User Guide, Setting an encryption key and specifying AWS KMS permissions"
    DOCUMENTS = "Amazon DocumentDB Developer Guide, Encrypting Amazon DocumentDB data at rest"
    DOMAIN = "Amazon OpenSearch Service Developer Guide, Encryption of data at rest"
    EBS = "Amazon EBS User Guide, Amazon EBS encryption"
    EFS = "Amazon EFS User Guide, Encrypting data at rest"
    EKS = "Amazon EKS User Guide, Encrypt Kubernetes secrets with KMS"
    FIREHOSE = "Amazon Data Firehose Developer Guide, Data protection in Amazon Data Firehose"
    FSX = "Amazon FSx User Guide, Encryption at rest"
    FUNCTION = "AWS Lambda Developer Guide, Securing Lambda environment variables"
    GLUE = "AWS Glue Developer Guide, Setting up encryption in AWS Glue"
    IMAGES = "Amazon ECR User Guide, Encryption at rest"
    INSIGHTS = "Amazon RDS User Guide, Overview of Performance Insights"
    LOGS = "CloudWatch Logs User Guide, Encrypt log data in CloudWatch Logs using AWS Key Management Service"
    MASTER_USER = "Amazon RDS User Guide, Password management with Amazon RDS and AWS Secrets Manager"
    MEMORY = "Amazon MemoryDB Developer Guide, At-Rest Encryption in MemoryDB"
    MQ = "Amazon MQ Developer Guide, Data protection in Amazon MQ"
    MSK = "Amazon MSK Developer Guide, Amazon MSK encryption"
    NEPTUNE = "Amazon Neptune User Guide, Encrypting Neptune resources at rest"
    NOTEBOOK = "Amazon SageMaker AI Developer Guide, Protect data at rest using encryption"
    OBJECT = "Amazon S3 User Guide, Using server-side encryption with AWS KMS keys (SSE-KMS)"
    PARAMETER = "AWS Systems Manager User Guide, AWS KMS encryption for Parameter Store SecureString parameters"
    PIPELINE = "AWS CodePipeline User Guide, Configure server-side encryption for artifacts stored in Amazon S3"
    QUEUE = "Amazon SQS Developer Guide, Amazon SQS Key management"
    RDS = "Amazon RDS User Guide, Encrypting Amazon RDS resources"
    REDSHIFT = "Amazon Redshift Management Guide, Amazon Redshift database encryption"
    SECRETS = "AWS Secrets Manager User Guide, Secret encryption and decryption in AWS Secrets Manager"
    SECRETS_REPLICA = "AWS Secrets Manager User Guide, Replicate AWS Secrets Manager secrets across Regions"
    SNAPSHOT = "Amazon RDS User Guide, Copying a DB snapshot"
    STATES = "AWS Step Functions Developer Guide, Data at rest encryption in Step Functions"
    STREAM = "Amazon Kinesis Data Streams Developer Guide, What is server-side encryption?"
    TABLE = "Amazon DynamoDB Developer Guide, DynamoDB encryption at rest: How it works"
    TIMESTREAM = "Amazon Timestream Developer Guide, Encryption at rest"
    TOPIC = "Amazon SNS Developer Guide, Managing Amazon SNS encryption keys and costs"
    TRACES = "AWS X-Ray Developer Guide, Data protection in AWS X-Ray"
    TRAIL = "AWS CloudTrail User Guide, Encrypting CloudTrail log files with AWS KMS keys"
    VIDEO = "Amazon Kinesis Video Streams Developer Guide, Data protection"
    WORKSPACES = "Amazon WorkSpaces Administration Guide, Encrypted WorkSpaces"


@dataclass(eq=False, repr=False)
class EncryptedData(Entity):
    """Data that is, or may be, encrypted with AWS KMS.

    Attributes:
        encrypts: names the resource whose data it is: the bucket of an encryption configuration; mostly itself.
        service: as its actions begin: ``sqs``, ``logs``, ``ec2``.
        kind: what it is, in words for people: ``queue``, ``log group``.
        kms: True, or unknown where something that is not known turns encryption with KMS on.
        kms_key: names the key, by id, ARN, alias or reference; None where the service takes its AWS managed key.
        aws_managed: alias of the AWS managed key that the service takes where no other is named: ``alias/aws/sqs``;
            empty where it has none.
        region: where the data and therefore the key lie, where this is not the resource's region; None otherwise.
    """

    encrypts: Pointer = None
    service: str = ""
    kind: str = ""
    kms: Maybe[bool] = True
    kms_key: Pointer = None
    aws_managed: str = ""
    region: Maybe[str] | None = None


class Setting(NamedTuple):
    """Where a type of resource sets the encryption of its data.

    Attributes:
        service, kind: as in `EncryptedData`.
        page: of AWS's documentation, which says how this data is encrypted.
        key: the attribute that names the key, within `block`.
        block: the names of the nested blocks that hold it, outermost first; each may stand several times.
        switch: the attribute of that block that turns encryption on; empty where a key does, or nothing has to.
        on: the values of `switch` that mean encryption with KMS.
        aws_managed: as in `EncryptedData`. Without a `switch`, data is encrypted with this key from the start.
        region: the attribute of the block, or of one around it, that says where the data lies.
    """

    service: str
    kind: str
    page: str
    key: str = "kms_key_id"
    block: tuple[str, ...] = ()
    switch: str = ""
    on: frozenset[str] = _TRUE
    aws_managed: str = ""
    region: str = ""


def encrypted(setting: Setting, resource: Resource, owner: Pointer) -> Iterator[EncryptedData]:
    """Yield the data of a resource that a setting encrypts.

    Args:
        setting: where.
        resource: what sets it.
        owner: names what the data belongs to.
    """
    for block, path in _blocks(resource.values, setting.block):
        data = _data(setting, resource, block, path)
        if data is not None:
            data.encrypts = owner
            yield data


def _blocks(values: dict[str, Value], names: tuple[str, ...]) -> Iterator[tuple[dict[str, Value] | Unknown, Path]]:
    """Yield the blocks at the end of a chain of names, and for blocks that are not known what is missing."""
    if not names:
        yield values, ()
        return
    held = bare(values.get(names[0]))
    if missing := [each for each in map(bare, elements(held)) if each is not None and not isinstance(each, dict)]:
        yield Unknown(tuple(name for each in missing for name in needs(each)) or (names[0],)), (names[0],)
    for block, path in blocks(held, (names[0],)).found:
        for inner, below in _blocks(block, names[1:]):
            yield inner, path + below


def _data(setting: Setting, resource: Resource, block: dict[str, Value] | Unknown, path: Path) -> EncryptedData | None:
    key: Pointer = block if isinstance(block, Unknown) else pointer(block.get(setting.key))
    kms = block if isinstance(block, Unknown) else _kms(setting, block, key)
    if kms is False:
        return None
    return EncryptedData(
        resource,
        path,
        handles=frozenset(),
        service=setting.service,
        kind=setting.kind,
        kms=kms,
        kms_key=key,
        aws_managed=setting.aws_managed,
        region=_region(setting, resource, path),
        places={"kms_key": _written(setting, block)},
    )


def _kms(setting: Setting, block: dict[str, Value], key: Pointer) -> Maybe[bool]:
    """Tell whether a block has data encrypted with KMS."""
    if setting.switch:
        said = text(block.get(setting.switch))
        return said if isinstance(said, Unknown) else said in setting.on
    if setting.aws_managed:
        return True
    return key if isinstance(key, Unknown) else key is not None


def _region(setting: Setting, resource: Resource, path: Path) -> Maybe[str] | None:
    """Return the region that the block of a setting, or the nearest one around it, says."""
    said: Maybe[str] | None = None
    value: Value = resource.values
    for step in (*path, None):
        if setting.region and isinstance(value, dict):
            said = text(value.get(setting.region)) or said
        if isinstance(step, int) and isinstance(value, list):
            value = bare(value[step])
        elif isinstance(step, str) and isinstance(value, dict):
            value = bare(value.get(step))
    return said


def _written(setting: Setting, block: dict[str, Value] | Unknown) -> Path:
    """Return what a proof shows: the attribute that names the key, else the one that turns encryption on."""
    if isinstance(block, Unknown):
        return ()
    named = (each for each in (setting.key, setting.switch) if block.get(each) is not None)
    return tuple(named)[:1]
