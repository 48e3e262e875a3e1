"""Hosts that certificates have to cover."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Verdict
from seamlint.facts.certificates.coverage import uncovered

LISTENER = """
    resource "aws_lb_listener" "l" {
      protocol        = "%s"
      certificate_arn = %s
    }
"""
CERTIFICATE = """
    resource "aws_acm_certificate" "%s" {
      domain_name = "%s"
    }
"""
RULE = """
    resource "aws_lb_listener_rule" "r" {
      listener_arn = aws_lb_listener.l.arn
      %s
    }
"""
HOST = "condition {\n host_header {\n values = [%s]\n }\n }"
MORE = """
    resource "aws_lb_listener_certificate" "m" {
      listener_arn    = aws_lb_listener.l.arn
      certificate_arn = %s
    }
"""


def told(graph):
    return [(list(each.hosts.values()), each.verdict) for each in uncovered(graph)]


ONE = CERTIFICATE % ("a", "a.example.com") + LISTENER % ("HTTPS", "aws_acm_certificate.a.arn")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (ONE + RULE % (HOST % '"a.example.com"'), []),
        (ONE + RULE % (HOST % '"a.example.com", "b.example.com"'), [(["b.example.com"], Verdict.YES)]),
        (
            ONE + RULE % 'condition {\n field = "host-header"\n values = ["b.example.com"]\n }',
            [(["b.example.com"], Verdict.YES)],
        ),
        (ONE + RULE % 'condition {\n path_pattern {\n values = ["/b"]\n }\n }', []),
        (ONE.replace("HTTPS", "HTTP") + RULE % (HOST % '"b.example.com"'), []),
        (ONE + 'variable "host" {}' + RULE % (HOST % "var.host"), [([], Verdict.UNDECIDED)]),
        (
            ONE + 'variable "arn" {}' + MORE % "var.arn" + RULE % (HOST % '"b.example.com"'),
            [(["b.example.com"], Verdict.UNDECIDED)],
        ),
        (
            ONE
            + CERTIFICATE % ("b", "*.example.com")
            + MORE % "aws_acm_certificate.b.arn"
            + RULE % (HOST % '"b.example.com"'),
            [],
        ),
        (
            ONE
            + 'variable "listener" {}'
            + CERTIFICATE % ("b", "c.example.com")
            + (MORE % "aws_acm_certificate.b.arn").replace("aws_lb_listener.l.arn", "var.listener")
            + RULE % (HOST % '"c.example.com"'),
            [],
        ),
    ],
)
def test_listeners(graph_of, code, expected):
    assert told(graph_of(code)) == expected


@pytest.mark.parametrize(
    ("certificate", "alias", "expected"),
    [
        ('domain_name = "example.com"', '"example.com"', []),
        ('domain_name = "example.com"', '"www.example.com"', [(["www.example.com"], Verdict.YES)]),
        ("domain_name = var.name", '"www.example.com"', [(["www.example.com"], Verdict.UNDECIDED)]),
        ('domain_name = "example.com"', "var.name", [([], Verdict.UNDECIDED)]),
        ('private_key = "x"', '"www.example.com"', [(["www.example.com"], Verdict.UNDECIDED)]),
        (
            'domain_name = "a.example.com"\nsubject_alternative_names = ["www.example.com", var.name]',
            '"www.example.com"',
            [],
        ),
    ],
)
def test_aliases(graph_of, certificate, alias, expected):
    graph = graph_of(f"""
        variable "name" {{}}
        resource "aws_acm_certificate" "c" {{
          {certificate}
        }}
        resource "aws_cloudfront_distribution" "d" {{
          aliases = [{alias}]
          viewer_certificate {{ acm_certificate_arn = aws_acm_certificate.c.arn }}
        }}""")
    assert told(graph) == expected


def test_names_that_are_looked_up_are_not_all_known(graph_of):
    graph = graph_of("""
        data "aws_acm_certificate" "c" { domain = "*.example.com" }
        resource "aws_cloudfront_distribution" "d" {
          aliases = ["www.example.com", "example.com"]
          viewer_certificate { acm_certificate_arn = data.aws_acm_certificate.c.arn }
        }""")
    assert told(graph) == [(["example.com"], Verdict.UNDECIDED)]


def test_older_conditions_of_templates(graph_of):
    graph = graph_of(
        template="""
Certificate:
  Type: AWS::CertificateManager::Certificate
  Properties: { DomainName: a.example.com }
Listener:
  Type: AWS::ElasticLoadBalancingV2::Listener
  Properties:
    Protocol: HTTPS
    Port: 443
    Certificates: [{ CertificateArn: !Ref Certificate }]
Rule:
  Type: AWS::ElasticLoadBalancingV2::ListenerRule
  Properties:
    ListenerArn: !Ref Listener
    Conditions: [{ Field: host-header, Values: [a.example.com, b.example.com] }]
"""
    )
    assert told(graph) == [(["b.example.com"], Verdict.YES)]
