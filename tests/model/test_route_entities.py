"""VPCs, subnets, routes and gateways."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.graph.graph import Elsewhere
from seamlint.model.network import (
    Address,
    Attachment,
    InternetGateway,
    NatGateway,
    Peering,
    Route,
    RouteTable,
    RouteTableAssociation,
    Subnet,
    TransitGatewayAttachment,
    Vpc,
)

NETWORK = """
    resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
    resource "aws_internet_gateway" "i" { vpc_id = aws_vpc.v.id }
    resource "aws_subnet" "s" {
      vpc_id            = aws_vpc.v.id
      cidr_block        = "10.0.1.0/24"
      availability_zone = "eu-west-1a"
    }
"""


def test_ranges_of_vpcs_and_subnets(model_of):
    model = model_of("""
        variable "pool" {}
        resource "aws_vpc" "v" {
          cidr_block                       = "10.0.0.0/16"
          assign_generated_ipv6_cidr_block = true
        }
        resource "aws_vpc_ipv4_cidr_block_association" "more" {
          vpc_id     = aws_vpc.v.id
          cidr_block = "10.1.0.0/16"
        }
        resource "aws_vpc" "pooled" { ipv4_ipam_pool_id = var.pool }
        resource "aws_default_vpc" "d" {}
        resource "aws_subnet" "s" {
          vpc_id                          = aws_vpc.v.id
          cidr_block                      = cidrsubnet(aws_vpc.v.cidr_block, 8, 7)
          ipv6_cidr_block                 = cidrsubnet(aws_vpc.v.ipv6_cidr_block, 8, 7)
          map_public_ip_on_launch         = "true"
          assign_ipv6_address_on_creation = true
        }""")
    main, pooled, default = (model.one(Vpc, f"aws_{name}") for name in ("vpc.v", "vpc.pooled", "default_vpc.d"))
    assert [str(cidr) for cidr in main.cidrs if not isinstance(cidr, Unknown)] == ["10.0.0.0/16", "10.1.0.0/16"]
    assert Unknown(("aws_vpc.v.ipv6_cidr_block",)) in main.cidrs
    assert pooled.cidrs == [Unknown(("aws_vpc.pooled.cidr_block",))]
    assert [str(cidr) for cidr in default.cidrs] == ["172.31.0.0/16"]
    subnet = model.one(Subnet)
    assert str(subnet.cidrs[0]) == "10.0.7.0/24"
    assert isinstance(subnet.cidrs[1], Unknown)
    assert (subnet.public_addresses, subnet.ipv6_addresses) == (True, True)


def test_inline_and_separate_routes_say_the_same(model_of):
    inline = """
        resource "aws_route_table" "t" {
          vpc_id = aws_vpc.v.id
          route {
            cidr_block = "0.0.0.0/0"
            gateway_id = aws_internet_gateway.i.id
          }
        }"""
    model = model_of(NETWORK + inline)
    table, route = model.one(RouteTable, "aws_route_table.t"), model.one(Route)
    assert str(route.destination) == "0.0.0.0/0"
    assert route.kind == "internet-gateway"
    assert model.graph.find(route.target, InternetGateway) is model.one(InternetGateway)
    assert model.graph.pointing(Route, "table", table) == [route]
    assert table.complete
    assert not table.main


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("gateway_id = aws_internet_gateway.i.id", "internet-gateway"),
        ('gateway_id = "igw-0123456789abcdef0"', "internet-gateway"),
        ('gateway_id = "vgw-0123456789abcdef0"', "vpn-gateway"),
        ('gateway_id = "local"', "local"),
        ("gateway_id = data.aws_internet_gateway.d.id", "internet-gateway"),
        ("gateway_id = var.gateway", Unknown(("var.gateway",))),
        ("nat_gateway_id = var.gateway", "nat-gateway"),
        ("egress_only_gateway_id = var.gateway", "egress-only-gateway"),
        ("transit_gateway_id = var.gateway", "transit-gateway"),
        ("vpc_peering_connection_id = var.gateway", "peering"),
        ("network_interface_id = var.gateway", "interface"),
        ("vpc_endpoint_id = var.gateway", "endpoint"),
        ("core_network_arn = var.gateway", "core-network"),
    ],
)
def test_kinds_of_targets(model_of, target, kind):
    model = model_of(
        NETWORK
        + f"""
        variable "gateway" {{}}
        data "aws_internet_gateway" "d" {{}}
        resource "aws_route" "r" {{
          route_table_id              = aws_vpc.v.main_route_table_id
          destination_ipv6_cidr_block = "::/0"
          {target}
        }}"""
    )
    route = model.one(Route)
    assert route.kind == kind
    assert str(route.destination) == "::/0"
    table = model.graph.find(route.table, RouteTable)
    assert table.main
    assert model.graph.find(table.vpc, Vpc) is model.one(Vpc)


def test_main_tables(model_of):
    model = model_of("""
        resource "aws_vpc" "initial" { cidr_block = "10.0.0.0/16" }
        resource "aws_vpc" "adopted" { cidr_block = "10.1.0.0/16" }
        resource "aws_vpc" "replaced" { cidr_block = "10.2.0.0/16" }
        resource "aws_default_route_table" "d" {
          default_route_table_id = aws_vpc.adopted.default_route_table_id
        }
        resource "aws_route_table" "t" { vpc_id = aws_vpc.replaced.id }
        resource "aws_main_route_table_association" "m" {
          vpc_id         = aws_vpc.replaced.id
          route_table_id = aws_route_table.t.id
        }""")
    graph = model.graph
    main = {graph.find(table.vpc, Vpc).address: table.address for table in model.all(RouteTable) if table.main}
    assert main == {
        "aws_vpc.initial": "aws_vpc.initial.main_route_table_id",
        "aws_vpc.adopted": "aws_default_route_table.d",
        "aws_vpc.replaced": "aws_route_table.t",
    }
    adopted = model.one(RouteTable, "aws_default_route_table.d")
    assert graph.find(model.ref("aws_vpc.adopted", "main_route_table_id"), RouteTable) is adopted
    association = model.one(RouteTableAssociation)
    assert association.main
    assert graph.find(association.vpc, Vpc) is model.one(Vpc, "aws_vpc.replaced")


def test_the_default_vpc_reaches_the_internet(model_of):
    model = model_of('resource "aws_default_vpc" "d" {}\nresource "aws_default_subnet" "s" { availability_zone = "a" }')
    route = model.one(Route)
    assert route.kind == "internet-gateway"
    assert model.graph.find(route.table, RouteTable).main
    assert model.graph.find(route.target, InternetGateway) is model.one(InternetGateway)
    assert model.one(Subnet).public_addresses is True
    assert model.graph.find(model.one(Subnet).vpc, Vpc) is model.one(Vpc)


def test_propagated_routes_and_unknown_blocks_leave_a_table_incomplete(model_of):
    model = model_of("""
        variable "routes" {}
        resource "aws_route_table" "vpn" { propagating_vgws = ["vgw-0123456789abcdef0"] }
        resource "aws_route_table" "open" {
          dynamic "route" {
            for_each = var.routes
            content { cidr_block = route.value }
          }
        }
        data "aws_route_table" "d" { subnet_id = "subnet-0123456789abcdef0" }""")
    assert [table.complete for table in model.all(RouteTable)] == [False, False, False]


def test_addresses_and_nat_gateways(model_of):
    model = model_of(
        NETWORK
        + """
        resource "aws_eip" "nat" {}
        resource "aws_nat_gateway" "n" {
          subnet_id     = aws_subnet.s.id
          allocation_id = aws_eip.nat.id
        }
        resource "aws_nat_gateway" "private" {
          subnet_id         = aws_subnet.s.id
          connectivity_type = "private"
        }
        resource "aws_instance" "w" { subnet_id = aws_subnet.s.id }
        resource "aws_eip" "w" {}
        resource "aws_eip_association" "w" {
          allocation_id = aws_eip.w.id
          instance_id   = aws_instance.w.id
        }"""
    )
    graph = model.graph
    public, private = (model.one(NatGateway, f"aws_nat_gateway.{name}") for name in ("n", "private"))
    assert (public.public, private.public) == (True, False)
    assert graph.find(public.subnet, Subnet) is model.one(Subnet)
    assert graph.find(model.one(Address, "aws_eip.nat").owner, NatGateway) is public
    instance = model.one(Attachment)
    assert graph.find(model.one(Address, "aws_eip.w").owner, Attachment) is instance
    assert instance.public_address is True
    assert instance.evidence("it has an address", "public_address").resource == "aws_eip_association.w"


def test_peering(model_of):
    model = model_of(
        NETWORK
        + """
        resource "aws_vpc_peering_connection" "p" {
          vpc_id      = aws_vpc.v.id
          peer_vpc_id = "vpc-0123456789abcdef0"
        }
        resource "aws_vpc_peering_connection_accepter" "p" {
          vpc_peering_connection_id = aws_vpc_peering_connection.p.id
        }"""
    )
    peering = model.one(Peering)
    assert model.graph.find(model.ref("aws_vpc_peering_connection_accepter.p"), Peering) is peering
    assert model.graph.find(peering.requester, Vpc) is model.one(Vpc)
    assert model.graph.find(peering.accepter, Vpc) == Elsewhere("vpc-0123456789abcdef0")


@pytest.mark.parametrize(
    ("gateway", "attachment", "referencing"),
    [
        ('security_group_referencing_support = "enable"', "", True),
        ("", "", False),
        ('security_group_referencing_support = "enable"', 'security_group_referencing_support = "disable"', False),
        ("security_group_referencing_support = var.x", "", Unknown(("var.x",))),
    ],
)
def test_group_referencing_needs_gateway_and_attachment(model_of, gateway, attachment, referencing):
    model = model_of(
        f"""
        variable "x" {{}}
        resource "aws_ec2_transit_gateway" "t" {{
          {gateway}
        }}
        resource "aws_ec2_transit_gateway_vpc_attachment" "a" {{
          transit_gateway_id = aws_ec2_transit_gateway.t.id
          vpc_id             = "vpc-0123456789abcdef0"
          subnet_ids         = ["subnet-0123456789abcdef0"]
          {attachment}
        }}"""
    )
    assert model.one(TransitGatewayAttachment).group_referencing == referencing
    assert model.all(Attachment) == []
