"""What resources name of their own region.

Source: AWS CloudFormation template reference, the pages of the types in the table; AWS documentation as `BONDS` names
it. All of a stack is in one region, so that only what comes from outside can be elsewhere.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.model.regions import Bound, bound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity

_FUNCTIONS = ("AWS::Lambda::Function", "AWS::Lambda::Alias", "AWS::Lambda::Version")
_QUEUES = ("AWS::SQS::Queue",)
_TOPICS = ("AWS::SNS::Topic",)
_STREAMS = ("AWS::Kinesis::Stream",)
_BALANCERS = ("AWS::ElasticLoadBalancingV2::LoadBalancer",)
_ALARMED = (*_TOPICS, *_FUNCTIONS, "AWS::AutoScaling::ScalingPolicy", "AWS::ApplicationAutoScaling::ScalingPolicy")
_SOURCES = (*_QUEUES, *_STREAMS, "AWS::DynamoDB::Table", "AWS::MSK::Cluster", "AWS::AmazonMQ::Broker")
_LOGGED = (*_STREAMS, *_FUNCTIONS, "AWS::KinesisFirehose::DeliveryStream", "AWS::Logs::Destination")
_TARGETED = (
    *("AWS::StepFunctions::StateMachine", "AWS::Logs::LogGroup", "AWS::ECS::Cluster", "AWS::CodeBuild::Project"),
    *("AWS::KinesisFirehose::DeliveryStream", "AWS::Batch::JobQueue", *_FUNCTIONS, *_QUEUES, *_STREAMS, *_TOPICS),
)
_ALARM = tuple(
    Bound("alarm", attribute, _ALARMED) for attribute in ("AlarmActions", "OKActions", "InsufficientDataActions")
)
_TRIGGERS = tuple(
    Bound("trigger", f"LambdaConfig.{name}", _FUNCTIONS)
    for name in (
        *("CreateAuthChallenge", "CustomMessage", "DefineAuthChallenge", "PostAuthentication", "PostConfirmation"),
        *("PreAuthentication", "PreSignUp", "PreTokenGeneration", "UserMigration", "VerifyAuthChallengeResponse"),
    )
)
_NOTIFIED = "NotificationConfiguration"
BOUND: dict[str, tuple[Bound, ...]] = {
    "AWS::CloudWatch::Alarm": _ALARM,
    "AWS::CloudWatch::CompositeAlarm": _ALARM,
    "AWS::Lambda::Function": (
        Bound("layer", "Layers", ("AWS::Lambda::LayerVersion",)),
        Bound("image-repository", "Code.ImageUri", ("AWS::ECR::Repository",)),
        Bound("file-system", "FileSystemConfigs.Arn", ("AWS::EFS::AccessPoint",)),
    ),
    "AWS::Lambda::EventSourceMapping": (
        Bound("event-source", "EventSourceArn", _SOURCES),
        Bound("function", "FunctionName", _FUNCTIONS),
    ),
    "AWS::Lambda::Permission": (Bound("function", "FunctionName", _FUNCTIONS),),
    "AWS::SQS::Queue": (Bound("dead-letters", "RedrivePolicy.deadLetterTargetArn", _QUEUES),),
    "AWS::SNS::Subscription": (
        Bound("subscription", "TopicArn", _TOPICS, region="Region"),
        Bound("subscription-dead-letters", "RedrivePolicy.deadLetterTargetArn", _QUEUES, region="Region"),
    ),
    "AWS::S3::Bucket": (
        Bound("notification", f"{_NOTIFIED}.QueueConfigurations.Queue", _QUEUES),
        Bound("notification", f"{_NOTIFIED}.TopicConfigurations.Topic", _TOPICS),
        Bound("notification", f"{_NOTIFIED}.LambdaConfigurations.Function", _FUNCTIONS),
    ),
    "AWS::Logs::SubscriptionFilter": (Bound("log-subscription", "DestinationArn", _LOGGED),),
    "AWS::Events::Rule": (
        Bound("event-target", "Targets.Arn", _TARGETED),
        Bound("event-dead-letters", "Targets.DeadLetterConfig.Arn", _QUEUES),
    ),
    "AWS::ECS::Service": (
        Bound("cluster", "Cluster", ("AWS::ECS::Cluster",)),
        Bound("task", "TaskDefinition", ("AWS::ECS::TaskDefinition",)),
        Bound("balancer", "LoadBalancers.TargetGroupArn", ("AWS::ElasticLoadBalancingV2::TargetGroup",)),
    ),
    "AWS::ApiGateway::VpcLink": (Bound("link", "TargetArns", _BALANCERS),),
    "AWS::EC2::VPCEndpointService": (
        Bound("endpoint-service", "NetworkLoadBalancerArns", _BALANCERS),
        Bound("endpoint-service", "GatewayLoadBalancerArns", _BALANCERS),
    ),
    "AWS::Cognito::UserPool": _TRIGGERS,
    "AWS::CloudTrail::Trail": (Bound("trail-logs", "CloudWatchLogsLogGroupArn", ("AWS::Logs::LogGroup",)),),
    "AWS::WAFv2::LoggingConfiguration": (
        Bound("web-acl-logs", "ResourceArn", ("AWS::WAFv2::WebACL",)),
        Bound("web-acl-logs", "LogDestinationConfigs", ("AWS::KinesisFirehose::DeliveryStream",)),
    ),
    "AWS::GlobalAccelerator::EndpointGroup": (
        Bound(
            "accelerated",
            "EndpointConfigurations.EndpointId",
            (*_BALANCERS, "AWS::EC2::Instance", "AWS::EC2::EIP"),
            region="EndpointGroupRegion",
        ),
    ),
}
"""By resource type."""


def _translated(found: tuple[Bound, ...], resource: Resource, _: Neighbours) -> Iterator[Entity]:
    return bound(found, resource)


TRANSLATORS: dict[str, Translate] = {name: partial(_translated, found) for name, found in BOUND.items()}
