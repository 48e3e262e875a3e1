"""References that do not leave a region: one table row a way to name something, read alike in every dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown
from seamlint.model.entity import Entity, Maybe, Pointer
from seamlint.model.reading import text
from seamlint.model.running import named_at
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource


class Bond(NamedTuple):
    """Two things that have to be in one region.

    Attributes:
        says: what AWS does not do across regions, as a clause.
        page: of AWS's documentation, which says so.
        free: a service whose resources may be in other regions all the same, as ARNs name it.
    """

    says: str
    page: str
    free: str = ""


@dataclass(eq=False, repr=False)
class RegionalReference(Entity):
    """A resource names another one of its own region.

    Attributes:
        bond: a key of `BONDS`.
        named: what it names: by reference, ARN or name.
        types: of resources that it may name; a reference to another type names something that the resource only
            holds, such as a parameter's value.
        name: the attribute whose text names such a resource within its account and region; empty where an id does.
        region: where that has to be, where the attribute beside it says so; None for the resource's own region.
    """

    bond: str = ""
    named: Pointer = None
    types: frozenset[str] = frozenset()
    name: str = ""
    region: Maybe[str] | None = None


class Bound(NamedTuple):
    """Where a type of resource names something of its own region.

    Attributes:
        bond: a key of `BONDS`.
        attribute: that names it; dots lead into nested blocks.
        types, name: as in `RegionalReference`.
        region: the attribute that tells another region than the resource's own; empty where there is none.
    """

    bond: str
    attribute: str
    types: tuple[str, ...]
    name: str = ""
    region: str = ""


def bound(found: tuple[Bound, ...], resource: Resource) -> Iterator[Entity]:
    """Translate what a resource names of its own region."""
    for each in found:
        for named, path in named_at(resource.values, each.attribute):
            if isinstance(named, Unknown):
                continue
            yield RegionalReference(
                resource,
                path,
                bond=each.bond,
                named=named,
                types=frozenset(each.types),
                name=each.name,
                region=text(resource.values.get(each.region)) if each.region else None,
            )


_ALARM = 'Amazon CloudWatch API Reference, "PutMetricAlarm"'
BONDS: dict[str, Bond] = {
    "subnet": Bond("a subnet serves its own region alone", 'Amazon VPC User Guide, "Subnets for your VPC"'),
    "group": Bond(
        "a security group serves its own region alone",
        'Amazon VPC User Guide, "Control traffic to your AWS resources using security groups"',
    ),
    "vpc": Bond("a VPC spans one region alone", 'Amazon VPC User Guide, "How Amazon VPC works"'),
    "balancer": Bond(
        "a load balancer, its listeners and its target groups belong to one region",
        'Elastic Load Balancing User Guide, "How Elastic Load Balancing works"',
    ),
    "key-pair": Bond(
        "a key pair exists in its own region alone",
        'Amazon EC2 User Guide, "Amazon EC2 key pairs and Amazon EC2 instances"',
    ),
    "image": Bond("an AMI is used in its own region alone", 'Amazon EC2 User Guide, "Copy an Amazon EC2 AMI"'),
    "template": Bond(
        "a launch template exists in its own region alone",
        'Amazon EC2 User Guide, "Store instance launch parameters in Amazon EC2 launch templates"',
    ),
    "volume": Bond(
        "a volume is attached in its own Availability Zone alone",
        'Amazon EBS User Guide, "Attach an Amazon EBS volume to an Amazon EC2 instance"',
    ),
    "snapshot": Bond(
        "a snapshot is used in its own region alone", 'Amazon EBS User Guide, "Copy an Amazon EBS snapshot"'
    ),
    "address": Bond("an Elastic IP address belongs to one region", 'Amazon EC2 User Guide, "Elastic IP addresses"'),
    "alarm": Bond("an alarm acts on its own region alone", _ALARM),
    "layer": Bond(
        "a function takes layers of its own region alone",
        'AWS Lambda Developer Guide, "Managing Lambda dependencies with layers"',
    ),
    "image-repository": Bond(
        "a function takes container images of its own region alone",
        'AWS Lambda Developer Guide, "Create a Lambda function using a container image"',
    ),
    "event-source": Bond(
        "a function reads from sources of its own region alone",
        'AWS Lambda Developer Guide, "How Lambda processes records from stream and queue-based event sources"',
    ),
    "function": Bond(
        "a function is named in its own region alone", 'AWS Lambda Developer Guide, "Lambda function ARNs"'
    ),
    "file-system": Bond(
        "a file system is mounted in its own region alone", 'Amazon EFS User Guide, "Managing mount targets"'
    ),
    "dead-letters": Bond(
        "a dead-letter queue is in the region of the queue that uses it",
        'Amazon SQS Developer Guide, "Using dead-letter queues in Amazon SQS"',
    ),
    "subscription": Bond(
        "a subscription is made in the region of its topic",
        'Amazon SNS Developer Guide, "Sending Amazon SNS messages to an Amazon SQS queue or AWS Lambda function in a '
        'different Region"',
    ),
    "subscription-dead-letters": Bond(
        "a subscription's dead-letter queue is in the region of the subscription",
        'Amazon SNS Developer Guide, "Amazon SNS dead-letter queues"',
    ),
    "notification": Bond(
        "a bucket notifies destinations of its own region alone",
        'Amazon S3 User Guide, "Event notification types and destinations"',
    ),
    "log-subscription": Bond(
        "a log group is subscribed to by destinations of its own region alone",
        'Amazon CloudWatch Logs User Guide, "Log group-level subscription filters"',
    ),
    "event-target": Bond(
        "a rule has targets in its own region alone, other than event buses",
        'Amazon EventBridge User Guide, "Sending and receiving events between AWS Regions in Amazon EventBridge"',
        free="events",
    ),
    "event-dead-letters": Bond(
        "a rule's dead-letter queue is in the region of the rule",
        'Amazon EventBridge User Guide, "Using dead-letter queues to process undelivered events in EventBridge"',
    ),
    "cluster": Bond(
        "a service runs on a cluster of its own region alone",
        'Amazon ECS Developer Guide, "Amazon ECS clusters"',
    ),
    "task": Bond(
        "a service runs task definitions of its own region alone",
        'Amazon ECS Developer Guide, "Amazon ECS task definitions"',
    ),
    "subnet-group": Bond(
        "a database takes subnet and parameter groups of its own region alone",
        'Amazon RDS User Guide, "Working with a DB instance in a VPC"',
    ),
    "database-cluster": Bond(
        "an instance joins a cluster of its own region alone", 'Amazon Aurora User Guide, "Amazon Aurora DB clusters"'
    ),
    "nodes": Bond(
        "nodes join a cluster of their own region alone", 'Amazon EKS User Guide, "Amazon EKS Regional clusters"'
    ),
    "link": Bond(
        "a link leads to load balancers of its own region alone",
        'Amazon API Gateway Developer Guide, "Private integrations for REST APIs in API Gateway"',
    ),
    "endpoint-service": Bond(
        "an endpoint service has load balancers of its own region alone",
        'AWS PrivateLink Guide, "Create a service powered by AWS PrivateLink"',
    ),
    "trigger": Bond(
        "a user pool calls functions of its own region alone",
        'Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers"',
    ),
    "trail-logs": Bond(
        "a trail sends events to a log group of its own region alone",
        'AWS CloudTrail User Guide, "Sending events to CloudWatch Logs"',
    ),
    "web-acl-logs": Bond(
        "a web ACL logs to destinations of its own region alone",
        'AWS WAF Developer Guide, "AWS WAF logging destinations"',
    ),
    "validation": Bond(
        "a certificate is validated in its own region alone", 'AWS Certificate Manager User Guide, "Supported Regions"'
    ),
    "accelerated": Bond(
        "an endpoint group leads to endpoints of its own region alone",
        'AWS Global Accelerator Developer Guide, "Endpoint groups for standard accelerators"',
    ),
}
"""Why two things have to be in one region."""
