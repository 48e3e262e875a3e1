"""Network interfaces: which resources have them, in which subnets, with which security groups and public addresses.

Sources: AWS CloudFormation template reference, the pages of the resource types named below; Amazon RDS API Reference,
"CreateDBInstance": whether an instance that does not say so is publicly accessible depends on its subnet group and on
its VPC's internet gateway (Terraform always says that it is not).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.attachments import OTHER, Kind, attached, elastic_address, has_interfaces, ipv6_address, ports
from seamlint.model.cloudformation.identity import literals
from seamlint.model.cloudformation.interfaces import interfaces
from seamlint.model.reading import blocks, nested, networks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours
    from seamlint.model.entity import Entity
    from seamlint.model.interfaces import Interfaces
    from seamlint.model.network import Attachment

HANDLES = frozenset({"Ref", "Id", "Arn", "InstanceId", "PrivateIp", "PublicIp", "PrivateDnsName", "PublicDnsName",
                     "PrimaryPrivateIpAddress", "ServiceArn", "Name"})  # fmt: skip
ELASTIC = (
    ("AWS::EC2::EIP", "InstanceId"),
    ("AWS::EC2::EIPAssociation", "InstanceId"),
    ("AWS::EC2::EIPAssociation", "NetworkInterfaceId"),
)
FOLLOWS_VPC = Unknown(("PubliclyAccessible, whose default depends on the subnet group and its VPC",))
DATABASE = Kind("database", default_group=True, port="Port")
CACHE = Kind("cache", default_group=True, port="Port", default_port=6379)
KINDS = {
    "AWS::EC2::Instance": Kind("instance", default_group=True, public=None),
    "AWS::EC2::NetworkInterface": Kind("interface", default_group=True),
    "AWS::AutoScaling::AutoScalingGroup": Kind("auto-scaling-group", default_group=True, public=None),
    "AWS::EKS::Nodegroup": Kind("eks-node-group", public=None),
    "AWS::EKS::Cluster": Kind("eks-cluster", default_port=443),
    "AWS::Batch::ComputeEnvironment": Kind("other", public=None),
    "AWS::EMR::Cluster": Kind("other", public=None),
    "AWS::ImageBuilder::InfrastructureConfiguration": Kind("other", public=None),
    "AWS::EC2::VPCEndpoint": Kind("endpoint", default_group=True),
    "AWS::Lambda::Function": Kind("lambda"),
    "AWS::Serverless::Function": Kind("lambda"),
    "AWS::ECS::Service": Kind("ecs-service", default_group=True),
    "AWS::RDS::DBInstance": DATABASE._replace(public=FOLLOWS_VPC),
    "AWS::RDS::DBCluster": DATABASE,
    "AWS::RDS::DBProxy": DATABASE,
    "AWS::Redshift::Cluster": DATABASE._replace(default_port=5439),
    "AWS::RedshiftServerless::Workgroup": DATABASE._replace(default_port=5439),
    "AWS::DocDB::DBCluster": DATABASE._replace(default_port=27017),
    "AWS::Neptune::DBCluster": DATABASE._replace(port="DBPort", default_port=8182),
    "AWS::ElastiCache::CacheCluster": CACHE,
    "AWS::ElastiCache::ReplicationGroup": CACHE,
    "AWS::ElastiCache::ServerlessCache": CACHE,
    "AWS::MemoryDB::Cluster": CACHE,
    "AWS::DAX::Cluster": CACHE._replace(default_port=8111),
    "AWS::EFS::MountTarget": Kind("other", default_group=True, default_port=2049),
    "AWS::OpenSearchService::Domain": Kind("other", default_port=443),
    "AWS::Elasticsearch::Domain": Kind("other", default_port=443),
}


def attachment(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate any resource that names subnets and security groups, or that is known to have interfaces."""
    found = interfaces(resource, neighbours)
    if has_interfaces(found, KINDS.get(resource.type)):
        yield attach(resource, found, neighbours)


def attach(resource: Resource, found: Interfaces, neighbours: Neighbours) -> Attachment:
    """Return the attachment of a resource whose interfaces have been read."""
    kind = KINDS.get(resource.type, OTHER)
    values = {**blocks(resource.values.get("NetworkInterfaces")).first, **resource.values}
    entity = attached(resource, found, kind, elastic_address(resource, neighbours, ELASTIC))
    entity.names = literals(resource)
    entity.handles = HANDLES
    entity.ipv6_address = ipv6_address(values.get("Ipv6AddressCount"), values.get("Ipv6Addresses"), kind)
    entity.ports = ports(values.get(kind.port), values.get("Engine"), kind)
    more = (block.get("PrivateIpAddress") for block, _ in nested(values, "PrivateIpAddresses"))
    entity.addresses = [each for value in (values.get("PrivateIpAddress"), *more) for each in networks(value)]
    return entity
