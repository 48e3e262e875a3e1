"""What resources name of their own region.

Source: Terraform AWS provider, the resources named in the table; AWS documentation as `BONDS` names it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text
from seamlint.model.policies import decoded
from seamlint.model.reading import bare, pointer
from seamlint.model.regions import Bound, RegionalReference, bound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate

_FUNCTIONS = ("aws_lambda_function", "aws_lambda_alias")
_IMAGES = ("aws_ami", "aws_ami_copy", "aws_ami_from_instance")
_BALANCERS = ("aws_lb", "aws_alb")
_QUEUES = ("aws_sqs_queue",)
_SUBNETS = ("aws_subnet", "aws_subnets", "aws_subnet_ids")
_GROUPS = ("aws_security_group", "aws_security_groups")
_STREAMS = ("aws_kinesis_stream",)
_TEMPLATES = ("aws_launch_template",)
_ALARMED = (
    *("aws_sns_topic", "aws_autoscaling_policy", "aws_appautoscaling_policy"),
    *_FUNCTIONS,
)
_SOURCES = (
    *_QUEUES,
    *_STREAMS,
    "aws_kinesis_stream_consumer",
    "aws_dynamodb_table",
    "aws_msk_cluster",
    "aws_mq_broker",
)
_LOGGED = (*_STREAMS, *_FUNCTIONS, "aws_kinesis_firehose_delivery_stream", "aws_cloudwatch_log_destination")
_TARGETED = (
    *("aws_sns_topic", "aws_sfn_state_machine", "aws_cloudwatch_log_group", "aws_ecs_cluster", "aws_codepipeline"),
    *("aws_codebuild_project", "aws_kinesis_firehose_delivery_stream", "aws_batch_job_queue", "aws_glue_workflow"),
    *(*_FUNCTIONS, *_QUEUES, *_STREAMS),
)
_ACCELERATED = (*_BALANCERS, "aws_instance", "aws_eip")
_SUBNET_GROUP = (Bound("subnet", "subnet_ids", _SUBNETS),)
_BALANCER = (Bound("subnet", "subnets", _SUBNETS),)
_KEY_PAIR = Bound("key-pair", "key_name", ("aws_key_pair",), "key_name")
_ALARM = tuple(
    Bound("alarm", attribute, _ALARMED) for attribute in ("alarm_actions", "ok_actions", "insufficient_data_actions")
)
_TRIGGERS = tuple(
    Bound("trigger", f"lambda_config.{name}", _FUNCTIONS)
    for name in (
        *("create_auth_challenge", "custom_message", "define_auth_challenge", "post_authentication"),
        *("post_confirmation", "pre_authentication", "pre_sign_up", "pre_token_generation", "user_migration"),
        "verify_auth_challenge_response",
    )
)
_INSTANCE = (
    _KEY_PAIR,
    Bound("image", "ami", _IMAGES),
    Bound("template", "launch_template.id", _TEMPLATES),
    Bound("template", "launch_template.name", _TEMPLATES, "name"),
)
BOUND: dict[str, tuple[Bound, ...]] = {
    "aws_instance": _INSTANCE,
    "aws_spot_instance_request": _INSTANCE,
    "aws_launch_template": (
        _KEY_PAIR,
        Bound("image", "image_id", _IMAGES),
        Bound("group", "vpc_security_group_ids", _GROUPS),
        Bound("group", "network_interfaces.security_groups", _GROUPS),
        Bound("subnet", "network_interfaces.subnet_id", _SUBNETS),
    ),
    "aws_launch_configuration": (
        _KEY_PAIR,
        Bound("image", "image_id", _IMAGES),
        Bound("group", "security_groups", _GROUPS),
    ),
    "aws_autoscaling_group": (
        Bound("subnet", "vpc_zone_identifier", _SUBNETS),
        Bound("template", "launch_template.id", _TEMPLATES),
        Bound("template", "launch_template.name", _TEMPLATES, "name"),
        Bound("template", "launch_configuration", ("aws_launch_configuration",), "name"),
    ),
    "aws_volume_attachment": (
        Bound("volume", "volume_id", ("aws_ebs_volume",)),
        Bound("volume", "instance_id", ("aws_instance",)),
    ),
    "aws_ebs_volume": (Bound("snapshot", "snapshot_id", ("aws_ebs_snapshot", "aws_ebs_snapshot_copy")),),
    "aws_eip": (Bound("address", "instance", ("aws_instance",)),),
    "aws_eip_association": (
        Bound("address", "allocation_id", ("aws_eip",)),
        Bound("address", "instance_id", ("aws_instance",)),
    ),
    "aws_cloudwatch_metric_alarm": _ALARM,
    "aws_cloudwatch_composite_alarm": _ALARM,
    "aws_lambda_function": (
        Bound("subnet", "vpc_config.subnet_ids", _SUBNETS),
        Bound("layer", "layers", ("aws_lambda_layer_version",)),
        Bound("image-repository", "image_uri", ("aws_ecr_repository",)),
        Bound("file-system", "file_system_config.arn", ("aws_efs_access_point",)),
    ),
    "aws_lambda_event_source_mapping": (
        Bound("event-source", "event_source_arn", _SOURCES),
        Bound("function", "function_name", _FUNCTIONS, "function_name"),
    ),
    "aws_lambda_permission": (Bound("function", "function_name", _FUNCTIONS, "function_name"),),
    "aws_lambda_alias": (Bound("function", "function_name", ("aws_lambda_function",), "function_name"),),
    "aws_efs_mount_target": (Bound("file-system", "file_system_id", ("aws_efs_file_system",)),),
    "aws_s3_bucket_notification": (
        Bound("notification", "queue.queue_arn", _QUEUES),
        Bound("notification", "topic.topic_arn", ("aws_sns_topic",)),
        Bound("notification", "lambda_function.lambda_function_arn", _FUNCTIONS),
    ),
    "aws_cloudwatch_log_subscription_filter": (Bound("log-subscription", "destination_arn", _LOGGED),),
    "aws_cloudwatch_event_target": (
        Bound("event-target", "arn", _TARGETED),
        Bound("event-dead-letters", "dead_letter_config.arn", _QUEUES),
    ),
    "aws_ecs_service": (
        Bound("subnet", "network_configuration.subnets", _SUBNETS),
        Bound("cluster", "cluster", ("aws_ecs_cluster",), "name"),
        Bound("task", "task_definition", ("aws_ecs_task_definition",)),
        Bound("balancer", "load_balancer.target_group_arn", ("aws_lb_target_group", "aws_alb_target_group")),
    ),
    "aws_db_instance": (
        Bound("subnet-group", "db_subnet_group_name", ("aws_db_subnet_group",), "name"),
        Bound("subnet-group", "parameter_group_name", ("aws_db_parameter_group",), "name"),
    ),
    "aws_rds_cluster": (
        Bound("subnet-group", "db_subnet_group_name", ("aws_db_subnet_group",), "name"),
        Bound("subnet-group", "db_cluster_parameter_group_name", ("aws_rds_cluster_parameter_group",), "name"),
    ),
    "aws_rds_cluster_instance": (
        Bound("database-cluster", "cluster_identifier", ("aws_rds_cluster",), "cluster_identifier"),
        Bound("subnet-group", "db_subnet_group_name", ("aws_db_subnet_group",), "name"),
    ),
    "aws_docdb_cluster": (Bound("subnet-group", "db_subnet_group_name", ("aws_docdb_subnet_group",), "name"),),
    "aws_neptune_cluster": (Bound("subnet-group", "neptune_subnet_group_name", ("aws_neptune_subnet_group",), "name"),),
    "aws_redshift_cluster": (
        Bound("subnet-group", "cluster_subnet_group_name", ("aws_redshift_subnet_group",), "name"),
    ),
    "aws_elasticache_cluster": (Bound("subnet-group", "subnet_group_name", ("aws_elasticache_subnet_group",), "name"),),
    "aws_elasticache_replication_group": (
        Bound("subnet-group", "subnet_group_name", ("aws_elasticache_subnet_group",), "name"),
    ),
    "aws_lb": _BALANCER,
    "aws_alb": _BALANCER,
    "aws_elb": _BALANCER,
    "aws_db_subnet_group": _SUBNET_GROUP,
    "aws_docdb_subnet_group": _SUBNET_GROUP,
    "aws_neptune_subnet_group": _SUBNET_GROUP,
    "aws_redshift_subnet_group": _SUBNET_GROUP,
    "aws_elasticache_subnet_group": _SUBNET_GROUP,
    "aws_memorydb_subnet_group": _SUBNET_GROUP,
    "aws_dax_subnet_group": _SUBNET_GROUP,
    "aws_dms_replication_subnet_group": _SUBNET_GROUP,
    "aws_apigatewayv2_vpc_link": (*_SUBNET_GROUP, Bound("group", "security_group_ids", _GROUPS)),
    "aws_eks_cluster": (Bound("subnet", "vpc_config.subnet_ids", _SUBNETS),),
    "aws_eks_node_group": (Bound("nodes", "cluster_name", ("aws_eks_cluster",), "name"),),
    "aws_api_gateway_vpc_link": (Bound("link", "target_arns", _BALANCERS),),
    "aws_vpc_endpoint_service": (
        Bound("endpoint-service", "network_load_balancer_arns", _BALANCERS),
        Bound("endpoint-service", "gateway_load_balancer_arns", _BALANCERS),
    ),
    "aws_cognito_user_pool": _TRIGGERS,
    "aws_cloudtrail": (Bound("trail-logs", "cloud_watch_logs_group_arn", ("aws_cloudwatch_log_group",)),),
    "aws_wafv2_web_acl_logging_configuration": (
        Bound("web-acl-logs", "resource_arn", ("aws_wafv2_web_acl",)),
        Bound("web-acl-logs", "log_destination_configs", ("aws_kinesis_firehose_delivery_stream",)),
    ),
    "aws_acm_certificate_validation": (Bound("validation", "certificate_arn", ("aws_acm_certificate",)),),
    "aws_globalaccelerator_endpoint_group": (
        Bound("accelerated", "endpoint_configuration.endpoint_id", _ACCELERATED, region="endpoint_group_region"),
    ),
}
"""By resource type."""


def subscription(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the topic and the dead-letter queue of ``aws_sns_topic_subscription``."""
    yield from bound((Bound("subscription", "topic_arn", ("aws_sns_topic",)),), resource)
    yield from _redriven("subscription-dead-letters", resource)


def queue(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the dead-letter queue of a queue."""
    return _redriven("dead-letters", resource)


def _redriven(bond: str, resource: Resource) -> Iterator[Entity]:
    """Translate the dead-letter queue that a redrive policy names."""
    value = bare(resource.values.get("redrive_policy"))
    policy = decoded(value) if isinstance(value, (str, Text)) else value
    named = pointer(policy.get("deadLetterTargetArn")) if isinstance(policy, dict) else None
    if named is not None:
        types = frozenset(_QUEUES)
        yield RegionalReference(resource, ("redrive_policy",), bond=bond, named=named, types=types)


def _translated(found: tuple[Bound, ...], resource: Resource, _: Neighbours) -> Iterator[Entity]:
    return bound(found, resource)


TRANSLATORS: dict[str, Translate] = {
    **{name: partial(_translated, found) for name, found in BOUND.items()},
    "aws_sns_topic_subscription": subscription,
    "aws_sqs_queue": queue,
    "aws_sqs_queue_redrive_policy": queue,
}
