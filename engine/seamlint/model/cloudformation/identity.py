"""How CloudFormation resources are named by others.

Source: AWS CloudFormation template reference, the "Return values" of each resource type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown
from seamlint.model.neighbours import texts_of
from seamlint.model.reading import pointer

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Text
    from seamlint.model.entity import Pointer

NAMES = {
    "AWS::AutoScaling::AutoScalingGroup": "AutoScalingGroupName",
    "AWS::AutoScaling::LaunchConfiguration": "LaunchConfigurationName",
    "AWS::DAX::SubnetGroup": "SubnetGroupName",
    "AWS::DMS::ReplicationSubnetGroup": "ReplicationSubnetGroupIdentifier",
    "AWS::DocDB::DBSubnetGroup": "DBSubnetGroupName",
    "AWS::EC2::LaunchTemplate": "LaunchTemplateName",
    "AWS::EC2::SecurityGroup": "GroupName",
    "AWS::EKS::Cluster": "Name",
    "AWS::ElastiCache::SubnetGroup": "CacheSubnetGroupName",
    "AWS::ElasticLoadBalancing::LoadBalancer": "LoadBalancerName",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
    "AWS::MemoryDB::SubnetGroup": "SubnetGroupName",
    "AWS::Neptune::DBSubnetGroup": "DBSubnetGroupName",
    "AWS::RDS::DBCluster": "DBClusterIdentifier",
    "AWS::RDS::DBSubnetGroup": "DBSubnetGroupName",
    "AWS::Route53::RecordSet": "Name",
}
"""The property whose text names a resource, by type."""


def itself(resource: Resource, attribute: str = "Ref") -> Reference:
    """Return the reference by which a resource's own parts point at it."""
    return Reference(resource.unit, resource.address, attribute)


def literals(resource: Resource) -> tuple[str | Text, ...]:
    """Return the texts, known or known in part, that name a resource."""
    return texts_of(resource, NAMES[resource.type]) if resource.type in NAMES else ()


def vpc_of(resource: Resource) -> Pointer:
    """Return the VPC that a resource names; where it names none, it is in the default VPC, which no template makes."""
    return pointer(resource.values.get("VpcId")) or Unknown((f"{resource.address}.VpcId",))
