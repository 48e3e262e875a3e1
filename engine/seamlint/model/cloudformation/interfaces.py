"""CloudFormation's words for subnets, security groups and public addresses, as properties of any resource.

Source: AWS CloudFormation template reference, the pages of the resource types that have network interfaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.interfaces import Interfaces, Vocabulary, read
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours

WORDS = Vocabulary(
    roles={
        "subnets": Pattern(r"(?:.*S|s)ubnets?(?:Ids?|IDs?|Arns?)?(?:List)?|VPCZoneIdentifier"),
        "groups": Pattern(
            r"(?!.*Source|DB|Cache|Cluster|Replacement)(?:.*S|s)ecurityGroups?(?:Ids?|IDs?|Arns?)?(?:List)?|GroupSet|Groups"
        ),
        "subnet_groups": Pattern(r".*SubnetGroup(?:Name|Identifier|Id)?"),
        "public": Pattern(r"PubliclyAccessible|AssignPublicIp|AssociatePublicIpAddress"),
        "holder": Pattern(
            r"NetworkInterfaces|SubnetMappings|LaunchTemplateData|"
            r"(?:.*V[pP][cC]|.*Network|Awsvpc)(?:Config|Options|Configuration|Settings)"
        ),
    },
    types={"AWS::EC2::Subnet": "subnets", "AWS::EC2::SecurityGroup": "groups"},
    subnet_groups=(
        "AWS::RDS::DBSubnetGroup",
        "AWS::ElastiCache::SubnetGroup",
        "AWS::Redshift::ClusterSubnetGroup",
        "AWS::DocDB::DBSubnetGroup",
        "AWS::Neptune::DBSubnetGroup",
        "AWS::DAX::SubnetGroup",
        "AWS::MemoryDB::SubnetGroup",
        "AWS::DMS::ReplicationSubnetGroup",
    ),
    subnets="SubnetIds",
    silent=frozenset({"Tags", "TagSpecifications", "Environment", "Variables", "UserData", "ContainerDefinitions"}),
)


def interfaces(resource: Resource, neighbours: Neighbours) -> Interfaces:
    """Read a resource's subnets and groups; those of a subnet group that it names, too."""
    return read(resource, neighbours, WORDS)
