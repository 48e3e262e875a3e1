"""Services and principals that need a key, where no fixture can say it: what is open, and how much is asked."""

from __future__ import annotations

import json

import pytest

from seamlint.config import Config
from seamlint.evaluate.values import Verdict
from seamlint.facts.encryption import readers
from seamlint.facts.encryption.blocked_services import blocked_services
from seamlint.facts.encryption.data import encrypted
from seamlint.facts.encryption.keys import AwsManagedKey
from seamlint.facts.encryption.readers import locked_out
from seamlint.facts.encryption.regions import keys_abroad
from seamlint.facts.encryption.service_uses import _SENDERS, OWN, sender
from seamlint.graph.build import build
from seamlint.pipeline import evaluate
from seamlint.request import Request

HERE = """
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
"""
LOG_GROUP = """
resource "aws_cloudwatch_log_group" "l" {
  name       = "/app"
  kms_key_id = aws_kms_key.k.arn
}
"""


@pytest.fixture
def graph_of(tmp_path):
    def graph_of(text):
        (tmp_path / "main.tf").write_text(text)
        units, problems = evaluate(Request((str(tmp_path),), Config(str(tmp_path)), cache=False))
        assert [problem.message for problem in problems] == []
        return build(units)

    return graph_of


def key(*statements, name="k"):
    policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return f'resource "aws_kms_key" "{name}" {{\n  policy = {json.dumps(policy)}\n}}\n'


def admits(service, *actions):
    return {"Effect": "Allow", "Principal": {"Service": service}, "Action": list(actions) or "kms:*", "Resource": "*"}


def verdicts(graph):
    return [(each.integration.who, each.verdict) for each in blocked_services(graph)]


def test_without_a_region_no_service_is_missing_that_the_key_may_name(graph_of):
    graph = graph_of(key(admits("logs.us-east-1.amazonaws.com")) + LOG_GROUP)
    assert verdicts(graph) == []


def test_without_a_region_a_key_that_names_no_region_admits_none(graph_of):
    graph = graph_of(key(admits("s3.amazonaws.com")) + LOG_GROUP)
    assert verdicts(graph) == [("logs.REGION.amazonaws.com", Verdict.YES)]


def test_a_policy_that_is_not_known_decides_nothing(graph_of):
    text = 'variable "policy" {}\nresource "aws_kms_key" "k" {\n  policy = var.policy\n}\n' + LOG_GROUP
    (found,) = blocked_services(graph_of(HERE + text))
    assert (found.verdict, found.needs) == (Verdict.UNDECIDED, ("var.policy",))


def test_a_key_that_is_not_known_decides_nothing(graph_of):
    text = 'variable "key" {}\n' + LOG_GROUP.replace("aws_kms_key.k.arn", "var.key")
    (found,) = blocked_services(graph_of(HERE + text))
    assert (found.verdict, found.needs) == (Verdict.UNDECIDED, ("var.key",))


def test_other_partitions_have_other_services(graph_of):
    china = HERE.replace("eu-west-1", "cn-north-1")
    assert verdicts(graph_of(china + key(admits("s3.amazonaws.com")) + LOG_GROUP)) == []


def test_a_service_needs_all_its_actions(graph_of):
    some = key(admits("logs.eu-west-1.amazonaws.com", "kms:Encrypt", "kms:Decrypt"))
    (found,) = blocked_services(graph_of(HERE + some + LOG_GROUP))
    assert found.actions == ("kms:GenerateDataKey",)
    assert found.statement is not None


@pytest.mark.parametrize("use", [*OWN.values(), *_SENDERS.values()])
def test_every_use_names_its_page(use):
    assert " Guide, " in use.page


def test_event_bridge_tells_the_keys_of_topics_no_source():
    assert "aws:sourcearn" in sender("events", "sns").absent
    assert sender("events", "sqs").absent == ()


def test_buckets_and_other_data_stand_in_one_list(graph_of):
    graph = graph_of("""
        resource "aws_s3_bucket" "b" { bucket = "acme" }
        resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
          bucket = aws_s3_bucket.b.id
          rule {
            apply_server_side_encryption_by_default { sse_algorithm = "aws:kms" }
          }
        }
        resource "aws_secretsmanager_secret" "s" {}""")
    found = [(each.title, each.key) for each in encrypted(graph)]
    assert found == [
        ("aws_s3_bucket.b", AwsManagedKey("s3")),
        ("aws_secretsmanager_secret.s", AwsManagedKey("secretsmanager")),
    ]


def reader(resource="*"):
    trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    grant = {"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": resource}
    documents = [json.dumps(json.dumps({"Version": "2012-10-17", "Statement": [each]})) for each in (trust, grant)]
    return f"""
        resource "aws_iam_role" "r" {{
          name               = "r"
          assume_role_policy = {documents[0]}
        }}
        resource "aws_iam_role_policy" "r" {{
          role   = aws_iam_role.r.name
          policy = {documents[1]}
        }}
        """


def queue(name, near=""):
    return f"""
        resource "aws_kms_key" "{name}" {{}}
        resource "aws_sqs_queue" "{name}" {{
          name              = "{name}"
          kms_master_key_id = aws_kms_key.{name}.arn
          {near}
        }}
        """


def test_one_statement_for_everything_is_one_answer_and_bounded_work(graph_of, monkeypatch):
    monkeypatch.setattr(readers, "_MOST_BY_PATTERN", 3)
    (found,) = locked_out(graph_of(HERE + reader() + "".join(queue(f"q{n}") for n in range(5))))
    assert [each.address for each in found.keys] == ["aws_kms_key.q0", "aws_kms_key.q1", "aws_kms_key.q2"]
    assert found.is_delegated


def test_a_queue_that_may_not_exist_locks_nobody_out_for_certain(graph_of):
    text = 'variable "on" {}' + HERE + reader() + queue("q", "count = var.on ? 1 : 0")
    (found,) = locked_out(graph_of(text))
    assert found.verdict is Verdict.UNDECIDED
    assert found.needs == ("var.on",)


@pytest.mark.parametrize("key", ["var.key", '"arn:aws:kms:eu-west-1:111122223333:key/1234abcd"', '"alias/elsewhere"'])
def test_a_key_that_nobody_declares_is_a_question(graph_of, key):
    text = 'variable "key" {}' + HERE + reader() + queue("q").replace("aws_kms_key.q.arn", key)
    assert {each.verdict for each in locked_out(graph_of(text))} == {Verdict.UNDECIDED}


def test_a_key_of_another_region_is_told_by_its_arn(graph_of):
    there = "arn:aws:kms:us-east-1:111122223333:key/1"
    text = f'resource "aws_sqs_queue" "q" {{\n  name = "q"\n  kms_master_key_id = "{there}"\n}}\n'
    (found,) = keys_abroad(graph_of(HERE + text))
    assert (found.regions, found.verdict) == (("eu-west-1", "us-east-1"), Verdict.YES)
