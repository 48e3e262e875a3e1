"""Network ACLs, however their entries and subnets are written."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.model.network import (
    NetworkAcl,
    NetworkAclAssociation,
    NetworkAclEntry,
    RouteTable,
    SecurityGroup,
    Subnet,
    Vpc,
)

SPELLINGS = {
    "blocks": """
        resource "aws_network_acl" "a" {
          vpc_id     = aws_vpc.v.id
          subnet_ids = [aws_subnet.s.id]
          egress {
            rule_no    = 100
            action     = "deny"
            protocol   = "tcp"
            cidr_block = "10.0.0.0/8"
            from_port  = 22
            to_port    = 23
          }
          egress {
            rule_no         = 110
            action          = "allow"
            protocol        = "-1"
            ipv6_cidr_block = "::/0"
            from_port       = 0
            to_port         = 0
          }
        }""",
    "attribute": """
        resource "aws_network_acl" "a" {
          vpc_id = aws_vpc.v.id
          egress = [
            { rule_no = 100, action = "deny", protocol = "6", cidr_block = "10.0.0.0/8", ipv6_cidr_block = "",
              from_port = 22, to_port = 23, icmp_type = null, icmp_code = null },
            { rule_no = 110, action = "allow", protocol = "-1", cidr_block = "", ipv6_cidr_block = "::/0",
              from_port = 0, to_port = 0, icmp_type = null, icmp_code = null },
          ]
        }
        resource "aws_network_acl_association" "a" {
          network_acl_id = aws_network_acl.a.id
          subnet_id      = aws_subnet.s.id
        }""",
    "rules": """
        locals {
          entries = {
            100 = { action = "deny", protocol = "tcp", v4 = "10.0.0.0/8", v6 = null, from = 22, to = 23 }
            110 = { action = "allow", protocol = "all", v4 = null, v6 = "::/0", from = null, to = null }
          }
        }
        resource "aws_network_acl" "a" {
          vpc_id     = aws_vpc.v.id
          subnet_ids = [for s in [aws_subnet.s] : s.id]
        }
        resource "aws_network_acl_rule" "e" {
          for_each        = local.entries
          network_acl_id  = aws_network_acl.a.id
          egress          = true
          rule_number     = each.key
          rule_action     = each.value.action
          protocol        = each.value.protocol
          cidr_block      = each.value.v4
          ipv6_cidr_block = each.value.v6
          from_port       = each.value.from
          to_port         = each.value.to
        }""",
}
AROUND = """
    resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
    resource "aws_subnet" "s" {
      vpc_id     = aws_vpc.v.id
      cidr_block = "10.0.1.0/24"
    }
"""


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_all_spellings_say_the_same(model_of, spelling):
    model = model_of(SPELLINGS[spelling] + AROUND)
    graph = model.graph
    acl, subnet = model.one(NetworkAcl, "aws_network_acl.a"), model.one(Subnet)
    entries = sorted(graph.pointing(NetworkAclEntry, "acl", acl), key=lambda entry: entry.number)
    assert [(entry.number, entry.egress, entry.allow, entry.protocol, entry.ports) for entry in entries] == [
        (100, True, False, 6, (22, 23)),
        (110, True, True, -1, None),
    ]
    assert [str(entry.network) for entry in entries] == ["10.0.0.0/8", "::/0"]
    named = graph.pointing(NetworkAcl, "subnets", subnet)
    joined = [graph.find(each.acl, NetworkAcl) for each in graph.pointing(NetworkAclAssociation, "subnet", subnet)]
    assert named + joined == [acl]
    assert acl.complete
    assert not acl.default
    assert graph.find(acl.vpc, Vpc) is model.one(Vpc)


def test_icmp_type_and_code(model_of):
    model = model_of("""
        resource "aws_network_acl" "a" {
          ingress {
            rule_no    = 1
            action     = "allow"
            protocol   = "icmp"
            cidr_block = "0.0.0.0/0"
            from_port  = 0
            to_port    = 0
            icmp_type  = 8
          }
        }
        resource "aws_network_acl_rule" "r" {
          network_acl_id  = aws_network_acl.a.id
          rule_number     = 2
          rule_action     = "allow"
          protocol        = 58
          ipv6_cidr_block = "::/0"
          icmp_type       = "-1"
          icmp_code       = -1
        }""")
    inline, separate = model.all(NetworkAclEntry)[0], model.one(NetworkAclEntry, "aws_network_acl_rule.r")
    assert (inline.protocol, inline.ports) == (1, (8, 0))
    assert (separate.protocol, separate.ports, separate.egress) == (58, (-1, -1), False)


def test_the_default_acl_is_adopted_or_allows_all(model_of):
    model = model_of("""
        resource "aws_vpc" "adopted" { cidr_block = "10.0.0.0/16" }
        resource "aws_vpc" "initial" { cidr_block = "10.1.0.0/16" }
        resource "aws_default_network_acl" "d" {
          default_network_acl_id = aws_vpc.adopted.default_network_acl_id
        }""")
    graph = model.graph
    adopted = graph.find(model.ref("aws_vpc.adopted", "default_network_acl_id"), NetworkAcl)
    initial = graph.find(model.ref("aws_vpc.initial", "default_network_acl_id"), NetworkAcl)
    assert adopted is model.one(NetworkAcl, "aws_default_network_acl.d")
    assert adopted.default
    assert initial.default
    assert initial.address == "aws_vpc.initial.default_network_acl_id"
    assert initial.evidence("it allows everything").resource == "aws_vpc.initial"
    assert graph.find(adopted.vpc, Vpc) is model.one(Vpc, "aws_vpc.adopted")
    assert graph.pointing(NetworkAcl, "vpc", model.one(Vpc, "aws_vpc.adopted")) == [adopted]
    assert graph.pointing(NetworkAclEntry, "acl", adopted) == []
    entries = graph.pointing(NetworkAclEntry, "acl", initial)
    assert {(entry.egress, entry.allow, str(entry.network)) for entry in entries} == {
        (egress, True, network) for egress in (True, False) for network in ("0.0.0.0/0", "::/0")
    }


def test_what_is_not_known_stays_unknown(model_of):
    model = model_of("""
        variable "numbers" { type = list(number) }
        variable "action" {}
        resource "aws_network_acl" "a" {
          dynamic "ingress" {
            for_each = var.numbers
            content {
              rule_no    = ingress.value
              action     = "allow"
              protocol   = "-1"
              cidr_block = "0.0.0.0/0"
              from_port  = 0
              to_port    = 0
            }
          }
        }
        resource "aws_network_acl_rule" "r" {
          network_acl_id = aws_network_acl.a.id
          rule_number    = 1
          rule_action    = var.action
          protocol       = "-1"
          cidr_block     = "0.0.0.0/0"
        }""")
    assert not model.one(NetworkAcl).complete
    assert model.one(NetworkAclEntry).allow == Unknown(("var.action",))


@pytest.mark.parametrize("adoption", ["var.adopt ? 1 : 0", "1"])
def test_an_adoption_that_may_not_happen_leaves_the_default_open(model_of, adoption):
    model = model_of(f"""
        variable "adopt" {{}}
        resource "aws_vpc" "v" {{ cidr_block = "10.0.0.0/16" }}
        resource "aws_default_network_acl" "d" {{
          count                  = {adoption}
          default_network_acl_id = aws_vpc.v.default_network_acl_id
        }}
        resource "aws_default_security_group" "d" {{
          count  = {adoption}
          vpc_id = aws_vpc.v.id
        }}
        resource "aws_default_route_table" "d" {{
          count                  = {adoption}
          default_route_table_id = aws_vpc.v.default_route_table_id
        }}""")
    adopted = [model.one(kind) for kind in (NetworkAcl, SecurityGroup, RouteTable)]
    assert [entity.complete for entity in adopted] == [adoption == "1"] * 3
