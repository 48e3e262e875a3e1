"""What runs with a role.

Sources: AWS CloudFormation template reference, the pages of the types in the table; IAM User Guide, "AWS services that
work with IAM" (the principals of services that assume roles).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.running import Use, launches, uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity

_EC2 = Use("ec2", "IamInstanceProfile", profile=True)
_FIREHOSE = tuple(
    Use("firehose", f"{destination}Configuration.RoleARN")
    for destination in (
        *("S3Destination", "ExtendedS3Destination", "RedshiftDestination", "ElasticsearchDestination"),
        *("AmazonopensearchserviceDestination", "AmazonOpenSearchServerlessDestination", "KinesisStreamSource"),
        *("HttpEndpointDestination", "SplunkDestination", "SnowflakeDestination"),
    )
)
USES: dict[str, tuple[Use, ...]] = {
    "AWS::EC2::Instance": (_EC2,),
    "AWS::AutoScaling::LaunchConfiguration": (_EC2,),
    "AWS::EC2::LaunchTemplate": (
        Use("ec2", "LaunchTemplateData.IamInstanceProfile.Arn", profile=True),
        Use("ec2", "LaunchTemplateData.IamInstanceProfile.Name", profile=True),
    ),
    "AWS::EC2::SpotFleet": (
        Use("spotfleet", "SpotFleetRequestConfigData.IamFleetRole"),
        Use("ec2", "SpotFleetRequestConfigData.LaunchSpecifications.IamInstanceProfile.Arn", profile=True),
    ),
    "AWS::Lambda::Function": (Use("lambda", "Role"),),
    "AWS::ECS::TaskDefinition": (Use("ecs-tasks", "TaskRoleArn"), Use("ecs-tasks", "ExecutionRoleArn")),
    "AWS::ECS::Service": (Use("ecs", "Role"),),
    "AWS::EKS::Cluster": (Use("eks", "RoleArn"),),
    "AWS::EKS::Nodegroup": (Use("ec2", "NodeRole"),),
    "AWS::EKS::FargateProfile": (Use("eks-fargate-pods", "PodExecutionRoleArn"),),
    "AWS::EKS::PodIdentityAssociation": (Use("pods.eks", "RoleArn"),),
    "AWS::CodeBuild::Project": (Use("codebuild", "ServiceRole"),),
    "AWS::CodePipeline::Pipeline": (Use("codepipeline", "RoleArn"),),
    "AWS::CodeDeploy::DeploymentGroup": (Use("codedeploy", "ServiceRoleArn"),),
    "AWS::CloudFormation::StackSet": (Use("cloudformation", "AdministrationRoleARN"),),
    "AWS::Glue::Job": (Use("glue", "Role"),),
    "AWS::Glue::Crawler": (Use("glue", "Role"),),
    "AWS::Glue::DevEndpoint": (Use("glue", "RoleArn"),),
    "AWS::SageMaker::NotebookInstance": (Use("sagemaker", "RoleArn"),),
    "AWS::SageMaker::Model": (Use("sagemaker", "ExecutionRoleArn"),),
    "AWS::SageMaker::Domain": (Use("sagemaker", "DefaultUserSettings.ExecutionRole"),),
    "AWS::SageMaker::UserProfile": (Use("sagemaker", "UserSettings.ExecutionRole"),),
    "AWS::StepFunctions::StateMachine": (Use("states", "RoleArn"),),
    "AWS::Batch::ComputeEnvironment": (
        Use("batch", "ServiceRole"),
        Use("ec2", "ComputeResources.InstanceRole", profile=True),
    ),
    "AWS::AppRunner::Service": (
        Use("tasks.apprunner", "InstanceConfiguration.InstanceRoleArn"),
        Use("build.apprunner", "SourceConfiguration.AuthenticationConfiguration.AccessRoleArn"),
    ),
    "AWS::EMR::Cluster": (
        Use("elasticmapreduce", "ServiceRole"),
        Use("ec2", "JobFlowRole", profile=True),
        Use("application-autoscaling", "AutoScalingRole"),
    ),
    "AWS::KinesisFirehose::DeliveryStream": _FIREHOSE,
    "AWS::KinesisAnalyticsV2::Application": (Use("kinesisanalytics", "ServiceExecutionRole"),),
    "AWS::Events::Rule": (Use("events", "RoleArn"), Use("events", "Targets.RoleArn")),
    "AWS::Scheduler::Schedule": (Use("scheduler", "Target.RoleArn"),),
    "AWS::Pipes::Pipe": (Use("pipes", "RoleArn"),),
    "AWS::ImageBuilder::InfrastructureConfiguration": (Use("ec2", "InstanceProfileName", profile=True),),
    "AWS::SSM::MaintenanceWindowTask": (Use("ssm", "ServiceRoleArn"),),
    "AWS::Transfer::Server": (Use("transfer", "LoggingRole"),),
    "AWS::Transfer::User": (Use("transfer", "Role"),),
    "AWS::Config::ConfigurationRecorder": (Use("config", "RoleARN"),),
    "AWS::CloudTrail::Trail": (Use("cloudtrail", "CloudWatchLogsRoleArn"),),
    "AWS::EC2::FlowLog": (Use("vpc-flow-logs", "DeliverLogsPermissionArn"),),
    "AWS::RDS::DBInstance": (Use("monitoring.rds", "MonitoringRoleArn"),),
    "AWS::S3::Bucket": (Use("s3", "ReplicationConfiguration.Role"),),
    "AWS::MWAA::Environment": (Use("airflow-env", "ExecutionRoleArn"),),
    "AWS::AppSync::DataSource": (Use("appsync", "ServiceRoleArn"),),
    "AWS::Backup::BackupSelection": (Use("backup", "BackupSelection.IamRoleArn"),),
    "AWS::DLM::LifecyclePolicy": (Use("dlm", "ExecutionRoleArn"),),
    "AWS::Amplify::App": (Use("amplify", "IAMServiceRole"),),
    "AWS::Bedrock::Agent": (Use("bedrock", "AgentResourceRoleArn"),),
    "AWS::DataSync::LocationS3": (Use("datasync", "S3Config.BucketAccessRoleArn"),),
    "AWS::IoT::RoleAlias": (Use("credentials.iot", "RoleArn"),),
    "AWS::RolesAnywhere::Profile": (Use("rolesanywhere", "RoleArns"),),
}
"""By resource type."""
_SPECIFICATION = "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification"
_DESCRIBED = ("AWS::ECS::TaskDefinition", "AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration")
LAUNCHES: dict[str, tuple[str, ...]] = {
    "AWS::ECS::Service": ("TaskDefinition",),
    "AWS::AutoScaling::AutoScalingGroup": (
        *("LaunchConfigurationName", "LaunchTemplate.LaunchTemplateId", "LaunchTemplate.LaunchTemplateName"),
        *(f"{_SPECIFICATION}.LaunchTemplateId", f"{_SPECIFICATION}.LaunchTemplateName"),
    ),
}
"""By resource type, what names a description that it runs from."""


def _translated(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    yield from uses(USES.get(resource.type, ()), resource)
    yield from launches(LAUNCHES.get(resource.type, ()), resource, lambda named: neighbours.get(named, *_DESCRIBED))


TRANSLATORS: dict[str, Translate] = dict.fromkeys((*USES, *LAUNCHES), _translated)
