"""VPC endpoints and prefix lists."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.model.network import Attachment, Endpoint, PrefixList, RouteTable, SecurityGroupRule


def test_a_gateway_endpoint_is_in_route_tables_and_has_a_prefix_list(model_of):
    model = model_of("""
        resource "aws_route_table" "a" {}
        resource "aws_route_table" "b" {}
        resource "aws_vpc_endpoint" "e" {
          service_name    = "com.amazonaws.eu-west-1.s3"
          route_table_ids = [aws_route_table.a.id]
        }
        resource "aws_vpc_endpoint_route_table_association" "b" {
          vpc_endpoint_id = aws_vpc_endpoint.e.id
          route_table_id  = aws_route_table.b.id
        }
        resource "aws_security_group_rule" "r" {
          type              = "egress"
          security_group_id = "sg-0123456789abcdef0"
          protocol          = "tcp"
          from_port         = 443
          to_port           = 443
          prefix_list_ids   = [aws_vpc_endpoint.e.prefix_list_id]
        }""")
    graph, endpoint = model.graph, model.one(Endpoint)
    assert (endpoint.kind, endpoint.service) == ("gateway", "com.amazonaws.eu-west-1.s3")
    assert [graph.find(each, RouteTable).address for each in endpoint.route_tables] == [
        "aws_route_table.a",
        "aws_route_table.b",
    ]
    found = graph.find(model.one(SecurityGroupRule).prefix_lists[0], PrefixList)
    assert found.name == "com.amazonaws.eu-west-1.s3"
    assert model.all(Attachment) == []


def test_an_interface_endpoint_is_attached_by_its_association_resources_too(model_of):
    model = model_of("""
        resource "aws_vpc_endpoint" "e" {
          service_name        = "com.amazonaws.eu-west-1.sts"
          vpc_endpoint_type   = "Interface"
          private_dns_enabled = true
        }
        resource "aws_vpc_endpoint_subnet_association" "s" {
          vpc_endpoint_id = aws_vpc_endpoint.e.id
          subnet_id       = "subnet-0123456789abcdef0"
        }
        resource "aws_vpc_endpoint_security_group_association" "g" {
          vpc_endpoint_id   = aws_vpc_endpoint.e.id
          security_group_id = "sg-0123456789abcdef0"
        }""")
    endpoint, attachment = model.one(Endpoint), model.one(Attachment)
    assert (endpoint.kind, endpoint.private_dns) == ("interface", True)
    assert (attachment.subnets, attachment.groups) == (["subnet-0123456789abcdef0"], ["sg-0123456789abcdef0"])
    assert attachment.evidence("", "groups").resource == "aws_vpc_endpoint_security_group_association.g"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('data "aws_prefix_list" "p" { name = "com.amazonaws.eu-west-1.s3" }', "com.amazonaws.eu-west-1.s3"),
        ('data "aws_ec2_managed_prefix_list" "p" { name = "com.x.y" }', "com.x.y"),
        (
            """data "aws_ec2_managed_prefix_list" "p" {
                 filter {
                   name   = "prefix-list-name"
                   values = ["com.x.y"]
                 }
               }""",
            "com.x.y",
        ),
        ('data "aws_prefix_list" "p" { prefix_list_id = "pl-12345678" }', Unknown(("data.aws_prefix_list.p.name",))),
    ],
)
def test_lists_that_are_looked_up(model_of, text, name):
    model = model_of(text)
    found = model.one(PrefixList)
    assert (found.name, found.complete, found.networks) == (name, False, [])
    assert model.graph.find(model.ref(found.address), PrefixList) is found


def test_a_list_with_unknown_entries_is_incomplete(model_of):
    model = model_of("""
        variable "entries" {}
        resource "aws_ec2_managed_prefix_list" "p" {
          name = "offices"
          dynamic "entry" {
            for_each = var.entries
            content { cidr = entry.value }
          }
        }""")
    assert not model.one(PrefixList).complete


def test_what_may_not_exist_adds_something_unknown(model_of):
    model = model_of("""
        variable "wanted" {}
        resource "aws_vpc_endpoint" "e" {
          service_name       = "com.amazonaws.eu-west-1.sts"
          vpc_endpoint_type  = "Interface"
          security_group_ids = ["sg-0123456789abcdef0"]
        }
        resource "aws_vpc_endpoint_security_group_association" "g" {
          count             = var.wanted ? 1 : 0
          vpc_endpoint_id   = aws_vpc_endpoint.e.id
          security_group_id = "sg-0123456789abcdef1"
        }""")
    attachment = model.one(Attachment)
    assert attachment.groups == ["sg-0123456789abcdef0", Unknown(("var.wanted",))]
    assert not attachment.groups_complete
