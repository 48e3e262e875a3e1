"""What has logs delivered to buckets.

Source: AWS CloudFormation template reference, ``AWS::S3::Bucket LoggingConfiguration``,
``AWS::CloudFront::Distribution Logging``, ``AWS::ElasticLoadBalancingV2::LoadBalancer LoadBalancerAttribute``,
``AWS::ElasticLoadBalancing::LoadBalancer AccessLoggingPolicy``, ``AWS::CloudTrail::Trail``,
``AWS::Config::DeliveryChannel``, ``AWS::Config::ConfigurationRecorder``, ``AWS::EC2::FlowLog``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.buckets import at, bucket_of_arn, bucket_of_domain
from seamlint.model.cloudformation.iam.reading import arn_of
from seamlint.model.cloudformation.identity import itself
from seamlint.model.logs import ConfigurationRecorder, LogDelivery, Writer
from seamlint.model.reading import blocks, nested, pointer, text, truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Pointer

_BALANCERS = {"application": Writer.APPLICATION, "network": Writer.NETWORK}
_NONE: frozenset[str] = frozenset()
_NAMED = {"bucket": ("S3BucketName",), "prefix": ("S3KeyPrefix",)}
_CLASSIC = {"bucket": ("S3BucketName",), "prefix": ("S3BucketPrefix",)}


def access_logs(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the ``LoggingConfiguration`` of ``AWS::S3::Bucket``; without a destination it logs into itself."""
    for block, path in blocks(resource.values.get("LoggingConfiguration"), ("LoggingConfiguration",)).found:
        yield LogDelivery(
            resource,
            path,
            writer=Writer.BUCKET,
            bucket=pointer(block.get("DestinationBucketName")) or itself(resource),
            prefix=text(block.get("LogFilePrefix")),
            source=itself(resource),
            places={"bucket": ("DestinationBucketName",), "prefix": ("LogFilePrefix",)},
        )


def distribution(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the ``Logging`` of ``AWS::CloudFront::Distribution``; without a bucket it logs elsewhere."""
    for block, path in nested(resource.values, "DistributionConfig", "Logging"):
        named = bucket_of_domain(block.get("Bucket"))
        if named is not None:
            yield LogDelivery(
                resource,
                path,
                writer=Writer.DISTRIBUTION,
                bucket=named,
                prefix=text(block.get("Prefix")),
                source=arn_of(resource),
                places={"bucket": ("Bucket",), "prefix": ("Prefix",)},
            )


def balancer(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the access and connection logs of ``AWS::ElasticLoadBalancingV2::LoadBalancer``."""
    kind = text(resource.values.get("Type")) or "application"
    writer = _BALANCERS.get(kind) if isinstance(kind, str) else None
    if isinstance(kind, str) and writer is None:
        return
    attributes = _attributes(resource)
    for name in ("access_logs.s3.", "connection_logs.s3."):
        named, path = attributes.get(f"{name}bucket", (None, ()))
        if pointer(named) is not None:
            yield LogDelivery(
                resource,
                path,
                writer=writer,
                bucket=pointer(named),
                prefix=text(attributes.get(f"{name}prefix", (None,))[0]),
                enabled=truth(attributes.get(f"{name}enabled", (None,))[0]),
                source=arn_of(resource),
                places={"bucket": ("Value",)},
            )


def classic(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the ``AccessLoggingPolicy`` of ``AWS::ElasticLoadBalancing::LoadBalancer``."""
    for block, path in blocks(resource.values.get("AccessLoggingPolicy"), ("AccessLoggingPolicy",)).found:
        yield LogDelivery(
            resource,
            path,
            writer=Writer.CLASSIC,
            bucket=pointer(block.get("S3BucketName")),
            prefix=text(block.get("S3BucketPrefix")),
            enabled=truth(block.get("Enabled")),
            source=arn_of(resource),
            places=_CLASSIC,
        )


def trail(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the delivery of ``AWS::CloudTrail::Trail``."""
    values = resource.values
    yield LogDelivery(
        resource,
        (),
        handles=_NONE,
        writer=Writer.TRAIL,
        bucket=pointer(values.get("S3BucketName")),
        prefix=text(values.get("S3KeyPrefix")),
        source=arn_of(resource),
        kms_key=pointer(values.get("KMSKeyId")),
        organization=truth(values.get("IsOrganizationTrail")),
        places={**_NAMED, "kms_key": ("KMSKeyId",)},
    )


def channel(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::Config::DeliveryChannel``, which writes with the role of the template's recorder."""
    values = resource.values
    recorders = neighbours.of_type("AWS::Config::ConfigurationRecorder")
    alone = len(recorders) == 1
    role: Pointer = Unknown((f"the recorder of {resource.address}",))
    yield LogDelivery(
        resource,
        (),
        handles=_NONE,
        writer=Writer.CONFIGURATION,
        bucket=pointer(values.get("S3BucketName")),
        prefix=text(values.get("S3KeyPrefix")),
        kms_key=pointer(values.get("S3KmsKeyArn")),
        role=pointer(recorders[0].values.get("RoleARN")) if alone else role,
        places={**_NAMED, "kms_key": ("S3KmsKeyArn",)},
    )


def recorder(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::Config::ConfigurationRecorder``."""
    role = pointer(resource.values.get("RoleARN"))
    yield ConfigurationRecorder(resource, (), handles=_NONE, role=role, places={"role": ("RoleARN",)})


def flow_log(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::FlowLog`` where it goes to a bucket."""
    values = resource.values
    kind = text(values.get("LogDestinationType")) or "cloud-watch-logs"
    if kind != "s3" and not isinstance(kind, Unknown):
        return
    named, below = bucket_of_arn(values.get("LogDestination"))
    yield LogDelivery(
        resource,
        (),
        handles=_NONE,
        writer=Writer.FLOW if isinstance(kind, str) else None,
        bucket=named,
        prefix=text(below),
        source=arn_of(resource),
        hive=truth(at(values, "DestinationOptions", "HiveCompatiblePartitions")),
        places={"bucket": ("LogDestination",), "prefix": ("LogDestination",)},
    )


def _attributes(resource: Resource) -> dict[str, tuple[Value, Path]]:
    found = blocks(resource.values.get("LoadBalancerAttributes"), ("LoadBalancerAttributes",)).found
    read = ((text(block.get("Key")), (block.get("Value"), path)) for block, path in found)
    return {key: value for key, value in read if isinstance(key, str)}


TRANSLATORS: dict[str, Translate] = {
    "AWS::S3::Bucket": access_logs,
    "AWS::CloudFront::Distribution": distribution,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": balancer,
    "AWS::ElasticLoadBalancing::LoadBalancer": classic,
    "AWS::CloudTrail::Trail": trail,
    "AWS::Config::DeliveryChannel": channel,
    "AWS::Config::ConfigurationRecorder": recorder,
    "AWS::EC2::FlowLog": flow_log,
}
