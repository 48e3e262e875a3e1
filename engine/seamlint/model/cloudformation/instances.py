"""Instances, auto scaling groups and databases, whose interfaces are described in several resources.

Sources: AWS CloudFormation template reference, ``AWS::EC2::Instance``, ``AWS::EC2::LaunchTemplate``,
``AWS::AutoScaling::LaunchConfiguration``, ``AWS::AutoScaling::AutoScalingGroup``, ``AWS::EKS::Nodegroup``,
``AWS::RDS::DBCluster``, ``AWS::RDS::DBInstance``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown
from seamlint.model.cloudformation.attachments import FOLLOWS_VPC, attach, attachment
from seamlint.model.cloudformation.interfaces import WORDS, interfaces
from seamlint.model.cloudformation.targets import scaling_targets, service_targets
from seamlint.model.entity import Place
from seamlint.model.interfaces import Interfaces, Part, of_template, unread
from seamlint.model.reading import blocks, nested, pointer, truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Pointer

SPECIFICATION = ("MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification")
TEMPLATE_NAMES = ("LaunchTemplateId", "LaunchTemplateName", "Id", "Name")
TEMPLATES = ("AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration")
CLUSTER_GROUP = "ClusterSecurityGroupId"


def instance(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate an instance: what it does not say itself, its network interfaces or its launch template say."""
    found = interfaces(resource, neighbours)
    for interface in _interfaces_of(resource, neighbours):
        found = found.or_else(interface)
    yield attach(resource, found.or_else(_template(resource, neighbours)), neighbours)


def launched(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate an auto scaling group, whose launch template or configuration sets the groups."""
    found = interfaces(resource, neighbours)
    yield attach(resource, found.or_else(_template(resource, neighbours)), neighbours)
    yield from scaling_targets(resource)


def service(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::ECS::Service`` with the target groups it registers its tasks in."""
    yield from attachment(resource, neighbours)
    yield from service_targets(resource)


def nothing(_resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate a launch template or configuration: it has no interfaces until something starts from it."""
    return iter(())


def node_group(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EKS::Nodegroup``: groups from its launch template, else the cluster's own."""
    found = interfaces(resource, neighbours).or_else(_template(resource, neighbours))
    if found.groups.silent:
        made = neighbours.get(pointer(resource.values.get("ClusterName")), "AWS::EKS::Cluster")
        group = Reference(made.unit, made.address, CLUSTER_GROUP) if made else Unknown((CLUSTER_GROUP,))
        found.groups = Part([group], place=Place(resource, ("ClusterName",)))
    yield attach(resource, found, neighbours)


def database(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::RDS::DBInstance``; a member of a cluster has the cluster's groups and subnets."""
    if resource.values.get("DBClusterIdentifier") is None:
        yield from attachment(resource, neighbours)


def database_cluster(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::RDS::DBCluster``: its instances say whether it has a public address."""
    found = interfaces(resource, neighbours)
    for member in neighbours.naming("AWS::RDS::DBInstance", "DBClusterIdentifier", resource):
        public = truth(member.values.get("PubliclyAccessible"), FOLLOWS_VPC)
        if public is not False and found.public is not True:
            found.public, found.public_place = public, Place(member, ("PubliclyAccessible",))
    yield attach(resource, found, neighbours)


def _interfaces_of(resource: Resource, neighbours: Neighbours) -> Iterator[Interfaces]:
    """Yield the separately declared interfaces that an instance is started with."""
    for block, path in blocks(resource.values.get("NetworkInterfaces"), ("NetworkInterfaces",)).found:
        named = pointer(block.get("NetworkInterfaceId"))
        declared = neighbours.get(named)
        if declared is not None:
            yield interfaces(declared, neighbours)
        elif named is not None:
            yield unread(named, Place(resource, path))


def _template(resource: Resource, neighbours: Neighbours) -> Interfaces:
    return of_template(resource, _template_name(resource), neighbours, WORDS, TEMPLATES)


def _template_name(resource: Resource) -> Pointer:
    values = resource.values
    holders = [*blocks(values.get("LaunchTemplate")).found, *nested(values, *SPECIFICATION)]
    candidates = [block.get(name) for block, _ in holders for name in TEMPLATE_NAMES]
    named = map(pointer, [*candidates, values.get("LaunchConfigurationName")])
    return next((each for each in named if each is not None), None)


TRANSLATORS: dict[str, Translate] = {
    "AWS::EC2::LaunchTemplate": nothing,
    "AWS::AutoScaling::LaunchConfiguration": nothing,
    "AWS::EC2::Instance": instance,
    "AWS::AutoScaling::AutoScalingGroup": launched,
    "AWS::ECS::Service": service,
    "AWS::EKS::Nodegroup": node_group,
    "AWS::RDS::DBInstance": database,
    "AWS::RDS::DBCluster": database_cluster,
}
