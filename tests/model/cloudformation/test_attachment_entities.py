"""Which resources of templates have network interfaces, with which subnets, groups and addresses."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.model.network import Attachment, SecurityGroup, Subnet

PLACES = """
    Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
    S: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
    G: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc}}
"""
TYPES = {
    "AWS::EC2::Instance": ("instance", "SubnetId: !Ref S, SecurityGroupIds: [!Ref G]"),
    "AWS::EC2::NetworkInterface": ("interface", "SubnetId: !Ref S, GroupSet: [!GetAtt G.GroupId]"),
    "AWS::Lambda::Function": ("lambda", "VpcConfig: {SubnetIds: [!Ref S], SecurityGroupIds: [!Ref G]}"),
    "AWS::ECS::Service": (
        "ecs-service",
        "NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref S], SecurityGroups: [!Ref G]}}",
    ),
    "AWS::EKS::Cluster": ("eks-cluster", "ResourcesVpcConfig: {SubnetIds: [!Ref S], SecurityGroupIds: [!Ref G]}"),
    "AWS::ElastiCache::ServerlessCache": ("cache", "SubnetIds: [!Ref S], SecurityGroupIds: [!Ref G]"),
    "AWS::OpenSearchService::Domain": ("other", "VPCOptions: {SubnetIds: [!Ref S], SecurityGroupIds: [!Ref G]}"),
    "AWS::EFS::MountTarget": ("other", "SubnetId: !Ref S, SecurityGroups: [!Ref G]"),
    "AWS::ApiGatewayV2::VpcLink": ("other", "SubnetIds: [!Ref S], SecurityGroupIds: [!Ref G]"),
    "AWS::MSK::Cluster": ("other", "BrokerNodeGroupInfo: {ClientSubnets: [!Ref S], SecurityGroups: [!Ref G]}"),
    "AWS::Unheard::Of": ("other", "Where: [!Ref S], With: {Which: [!GetAtt G.GroupId]}"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("load-balancer", "Subnets: [!Ref S], SecurityGroups: [!Ref G]"),
    "AWS::EC2::VPCEndpoint": (
        "endpoint",
        "VpcEndpointType: Interface, ServiceName: x, SubnetIds: [!Ref S], SecurityGroupIds: [!Ref G]",
    ),
}


@pytest.mark.parametrize("kind", TYPES)
def test_subnets_and_groups_wherever_they_stand(template_of, kind):
    name, properties = TYPES[kind]
    model = template_of(PLACES + f"\n    X: {{Type: '{kind}', Properties: {{{properties}}}}}")
    entity = model.one(Attachment, "X")
    assert entity.kind == name
    assert [model.graph.find(each, Subnet) for each in entity.subnets] == [model.one(Subnet)]
    assert [model.graph.find(each, SecurityGroup) for each in entity.groups] == [model.one(SecurityGroup, "G")]
    assert entity.subnets_complete
    assert entity.groups_complete
    assert not entity.default_group
    assert entity.place("groups").path


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("AWS::RDS::DBSubnetGroup", "DBSubnetGroupName"),
        ("AWS::ElastiCache::SubnetGroup", "CacheSubnetGroupName"),
        ("AWS::Redshift::ClusterSubnetGroup", "ClusterSubnetGroupName"),
    ],
)
@pytest.mark.parametrize("reference", ["!Ref Group", "given"])
def test_subnet_groups(template_of, group, name, reference):
    called = "" if group.startswith("AWS::Redshift") else f"{name}: given, "
    owner = {"DB": "RDS::DBInstance", "Ca": "ElastiCache::ReplicationGroup", "Cl": "Redshift::Cluster"}[name[:2]]
    model = template_of(
        PLACES
        + f"""
    Group: {{Type: '{group}', Properties: {{{called}SubnetIds: [!Ref S]}}}}
    X: {{Type: 'AWS::{owner}', Properties: {{{name}: {reference}, VpcSecurityGroupIds: [!Ref G]}}}}"""
    )
    entity = model.one(Attachment, "X")
    known = reference != "given" or called
    found = [model.graph.find(each, Subnet) for each in entity.subnets]
    assert (found == [model.one(Subnet)]) is bool(known)
    assert entity.place("subnets").resource.address == ("Group" if known else "X")


@pytest.mark.parametrize(
    ("properties", "public"),
    [
        ("SubnetId: !Ref S", None),
        ("NetworkInterfaces: [{SubnetId: !Ref S, AssociatePublicIpAddress: 'true'}]", True),
        ("NetworkInterfaces: [{SubnetId: !Ref S, AssociatePublicIpAddress: false}]", False),
    ],
)
def test_public_addresses_of_instances(template_of, properties, public):
    model = template_of(PLACES + f"\n    X: {{Type: AWS::EC2::Instance, Properties: {{{properties}}}}}")
    entity = model.one(Attachment, "X")
    assert entity.public_address is public
    assert entity.default_group


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ("SubnetId: !Ref S", None),
        ("SubnetId: !Ref S, Ipv6AddressCount: 1", True),
        ("SubnetId: !Ref S, Ipv6AddressCount: 0", False),
        ("NetworkInterfaces: [{SubnetId: !Ref S, Ipv6AddressCount: 1}]", True),
        ("NetworkInterfaces: [{SubnetId: !Ref S, Ipv6Addresses: [{Ipv6Address: '2001:db8::1'}]}]", True),
    ],
)
def test_ipv6_addresses_of_instances(template_of, properties, expected):
    model = template_of(PLACES + f"\n    X: {{Type: AWS::EC2::Instance, Properties: {{{properties}}}}}")
    assert model.one(Attachment, "X").ipv6_address is expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("SecurityGroupIds: [!Ref G]", ["G"]),
        ("NetworkInterfaces: [{Groups: [!Ref G], AssociatePublicIpAddress: true}]", ["G"]),
        ("ImageId: ami-0123456789abcdef0", []),
    ],
)
@pytest.mark.parametrize(
    "start",
    [
        "Instance, Properties: {SubnetId: !Ref S, LaunchTemplate: {LaunchTemplateId: !Ref T}}",
        "Instance, Properties: {SubnetId: !Ref S, LaunchTemplate: {LaunchTemplateName: named}}",
        "AutoScalingGroup, Properties: {VPCZoneIdentifier: [!Ref S], LaunchTemplate: {LaunchTemplateId: !Ref T}}",
        """AutoScalingGroup, Properties: {VPCZoneIdentifier: [!Ref S], MixedInstancesPolicy:
             {LaunchTemplate: {LaunchTemplateSpecification: {LaunchTemplateId: !GetAtt T.LaunchTemplateId}}}}""",
    ],
)
def test_launch_templates(template_of, start, data, expected):
    model = template_of(
        PLACES
        + f"""
    T:
      Type: AWS::EC2::LaunchTemplate
      Properties: {{LaunchTemplateName: named, LaunchTemplateData: {{{data}}}}}
    X: {{Type: AWS::{"EC2" if start.startswith("Instance") else "AutoScaling"}::{start}}}"""
    )
    entity = model.one(Attachment)
    assert [model.graph.find(each, SecurityGroup).address for each in entity.groups] == expected
    assert entity.default_group is not bool(expected)
    assert entity.public_address is (True if "Associate" in data else None)
    if expected:
        assert entity.place("groups").resource.address == "T"


def test_a_launch_template_from_elsewhere_leaves_groups_open(template_of):
    model = template_of(
        PLACES
        + """
    X:
      Type: AWS::AutoScaling::AutoScalingGroup
      Properties: {VPCZoneIdentifier: [!Ref S], LaunchTemplate: {LaunchTemplateId: lt-0123456789abcdef0}}"""
    )
    entity = model.one(Attachment)
    assert (entity.groups_complete, entity.default_group) == (False, False)


def test_launch_configurations(template_of):
    model = template_of(
        PLACES
        + """
    L: {Type: AWS::AutoScaling::LaunchConfiguration, Properties: {SecurityGroups: [!Ref G]}}
    X:
      Type: AWS::AutoScaling::AutoScalingGroup
      Properties: {VPCZoneIdentifier: [!Ref S], LaunchConfigurationName: !Ref L}"""
    )
    assert model.graph.find(model.one(Attachment).groups[0], SecurityGroup) is model.one(SecurityGroup, "G")


def test_an_instance_with_a_separate_interface(template_of):
    model = template_of(
        PLACES
        + """
    Card: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref S, GroupSet: [!Ref G]}}
    X:
      Type: AWS::EC2::Instance
      Properties: {NetworkInterfaces: [{DeviceIndex: '0', NetworkInterfaceId: !Ref Card}]}"""
    )
    entity = model.one(Attachment, "X")
    assert model.graph.find(entity.subnets[0], Subnet) is model.one(Subnet)
    assert entity.place("groups").resource.address == "Card"


def test_databases(template_of):
    model = template_of(
        PLACES
        + """
    Alone: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, VPCSecurityGroups: [!Ref G]}}
    Hidden: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql, PubliclyAccessible: false}}
    Cluster: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-mysql, Port: 3307, VpcSecurityGroupIds: [!Ref G]}}
    Member: {Type: AWS::RDS::DBInstance, Properties: {DBClusterIdentifier: !Ref Cluster, PubliclyAccessible: true}}"""
    )
    alone, hidden, cluster = (model.one(Attachment, name) for name in ("Alone", "Hidden", "Cluster"))
    assert [each.ports for each in (alone, hidden, cluster)] == [[5432], [3306], [3307]]
    assert isinstance(alone.public_address, Unknown)
    assert hidden.public_address is False
    assert cluster.public_address is True
    assert cluster.place("public_address").resource.address == "Member"
    assert not [each for each in model.all(Attachment) if each.address == "Member"]


def test_node_groups_have_their_clusters_group(template_of):
    model = template_of(
        PLACES
        + """
    Cluster: {Type: AWS::EKS::Cluster, Properties: {Name: named, ResourcesVpcConfig: {SubnetIds: [!Ref S]}}}
    Nodes: {Type: AWS::EKS::Nodegroup, Properties: {ClusterName: named, Subnets: [!Ref S]}}"""
    )
    assert model.one(Attachment, "Nodes").groups == [model.ref("Cluster", "ClusterSecurityGroupId")]


@pytest.mark.parametrize(
    "properties",
    [
        "NetworkConfiguration: !Ref Given",
        "NetworkConfiguration: {AwsvpcConfiguration: !Ref Given}",
        "NetworkConfiguration: {AwsvpcConfiguration: {Subnets: !Ref Given, SecurityGroups: !Ref Given}}",
    ],
)
def test_what_is_not_known_is_not_complete(template_of, properties):
    model = template_of(
        f"X: {{Type: AWS::ECS::Service, Properties: {{{properties}}}}}", "Parameters: {Given: {Type: String}}"
    )
    entity = model.one(Attachment)
    assert (entity.subnets_complete, entity.groups_complete) == (False, False)


def test_what_hands_ids_on_has_no_interfaces(template_of):
    model = template_of(
        PLACES
        + """
    Kept:
      Type: AWS::SSM::Parameter
      Properties: {Type: String, Value: {Subnets: [!Ref S], SecurityGroups: [!Ref G]}}
    Own: {Type: 'Custom::Thing', Properties: {ServiceToken: a, Subnets: [!Ref S], SecurityGroups: [!Ref G]}}"""
    )
    assert model.all(Attachment) == []
