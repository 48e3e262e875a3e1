"""VPCs, subnets, routes and gateways of templates."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.model.network import (
    Address,
    Attachment,
    InternetGateway,
    NatGateway,
    Peering,
    Route,
    RouteTable,
    RouteTableAssociation,
    SecurityGroup,
    Subnet,
    TransitGatewayAttachment,
    Vpc,
)

NETWORK = """
    Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
    Subnet:
      Type: AWS::EC2::Subnet
      Properties: {VpcId: !Ref Vpc, CidrBlock: !Select [7, !Cidr [!GetAtt Vpc.CidrBlock, 8, 8]], AvailabilityZone: a}
    Gateway: {Type: AWS::EC2::InternetGateway}
    Attached:
      Type: AWS::EC2::VPCGatewayAttachment
      Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
    Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
"""


def test_ranges_of_vpcs_and_subnets(template_of):
    model = template_of(
        NETWORK
        + """
    More: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.1.0.0/16}}
    Six: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true}}
    Pooled: {Type: AWS::EC2::VPC, Properties: {Ipv4IpamPoolId: pool}}
    Dual:
      Type: AWS::EC2::Subnet
      Properties:
        VpcId: !GetAtt Subnet.VpcId
        CidrBlock: 10.0.9.0/24
        MapPublicIpOnLaunch: 'true'
        AssignIpv6AddressOnCreation: true
    DualSix: {Type: AWS::EC2::SubnetCidrBlock, Properties: {SubnetId: !Ref Dual, Ipv6CidrBlock: 2001:db8::/64}}"""
    )
    vpc, subnet, dual = model.one(Vpc, "Vpc"), model.one(Subnet, "Subnet"), model.one(Subnet, "Dual")
    assert [str(cidr) for cidr in vpc.cidrs[:2]] == ["10.0.0.0/16", "10.1.0.0/16"]
    assert vpc.cidrs[2] == Unknown(("Six.Ipv6CidrBlock",))
    assert model.one(Vpc, "Pooled").cidrs == [Unknown(("Pooled.CidrBlock",))]
    assert [str(cidr) for cidr in subnet.cidrs] == ["10.0.7.0/24"]
    assert (subnet.public_addresses, subnet.ipv6_addresses, subnet.zone) == (False, False, "a")
    assert [str(cidr) for cidr in dual.cidrs] == ["10.0.9.0/24", "2001:db8::/64"]
    assert (dual.public_addresses, dual.ipv6_addresses) == (True, True)
    assert model.graph.find(dual.vpc, Vpc) is vpc


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("GatewayId: !Ref Gateway", "internet-gateway"),
        ("GatewayId: !GetAtt Gateway.InternetGatewayId", "internet-gateway"),
        ("GatewayId: !Ref Attached", "internet-gateway"),
        ("GatewayId: igw-0123456789abcdef0", "internet-gateway"),
        ("GatewayId: vgw-0123456789abcdef0", "vpn-gateway"),
        ("GatewayId: !Ref Vpn", "vpn-gateway"),
        ("GatewayId: !Ref Given", Unknown(("parameter Given",))),
        ("NatGatewayId: !Ref Given", "nat-gateway"),
        ("EgressOnlyInternetGatewayId: !Ref Given", "egress-only-gateway"),
        ("TransitGatewayId: !Ref Given", "transit-gateway"),
        ("VpcPeeringConnectionId: !Ref Given", "peering"),
        ("NetworkInterfaceId: !Ref Given", "interface"),
        ("InstanceId: !Ref Given", "instance"),
        ("VpcEndpointId: !Ref Given", "endpoint"),
        ("LocalGatewayId: !Ref Given", "local-gateway"),
        ("CarrierGatewayId: !Ref Given", "carrier-gateway"),
        ("CoreNetworkArn: !Ref Given", "core-network"),
    ],
)
def test_kinds_of_targets(template_of, target, kind):
    model = template_of(
        NETWORK
        + f"""
    Vpn: {{Type: AWS::EC2::VPNGateway}}
    Route:
      Type: AWS::EC2::Route
      Properties: {{RouteTableId: !Ref Table, DestinationIpv6CidrBlock: '::/0', {target}}}""",
        "Parameters: {Given: {Type: String}}",
    )
    route = model.one(Route)
    assert (route.kind, str(route.destination)) == (kind, "::/0")
    assert model.graph.find(route.table, RouteTable) is model.one(RouteTable, "Table")
    if "Ref Gateway" in target or "Attached" in target:
        assert model.graph.find(route.target, InternetGateway) is model.one(InternetGateway)


def test_the_table_that_aws_made_is_the_main_one(template_of):
    model = template_of(
        NETWORK
        + """
    Join: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Subnet, RouteTableId: !Ref Table}}
    Learnt:
      Type: AWS::EC2::VPNGatewayRoutePropagation
      Properties: {VpnGatewayId: vgw-0123456789abcdef0, RouteTableIds: [!Ref Table]}"""
    )
    table, join = model.one(RouteTable, "Table"), model.one(RouteTableAssociation)
    main = model.one(RouteTable, "Vpc.MainRouteTable")
    assert (main.main, table.main, table.complete) == (True, False, False)
    assert model.graph.find(join.table, RouteTable) is table
    assert model.graph.find(join.subnet, Subnet) is model.one(Subnet)
    assert model.graph.find(model.one(InternetGateway).vpc, Vpc) is model.one(Vpc)


def test_what_aws_made_came_through_no_parameter(template_of):
    model = template_of(
        "Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Range}}",
        "Parameters: {Range: {Type: String, Default: 10.0.0.0/16}}",
    )
    assert [step.says for step in model.one(Vpc).evidence("is here", "cidrs").because] == [
        "parameter Range has the default"
    ]
    assert model.one(RouteTable).evidence("is main").because == ()


def test_gateways_and_addresses(template_of):
    model = template_of(
        NETWORK
        + """
    Nat:
      Type: AWS::EC2::NatGateway
      Properties: {SubnetId: !Ref Subnet, AllocationId: !GetAtt NatAddress.AllocationId}
    NatAddress: {Type: AWS::EC2::EIP}
    Inner: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref Subnet, ConnectivityType: private}}
    Out: {Type: AWS::EC2::EgressOnlyInternetGateway, Properties: {VpcId: !Ref Vpc}}
    Host: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Subnet}}
    HostAddress: {Type: AWS::EC2::EIP}
    Join:
      Type: AWS::EC2::EIPAssociation
      Properties: {AllocationId: !GetAtt HostAddress.AllocationId, InstanceId: !Ref Host}
    Card: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref Subnet}}
    CardJoin:
      Type: AWS::EC2::EIPAssociation
      Properties: {EIP: 192.0.2.1, NetworkInterfaceId: !Ref Card}"""
    )
    find = model.graph.find
    assert model.one(NatGateway, "Nat").public is True
    assert model.one(NatGateway, "Inner").public is False
    assert model.one(InternetGateway, "Out").egress_only
    assert find(model.one(Address, "NatAddress").owner, NatGateway) is model.one(NatGateway, "Nat")
    assert find(model.one(Address, "HostAddress").owner, Attachment) is model.one(Attachment, "Host")
    host = model.one(Attachment, "Host")
    assert host.public_address is True
    assert host.place("public_address").resource.address == "Join"
    assert model.one(Attachment, "Card").public_address is True


def test_peering(template_of):
    model = template_of(
        NETWORK
        + """
    Other: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.9.0.0/16}}
    Join: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref Other}}"""
    )
    join = model.one(Peering)
    found = [model.graph.find(each, Vpc) for each in (join.requester, join.accepter)]
    assert found == [model.one(Vpc, "Vpc"), model.one(Vpc, "Other")]


@pytest.mark.parametrize(
    ("gateway", "attachment", "expected"),
    [
        ("SecurityGroupReferencingSupport: enable", "", True),
        ("SecurityGroupReferencingSupport: enable", "Options: {SecurityGroupReferencingSupport: disable}", False),
        ("", "Options: {SecurityGroupReferencingSupport: enable}", False),
        ("SecurityGroupReferencingSupport: enable", "Options: !Ref Given", Unknown(("parameter Given",))),
    ],
)
@pytest.mark.parametrize("kind", ["TransitGatewayAttachment", "TransitGatewayVpcAttachment"])
def test_referencing_through_a_transit_gateway(template_of, kind, gateway, attachment, expected):
    model = template_of(
        f"""
    Hub: {{Type: AWS::EC2::TransitGateway, Properties: {{Description: hub, {gateway}}}}}
    Join:
      Type: AWS::EC2::{kind}
      Properties: {{TransitGatewayId: !Ref Hub, VpcId: vpc-0123456789abcdef0, SubnetIds: [subnet-0123456789abcdef0],
                   {attachment}}}""",
        "Parameters: {Given: {Type: String}}",
    )
    assert model.one(TransitGatewayAttachment).group_referencing == expected


def test_what_another_stack_exports(template_of, tmp_path):
    (tmp_path / "network.yaml").write_text(
        "Resources:"
        + NETWORK
        + """
    Groups: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: !Ref Vpc}}
    Template:
      Type: AWS::EC2::LaunchTemplate
      Properties: {LaunchTemplateData: {SecurityGroupIds: [!Ref Groups]}}
Outputs:
  Gateway: {Value: !Ref Gateway, Export: {Name: gateway}}
  Template: {Value: !Ref Template, Export: {Name: template}}
  Subnet: {Value: !Ref Subnet, Export: {Name: subnet}}"""
    )
    model = template_of("""
    Route:
      Type: AWS::EC2::Route
      Properties:
        RouteTableId: rtb-0123456789abcdef0
        DestinationCidrBlock: 0.0.0.0/0
        GatewayId: !ImportValue gateway
    Fleet:
      Type: AWS::AutoScaling::AutoScalingGroup
      Properties:
        VPCZoneIdentifier: [!ImportValue subnet]
        LaunchTemplate: {LaunchTemplateId: !ImportValue template}""")
    route, fleet = model.one(Route), model.one(Attachment)
    assert route.kind == "internet-gateway"
    assert model.graph.find(route.target, InternetGateway) is model.one(InternetGateway)
    assert model.graph.find(fleet.groups[0], SecurityGroup) is model.one(SecurityGroup, "Groups")
    assert model.graph.find(fleet.subnets[0], Subnet) is model.one(Subnet)
