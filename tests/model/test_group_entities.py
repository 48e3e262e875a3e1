"""Security groups in Terraform's four spellings, and what stands for what in their rules."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.model.network import GroupVpcAssociation, PrefixList, SecurityGroup, SecurityGroupRule, Vpc

V4 = ip_network("10.0.0.0/8")
V6 = ip_network("fd00::/8")

SPELLINGS = {
    "blocks": """
        resource "aws_security_group" "a" {
          ingress {
            protocol         = "tcp"
            from_port        = 443
            to_port          = 444
            cidr_blocks      = ["10.0.0.0/8"]
            ipv6_cidr_blocks = ["fd00::/8"]
            security_groups  = [aws_security_group.b.id]
            prefix_list_ids  = [aws_ec2_managed_prefix_list.p.id]
          }
        }""",
    "attribute": """
        resource "aws_security_group" "a" {
          ingress = [{
            protocol         = "6"
            from_port        = "443"
            to_port          = "444"
            cidr_blocks      = ["10.0.0.0/8"]
            ipv6_cidr_blocks = ["fd00::/8"]
            security_groups  = [aws_security_group.b.id]
            prefix_list_ids  = [aws_ec2_managed_prefix_list.p.id]
            self             = null
            description      = null
          }]
        }""",
    "rules": """
        resource "aws_security_group" "a" {}
        resource "aws_security_group_rule" "cidrs" {
          type              = "ingress"
          security_group_id = aws_security_group.a.id
          protocol          = "TCP"
          from_port         = 443
          to_port           = 444
          cidr_blocks       = ["10.0.0.0/8"]
          ipv6_cidr_blocks  = ["fd00::/8"]
          prefix_list_ids   = [aws_ec2_managed_prefix_list.p.id]
        }
        resource "aws_security_group_rule" "group" {
          type                     = "ingress"
          security_group_id        = aws_security_group.a.id
          protocol                 = 6
          from_port                = 443
          to_port                  = 444
          source_security_group_id = aws_security_group.b.id
        }""",
    "single": """
        resource "aws_security_group" "a" {}
        resource "aws_vpc_security_group_ingress_rule" "v4" {
          security_group_id = aws_security_group.a.id
          ip_protocol       = "tcp"
          from_port         = 443
          to_port           = 444
          cidr_ipv4         = "10.0.0.0/8"
        }
        resource "aws_vpc_security_group_ingress_rule" "v6" {
          security_group_id = aws_security_group.a.id
          ip_protocol       = "tcp"
          from_port         = 443
          to_port           = 444
          cidr_ipv6         = "fd00::/8"
        }
        resource "aws_vpc_security_group_ingress_rule" "group" {
          security_group_id            = aws_security_group.a.id
          ip_protocol                  = "tcp"
          from_port                    = 443
          to_port                      = 444
          referenced_security_group_id = aws_security_group.b.id
        }
        resource "aws_vpc_security_group_ingress_rule" "list" {
          security_group_id = aws_security_group.a.id
          ip_protocol       = "tcp"
          from_port         = 443
          to_port           = 444
          prefix_list_id    = aws_ec2_managed_prefix_list.p.id
        }""",
}
OTHERS = """
    resource "aws_security_group" "b" {}
    resource "aws_ec2_managed_prefix_list" "p" {
      name           = "offices"
      address_family = "IPv4"
      max_entries    = 2
      entry { cidr = "192.0.2.0/24" }
    }
    resource "aws_ec2_managed_prefix_list_entry" "more" {
      cidr           = "198.51.100.0/24"
      prefix_list_id = aws_ec2_managed_prefix_list.p.id
    }
"""


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_all_spellings_say_the_same(model_of, spelling):
    model = model_of(SPELLINGS[spelling] + OTHERS)
    graph = model.graph
    group, other = model.one(SecurityGroup, "aws_security_group.a"), model.one(SecurityGroup, "aws_security_group.b")
    rules = graph.pointing(SecurityGroupRule, "group", group)
    assert {(rule.protocol, rule.ports, rule.egress) for rule in rules} == {(6, (443, 444), False)}
    assert [peer for rule in rules for peer in rule.peers] == [V4, V6]
    assert [graph.find(each, SecurityGroup) for rule in rules for each in rule.groups] == [other]
    lists = [graph.find(each, PrefixList) for rule in rules for each in rule.prefix_lists]
    assert [str(each) for each in lists[0].networks] == ["192.0.2.0/24", "198.51.100.0/24"]
    assert group.complete
    assert not group.open_egress
    assert graph.pointing(SecurityGroupRule, "groups", other) == [rule for rule in rules if rule.groups]


@pytest.mark.parametrize(
    ("written", "number", "ports"),
    [
        ('protocol = "-1"\nfrom_port = 0\nto_port = 0', -1, None),
        ('protocol = "all"\nfrom_port = 0\nto_port = 65535', -1, None),
        ('protocol = "udp"\nfrom_port = 53\nto_port = 53', 17, (53, 53)),
        ('protocol = "tcp"\nfrom_port = 0\nto_port = 0', 6, (0, 0)),
        ('protocol = "icmp"\nfrom_port = 8\nto_port = -1', 1, (8, -1)),
        ('protocol = "icmpv6"\nfrom_port = -1\nto_port = -1', 58, (-1, -1)),
        ("protocol = 58\nfrom_port = 128\nto_port = 0", 58, (128, 0)),
        ('protocol = "50"\nfrom_port = 0\nto_port = 0', 50, None),
    ],
)
def test_protocols_and_their_ports(model_of, written, number, ports):
    model = model_of(
        'resource "aws_security_group" "a" {\n egress {\n' + written + '\n cidr_blocks = ["10.0.0.0/8"]\n}\n}'
    )
    rule = model.one(SecurityGroupRule)
    assert (rule.protocol, rule.ports, rule.egress) == (number, ports, True)


def test_a_single_rule_without_ports_means_all_of_them(model_of):
    model = model_of("""
        resource "aws_vpc_security_group_egress_rule" "a" {
          security_group_id = "sg-0123456789abcdef0"
          ip_protocol       = "-1"
          cidr_ipv4         = "0.0.0.0/0"
        }""")
    rule = model.one(SecurityGroupRule)
    assert (rule.protocol, rule.ports, rule.egress, rule.group) == (-1, None, True, "sg-0123456789abcdef0")


def test_self_and_the_forms_with_an_account(model_of):
    model = model_of("""
        variable "peer" {}
        resource "aws_security_group" "a" {
          ingress {
            protocol        = "tcp"
            from_port       = 1
            to_port         = 2
            self            = true
            security_groups = [
              "111122223333/sg-0aaaaaaaaaaaaaaa0",
              "amazon-elb/amazon-elb-sg",
              "${var.peer}/${aws_security_group.b.id}",
            ]
          }
        }
        resource "aws_security_group" "b" {}""")
    rule = model.one(SecurityGroupRule)
    assert rule.self_reference is True
    assert rule.groups == ["sg-0aaaaaaaaaaaaaaa0", model.ref("aws_security_group.b")]


def test_unknown_ports_peers_and_blocks_stay_unknown(model_of):
    model = model_of("""
        variable "port" {}
        variable "peers" {}
        variable "rules" {}
        resource "aws_security_group" "a" {
          ingress {
            protocol    = "tcp"
            from_port   = var.port
            to_port     = var.port
            cidr_blocks = var.peers
          }
          dynamic "egress" {
            for_each = var.rules
            content {
              protocol    = "tcp"
              from_port   = egress.value
              to_port     = egress.value
              cidr_blocks = ["0.0.0.0/0"]
            }
          }
        }""")
    rule = model.one(SecurityGroupRule)
    assert rule.ports == (Unknown(("var.port",)), Unknown(("var.port",)))
    assert rule.peers == [Unknown(("var.peers",))]
    assert not model.one(SecurityGroup).complete


def test_default_groups(model_of):
    model = model_of("""
        resource "aws_vpc" "initial" { cidr_block = "10.0.0.0/16" }
        resource "aws_vpc" "adopted" { cidr_block = "10.1.0.0/16" }
        resource "aws_default_security_group" "d" { vpc_id = aws_vpc.adopted.id }""")
    graph = model.graph
    initial = graph.find(model.ref("aws_vpc.initial", "default_security_group_id"), SecurityGroup)
    adopted = graph.find(model.ref("aws_vpc.adopted", "default_security_group_id"), SecurityGroup)
    assert adopted is model.one(SecurityGroup, "aws_default_security_group.d")
    assert adopted.adopted
    assert graph.pointing(SecurityGroupRule, "group", adopted) == []
    inside, outside = graph.pointing(SecurityGroupRule, "group", initial)
    assert (inside.self_reference, inside.egress, inside.peers) == (True, False, [])
    assert outside.egress
    assert [str(peer) for peer in outside.peers] == ["0.0.0.0/0", "::/0"]
    assert graph.find(initial.vpc, Vpc) is model.one(Vpc, "aws_vpc.initial")


def test_groups_of_the_default_vpc(model_of):
    model = model_of("""
        resource "aws_default_vpc" "d" {}
        resource "aws_default_security_group" "d" {}
        resource "aws_security_group" "g" {}""")
    graph, vpc = model.graph, model.one(Vpc)
    assert {group.address for group in model.all(SecurityGroup)} == {
        "aws_default_security_group.d",
        "aws_security_group.g",
    }
    assert {graph.find(group.vpc, Vpc) for group in model.all(SecurityGroup)} == {vpc}
    adopted = graph.find(model.ref("aws_default_vpc.d", "default_security_group_id"), SecurityGroup)
    assert adopted is model.one(SecurityGroup, "aws_default_security_group.d")


def test_a_group_of_an_unknown_vpc(model_of):
    assert model_of('resource "aws_security_group" "g" {}').one(SecurityGroup).vpc == Unknown(
        ("aws_security_group.g.vpc_id",)
    )


def test_a_looked_up_group_is_incomplete(model_of):
    model = model_of("""
        data "aws_security_group" "a" { name = "web" }
        resource "aws_security_group_rule" "r" {
          type              = "egress"
          security_group_id = data.aws_security_group.a.id
          protocol          = "-1"
          from_port         = 0
          to_port           = 0
          cidr_blocks       = ["0.0.0.0/0"]
        }""")
    group = model.one(SecurityGroup)
    assert not group.complete
    assert group.looked_up
    assert model.graph.pointing(SecurityGroupRule, "group", group) == [model.one(SecurityGroupRule)]


def test_a_group_joins_a_second_vpc(model_of):
    model = model_of("""
        resource "aws_vpc_security_group_vpc_association" "a" {
          security_group_id = "sg-0123456789abcdef0"
          vpc_id            = "vpc-0123456789abcdef0"
        }""")
    entity = model.one(GroupVpcAssociation)
    assert (entity.group, entity.vpc) == ("sg-0123456789abcdef0", "vpc-0123456789abcdef0")


def test_fields_know_their_lines(model_of):
    model = model_of(SPELLINGS["rules"].lstrip() + OTHERS)
    rule = model.one(SecurityGroupRule, "aws_security_group_rule.group")
    assert rule.span("groups", 0).line - rule.span().line == 6
    assert rule.span("ports").line - rule.span().line == 4
    assert rule.evidence("says", "group").span.line - rule.span().line == 2
