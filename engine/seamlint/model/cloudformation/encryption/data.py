"""Data that resources of templates encrypt with AWS KMS.

Sources: AWS CloudFormation template reference, the pages of the types in the table; AWS's page of each row, as
`Setting.page` has it. The encryption of buckets is a `seamlint.model.storage.DefaultEncryption`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.model.cloudformation.identity import itself
from seamlint.model.encrypted_data import KMS_TYPES as _KMS
from seamlint.model.encrypted_data import Page, Setting, encrypted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity

_EBS = ("BlockDeviceMappings", "Ebs")


def _volume(*block: str) -> Setting:
    return Setting("ec2", "volume", Page.EBS, "KmsKeyId", block, "Encrypted", aws_managed="alias/aws/ebs")


def _cluster(kind: str, page: str) -> Setting:
    return Setting("rds", kind, page, "KmsKeyId", switch="StorageEncrypted", aws_managed="alias/aws/rds")


_INSIGHTS = Setting(
    "rds", "performance data", Page.INSIGHTS, "PerformanceInsightsKMSKeyId", switch="EnablePerformanceInsights",
    aws_managed="alias/aws/rds",
)  # fmt: skip
_CLUSTER_INSIGHTS = Setting(
    "rds", "performance data", Page.INSIGHTS, "PerformanceInsightsKmsKeyId", switch="PerformanceInsightsEnabled",
    aws_managed="alias/aws/rds",
)  # fmt: skip
_MASTER_SECRET = Setting("secretsmanager", "secret of the master user", Page.MASTER_USER, "KmsKeyId",
                         ("MasterUserSecret",))  # fmt: skip
_DOMAIN = Setting("es", "domain", Page.DOMAIN, "KmsKeyId", ("EncryptionAtRestOptions",), "Enabled",
                  aws_managed="alias/aws/es")  # fmt: skip
_CACHE = Setting("elasticache", "cache", Page.CACHE, "KmsKeyId")
_GLUE = ("EncryptionConfiguration",)

SETTINGS: dict[str, tuple[Setting, ...]] = {
    "AWS::SQS::Queue": (Setting("sqs", "queue", Page.QUEUE, "KmsMasterKeyId"),),
    "AWS::SNS::Topic": (Setting("sns", "topic", Page.TOPIC, "KmsMasterKeyId"),),
    "AWS::Logs::LogGroup": (Setting("logs", "log group", Page.LOGS, "KmsKeyId"),),
    "AWS::SecretsManager::Secret": (
        Setting("secretsmanager", "secret", Page.SECRETS, "KmsKeyId", aws_managed="alias/aws/secretsmanager"),
        Setting("secretsmanager", "replica of the secret", Page.SECRETS_REPLICA, "KmsKeyId", ("ReplicaRegions",),
                aws_managed="alias/aws/secretsmanager", region="Region"),
    ),
    "AWS::DynamoDB::Table": (
        Setting("dynamodb", "table", Page.TABLE, "KMSMasterKeyId", ("SSESpecification",), "SSEEnabled",
                aws_managed="alias/aws/dynamodb"),
    ),
    "AWS::DynamoDB::GlobalTable": (
        Setting("dynamodb", "replica of the table", Page.TABLE, "KMSMasterKeyId", ("Replicas", "SSESpecification"),
                region="Region"),
    ),
    "AWS::Kinesis::Stream": (
        Setting("kinesis", "stream", Page.STREAM, "KeyId", ("StreamEncryption",), "EncryptionType", _KMS,
                "alias/aws/kinesis"),
    ),
    "AWS::KinesisFirehose::DeliveryStream": (
        Setting("firehose", "delivery stream", Page.FIREHOSE, "KeyARN",
                ("DeliveryStreamEncryptionConfigurationInput",), "KeyType", frozenset({"CUSTOMER_MANAGED_CMK"})),
        Setting("s3", "objects that the delivery stream writes", Page.FIREHOSE, "AWSKMSKeyARN",
                ("ExtendedS3DestinationConfiguration", "EncryptionConfiguration", "KMSEncryptionConfig")),
        Setting("s3", "objects that the delivery stream writes", Page.FIREHOSE, "AWSKMSKeyARN",
                ("S3DestinationConfiguration", "EncryptionConfiguration", "KMSEncryptionConfig")),
    ),
    "AWS::KinesisVideo::Stream": (
        Setting("kinesisvideo", "video stream", Page.VIDEO, "KmsKeyId", aws_managed="alias/aws/kinesisvideo"),
    ),
    "AWS::EC2::Volume": (_volume(),),
    "AWS::EC2::Instance": (_volume(*_EBS),),
    "AWS::EC2::LaunchTemplate": (_volume("LaunchTemplateData", *_EBS),),
    "AWS::RDS::DBInstance": (_cluster("database", Page.RDS), _INSIGHTS, _MASTER_SECRET),
    "AWS::RDS::DBCluster": (_cluster("cluster", Page.AURORA), _CLUSTER_INSIGHTS, _MASTER_SECRET),
    "AWS::DocDB::DBCluster": (_cluster("cluster", Page.DOCUMENTS),),
    "AWS::Neptune::DBCluster": (_cluster("cluster", Page.NEPTUNE),),
    "AWS::Redshift::Cluster": (
        Setting("redshift", "cluster", Page.REDSHIFT, "KmsKeyId", switch="Encrypted",
                aws_managed="alias/aws/redshift"),
    ),
    "AWS::RedshiftServerless::Namespace": (
        Setting("redshift-serverless", "namespace", Page.REDSHIFT, "KmsKeyId"),
    ),
    "AWS::ElastiCache::ReplicationGroup": (_CACHE,),
    "AWS::ElastiCache::ServerlessCache": (_CACHE,),
    "AWS::MemoryDB::Cluster": (Setting("memorydb", "cluster", Page.MEMORY, "KmsKeyId"),),
    "AWS::EFS::FileSystem": (
        Setting("elasticfilesystem", "file system", Page.EFS, "KmsKeyId", switch="Encrypted",
                aws_managed="alias/aws/elasticfilesystem"),
    ),
    "AWS::FSx::FileSystem": (Setting("fsx", "file system", Page.FSX, "KmsKeyId", aws_managed="alias/aws/fsx"),),
    "AWS::CloudTrail::Trail": (Setting("cloudtrail", "trail", Page.TRAIL, "KMSKeyId"),),
    "AWS::CloudTrail::EventDataStore": (Setting("cloudtrail", "event data store", Page.TRAIL, "KmsKeyId"),),
    "AWS::Events::EventBus": (Setting("events", "event bus", Page.BUS, "KmsKeyIdentifier"),),
    "AWS::Backup::BackupVault": (
        Setting("backup", "backup vault", Page.BACKUP, "EncryptionKeyArn", aws_managed="alias/aws/backup"),
    ),
    "AWS::ECR::Repository": (
        Setting("ecr", "repository", Page.IMAGES, "KmsKey", ("EncryptionConfiguration",), "EncryptionType", _KMS,
                "alias/aws/ecr"),
    ),
    "AWS::Lambda::Function": (Setting("lambda", "function", Page.FUNCTION, "KmsKeyArn"),),
    "AWS::CodeBuild::Project": (Setting("codebuild", "build output", Page.BUILD, "EncryptionKey"),),
    "AWS::CodePipeline::Pipeline": (
        Setting("codepipeline", "artifacts", Page.PIPELINE, "Id", ("ArtifactStore", "EncryptionKey")),
    ),
    "AWS::CodeArtifact::Domain": (
        Setting("codeartifact", "domain", Page.ARTIFACTS, "EncryptionKey", aws_managed="alias/aws/codeartifact"),
    ),
    "AWS::EKS::Cluster": (
        Setting("eks", "secrets of the cluster", Page.EKS, "KeyArn", ("EncryptionConfig", "Provider")),
    ),
    "AWS::MSK::Cluster": (
        Setting("kafka", "cluster", Page.MSK, "DataVolumeKMSKeyId", ("EncryptionInfo", "EncryptionAtRest"),
                aws_managed="alias/aws/kafka"),
    ),
    "AWS::OpenSearchService::Domain": (_DOMAIN,),
    "AWS::Elasticsearch::Domain": (_DOMAIN,),
    "AWS::Glue::DataCatalogEncryptionSettings": (
        Setting("glue", "data catalog", Page.GLUE, "SseAwsKmsKeyId",
                ("DataCatalogEncryptionSettings", "EncryptionAtRest"), "CatalogEncryptionMode", _KMS,
                "alias/aws/glue"),
        Setting("glue", "connection passwords", Page.GLUE, "KmsKeyId",
                ("DataCatalogEncryptionSettings", "ConnectionPasswordEncryption")),
    ),
    "AWS::Glue::SecurityConfiguration": (
        Setting("glue", "logs of jobs", Page.GLUE, "KmsKeyArn", (*_GLUE, "CloudWatchEncryption"),
                "CloudWatchEncryptionMode", _KMS),
        Setting("glue", "job bookmarks", Page.GLUE, "KmsKeyArn", (*_GLUE, "JobBookmarksEncryption"),
                "JobBookmarksEncryptionMode", _KMS),
        Setting("glue", "output of jobs", Page.GLUE, "KmsKeyArn", (*_GLUE, "S3Encryptions"), "S3EncryptionMode", _KMS),
    ),
    "AWS::Athena::WorkGroup": (
        Setting("athena", "query results", Page.ATHENA, "KmsKey",
                ("WorkGroupConfiguration", "ResultConfiguration", "EncryptionConfiguration"), "EncryptionOption", _KMS,
                "alias/aws/s3"),
    ),
    "AWS::StepFunctions::StateMachine": (
        Setting("states", "state machine", Page.STATES, "KmsKeyId", ("EncryptionConfiguration",), "Type", _KMS),
    ),
    "AWS::AmazonMQ::Broker": (
        Setting("mq", "broker", Page.MQ, "KmsKeyId", ("EncryptionOptions",), "UseAwsOwnedKey", frozenset({"false"}),
                "alias/aws/mq"),
    ),
    "AWS::WorkSpaces::Workspace": (
        Setting("workspaces", "root volume", Page.WORKSPACES, "VolumeEncryptionKey",
                switch="RootVolumeEncryptionEnabled", aws_managed="alias/aws/workspaces"),
        Setting("workspaces", "user volume", Page.WORKSPACES, "VolumeEncryptionKey",
                switch="UserVolumeEncryptionEnabled", aws_managed="alias/aws/workspaces"),
    ),
    "AWS::SageMaker::NotebookInstance": (Setting("sagemaker", "notebook instance", Page.NOTEBOOK, "KmsKeyId"),),
    "AWS::DMS::ReplicationInstance": (
        Setting("dms", "replication instance", Page.DMS, "KmsKeyId", aws_managed="alias/aws/dms"),
    ),
    "AWS::Timestream::Database": (
        Setting("timestream", "database", Page.TIMESTREAM, "KmsKeyId", aws_managed="alias/aws/timestream"),
    ),
}  # fmt: skip
"""By resource type."""


def _translated(settings: tuple[Setting, ...], resource: Resource, _: Neighbours) -> Iterator[Entity]:
    for setting in settings:
        yield from encrypted(setting, resource, itself(resource))


TRANSLATORS: dict[str, Translate] = {name: partial(_translated, settings) for name, settings in SETTINGS.items()}
