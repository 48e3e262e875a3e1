"""Origins that the internet reaches directly, and gateway endpoints behind ACLs."""

from __future__ import annotations

import pytest

from facts.network.scenes import ALL_IN, ALL_OUT, INTERNET, SUBNETS, VPC, acl, entry, group, rule
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.gateway_endpoints import endpoint_edges
from seamlint.facts.network.origins import open_origins

WORLD = rule("ingress", "tcp", (443, 443), "0.0.0.0/0")
DISTRIBUTION = """
resource "aws_lb" "l" {
  internal        = INTERNAL
  subnets         = [aws_subnet.a.id]
  security_groups = [aws_security_group.lb.id]
}
resource "aws_cloudfront_distribution" "d" {
  origin {
    origin_id   = "l"
    domain_name = aws_lb.l.dns_name
    custom_header {
      name  = "X-Secret"
      value = SENT
    }
  }
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.l.arn
  port              = 443
  protocol          = "HTTPS"
  default_action {
    type = "DEFAULT"
    fixed_response { content_type = "text/plain" }
  }
}
resource "aws_lb_listener_rule" "r" {
  listener_arn = aws_lb_listener.l.arn
  action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/t/1"
  }
  condition {
    http_header {
      http_header_name = "HEADER"
      values           = ["s3cret"]
    }
  }
}
variable "secret" { type = string }
"""


def scene(sent='"s3cret"', header="x-secret", default="fixed-response", internal="false", opens=WORLD):
    text = DISTRIBUTION.replace("SENT", sent).replace("HEADER", header)
    text = text.replace("DEFAULT", default).replace("INTERNAL", internal)
    return VPC + SUBNETS + INTERNET + group("lb", opens) + text


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"sent": '"another"'}, [Verdict.YES]),
        ({"header": "X-Other"}, [Verdict.YES]),
        ({"default": "forward"}, [Verdict.YES]),
        ({"sent": "var.secret"}, [Verdict.UNDECIDED]),
        ({"default": "forward", "internal": "true"}, []),
        ({"default": "forward", "opens": rule("ingress", "tcp", (443, 443), "10.0.0.0/8")}, []),
        ({"default": "forward", "opens": rule("ingress", "tcp", (8443, 8443), "0.0.0.0/0")}, []),
    ],
)
def test_origins(graph_of, changes, found):
    assert [each.bypassed.verdict for each in open_origins(graph_of(scene(**changes)))] == found


ENDPOINT = """
resource "aws_vpc_endpoint" "e" {
  vpc_id          = aws_vpc.v.id
  service_name    = "com.amazonaws.eu-west-1.SERVICE"
  route_table_ids = [aws_route_table.public.id]
}
"""
HTTPS_OUT = entry("egress", 100, "allow", "tcp 443-443", "0.0.0.0/0")
PRIVATE_OUT = entry("egress", 100, "allow", "-1 0-0", "10.0.0.0/8")
REPLIES_IN = entry("ingress", 100, "allow", "tcp 1024-65535", "0.0.0.0/0")


@pytest.mark.parametrize(
    ("service", "entries", "found"),
    [
        ("s3", [ALL_IN, ALL_OUT], [(Verdict.NO, False)]),
        ("s3", [HTTPS_OUT, REPLIES_IN], [(Verdict.NO, False)]),
        ("dynamodb", [ALL_IN, PRIVATE_OUT], [(Verdict.YES, False)]),
        ("s3", [HTTPS_OUT], [(Verdict.YES, True)]),
        ("s3", [ALL_IN, entry("egress", 100, "allow", "tcp 443-443", "var.secret")], [(Verdict.UNDECIDED, False)]),
        ("sts", [ALL_IN], []),
    ],
)
def test_gateway_endpoints(graph_of, service, entries, found):
    text = VPC + SUBNETS + INTERNET + ENDPOINT.replace("SERVICE", service) + acl("x", ["a"], *entries)
    edges = endpoint_edges(graph_of(text + 'variable "secret" { type = string }'))
    assert [(edge.blocked.verdict, edge.back) for edge in edges] == found
