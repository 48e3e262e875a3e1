"""References that leave their region."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Verdict
from seamlint.facts.regions.references import FIELDS, departures
from seamlint.model.cloudformation.certificates import regional as of_templates
from seamlint.model.regions import BONDS
from seamlint.model.terraform.certificates import regional as of_terraform

PROVIDERS = """
    provider "aws" { region = "eu-west-1" }
    provider "aws" {
      alias  = "there"
      region = "us-east-1"
    }
"""


def found(graph):
    return [(each.entity.address, each.named, each.verdict) for each in departures(graph)]


def test_every_row_has_a_reason_and_every_reason_a_row():
    rows = [row for table in (of_terraform.BOUND, of_templates.BOUND) for held in table.values() for row in held]
    named = {row.bond for row in rows} | {bond for _, _, bond, _ in FIELDS} | {"dead-letters"}
    assert named == set(BONDS)


@pytest.mark.parametrize(
    ("resource", "attribute", "target"),
    [
        ("aws_instance", "ami", "aws_ami_copy"),
        ("aws_lambda_event_source_mapping", "event_source_arn", "aws_kinesis_stream"),
        ("aws_ecs_service", "task_definition", "aws_ecs_task_definition"),
        ("aws_api_gateway_vpc_link", "target_arns", "aws_lb"),
        ("aws_efs_mount_target", "file_system_id", "aws_efs_file_system"),
        ("aws_db_subnet_group", "subnet_ids", "aws_subnet"),
        ("aws_cloudwatch_event_target", "arn", "aws_sqs_queue"),
    ],
)
def test_rows_of_the_table(graph_of, resource, attribute, target):
    named = "arn" if attribute.endswith(("arn", "arns")) else "id"
    value = f"{target}.there.{named}"
    graph = graph_of(f"""{PROVIDERS}
        resource "{target}" "there" {{ provider = aws.there }}
        resource "{resource}" "here" {{ {attribute} = {f"[{value}]" if attribute.endswith("s") else value} }}
        resource "{resource}" "beside" {{
          provider    = aws.there
          {attribute} = {f"[{value}]" if attribute.endswith("s") else value}
        }}""")
    assert found(graph) == [(f"{resource}.here", f"{target}.there", Verdict.YES)]


def test_what_a_resource_only_holds_may_come_from_anywhere(graph_of):
    graph = graph_of(f"""{PROVIDERS}
        data "aws_ssm_parameter" "image" {{
          provider = aws.there
          name     = "/image"
        }}
        resource "aws_instance" "i" {{ ami = data.aws_ssm_parameter.image.value }}""")
    assert found(graph) == []


def test_a_name_counts_only_where_the_code_refers_to_the_resource(graph_of):
    graph = graph_of(f"""{PROVIDERS}
        resource "aws_db_subnet_group" "there" {{
          provider = aws.there
          name     = "data"
        }}
        locals {{ group = aws_db_subnet_group.there.name }}
        resource "aws_db_instance" "refers" {{ db_subnet_group_name = local.group }}
        resource "aws_db_instance" "writes" {{ db_subnet_group_name = "data" }}""")
    assert found(graph) == [("aws_db_instance.refers", "aws_db_subnet_group.there", Verdict.YES)]


def test_what_is_not_known_on_one_side_is_undecided_and_on_both_nothing(graph_of):
    graph = graph_of("""
        variable "region" {}
        provider "aws" { region = var.region }
        resource "aws_sns_topic" "t" {}
        resource "aws_cloudwatch_metric_alarm" "a" { alarm_actions = [aws_sns_topic.t.arn] }
        resource "aws_cloudwatch_metric_alarm" "b" {
          alarm_actions = ["arn:aws:sns:eu-west-1:111122223333:alerts"]
        }""")
    assert found(graph) == [
        ("aws_cloudwatch_metric_alarm.b", "arn:aws:sns:eu-west-1:111122223333:alerts", Verdict.UNDECIDED)
    ]


def test_what_may_not_exist_is_undecided(graph_of):
    graph = graph_of(f"""{PROVIDERS}
        variable "number" {{}}
        resource "aws_sns_topic" "t" {{ provider = aws.there }}
        resource "aws_cloudwatch_metric_alarm" "a" {{
          count         = var.number
          alarm_actions = [aws_sns_topic.t.arn]
        }}""")
    assert [each.verdict for each in departures(graph)] == [Verdict.UNDECIDED]
    assert "var.number" in departures(graph)[0].needs
