"""Data that resources of Terraform encrypt with AWS KMS.

Sources: Terraform AWS provider, the pages of the types in the table; AWS's page of each row, as `Setting.page` has it.
The encryption of buckets is a `seamlint.model.storage.DefaultEncryption`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.model.encrypted_data import KMS_TYPES as _KMS
from seamlint.model.encrypted_data import Page, Setting, encrypted
from seamlint.model.entity import Place
from seamlint.model.reading import pointer
from seamlint.model.terraform.identity import itself

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate


def _volume(kind: str, *block: str) -> Setting:
    return Setting("ec2", kind, Page.EBS, block=block, switch="encrypted", aws_managed="alias/aws/ebs")


def _fsx(kind: str) -> Setting:
    return Setting("fsx", kind, Page.FSX, aws_managed="alias/aws/fsx")


def _cluster(kind: str, page: str) -> Setting:
    return Setting("rds", kind, page, switch="storage_encrypted", aws_managed="alias/aws/rds")


_INSIGHTS = Setting(
    "rds", "performance data", Page.INSIGHTS,
    key="performance_insights_kms_key_id", switch="performance_insights_enabled", aws_managed="alias/aws/rds",
)  # fmt: skip
_MASTER_SECRET = Setting(
    "secretsmanager", "secret of the master user",
    Page.MASTER_USER,
    key="master_user_secret_kms_key_id", switch="manage_master_user_password", aws_managed="alias/aws/secretsmanager",
)  # fmt: skip
_DOMAIN = Setting(
    "es", "domain", Page.DOMAIN,
    block=("encrypt_at_rest",), switch="enabled", aws_managed="alias/aws/es",
)  # fmt: skip
_OBJECT = Setting("s3", "object", Page.OBJECT)
_GLUE = ("encryption_configuration",)

SETTINGS: dict[str, tuple[Setting, ...]] = {
    "aws_sqs_queue": (Setting("sqs", "queue", Page.QUEUE, "kms_master_key_id"),),
    "aws_sns_topic": (Setting("sns", "topic", Page.TOPIC, "kms_master_key_id"),),
    "aws_cloudwatch_log_group": (Setting("logs", "log group", Page.LOGS),),
    "aws_secretsmanager_secret": (
        Setting(
            "secretsmanager", "secret", Page.SECRETS,
            aws_managed="alias/aws/secretsmanager",
        ),
        Setting(
            "secretsmanager", "replica of the secret", Page.SECRETS_REPLICA,
            block=("replica",), aws_managed="alias/aws/secretsmanager", region="region",
        ),
    ),
    "aws_ssm_parameter": (
        Setting(
            "ssm", "parameter", Page.PARAMETER,
            "key_id", switch="type", on=frozenset({"SecureString"}), aws_managed="alias/aws/ssm",
        ),
    ),
    "aws_dynamodb_table": (
        Setting(
            "dynamodb", "table", Page.TABLE,
            "kms_key_arn", ("server_side_encryption",), "enabled", aws_managed="alias/aws/dynamodb",
        ),
        Setting(
            "dynamodb", "replica of the table", Page.TABLE,
            "kms_key_arn", ("replica",), region="region_name",
        ),
    ),
    "aws_dynamodb_table_replica": (
        Setting("dynamodb", "replica of the table", Page.TABLE, "kms_key_arn"),
    ),
    "aws_kinesis_stream": (
        Setting(
            "kinesis", "stream", Page.STREAM,
            switch="encryption_type", on=_KMS, aws_managed="alias/aws/kinesis",
        ),
    ),
    "aws_kinesis_firehose_delivery_stream": (
        Setting(
            "firehose", "delivery stream", Page.FIREHOSE,
            "key_arn", ("server_side_encryption",), "key_type", frozenset({"CUSTOMER_MANAGED_CMK"}),
        ),
        Setting(
            "s3", "objects that the delivery stream writes", Page.FIREHOSE,
            "kms_key_arn", ("extended_s3_configuration",),
        ),
    ),
    "aws_kinesis_video_stream": (
        Setting("kinesisvideo", "video stream", Page.VIDEO, aws_managed="alias/aws/kinesisvideo"),
    ),
    "aws_ebs_volume": (_volume("volume"),),
    "aws_ebs_default_kms_key": (Setting("ec2", "volumes by default", Page.EBS, "key_arn"),),
    "aws_ebs_snapshot_copy": (_volume("snapshot"),),
    "aws_ami_copy": (_volume("image"),),
    "aws_instance": (_volume("root volume", "root_block_device"), _volume("volume", "ebs_block_device")),
    "aws_launch_template": (_volume("volume", "block_device_mappings", "ebs"),),
    "aws_db_instance": (_cluster("database", Page.RDS), _INSIGHTS, _MASTER_SECRET),
    "aws_db_instance_automated_backups_replication": (Setting("rds", "backups", Page.BACKUP_REPLICA),),
    "aws_db_snapshot_copy": (Setting("rds", "snapshot", Page.SNAPSHOT),),
    "aws_rds_cluster": (_cluster("cluster", Page.AURORA), _INSIGHTS, _MASTER_SECRET),
    "aws_rds_cluster_instance": (_INSIGHTS,),
    "aws_docdb_cluster": (_cluster("cluster", Page.DOCUMENTS),),
    "aws_neptune_cluster": (
        Setting("rds", "cluster", Page.NEPTUNE,
                "kms_key_arn", switch="storage_encrypted", aws_managed="alias/aws/rds"),
    ),
    "aws_redshift_cluster": (
        Setting("redshift", "cluster", Page.REDSHIFT, switch="encrypted", aws_managed="alias/aws/redshift"),
    ),
    "aws_redshiftserverless_namespace": (Setting("redshift-serverless", "namespace", Page.REDSHIFT),),
    "aws_elasticache_replication_group": (Setting("elasticache", "replication group", Page.CACHE),),
    "aws_elasticache_serverless_cache": (Setting("elasticache", "cache", Page.CACHE),),
    "aws_memorydb_cluster": (Setting("memorydb", "cluster", Page.MEMORY, "kms_key_arn"),),
    "aws_efs_file_system": (
        Setting("elasticfilesystem", "file system", Page.EFS,
                switch="encrypted", aws_managed="alias/aws/elasticfilesystem"),
    ),
    "aws_fsx_lustre_file_system": (_fsx("file system"),),
    "aws_fsx_windows_file_system": (_fsx("file system"),),
    "aws_fsx_ontap_file_system": (_fsx("file system"),),
    "aws_fsx_openzfs_file_system": (_fsx("file system"),),
    "aws_cloudtrail": (Setting("cloudtrail", "trail", Page.TRAIL),),
    "aws_cloudtrail_event_data_store": (Setting("cloudtrail", "event data store", Page.TRAIL),),
    "aws_cloudwatch_event_bus": (Setting("events", "event bus", Page.BUS, "kms_key_identifier"),),
    "aws_backup_vault": (
        Setting("backup", "backup vault", Page.BACKUP, "kms_key_arn", aws_managed="alias/aws/backup"),
    ),
    "aws_ecr_repository": (
        Setting("ecr", "repository", Page.IMAGES, "kms_key",
                ("encryption_configuration",), "encryption_type", _KMS, "alias/aws/ecr"),
    ),
    "aws_lambda_function": (
        Setting("lambda", "function", Page.FUNCTION, "kms_key_arn"),
    ),
    "aws_codebuild_project": (Setting("codebuild", "build output", Page.BUILD, "encryption_key"),),
    "aws_codepipeline": (
        Setting("codepipeline", "artifacts", Page.PIPELINE, "id", ("artifact_store", "encryption_key"),
                region="region"),
    ),
    "aws_codeartifact_domain": (
        Setting("codeartifact", "domain", Page.ARTIFACTS, "encryption_key", aws_managed="alias/aws/codeartifact"),
    ),
    "aws_eks_cluster": (
        Setting("eks", "secrets of the cluster", Page.EKS, "key_arn", ("encryption_config", "provider")),
    ),
    "aws_msk_cluster": (
        Setting("kafka", "cluster", Page.MSK,
                "encryption_at_rest_kms_key_arn", ("encryption_info",), aws_managed="alias/aws/kafka"),
    ),
    "aws_opensearch_domain": (_DOMAIN,),
    "aws_elasticsearch_domain": (_DOMAIN,),
    "aws_glue_data_catalog_encryption_settings": (
        Setting("glue", "data catalog", Page.GLUE, "sse_aws_kms_key_id",
                ("data_catalog_encryption_settings", "encryption_at_rest"), "catalog_encryption_mode",
                _KMS, "alias/aws/glue"),
        Setting("glue", "connection passwords", Page.GLUE, "aws_kms_key_id",
                ("data_catalog_encryption_settings", "connection_password_encryption")),
    ),
    "aws_glue_security_configuration": (
        Setting("glue", "logs of jobs", Page.GLUE, "kms_key_arn", (*_GLUE, "cloudwatch_encryption"),
                "cloudwatch_encryption_mode", _KMS),
        Setting("glue", "job bookmarks", Page.GLUE, "kms_key_arn", (*_GLUE, "job_bookmarks_encryption"),
                "job_bookmarks_encryption_mode", _KMS),
        Setting("glue", "output of jobs", Page.GLUE, "kms_key_arn", (*_GLUE, "s3_encryption"),
                "s3_encryption_mode", _KMS),
    ),
    "aws_athena_workgroup": (
        Setting("athena", "query results", Page.ATHENA,
                "kms_key_arn", ("configuration", "result_configuration", "encryption_configuration"),
                "encryption_option", _KMS, "alias/aws/s3"),
    ),
    "aws_sfn_state_machine": (
        Setting("states", "state machine", Page.STATES, block=("encryption_configuration",), switch="type",
                on=_KMS),
    ),
    "aws_mq_broker": (
        Setting("mq", "broker", Page.MQ,
                block=("encryption_options",), switch="use_aws_owned_key", on=frozenset({"false"}),
                aws_managed="alias/aws/mq"),
    ),
    "aws_workspaces_workspace": (
        Setting("workspaces", "root volume", Page.WORKSPACES, "volume_encryption_key",
                switch="root_volume_encryption_enabled", aws_managed="alias/aws/workspaces"),
        Setting("workspaces", "user volume", Page.WORKSPACES, "volume_encryption_key",
                switch="user_volume_encryption_enabled", aws_managed="alias/aws/workspaces"),
    ),
    "aws_sagemaker_notebook_instance": (Setting("sagemaker", "notebook instance", Page.NOTEBOOK),),
    "aws_dms_replication_instance": (
        Setting("dms", "replication instance", Page.DMS, "kms_key_arn", aws_managed="alias/aws/dms"),
    ),
    "aws_s3_object": (_OBJECT,),
    "aws_s3_bucket_object": (_OBJECT,),
    "aws_s3_object_copy": (_OBJECT,),
    "aws_timestreamwrite_database": (
        Setting("timestream", "database", Page.TIMESTREAM, aws_managed="alias/aws/timestream"),
    ),
    "aws_xray_encryption_config": (
        Setting("xray", "traces", Page.TRACES, "key_id", switch="type", on=_KMS, aws_managed="alias/aws/xray"),
    ),
}  # fmt: skip
"""By resource type."""


def _translated(settings: tuple[Setting, ...], resource: Resource, _: Neighbours) -> Iterator[Entity]:
    for setting in settings:
        yield from encrypted(setting, resource, itself(resource))


SNAPSHOTS: dict[str, tuple[str, str, Setting]] = {
    "aws_ebs_snapshot": ("volume_id", "aws_ebs_volume", _volume("snapshot")),
    "aws_db_snapshot": ("db_instance_identifier", "aws_db_instance", _cluster("snapshot", Page.SNAPSHOT)),
}
"""By resource type: the attribute that names what a snapshot is of, the type of that, and how it is encrypted."""


def _snapshot(of: tuple[str, str, Setting], resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate a snapshot, which has the key of what it was taken of."""
    attribute, kind, setting = of
    source = neighbours.get(pointer(resource.values.get(attribute)), kind)
    if source is None or source.type != kind:
        return
    for data in encrypted(setting, source, itself(resource)):
        key = Place(source, data.places["kms_key"])
        yield replace(data, resource=resource, places={}, borrowed={"kms_key": key})


TRANSLATORS: dict[str, Translate] = {
    **{name: partial(_translated, settings) for name, settings in SETTINGS.items()},
    **{name: partial(_snapshot, of) for name, of in SNAPSHOTS.items()},
}
