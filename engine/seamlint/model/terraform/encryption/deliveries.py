"""What services send to topics and queues in their own name, and what Auto Scaling launches.

Source: Terraform AWS provider, the pages of the types in the table.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.model.deliveries import AutoScalingGroup, Sending, deliveries
from seamlint.model.reading import nested, pointer
from seamlint.model.terraform.iam.reading import arn_of
from seamlint.model.terraform.identity import itself

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Pointer
    from seamlint.model.terraform.neighbours import Neighbours, Translate

_TEMPLATE = "aws_launch_template"
_ALARM = tuple(
    Sending("cloudwatch", "alarm", attribute, source="itself")
    for attribute in ("alarm_actions", "ok_actions", "insufficient_data_actions")
)
_MIXED = ("mixed_instances_policy", "launch_template")
SENDINGS: dict[str, tuple[Sending, ...]] = {
    "aws_sns_topic_subscription": (
        Sending("sns", "subscription", "endpoint", when=("protocol", "sqs"), source="topic_arn"),
        Sending("sns", "subscription", "deadLetterTargetArn", ("redrive_policy",), source="topic_arn"),
    ),
    "aws_cloudwatch_event_target": (
        Sending("events", "rule", "arn", role="role_arn"),
        Sending("events", "rule", "arn", ("dead_letter_config",)),
    ),
    "aws_cloudwatch_event_bus": (Sending("events", "event bus", "arn", ("dead_letter_config",)),),
    "aws_cloudwatch_metric_alarm": _ALARM,
    "aws_cloudwatch_composite_alarm": _ALARM,
    "aws_cloudtrail": (Sending("cloudtrail", "trail", "sns_topic_name", source="itself"),),
    "aws_config_delivery_channel": (Sending("config", "delivery channel", "sns_topic_arn"),),
    "aws_budgets_budget": (Sending("budgets", "budget", "subscriber_sns_topic_arns", ("notification",)),),
    "aws_ce_anomaly_subscription": (
        Sending("costalerts", "anomaly subscription", "address", ("subscriber",), ("type", "sns")),
    ),
    "aws_db_event_subscription": (Sending("events.rds", "event subscription", "sns_topic"),),
    "aws_redshift_event_subscription": (Sending("redshift", "event subscription", "sns_topic_arn"),),
    "aws_dms_event_subscription": (Sending("dms", "event subscription", "sns_topic_arn"),),
    "aws_backup_vault_notifications": (Sending("backup", "backup vault", "sns_topic_arn"),),
    "aws_glacier_vault": (Sending("glacier", "vault", "sns_topic", ("notification",)),),
    "aws_ses_receipt_rule": (
        Sending("ses", "receipt rule", "topic_arn", ("sns_action",)),
        Sending("ses", "receipt rule", "topic_arn", ("s3_action",)),
        Sending("ses", "receipt rule", "topic_arn", ("bounce_action",)),
    ),
    "aws_ses_identity_notification_topic": (Sending("ses", "identity", "topic_arn"),),
    "aws_ses_event_destination": (Sending("ses", "event destination", "topic_arn", ("sns_destination",)),),
    "aws_sesv2_configuration_set_event_destination": (
        Sending("ses", "event destination", "topic_arn", ("event_destination", "sns_destination")),
    ),
    "aws_codestarnotifications_notification_rule": (
        Sending("codestar-notifications", "notification rule", "address", ("target",)),
    ),
    "aws_codecommit_trigger": (Sending("codecommit", "trigger", "destination_arn", ("trigger",)),),
}
"""By resource type."""

_LAUNCHES: dict[str, tuple[tuple[str, ...], ...]] = {
    "aws_autoscaling_group": (
        ("launch_template",),
        (*_MIXED, "launch_template_specification"),
        (*_MIXED, "override", "launch_template_specification"),
    ),
    "aws_eks_node_group": (("launch_template",),),
}
"""By resource type, the blocks that name a launch template."""


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
        service_linked_role=pointer(resource.values.get("service_linked_role_arn")),
        places={"service_linked_role": ("service_linked_role_arn",)},
    )


def _templates(resource: Resource, neighbours: Neighbours) -> Iterator[Pointer]:
    for names in _LAUNCHES[resource.type]:
        for block, _path in nested(resource.values, *names):
            for attribute in ("id", "name", "launch_template_id", "launch_template_name"):
                found = neighbours.get(pointer(block.get(attribute)), _TEMPLATE)
                if found is not None and found.type == _TEMPLATE:
                    yield itself(found)


TRANSLATORS: dict[str, Translate] = {
    **{name: partial(_sent, found) for name, found in SENDINGS.items()},
    **dict.fromkeys(_LAUNCHES, group),
}
