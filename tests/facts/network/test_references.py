"""Groups that rules name, rules for replies, and addresses that no filter applies to."""

from __future__ import annotations

import pytest

from facts.network.scenes import VPC, group, rule
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.references import group_references
from seamlint.facts.network.stateful import reply_rules
from seamlint.facts.network.unfiltered import unfiltered_peers

OTHER = """
resource "aws_vpc" "w" { cidr_block = "10.1.0.0/16" }
resource "aws_security_group" "far" { vpc_id = aws_vpc.w.id }
"""
NAMES = "security_groups = [aws_security_group.far.id]"
TRANSIT = """
resource "aws_ec2_transit_gateway" "t" { security_group_referencing_support = "enable" }
resource "aws_ec2_transit_gateway_vpc_attachment" "v" {
  transit_gateway_id                 = aws_ec2_transit_gateway.t.id
  vpc_id                             = aws_vpc.v.id
  subnet_ids                         = ["subnet-1"]
  security_group_referencing_support = "enable"
}
resource "aws_ec2_transit_gateway_vpc_attachment" "w" {
  transit_gateway_id                 = aws_ec2_transit_gateway.t.id
  vpc_id                             = aws_vpc.w.id
  subnet_ids                         = ["subnet-2"]
  security_group_referencing_support = "SUPPORT"
}
"""
SHELL = rule("ingress", "tcp", (22, 22), "10.0.0.0/8")
PEERING = """
resource "aws_vpc_peering_connection" "p" {
  vpc_id      = aws_vpc.w.id
  peer_vpc_id = aws_vpc.v.id
}
"""


@pytest.mark.parametrize(
    ("direction", "joined", "verdict"),
    [
        ("ingress", "", Verdict.YES),
        ("egress", "", Verdict.YES),
        ("ingress", PEERING, Verdict.NO),
        ("egress", PEERING, Verdict.NO),
        ("ingress", PEERING.replace("aws_vpc.v.id", "var.vpc") + 'variable "vpc" { type = string }', Verdict.UNDECIDED),
        ("ingress", TRANSIT.replace("SUPPORT", "enable"), Verdict.NO),
        ("egress", TRANSIT.replace("SUPPORT", "enable"), Verdict.YES),
        ("ingress", TRANSIT.replace("SUPPORT", "disable"), Verdict.YES),
    ],
)
def test_groups_of_other_vpcs(graph_of, direction, joined, verdict):
    graph = graph_of(VPC + OTHER + group("g", rule(direction, "tcp", (443, 443), more=NAMES)) + joined)
    [reference] = group_references(graph)
    assert reference.out_of_reach is verdict


def test_a_vpc_that_is_not_known_leaves_it_open(graph_of):
    text = 'variable "vpc" { type = string }' + VPC + OTHER.replace("aws_vpc.w.id", "var.vpc")
    [reference] = group_references(graph_of(text + group("g", rule("ingress", "tcp", (443, 443), more=NAMES))))
    assert (reference.out_of_reach, reference.needs) == (Verdict.UNDECIDED, ("var.vpc",))


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ((rule("ingress", "tcp", (1024, 65535), "0.0.0.0/0"),), [Verdict.YES]),
        ((rule("ingress", "udp", (2000, 2999), "0.0.0.0/0"),), [Verdict.YES]),
        ((rule("ingress", "tcp", (2000, 2998), "0.0.0.0/0"),), []),
        ((rule("ingress", "tcp", (0, 65535), "0.0.0.0/0"),), []),
        ((rule("ingress", "-1", (0, 0), "0.0.0.0/0"),), []),
        ((rule("ingress", "tcp", (1024, 65535), "10.0.0.0/8"),), []),
        (
            (rule("ingress", "tcp", (22, 22), "10.0.0.0/8"), rule("egress", "tcp", (1024, 65535), "10.0.0.0/8")),
            [Verdict.YES],
        ),
        ((rule("ingress", "tcp", (22, 22), "10.0.0.0/8"), rule("egress", "tcp", (1024, 65535), "10.0.0.0/9")), []),
    ],
)
def test_rules_for_replies(graph_of, rules, found):
    assert [each.needless for each in reply_rules(graph_of(VPC + group("g", *rules)))] == found


@pytest.mark.parametrize(("port", "verdict"), [(30080, Verdict.NO), (80, Verdict.YES), ("var.port", Verdict.UNDECIDED)])
def test_a_range_that_targets_listen_in(graph_of, port, verdict):
    text = f"""
variable "port" {{ type = number }}
resource "aws_lb_target_group" "t" {{
  port     = {port}
  protocol = "TCP"
  vpc_id   = aws_vpc.v.id
}}
"""
    [found] = reply_rules(graph_of(VPC + text + group("g", rule("ingress", "tcp", (30000, 32767), "0.0.0.0/0"))))
    assert found.needless is verdict


def test_addresses_that_no_filter_applies_to(graph_of):
    rules = [rule("egress", "tcp", (80, 80), cidr) for cidr in ("169.254.169.254/32", "10.0.0.2/32", "10.0.0.3/32")]
    found = unfiltered_peers(graph_of(VPC + group("g", *rules, rule("egress", "-1", (0, 0), "169.254.0.0/16"))))
    assert {str(each.network) for each in found} == {"169.254.169.254/32", "10.0.0.2/32"}
