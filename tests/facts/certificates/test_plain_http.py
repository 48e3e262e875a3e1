"""Plain HTTP beside TLS."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Verdict
from seamlint.facts.certificates.plain_http import plain_http

BALANCER = """
    resource "aws_lb" "b" {}
    resource "aws_lb_listener" "s" {
      load_balancer_arn = aws_lb.b.arn
      protocol          = "HTTPS"
    }
    resource "aws_lb_listener" "p" {
      load_balancer_arn = aws_lb.b.arn
      protocol          = "HTTP"
      default_action { type = "%s" }
    }
"""


def rule(priority, action, condition):
    return f"""
        resource "aws_lb_listener_rule" "r{priority}" {{
          listener_arn = aws_lb_listener.p.arn
          priority     = {priority}
          action {{ type = "{action}" }}
          condition {{
            {condition}
          }}
        }}"""


def path(*patterns):
    return f"path_pattern {{\nvalues = {list(patterns)}\n}}".replace("'", '"')


def told(graph):
    return [(each.entity.address, each.verdict) for each in plain_http(graph)]


DEFAULT = [("aws_lb_listener.p", Verdict.YES)]


@pytest.mark.parametrize(
    ("action", "rules", "expected"),
    [
        ("forward", "", DEFAULT),
        ("redirect", "", []),
        ("fixed-response", "", []),
        ("forward", rule(1, "redirect", path("/*")), []),
        ("forward", rule(1, "redirect", path("/app/*")), DEFAULT),
        ("redirect", rule(1, "forward", path("/app/*")), [("aws_lb_listener_rule.r1", Verdict.YES)]),
        ("redirect", rule(1, "redirect", path("*")) + rule(2, "forward", path("/app/*")), []),
        (
            "redirect",
            rule(2, "redirect", path("*")) + rule(1, "forward", path("/a")),
            [("aws_lb_listener_rule.r1", Verdict.YES)],
        ),
        ("redirect", rule(1, "forward", path("/.well-known/pki-validation/*")), []),
        ("redirect", rule(1, "forward", path("/.well-known/x", "/y")), [("aws_lb_listener_rule.r1", Verdict.YES)]),
        ("redirect", rule(1, "forward", 'http_header {\nhttp_header_name = "x-secret"\nvalues = ["y"]\n}'), []),
    ],
)
def test_listeners(graph_of, action, rules, expected):
    assert told(graph_of(BALANCER % action + rules)) == expected


def test_an_action_that_is_not_known_is_undecided(graph_of):
    code = 'variable "kind" {}' + (BALANCER % "forward").replace('"forward"', "var.kind")
    assert told(graph_of(code)) == [("aws_lb_listener.p", Verdict.UNDECIDED)]


@pytest.mark.parametrize(
    ("certificate", "aliases", "expected"),
    [
        ('iam_certificate_id = "ASCA"', "[]", [Verdict.YES]),
        ("acm_certificate_arn = var.arn", '["www.example.com"]', [Verdict.YES]),
        ("acm_certificate_arn = var.arn", "[]", [Verdict.UNDECIDED]),
        ("cloudfront_default_certificate = true", "[]", []),
    ],
)
def test_distributions(graph_of, certificate, aliases, expected):
    graph = graph_of(f"""
        variable "arn" {{}}
        resource "aws_cloudfront_distribution" "d" {{
          aliases = {aliases}
          viewer_certificate {{
            {certificate}
          }}
          default_cache_behavior {{ viewer_protocol_policy = "allow-all" }}
          ordered_cache_behavior {{ viewer_protocol_policy = "https-only" }}
        }}""")
    assert [each.verdict for each in plain_http(graph)] == expected


@pytest.mark.parametrize(("secure", "plain"), [("var.protocol", '"HTTP"'), ('"HTTPS"', "var.protocol")])
def test_protocols_that_are_not_known(graph_of, secure, plain):
    code = BALANCER.replace('"HTTPS"', secure).replace('"HTTP"', plain) % "forward"
    assert told(graph_of('variable "protocol" {}' + code)) == [("aws_lb_listener.p", Verdict.UNDECIDED)]


def test_nothing_is_asked_where_neither_protocol_is_known(graph_of):
    code = BALANCER.replace('"HTTPS"', "var.protocol").replace('"HTTP"', "var.protocol") % "forward"
    assert told(graph_of('variable "protocol" {}' + code)) == []
