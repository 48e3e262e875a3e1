"""What runs with a role.

Sources: Terraform AWS provider, the resources named in the table; IAM User Guide, "AWS services that work with IAM"
(the principals of services that assume roles).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.running import Use, launches, uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate


_EC2 = Use("ec2", "iam_instance_profile", profile=True)
_FIREHOSE = tuple(
    Use("firehose", f"{destination}_configuration.role_arn")
    for destination in (
        *("s3", "extended_s3", "redshift", "elasticsearch", "opensearch", "opensearchserverless"),
        *("kinesis_source", "http_endpoint", "splunk", "snowflake"),
    )
)
USES: dict[str, tuple[Use, ...]] = {
    "aws_instance": (_EC2,),
    "aws_spot_instance_request": (_EC2,),
    "aws_launch_configuration": (_EC2,),
    "aws_launch_template": (
        Use("ec2", "iam_instance_profile.arn", profile=True),
        Use("ec2", "iam_instance_profile.name", profile=True),
    ),
    "aws_spot_fleet_request": (
        Use("spotfleet", "iam_fleet_role"),
        Use("ec2", "launch_specification.iam_instance_profile", profile=True),
        Use("ec2", "launch_specification.iam_instance_profile_arn", profile=True),
    ),
    "aws_lambda_function": (Use("lambda", "role"),),
    "aws_ecs_task_definition": (Use("ecs-tasks", "task_role_arn"), Use("ecs-tasks", "execution_role_arn")),
    "aws_ecs_service": (Use("ecs", "iam_role"),),
    "aws_eks_cluster": (Use("eks", "role_arn"),),
    "aws_eks_node_group": (Use("ec2", "node_role_arn"),),
    "aws_eks_fargate_profile": (Use("eks-fargate-pods", "pod_execution_role_arn"),),
    "aws_eks_pod_identity_association": (Use("pods.eks", "role_arn"),),
    "aws_codebuild_project": (Use("codebuild", "service_role"),),
    "aws_codepipeline": (Use("codepipeline", "role_arn"),),
    "aws_codedeploy_deployment_group": (Use("codedeploy", "service_role_arn"),),
    "aws_cloudformation_stack": (Use("cloudformation", "iam_role_arn"),),
    "aws_cloudformation_stack_set": (Use("cloudformation", "administration_role_arn"),),
    "aws_glue_job": (Use("glue", "role_arn"),),
    "aws_glue_crawler": (Use("glue", "role"),),
    "aws_glue_dev_endpoint": (Use("glue", "role_arn"),),
    "aws_sagemaker_notebook_instance": (Use("sagemaker", "role_arn"),),
    "aws_sagemaker_model": (Use("sagemaker", "execution_role_arn"),),
    "aws_sagemaker_domain": (Use("sagemaker", "default_user_settings.execution_role"),),
    "aws_sagemaker_user_profile": (Use("sagemaker", "user_settings.execution_role"),),
    "aws_sfn_state_machine": (Use("states", "role_arn"),),
    "aws_batch_compute_environment": (
        Use("batch", "service_role"),
        Use("ec2", "compute_resources.instance_role", profile=True),
    ),
    "aws_apprunner_service": (
        Use("tasks.apprunner", "instance_configuration.instance_role_arn"),
        Use("build.apprunner", "source_configuration.authentication_configuration.access_role_arn"),
    ),
    "aws_emr_cluster": (
        Use("elasticmapreduce", "service_role"),
        Use("ec2", "ec2_attributes.instance_profile", profile=True),
        Use("application-autoscaling", "autoscaling_role"),
    ),
    "aws_kinesis_firehose_delivery_stream": _FIREHOSE,
    "aws_kinesisanalyticsv2_application": (Use("kinesisanalytics", "service_execution_role"),),
    "aws_cloudwatch_event_target": (Use("events", "role_arn"),),
    "aws_scheduler_schedule": (Use("scheduler", "target.role_arn"),),
    "aws_pipes_pipe": (Use("pipes", "role_arn"),),
    "aws_imagebuilder_infrastructure_configuration": (Use("ec2", "instance_profile_name", profile=True),),
    "aws_ssm_activation": (Use("ssm", "iam_role"),),
    "aws_ssm_maintenance_window_task": (Use("ssm", "service_role_arn"),),
    "aws_transfer_server": (Use("transfer", "logging_role"),),
    "aws_transfer_user": (Use("transfer", "role"),),
    "aws_config_configuration_recorder": (Use("config", "role_arn"),),
    "aws_cloudtrail": (Use("cloudtrail", "cloud_watch_logs_role_arn"),),
    "aws_flow_log": (Use("vpc-flow-logs", "iam_role_arn"),),
    "aws_db_instance": (Use("monitoring.rds", "monitoring_role_arn"),),
    "aws_rds_cluster_instance": (Use("monitoring.rds", "monitoring_role_arn"),),
    "aws_s3_bucket_replication_configuration": (Use("s3", "role"),),
    "aws_mwaa_environment": (Use("airflow-env", "execution_role_arn"),),
    "aws_appsync_datasource": (Use("appsync", "service_role_arn"),),
    "aws_backup_selection": (Use("backup", "iam_role_arn"),),
    "aws_dlm_lifecycle_policy": (Use("dlm", "execution_role_arn"),),
    "aws_amplify_app": (Use("amplify", "iam_service_role_arn"),),
    "aws_bedrockagent_agent": (Use("bedrock", "agent_resource_role_arn"),),
    "aws_datasync_location_s3": (Use("datasync", "s3_config.bucket_access_role_arn"),),
    "aws_iot_role_alias": (Use("credentials.iot", "role_arn"),),
    "aws_rolesanywhere_profile": (Use("rolesanywhere", "role_arns"),),
}
"""By resource type."""
_SPECIFICATION = "mixed_instances_policy.launch_template.launch_template_specification"
_DESCRIBED = ("aws_ecs_task_definition", "aws_launch_template", "aws_launch_configuration")
LAUNCHES: dict[str, tuple[str, ...]] = {
    "aws_ecs_service": ("task_definition",),
    "aws_autoscaling_group": (
        *("launch_configuration", "launch_template.id", "launch_template.name"),
        *(f"{_SPECIFICATION}.launch_template_id", f"{_SPECIFICATION}.launch_template_name"),
    ),
}
"""By resource type, what names a description that it runs from."""


def _translated(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    yield from uses(USES.get(resource.type, ()), resource)
    yield from launches(LAUNCHES.get(resource.type, ()), resource, lambda named: neighbours.get(named, *_DESCRIBED))


TRANSLATORS: dict[str, Translate] = dict.fromkeys((*USES, *LAUNCHES), _translated)
