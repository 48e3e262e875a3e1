"""Where something is that a pointer names."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.facts.regions.whereabouts import Arn, arn, declaring, is_foreign, region_in, region_of

ACCOUNT = Unknown(("the account of .",))


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("arn:aws:sns:eu-west-1:111122223333:alerts", Arn("aws", "sns", "eu-west-1", "alerts")),
        ("arn:aws:iam::111122223333:role/r", Arn("aws", "iam", "", "role/r")),
        (Text(("arn:aws:sns:eu-west-1:", ACCOUNT, ":alerts")), Arn("aws", "sns", "eu-west-1", "alerts")),
        (Text(("arn:aws:sns:", Unknown(("var.region",)), ":111122223333:alerts")), Arn("aws", "sns", "", "alerts")),
        (Text(("arn:", Unknown(("p",)), ":a:b:c:d:e")), Arn("", "a", "b", "d:e")),
        ("sg-0123456789abcdef0", None),
        (Text((Unknown(("var.arn",)), ":1")), None),
        (ACCOUNT, None),
        (None, None),
    ],
)
def test_arns_tell_what_is_known_of_them(pointer, found):
    assert arn(pointer) == found


def test_references_tell_by_what_declares_them(graph_of):
    graph = graph_of("""
        provider "aws" { region = "eu-west-1" }
        provider "aws" {
          alias  = "there"
          region = var.region
        }
        variable "region" {}
        resource "aws_sns_topic" "here" { name = "a" }
        resource "aws_sns_topic" "there" {
          provider = aws.there
          name     = "a"
        }""")
    unit = graph.units[0].path
    here, there = (Reference(unit, f"aws_sns_topic.{name}", "arn") for name in ("here", "there"))
    assert region_of(declaring(graph, here)) == "eu-west-1"
    assert isinstance(region_of(declaring(graph, there)), Unknown)
    assert declaring(graph, Text((here, ":*"))).address == "aws_sns_topic.here"
    assert declaring(graph, Text((here, there))) is None


def test_what_a_value_is_computed_from_tells_no_region():
    assert region_in("arn:aws:sns:eu-west-1:111122223333:alerts") == "eu-west-1"
    assert region_in(Reference(".", "data.aws_ssm_parameter.topic", "value")) == Unknown(
        ("data.aws_ssm_parameter.topic.value",)
    )


def test_other_partitions_are_foreign():
    assert [is_foreign(each) for each in ("us-east-1", "cn-north-1", "us-gov-west-1", Unknown(()))] == [
        False,
        True,
        True,
        False,
    ]
