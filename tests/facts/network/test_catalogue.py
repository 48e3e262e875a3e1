"""What the catalogue of rules says of networks, sentence by sentence: Terraform text in, rules that speak out."""

from __future__ import annotations

import pytest

from facts.network.scenes import ALL_IN, ALL_OUT, INTERNET, SUBNETS, VPC, acl, entry, group, instance, rule
from seamlint import pipeline
from seamlint.config import Config
from seamlint.registry import installed
from seamlint.request import Request

OFFICE = "198.51.100.0/24"
HTTPS = rule("ingress", "tcp", (443, 443), OFFICE)
ASK = rule("egress", "tcp", (443, 443), OFFICE)
TCP_OUT = entry("egress", 100, "allow", "tcp 0-65535", "0.0.0.0/0")
BASE = VPC + SUBNETS


@pytest.fixture
def said(tmp_path):
    """Check Terraform text by the network rules; return the rules with findings, and those with open questions."""
    rules = [each for each in installed() if each.rule.id.startswith("NET-")]

    def said(text):
        (tmp_path / "main.tf").write_text(text)
        result = pipeline.run(Request((str(tmp_path),), Config(str(tmp_path)), cache=False), rules)
        return {each.rule for each in result.findings}, {each.rule for each in result.undecided}

    return said


def echo(direction, number, kind):
    """An entry for one type of ICMP."""
    types = f"    icmp_type  = {kind}\n    icmp_code  = -1\n  }}"
    return entry(direction, number, "allow", "icmp 0-0", "0.0.0.0/0").rstrip("}").rstrip() + "\n" + types


def in_a(*rules_, more=""):
    """A group with rules on an instance in the first subnet."""
    return BASE + group("x", *rules_) + instance("i", "a", "x") + more


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (in_a(rule("ingress", "icmp", (8, 0), OFFICE)) + acl("n", ["a"], ALL_IN, TCP_OUT), {"NET-001"}),
        (in_a(rule("ingress", "icmp", (8, 0), OFFICE)) + acl("n", ["a"], ALL_IN, echo("egress", 100, 0)), set()),
        (in_a(rule("ingress", "icmp", (8, 0), OFFICE)) + acl("n", ["a"], ALL_IN, echo("egress", 100, 8)), {"NET-001"}),
        (in_a(rule("ingress", "icmp", (3, 4), OFFICE)) + acl("n", ["a"], ALL_IN), set()),
        (in_a(rule("ingress", "50", (0, 0), OFFICE)) + acl("n", ["a"], ALL_IN), set()),
        (in_a(rule("ingress", "17", (53, 53), OFFICE)) + acl("n", ["a"], ALL_IN, TCP_OUT), {"NET-001"}),
        (in_a(HTTPS) + acl("n", ["a"], entry("ingress", 1, "ALLOW", "TCP 443-443", "0.0.0.0/0")), {"NET-001"}),
        (in_a(HTTPS) + acl("n", ["a"], entry("ingress", 1, "allow", "all 0-0", "0.0.0.0/0")), {"NET-001"}),
    ],
)
def test_protocols(said, text, rules):
    assert said(text)[0] == rules


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (in_a(rule("ingress", "tcp", (443, 443), "10.0.1.0/24")) + acl("n", ["a"], ALL_IN), set()),
        (
            in_a(rule("ingress", "tcp", (443, 443), "10.0.0.0/16"))
            + acl("n", ["a"], ALL_IN, entry("egress", 100, "allow", "tcp 0-65535", "10.0.1.0/24")),
            {"NET-001"},
        ),
        (in_a(rule("ingress", "tcp", (80, 80), more="self = true")) + acl("n", ["a"]), set()),
        (in_a(rule("egress", "udp", (53, 53), "10.0.0.2/32")) + acl("n", ["a"], ALL_OUT), {"NET-013"}),
        (in_a(HTTPS) + acl("n", ["a"]), {"NET-004"}),
        (in_a(HTTPS) + acl("n", [], kind="aws_default_network_acl"), {"NET-004"}),
        (in_a(HTTPS) + acl("d", [], kind="aws_default_network_acl") + acl("n", ["a"], ALL_IN, ALL_OUT), set()),
        (in_a(ASK) + acl("n", ["a"], ALL_IN), {"NET-005"}),
        (in_a(rule("egress", "-1", (0, 0), "0.0.0.0/0")) + acl("n", ["a"], ALL_IN), set()),
        (in_a(HTTPS, more=instance("j", "b", "x")) + acl("n", ["a"]), set()),
        (BASE + group("x", HTTPS) + acl("n", ["a"]), set()),
    ],
)
def test_where_an_acl_is_met(said, text, rules):
    assert said(text)[0] == rules


VARIABLES = """
variable "text" { type = string }
variable "number" { type = number }
variable "texts" { type = list(string) }
"""
REPLIES = entry("egress", 100, "allow", "tcp 1024-65535", "0.0.0.0/0")
DENY = entry("egress", 200, "deny", "-1 0-0", "0.0.0.0/0")


@pytest.mark.parametrize(
    ("entries", "known", "unknown"),
    [
        ([REPLIES], 'cidr_block = "0.0.0.0/0"', "cidr_block = var.text"),
        ([REPLIES], 'action     = "allow"', "action     = var.text"),
        ([REPLIES], "from_port  = 1024", "from_port  = var.number"),
        ([REPLIES], 'protocol   = "tcp"', "protocol   = var.text"),
        ([REPLIES, DENY], "rule_no    = 200", "rule_no    = var.number"),
        ([], "subnet_ids = [aws_subnet.a.id]", "subnet_ids = var.texts"),
        ([], 'cidr_blocks = ["198.51.100.0/24"]', "cidr_blocks = var.texts"),
        ([], 'resource "aws_network_acl" "n" {', 'resource "aws_network_acl" "n" {\n  count = var.number'),
    ],
)
def test_what_is_not_known_is_a_question_and_no_finding(said, entries, known, unknown):
    head, found, tail = (in_a(HTTPS) + acl("n", ["a"], ALL_IN, *entries)).rpartition(known)
    assert found
    findings, questions = said(head + unknown + tail + VARIABLES)
    assert findings <= {"NET-006"}
    assert "NET-001" in questions


BALANCED = """
resource "aws_lb" "l" {
  load_balancer_type = "network"
  subnets            = [aws_subnet.a.id]
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.l.arn
  port              = 22
  protocol          = "TCP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.t.arn
  }
}
resource "aws_lb_target_group" "t" {
  port        = 22
  protocol    = "TCP"
  vpc_id      = aws_vpc.v.id
  target_type = "TYPE"
  MORE
}
resource "aws_lb_target_group_attachment" "t" {
  target_group_arn = aws_lb_target_group.t.arn
  target_id        = aws_instance.i.TARGET
}
"""
BY_ID, BY_ADDRESS = ("instance", "id"), ("ip", "private_ip")
SSH = rule("ingress", "tcp", (22, 22), "0.0.0.0/0")


@pytest.mark.parametrize(
    ("target", "more", "rules"),
    [
        (BY_ID, "", {"NET-009"}),
        (BY_ID, "preserve_client_ip = false", {"NET-010"}),
        (BY_ADDRESS, "", {"NET-010"}),
        (BY_ADDRESS, 'preserve_client_ip = "true"', {"NET-009"}),
    ],
)
def test_network_load_balancers_may_keep_clients_addresses(said, target, more, rules):
    kind, attribute = target
    balanced = BALANCED.replace("TYPE", kind).replace("TARGET", attribute).replace("MORE", more)
    assert said(BASE + INTERNET + group("x", SSH) + instance("i", "b", "x") + balanced)[0] == rules
