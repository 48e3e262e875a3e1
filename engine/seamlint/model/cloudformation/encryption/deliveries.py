"""What services send to topics and queues in their own name, and what Auto Scaling launches.

Source: AWS CloudFormation template reference, the pages of the types in the table.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.model.cloudformation.iam.reading import arn_of
from seamlint.model.cloudformation.identity import itself
from seamlint.model.deliveries import AutoScalingGroup, Sending, deliveries
from seamlint.model.reading import nested, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Pointer

_TEMPLATE = "AWS::EC2::LaunchTemplate"
_ALARM = tuple(
    Sending("cloudwatch", "alarm", attribute, source="itself")
    for attribute in ("AlarmActions", "OKActions", "InsufficientDataActions")
)
_TO_TOPIC = ("SubscriptionType", "sns")
_MIXED = ("MixedInstancesPolicy", "LaunchTemplate")
SENDINGS: dict[str, tuple[Sending, ...]] = {
    "AWS::SNS::Subscription": (
        Sending("sns", "subscription", "Endpoint", when=("Protocol", "sqs"), source="TopicArn"),
        Sending("sns", "subscription", "deadLetterTargetArn", ("RedrivePolicy",), source="TopicArn"),
    ),
    "AWS::SNS::Topic": (
        Sending("sns", "subscription", "Endpoint", ("Subscription",), ("Protocol", "sqs"), source="itself"),
    ),
    "AWS::Events::Rule": (
        Sending("events", "rule", "Arn", ("Targets",), role="RoleArn"),
        Sending("events", "rule", "Arn", ("Targets", "DeadLetterConfig")),
    ),
    "AWS::Events::EventBus": (Sending("events", "event bus", "Arn", ("DeadLetterConfig",)),),
    "AWS::CloudWatch::Alarm": _ALARM,
    "AWS::CloudWatch::CompositeAlarm": _ALARM,
    "AWS::CloudTrail::Trail": (Sending("cloudtrail", "trail", "SnsTopicName", source="itself"),),
    "AWS::Config::DeliveryChannel": (Sending("config", "delivery channel", "SnsTopicARN"),),
    "AWS::Budgets::Budget": (
        Sending("budgets", "budget", "Address", ("NotificationsWithSubscribers", "Subscribers"), _TO_TOPIC),
    ),
    "AWS::CE::AnomalySubscription": (
        Sending("costalerts", "anomaly subscription", "Address", ("Subscribers",), ("Type", "sns")),
    ),
    "AWS::RDS::EventSubscription": (Sending("events.rds", "event subscription", "SnsTopicArn"),),
    "AWS::Redshift::EventSubscription": (Sending("redshift", "event subscription", "SnsTopicArn"),),
    "AWS::DMS::EventSubscription": (Sending("dms", "event subscription", "SnsTopicArn"),),
    "AWS::Backup::BackupVault": (Sending("backup", "backup vault", "SNSTopicArn", ("Notifications",)),),
    "AWS::SES::ReceiptRule": (
        Sending("ses", "receipt rule", "TopicArn", ("Rule", "Actions", "SNSAction")),
        Sending("ses", "receipt rule", "TopicArn", ("Rule", "Actions", "S3Action")),
        Sending("ses", "receipt rule", "TopicArn", ("Rule", "Actions", "BounceAction")),
    ),
    "AWS::SES::ConfigurationSetEventDestination": (
        Sending("ses", "event destination", "TopicARN", ("EventDestination", "SnsDestination")),
    ),
    "AWS::CodeStarNotifications::NotificationRule": (
        Sending("codestar-notifications", "notification rule", "TargetAddress", ("Targets",), ("TargetType", "sns")),
    ),
    "AWS::CodeCommit::Repository": (Sending("codecommit", "trigger", "DestinationArn", ("Triggers",)),),
}
"""By resource type."""

_LAUNCHES: dict[str, tuple[tuple[str, ...], ...]] = {
    "AWS::AutoScaling::AutoScalingGroup": (
        ("LaunchTemplate",),
        (*_MIXED, "LaunchTemplateSpecification"),
        (*_MIXED, "Overrides", "LaunchTemplateSpecification"),
    ),
    "AWS::EKS::Nodegroup": (("LaunchTemplate",),),
}
"""By resource type, the properties that name a launch template."""


def _sent(found: tuple[Sending, ...], resource: Resource, _: Neighbours) -> Iterator[Entity]:
    for sending in found:
        yield from deliveries(sending, resource, arn_of(resource))


def group(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate what launches instances from templates."""
    yield AutoScalingGroup(
        resource,
        (),
        handles=frozenset(),
        launch_templates=[*_templates(resource, neighbours)],
        service_linked_role=pointer(resource.values.get("ServiceLinkedRoleARN")),
        places={"service_linked_role": ("ServiceLinkedRoleARN",)},
    )


def _templates(resource: Resource, neighbours: Neighbours) -> Iterator[Pointer]:
    for names in _LAUNCHES[resource.type]:
        for block, _path in nested(resource.values, *names):
            for name in ("LaunchTemplateId", "LaunchTemplateName", "Id", "Name"):
                found = neighbours.get(pointer(block.get(name)), _TEMPLATE)
                if found is not None and found.type == _TEMPLATE:
                    yield itself(found)


TRANSLATORS: dict[str, Translate] = {
    **{name: partial(_sent, found) for name, found in SENDINGS.items()},
    **dict.fromkeys(_LAUNCHES, group),
}
