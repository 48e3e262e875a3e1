"""What resources encrypt with AWS KMS, and with which key."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Reference, Unknown
from seamlint.model.cloudformation.encryption import data as of_templates
from seamlint.model.encrypted_data import EncryptedData
from seamlint.model.terraform.encryption import data as of_terraform


def told(model):
    return [(each.kind, each.kms, each.kms_key) for each in model.all(EncryptedData)]


def test_a_key_alone_turns_encryption_of_a_queue_on(model_of):
    model = model_of("""
        resource "aws_sqs_queue" "a" { kms_master_key_id = "alias/jobs" }
        resource "aws_sqs_queue" "b" { sqs_managed_sse_enabled = true }
        resource "aws_sqs_queue" "c" { kms_master_key_id = "" }""")
    assert told(model) == [("queue", True, "alias/jobs")]
    assert model.one(EncryptedData).encrypts == model.ref("aws_sqs_queue.a")


def test_what_turns_encryption_on_may_be_unknown(model_of):
    model = model_of("""
        variable "key" {}
        variable "on" {}
        resource "aws_kms_key" "k" {}
        resource "aws_sqs_queue" "a" { kms_master_key_id = var.key }
        resource "aws_ebs_volume" "v" {
          encrypted  = var.on
          kms_key_id = aws_kms_key.k.arn
        }""")
    queue, volume = model.all(EncryptedData)
    assert isinstance(queue.kms, Unknown)
    assert isinstance(queue.kms_key, Unknown)
    assert volume.kms == Unknown(("var.on",))
    assert volume.kms_key == Reference(model.unit, "aws_kms_key.k", "arn")


def test_some_data_is_encrypted_with_the_managed_key_from_the_start(model_of):
    model = model_of("""
        resource "aws_secretsmanager_secret" "s" {}
        resource "aws_ssm_parameter" "p" { type = "SecureString" }
        resource "aws_ssm_parameter" "q" { type = "String" }
        resource "aws_dynamodb_table" "owned" {}
        resource "aws_dynamodb_table" "managed" {
          server_side_encryption { enabled = true }
        }""")
    found = [(each.kind, each.aws_managed, each.kms_key) for each in model.all(EncryptedData)]
    assert found == [
        ("secret", "alias/aws/secretsmanager", None),
        ("parameter", "alias/aws/ssm", None),
        ("table", "alias/aws/dynamodb", None),
    ]


def test_blocks_below_blocks_each_hold_data(model_of):
    model = model_of("""
        resource "aws_launch_template" "t" {
          block_device_mappings {
            ebs {
              encrypted  = true
              kms_key_id = "alias/a"
            }
          }
          block_device_mappings {
            ebs { encrypted = false }
          }
        }""")
    data = model.one(EncryptedData)
    assert data.path == ("block_device_mappings", 0, "ebs", 0)
    assert data.span("kms_key").line == 6


def test_blocks_that_are_not_known_may_hold_data(model_of):
    model = model_of("""
        variable "encryption" {}
        resource "aws_ecr_repository" "r" {
          dynamic "encryption_configuration" {
            for_each = var.encryption
            content { encryption_type = "KMS" }
          }
        }""")
    assert [type(each.kms) for each in model.all(EncryptedData)] == [Unknown]


def test_a_replica_lies_in_a_region_of_its_own(model_of):
    model = model_of("""
        resource "aws_secretsmanager_secret" "s" {
          kms_key_id = "alias/here"
          replica {
            region     = "eu-central-1"
            kms_key_id = "alias/there"
          }
        }""")
    assert [(each.region, each.kms_key) for each in model.all(EncryptedData)] == [
        (None, "alias/here"),
        ("eu-central-1", "alias/there"),
    ]


def test_templates_tell_the_same(template_of):
    model = template_of("""
        Queue:
          Type: AWS::SQS::Queue
          Properties: {KmsMasterKeyId: alias/jobs}
        Plain:
          Type: AWS::SQS::Queue
        Stream:
          Type: AWS::Kinesis::Stream
          Properties:
            StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}
        Volume:
          Type: AWS::EC2::LaunchTemplate
          Properties:
            LaunchTemplateData:
              BlockDeviceMappings:
                - Ebs: {Encrypted: true, KmsKeyId: alias/disk}""")
    assert told(model) == [
        ("queue", True, "alias/jobs"),
        ("stream", True, "alias/aws/kinesis"),
        ("volume", True, "alias/disk"),
    ]


@pytest.mark.parametrize("settings", [of_terraform.SETTINGS, of_templates.SETTINGS])
def test_every_row_names_its_page(settings):
    for name, rows in settings.items():
        assert rows, name
        assert all(" Guide, " in row.page and row.kind and row.service for row in rows), name
