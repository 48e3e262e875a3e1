"""Web ACLs that cannot protect what they are put before."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Verdict
from seamlint.facts.regions.web_acls import ABROAD, APART, ON_DISTRIBUTION, ON_REGIONAL, misused_acls

PROVIDERS = """
    provider "aws" { region = "eu-west-1" }
    provider "aws" {
      alias  = "us"
      region = "us-east-1"
    }
    variable "any" {}
"""
GLOBAL, REGIONAL = (f"arn:aws:wafv2:{where}:111122223333:%s/webacl/w/1" for where in ("us-east-1", "eu-west-1"))
LB = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/b/1"
APP = "arn:aws:amplify:eu-west-1:111122223333:apps/a"


def told(graph):
    return [(each.how, each.verdict) for each in misused_acls(graph)]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ('scope = "CLOUDFRONT"', [(ABROAD, Verdict.YES)]),
        ('scope = "CLOUDFRONT"\nprovider = aws.us', []),
        ('scope = "CLOUDFRONT"\nregion = "us-east-1"', []),
        ('scope = "CLOUDFRONT"\nregion = var.any', [(ABROAD, Verdict.UNDECIDED)]),
        ('scope = "CLOUDFRONT"\ncount = var.any', [(ABROAD, Verdict.UNDECIDED)]),
        ('scope = "REGIONAL"', []),
    ],
)
def test_scope_and_region(graph_of, arguments, expected):
    assert told(graph_of(PROVIDERS + f'resource "aws_wafv2_web_acl" "w" {{\n{arguments}\n}}')) == expected


@pytest.mark.parametrize(
    ("acl", "expected"),
    [
        (f'"{GLOBAL % "global"}"', []),
        (f'"{REGIONAL % "regional"}"', [(ON_DISTRIBUTION, Verdict.YES)]),
        ('"arn:aws:waf-regional:eu-west-1:111122223333:webacl/1"', [(ON_DISTRIBUTION, Verdict.YES)]),
        ("aws_wafregional_web_acl.r.id", [(ON_DISTRIBUTION, Verdict.YES)]),
        ("aws_waf_web_acl.g.id", []),
        ("data.aws_wafv2_web_acl.l.arn", [(ON_DISTRIBUTION, Verdict.YES)]),
        ("var.any", [(ON_DISTRIBUTION, Verdict.UNDECIDED)]),
    ],
)
def test_distributions(graph_of, acl, expected):
    graph = graph_of(f"""{PROVIDERS}
        resource "aws_wafregional_web_acl" "r" {{}}
        resource "aws_waf_web_acl" "g" {{}}
        data "aws_wafv2_web_acl" "l" {{ scope = "REGIONAL" }}
        resource "aws_cloudfront_distribution" "d" {{ web_acl_id = {acl} }}""")
    assert told(graph) == expected


@pytest.mark.parametrize(
    ("acl", "target", "expected"),
    [
        (REGIONAL % "regional", LB, []),
        (GLOBAL % "global", LB, [(ON_REGIONAL, Verdict.YES)]),
        (GLOBAL % "regional", LB, [(APART, Verdict.YES)]),
        (REGIONAL % "regional", LB.replace("eu-west-1", "eu-central-1"), [(APART, Verdict.YES)]),
        (GLOBAL % "global", APP, []),
        (REGIONAL % "regional", "arn:aws:cloudfront::111122223333:distribution/E1", [(ON_DISTRIBUTION, Verdict.YES)]),
    ],
)
def test_associations(graph_of, acl, target, expected):
    graph = graph_of(f"""{PROVIDERS}
        resource "aws_wafv2_web_acl_association" "a" {{
          web_acl_arn  = "{acl}"
          resource_arn = "{target}"
        }}""")
    assert told(graph) == expected
