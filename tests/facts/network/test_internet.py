"""Paths from the internet, hop by hop."""

from __future__ import annotations

import pytest

from facts.network.scenes import ALL_IN, ALL_OUT, INTERNET, SUBNETS, VPC, acl, entry, group, instance, rule
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.internet import admin_exposures
from seamlint.facts.network.public import public_addresses

SSH = rule("ingress", "tcp", (22, 22), "0.0.0.0/0")
BASE = VPC + SUBNETS + INTERNET
PUBLIC = "associate_public_ip_address = true"


def exposure(graph):
    [found] = admin_exposures(graph)
    return found


def test_a_complete_path(graph_of):
    found = exposure(graph_of(BASE + group("g", SSH) + instance("i", "a", "g", more=PUBLIC)))
    assert found.reachable is Verdict.YES
    assert [hop.name for hop in found.best.hops] == ["route", "address", "acl", "reply"]
    assert [step.resource for step in found.best.proof][:2] == ["aws_instance.i", "aws_route_table_association.public"]


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        (instance("i", "a", "g", more="associate_public_ip_address = false"), ["address"]),
        (instance("i", "b", "g", more=PUBLIC), ["route"]),
        (instance("i", "a", "g"), ["address"]),
        (instance("i", "a", "g", more=PUBLIC) + acl("x", ["a"], ALL_OUT), ["acl"]),
        (instance("i", "a", "g", more=PUBLIC) + acl("x", ["a"], ALL_IN), ["reply"]),
        (
            instance("i", "a", "g", more=PUBLIC)
            + acl("x", ["a"], entry("ingress", 100, "allow", "tcp 22-22", "198.51.100.0/24"), ALL_OUT),
            ["acl"],
        ),
    ],
)
def test_hops_that_stop_it(graph_of, text, closed):
    found = exposure(graph_of(BASE + group("g", SSH) + text))
    assert found.reachable is Verdict.NO
    assert [hop.name for hop in found.best.closed] == closed


def test_a_denied_neighbour_does_not_make_a_port_private(graph_of):
    deny = entry("ingress", 90, "deny", "-1 0-0", "192.0.2.0/24")
    text = BASE + group("g", SSH) + instance("i", "a", "g", more=PUBLIC) + acl("x", ["a"], deny, ALL_IN, ALL_OUT)
    assert exposure(graph_of(text)).reachable is Verdict.YES


@pytest.mark.parametrize(
    ("opens", "found"),
    [
        (rule("ingress", "tcp", (20, 25), "0.0.0.0/0"), 1),
        (rule("ingress", "-1", (0, 0), "0.0.0.0/0"), 1),
        (rule("ingress", "tcp", (22, 22), "0.0.0.0/1", "128.0.0.0/1"), 1),
        (rule("ingress", "tcp", (443, 443), "0.0.0.0/0"), 0),
        (rule("ingress", "tcp", (22, 22), "198.51.100.0/24"), 0),
        (rule("ingress", "udp", (22, 22), "0.0.0.0/0"), 0),
        (rule("egress", "tcp", (22, 22), "0.0.0.0/0"), 0),
    ],
)
def test_what_opens_an_administration_port_to_the_world(graph_of, opens, found):
    graph = graph_of(BASE + group("g", opens) + instance("i", "a", "g", more=PUBLIC))
    assert len(admin_exposures(graph)) == found


def test_a_group_that_nothing_uses_exposes_nothing(graph_of):
    assert not admin_exposures(graph_of(BASE + group("g", SSH)))


def test_an_unknown_address_leaves_it_open(graph_of):
    text = 'variable "public" { type = bool }' + BASE + group("g", SSH)
    found = exposure(graph_of(text + instance("i", "a", "g", more="associate_public_ip_address = var.public")))
    assert found.reachable is Verdict.UNDECIDED
    assert "var.public" in found.needs


def test_a_load_balancer_is_reached_on_its_listeners_only(graph_of):
    text = BASE + group("g", rule("ingress", "tcp", (0, 65535), "0.0.0.0/0"))
    text += """
resource "aws_lb" "l" {
  subnets         = [aws_subnet.a.id]
  security_groups = [aws_security_group.g.id]
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.l.arn
  port              = PORT
  default_action {
    type = "fixed-response"
    fixed_response { content_type = "text/plain" }
  }
}
"""
    assert exposure(graph_of(text.replace("PORT", "9200"))).reachable is Verdict.YES
    assert not admin_exposures(graph_of(text.replace("PORT", "80")))


BALANCER = """
resource "aws_lb" "n" {
  load_balancer_type = "network"
  subnets            = [aws_subnet.a.id]
}
resource "aws_lb_target_group" "t" {
  port     = 22
  protocol = "TCP"
  vpc_id   = aws_vpc.v.id
  MORE
}
resource "aws_lb_listener" "n" {
  load_balancer_arn = aws_lb.n.arn
  port              = 2222
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.t.arn
  }
}
resource "aws_lb_target_group_attachment" "t" {
  target_group_arn = aws_lb_target_group.t.arn
  target_id        = aws_instance.i.id
}
"""


@pytest.mark.parametrize(
    ("more", "reachable"),
    [("", Verdict.YES), ("preserve_client_ip = true", Verdict.YES), ("preserve_client_ip = false", Verdict.NO)],
)
def test_through_a_balancer_that_preserves_clients(graph_of, more, reachable):
    text = BASE + group("g", SSH) + instance("i", "b", "g") + BALANCER.replace("MORE", more)
    found = exposure(graph_of(text))
    assert found.reachable is reachable
    assert (found.best.through is not None) is (reachable is Verdict.YES)


def stranded(graph):
    return {each.owner.address: each.stranded.verdict for each in public_addresses(graph)}


def test_public_addresses_without_a_route(graph_of):
    text = BASE + instance("i", "b", more=PUBLIC) + instance("j", "a", more=PUBLIC) + instance("k", "b")
    assert stranded(graph_of(text)) == {"aws_instance.i": Verdict.YES, "aws_instance.j": Verdict.NO}


@pytest.mark.parametrize(
    ("target", "verdict"),
    [('transit_gateway_id = "tgw-1"', Verdict.NO), ("gateway_id = var.gateway", Verdict.UNDECIDED)],
)
def test_other_ways_out(graph_of, target, verdict):
    text = f"""
variable "gateway" {{ type = string }}
resource "aws_route_table" "other" {{
  vpc_id = aws_vpc.v.id
  route {{
    cidr_block = "0.0.0.0/0"
    {target}
  }}
}}
resource "aws_route_table_association" "other" {{
  subnet_id      = aws_subnet.b.id
  route_table_id = aws_route_table.other.id
}}
"""
    assert stranded(graph_of(BASE + text + instance("i", "b", more=PUBLIC)))["aws_instance.i"] is verdict


def test_members_of_a_group_are_never_the_whole_internet(graph_of):
    ssh = rule("ingress", "tcp", (22, 22), more="security_groups = [var.other]\n    self = true")
    text = VPC + INTERNET + SUBNETS + group("x", ssh) + instance("i", "a", "x").replace("aws_subnet.a.id", "var.other")
    assert list(admin_exposures(graph_of(text + 'variable "other" { type = string }'))) == []
