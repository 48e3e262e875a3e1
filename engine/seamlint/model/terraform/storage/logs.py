"""What has logs delivered to buckets.

Source: Terraform AWS provider, ``aws_s3_bucket_logging``, ``aws_s3_bucket``, ``aws_cloudfront_distribution``,
``aws_lb``, ``aws_elb``, ``aws_cloudtrail``, ``aws_config_delivery_channel``, ``aws_config_configuration_recorder``,
``aws_flow_log``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.buckets import at, bucket_of_arn, bucket_of_domain
from seamlint.model.logs import ConfigurationRecorder, LogDelivery, Writer
from seamlint.model.reading import blocks, pointer, text, truth
from seamlint.model.terraform.iam.reading import arn_of
from seamlint.model.terraform.identity import itself

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Pointer
    from seamlint.model.terraform.neighbours import Neighbours, Translate

_NONE: frozenset[str] = frozenset()
_BALANCERS = {"application": Writer.APPLICATION, "network": Writer.NETWORK}
_TARGET = {"bucket": ("target_bucket",), "prefix": ("target_prefix",)}
_NAMED = {"bucket": ("s3_bucket_name",), "prefix": ("s3_key_prefix",)}


def access_logs(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_s3_bucket_logging``."""
    values = resource.values
    yield LogDelivery(
        resource,
        (),
        handles=_NONE,
        writer=Writer.BUCKET,
        bucket=pointer(values.get("target_bucket")),
        prefix=text(values.get("target_prefix")),
        source=pointer(values.get("bucket")),
        grants=bool(blocks(values.get("target_grant")).found),
        places=_TARGET,
    )


def inline_access_logs(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the ``logging`` block of ``aws_s3_bucket``."""
    for block, path in blocks(resource.values.get("logging"), ("logging",)).found:
        target, prefix = pointer(block.get("target_bucket")), text(block.get("target_prefix"))
        yield LogDelivery(
            resource, path, writer=Writer.BUCKET, bucket=target, prefix=prefix, source=itself(resource), places=_TARGET
        )


def distribution(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the ``logging_config`` of ``aws_cloudfront_distribution``; without a bucket it logs elsewhere."""
    for block, path in blocks(resource.values.get("logging_config"), ("logging_config",)).found:
        named = bucket_of_domain(block.get("bucket"))
        if named is not None:
            yield LogDelivery(
                resource,
                path,
                writer=Writer.DISTRIBUTION,
                bucket=named,
                prefix=text(block.get("prefix")),
                source=arn_of(resource),
            )


def balancer(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the access and connection logs of ``aws_lb``, which are off unless it says otherwise."""
    kind = text(resource.values.get("load_balancer_type")) or "application"
    writer = _BALANCERS.get(kind) if isinstance(kind, str) else None
    if isinstance(kind, str) and writer is None:
        return
    for name in ("access_logs", "connection_logs"):
        yield from _balancer_logs(resource, name, writer, default=False)


def classic(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the access logs of ``aws_elb``, which are on unless it says otherwise."""
    yield from _balancer_logs(resource, "access_logs", Writer.CLASSIC, default=True)


def trail(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the delivery of ``aws_cloudtrail``."""
    values = resource.values
    yield LogDelivery(
        resource,
        (),
        handles=_NONE,
        writer=Writer.TRAIL,
        bucket=pointer(values.get("s3_bucket_name")),
        prefix=text(values.get("s3_key_prefix")),
        source=arn_of(resource),
        kms_key=pointer(values.get("kms_key_id")),
        organization=truth(values.get("is_organization_trail")),
        places={**_NAMED, "kms_key": ("kms_key_id",)},
    )


def channel(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_config_delivery_channel``, which writes with the role of the unit's recorder."""
    values = resource.values
    yield LogDelivery(
        resource,
        (),
        handles=_NONE,
        writer=Writer.CONFIGURATION,
        bucket=pointer(values.get("s3_bucket_name")),
        prefix=text(values.get("s3_key_prefix")),
        kms_key=pointer(values.get("s3_kms_key_arn")),
        role=_recorder_role(resource, neighbours),
        places={**_NAMED, "kms_key": ("s3_kms_key_arn",)},
    )


def recorder(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_config_configuration_recorder``."""
    role = pointer(resource.values.get("role_arn"))
    yield ConfigurationRecorder(resource, (), handles=_NONE, role=role, places={"role": ("role_arn",)})


def flow_log(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_flow_log`` where it goes to a bucket."""
    values = resource.values
    kind = text(values.get("log_destination_type")) or "cloud-watch-logs"
    if kind != "s3" and not isinstance(kind, Unknown):
        return
    named, below = bucket_of_arn(values.get("log_destination"))
    yield LogDelivery(
        resource,
        (),
        handles=_NONE,
        writer=Writer.FLOW if isinstance(kind, str) else None,
        bucket=named,
        prefix=text(below),
        source=arn_of(resource),
        hive=truth(at(values, "destination_options", "hive_compatible_partitions")),
        places={"bucket": ("log_destination",), "prefix": ("log_destination",)},
    )


def _balancer_logs(resource: Resource, name: str, writer: Writer | None, *, default: bool) -> Iterator[LogDelivery]:
    for block, path in blocks(resource.values.get(name), (name,)).found:
        yield LogDelivery(
            resource,
            path,
            writer=writer,
            bucket=pointer(block.get("bucket")),
            prefix=text(block.get("prefix")),
            enabled=truth(block.get("enabled"), default=default),
            source=arn_of(resource),
            places={"bucket": ("bucket",)},
        )


def _recorder_role(resource: Resource, neighbours: Neighbours) -> Pointer:
    """Return the role of the recorder of the channel's account and region: there is one at most."""
    found = [
        each
        for each in neighbours.of_type("aws_config_configuration_recorder")
        if (each.account, each.region) == (resource.account, resource.region)
    ]
    if len(found) != 1:
        return Unknown((f"the recorder of {resource.address}",))
    return pointer(found[0].values.get("role_arn"))


TRANSLATORS: dict[str, Translate] = {
    "aws_s3_bucket": inline_access_logs,
    "aws_s3_bucket_logging": access_logs,
    "aws_cloudfront_distribution": distribution,
    "aws_lb": balancer,
    "aws_alb": balancer,
    "aws_elb": classic,
    "aws_cloudtrail": trail,
    "aws_config_delivery_channel": channel,
    "aws_config_configuration_recorder": recorder,
    "aws_flow_log": flow_log,
}
