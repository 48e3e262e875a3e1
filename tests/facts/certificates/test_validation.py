"""Certificates that are used while nothing validates them."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Verdict
from seamlint.facts.certificates.validation import NO_ZONE, NOTHING, RACE, unvalidated

CERTIFICATE = """
    resource "aws_acm_certificate" "c" {
      domain_name       = "www.example.com"
      validation_method = "DNS"
    }
"""
RECORD = """
    resource "cloudflare_record" "v" {
      for_each = { for each in aws_acm_certificate.c.domain_validation_options : each.domain_name => each }
      name     = each.value.resource_record_name
    }
"""
WAITS = """
    resource "aws_acm_certificate_validation" "v" {
      certificate_arn = aws_acm_certificate.c.arn
    }
"""


def used(value, more=""):
    return f"""
        resource "aws_lb_listener" "l" {{
          protocol        = "HTTPS"
          certificate_arn = {value}
          {more}
        }}"""


def told(graph):
    return [(each.how, each.verdict) for each in unvalidated(graph)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (CERTIFICATE, []),
        (CERTIFICATE + used("aws_acm_certificate.c.arn"), [(NOTHING, Verdict.YES)]),
        (CERTIFICATE + RECORD + used("aws_acm_certificate.c.arn"), []),
        (CERTIFICATE + WAITS + used("aws_acm_certificate.c.arn"), [(RACE, Verdict.YES)]),
        (CERTIFICATE + WAITS + used("aws_acm_certificate_validation.v.certificate_arn"), []),
        (CERTIFICATE + WAITS + used("aws_acm_certificate_validation.v.id"), []),
        (
            CERTIFICATE
            + WAITS
            + "locals { arn = aws_acm_certificate_validation.v.certificate_arn }"
            + used("local.arn"),
            [],
        ),
        (
            CERTIFICATE + WAITS + used("aws_acm_certificate.c.arn", "depends_on = [aws_acm_certificate_validation.v]"),
            [],
        ),
        (
            CERTIFICATE
            + WAITS
            + used("aws_acm_certificate.c.arn", "tags = { after = aws_acm_certificate_validation.v.id }"),
            [],
        ),
        (
            'variable "n" {}'
            + CERTIFICATE
            + WAITS.replace('"v" {', '"v" {\n count = var.n\n')
            + used("aws_acm_certificate.c.arn"),
            [(RACE, Verdict.UNDECIDED)],
        ),
        (
            'variable "n" {}' + CERTIFICATE + used("aws_acm_certificate.c.arn", "count = var.n"),
            [(NOTHING, Verdict.UNDECIDED)],
        ),
        (CERTIFICATE.replace('"DNS"', '"EMAIL"') + used("aws_acm_certificate.c.arn"), []),
        (CERTIFICATE.replace('"DNS"', '"dns"') + used("aws_acm_certificate.c.arn"), [(NOTHING, Verdict.YES)]),
    ],
)
def test_terraform(graph_of, code, expected):
    assert told(graph_of(code)) == expected


@pytest.mark.parametrize(
    ("names", "options", "left"),
    [
        (["www.example.com"], [], ["www.example.com"]),
        (["example.com", "*.example.com"], ["example.com"], []),
        (["*.example.com"], ["*.example.com"], []),
        (["example.com", "www.example.com"], ["example.com"], ["www.example.com"]),
        (["WWW.example.com"], ["www.example.com"], []),
    ],
)
def test_templates(graph_of, names, options, left):
    zones = "".join(f'\n    - {{ DomainName: "{name}", HostedZoneId: Z1 }}' for name in options)
    graph = graph_of(
        template=f"""
Certificate:
  Type: AWS::CertificateManager::Certificate
  Properties:
    DomainName: "{names[0]}"
    SubjectAlternativeNames: {names[1:]}
    ValidationMethod: DNS
    {"DomainValidationOptions:" + zones if options else ""}
"""
    )
    assert [(each.how, list(each.names)) for each in unvalidated(graph)] == ([(NO_ZONE, left)] if left else [])
