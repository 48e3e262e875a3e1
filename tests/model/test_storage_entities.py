"""Buckets and what is said of them, in resources of their own and inside."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Text, Unknown
from seamlint.model.buckets import bucket_of_arn, bucket_of_domain
from seamlint.model.logs import LogDelivery, Writer
from seamlint.model.storage import (
    AccessPoint,
    AccountPublicAccessBlock,
    Bucket,
    BucketAcl,
    BucketNotification,
    DefaultEncryption,
    OwnershipControls,
    PublicAccessBlock,
    Replication,
    Website,
)

SEPARATE = """
resource "aws_s3_bucket" "b" { bucket = "data-1" }
resource "aws_s3_bucket_ownership_controls" "b" {
  bucket = aws_s3_bucket.b.id
  rule { object_ownership = "ObjectWriter" }
}
resource "aws_s3_bucket_acl" "b" {
  bucket = aws_s3_bucket.b.bucket
  access_control_policy {
    owner { id = "abc" }
    grant {
      permission = "WRITE"
      grantee {
        type = "Group"
        uri  = "http://acs.amazonaws.com/groups/s3/LogDelivery"
      }
    }
  }
}
resource "aws_s3_bucket_public_access_block" "b" {
  bucket            = "data-1"
  block_public_acls = true
}
resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.k.arn
    }
  }
}
resource "aws_kms_key" "k" {}
resource "aws_s3_bucket_website_configuration" "b" { bucket = aws_s3_bucket.b.id }
resource "aws_s3_bucket_replication_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  role   = "arn:aws:iam::111122223333:role/copy"
  rule {
    status = "Enabled"
    destination { bucket = "arn:aws:s3:::copies" }
  }
}
resource "aws_s3_bucket_notification" "b" {
  bucket = aws_s3_bucket.b.id
  queue { queue_arn = "arn:aws:sqs:eu-west-1:111122223333:q" }
  eventbridge = true
}
resource "aws_s3_bucket_logging" "b" {
  bucket        = aws_s3_bucket.b.id
  target_bucket = aws_s3_bucket.b.id
  target_prefix = "log/"
}
"""
INSIDE = """
B:
  Type: AWS::S3::Bucket
  Properties:
    BucketName: data-1
    OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}
    AccessControl: LogDeliveryWrite
    PublicAccessBlockConfiguration: {BlockPublicAcls: true}
    BucketEncryption:
      ServerSideEncryptionConfiguration:
        - BucketKeyEnabled: true
          ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: alias/k}
    WebsiteConfiguration: {IndexDocument: index.html}
    ReplicationConfiguration:
      Role: arn:aws:iam::111122223333:role/copy
      Rules: [{Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::copies'}}]
    NotificationConfiguration:
      EventBridgeConfiguration: {EventBridgeEnabled: true}
      QueueConfigurations: [{Event: 's3:ObjectCreated:*', Queue: 'arn:aws:sqs:eu-west-1:111122223333:q'}]
    LoggingConfiguration: {LogFilePrefix: log/}
"""


@pytest.fixture(params=["terraform", "cloudformation"])
def model(request, model_of, template_of):
    return model_of(SEPARATE) if request.param == "terraform" else template_of(INSIDE)


def test_whatever_is_said_of_a_bucket_names_it(model):
    bucket = model.one(Bucket)
    for kind in (OwnershipControls, BucketAcl, PublicAccessBlock, DefaultEncryption, Website, Replication, LogDelivery):
        assert model.graph.pointing(kind, "bucket", bucket) == model.all(kind), kind
        assert len(model.all(kind)) == 1, kind
    assert model.one(OwnershipControls).ownership == "ObjectWriter"
    assert model.one(DefaultEncryption).algorithm == "aws:kms"
    assert model.one(DefaultEncryption).bucket_key is True
    assert model.one(DefaultEncryption).kms_key is not None
    assert model.one(Replication).enabled is True
    assert [each.service for each in model.all(BucketNotification)] == ["sqs", "events"]
    logs = model.one(LogDelivery)
    assert (logs.writer, logs.prefix) == (Writer.BUCKET, "log/")
    assert model.graph.find(logs.source, Bucket) is bucket


def test_blocks_that_a_configuration_leaves_out_are_off(model):
    block = model.one(PublicAccessBlock)
    assert (block.block_public_acls, block.block_public_policy) == (True, False)


def test_acls_are_canned_or_listed(model_of):
    acl = model_of(SEPARATE).one(BucketAcl)
    assert acl.separate
    assert acl.canned is None
    assert [(each.grantee, each.permission) for each in acl.grants] == [
        ("http://acs.amazonaws.com/groups/s3/LogDelivery", "WRITE")
    ]


def test_a_templates_canned_acl_is_called_as_the_api_calls_it(template_of):
    acl = template_of(INSIDE).one(BucketAcl)
    assert acl.canned == "log-delivery-write"
    assert not acl.separate


def test_version_3_of_the_provider_has_all_inside(model_of):
    model = model_of("""
        resource "aws_s3_bucket" "b" {
          acl = "public-read"
          website { index_document = "index.html" }
          logging { target_bucket = "logs" }
          server_side_encryption_configuration {
            rule {
              apply_server_side_encryption_by_default { sse_algorithm = "AES256" }
            }
          }
          replication_configuration {
            role = "r"
            rules {
              status = "Disabled"
              destination { bucket = "arn:aws:s3:::copies" }
            }
          }
        }""")
    bucket = model.one(Bucket)
    assert model.one(BucketAcl).canned == "public-read"
    assert not model.one(BucketAcl).separate
    assert model.one(DefaultEncryption).algorithm == "AES256"
    assert model.one(DefaultEncryption).span("algorithm").line == 8
    assert model.one(Replication).enabled is False
    assert model.one(LogDelivery).bucket == "logs"
    assert model.graph.pointing(Website, "bucket", bucket) == model.all(Website)


def test_access_points_have_all_blocks_unless_they_say_otherwise(model_of):
    model = model_of("""
        resource "aws_s3_bucket" "b" {}
        resource "aws_s3_access_point" "p" {
          bucket = aws_s3_bucket.b.id
          name   = "p"
          public_access_block_configuration { block_public_policy = false }
        }
        resource "aws_s3_account_public_access_block" "a" { block_public_acls = true }""")
    point = model.one(AccessPoint)
    assert (point.block_public_acls, point.block_public_policy) == (True, False)
    assert model.graph.find(point.bucket, Bucket) is model.one(Bucket)
    account = model.one(AccountPublicAccessBlock)
    assert (account.block_public_acls, account.restrict_public_buckets) == (True, False)


def test_all_writers_of_logs_are_found(model_of):
    model = model_of("""
        resource "aws_s3_bucket" "l" {}
        resource "aws_cloudfront_distribution" "d" {
          logging_config { bucket = "${aws_s3_bucket.l.id}.s3.amazonaws.com" }
        }
        resource "aws_lb" "a" {
          access_logs {
            bucket  = aws_s3_bucket.l.id
            enabled = true
          }
        }
        resource "aws_lb" "n" {
          load_balancer_type = "network"
          access_logs { bucket  = aws_s3_bucket.l.id }
        }
        resource "aws_elb" "c" {
          access_logs { bucket = aws_s3_bucket.l.bucket }
        }
        resource "aws_cloudtrail" "t" { s3_bucket_name = aws_s3_bucket.l.id }
        resource "aws_config_configuration_recorder" "r" { role_arn = "arn:aws:iam::111122223333:role/r" }
        resource "aws_config_delivery_channel" "c" { s3_bucket_name = aws_s3_bucket.l.id }
        resource "aws_flow_log" "f" {
          log_destination_type = "s3"
          log_destination      = "${aws_s3_bucket.l.arn}/vpc/"
        }
        resource "aws_flow_log" "other" { log_destination = "arn:aws:logs:eu-west-1:111122223333:log-group:x" }""")
    found = model.all(LogDelivery)
    assert [(each.writer, each.enabled) for each in found] == [
        (Writer.DISTRIBUTION, True),
        (Writer.APPLICATION, True),
        (Writer.NETWORK, False),
        (Writer.CLASSIC, True),
        (Writer.TRAIL, True),
        (Writer.CONFIGURATION, True),
        (Writer.FLOW, True),
    ]
    assert model.graph.pointing(LogDelivery, "bucket", model.one(Bucket)) == found
    assert found[-1].prefix == "vpc/"
    assert found[-2].role == "arn:aws:iam::111122223333:role/r"


def test_all_writers_of_logs_are_found_in_templates(template_of):
    model = template_of("""
        L: {Type: AWS::S3::Bucket}
        D:
          Type: AWS::CloudFront::Distribution
          Properties: {DistributionConfig: {Logging: {Bucket: !GetAtt L.DomainName}}}
        A:
          Type: AWS::ElasticLoadBalancingV2::LoadBalancer
          Properties:
            LoadBalancerAttributes:
              - {Key: access_logs.s3.enabled, Value: 'true'}
              - {Key: access_logs.s3.bucket, Value: !Ref L}
              - {Key: access_logs.s3.prefix, Value: web}
        C:
          Type: AWS::ElasticLoadBalancing::LoadBalancer
          Properties: {AccessLoggingPolicy: {Enabled: true, S3BucketName: !Ref L}}
        T: {Type: AWS::CloudTrail::Trail, Properties: {S3BucketName: !Ref L, IsLogging: true}}
        R: {Type: AWS::Config::ConfigurationRecorder, Properties: {RoleARN: 'arn:aws:iam::111122223333:role/r'}}
        H: {Type: AWS::Config::DeliveryChannel, Properties: {S3BucketName: !Ref L}}
        F:
          Type: AWS::EC2::FlowLog
          Properties: {LogDestinationType: s3, LogDestination: !Sub '${L.Arn}/vpc/'}""")
    found = model.all(LogDelivery)
    assert [each.writer for each in found] == [
        Writer.DISTRIBUTION,
        Writer.APPLICATION,
        Writer.CLASSIC,
        Writer.TRAIL,
        Writer.CONFIGURATION,
        Writer.FLOW,
    ]
    assert all(each.enabled is True for each in found)
    assert model.graph.pointing(LogDelivery, "bucket", model.one(Bucket)) == found
    assert [found[1].prefix, found[-1].prefix] == ["web", "vpc/"]


@pytest.mark.parametrize(
    ("domain", "bucket"),
    [
        ("logs.s3.amazonaws.com", "logs"),
        ("a.b.s3.eu-west-1.amazonaws.com", "a.b"),
        ("logs.s3-us-west-2.amazonaws.com", "logs"),
        ("logs.s3.dualstack.eu-west-1.amazonaws.com", "logs"),
        ("logs", "logs"),
        ("logs.s3.cn-north-1.amazonaws.com.cn", "logs"),
    ],
)
def test_a_domain_name_belongs_to_a_bucket(domain, bucket):
    assert bucket_of_domain(domain) == bucket


def test_an_arn_may_go_on_below_its_bucket():
    unknown = Unknown(("var.b",))
    assert bucket_of_arn("arn:aws:s3:::logs/a/b") == ("logs", "a/b")
    assert bucket_of_arn("arn:aws:s3:::logs") == ("logs", None)
    assert bucket_of_arn(Text(("arn:", Unknown(("p",)), ":s3:::", unknown, "/x/"))) == (unknown, "x/")
    assert bucket_of_arn(Text(("arn:", Unknown(("p",)), ":s3:::logs/x"))) == ("logs", "x")


@pytest.mark.parametrize("name", ["", 'bucket = "data-1"'])
@pytest.mark.parametrize("attribute", ["id", "bucket"])
def test_a_bucket_is_known_through_what_is_said_of_it(model_of, name, attribute):
    model = model_of(f"""
        resource "aws_s3_bucket" "b" {{ {name} }}
        resource "aws_s3_bucket_ownership_controls" "b" {{
          bucket = aws_s3_bucket.b.id
          rule {{ object_ownership = "ObjectWriter" }}
        }}
        resource "aws_s3_bucket_acl" "b" {{ bucket = aws_s3_bucket_ownership_controls.b.{attribute} }}""")
    assert model.graph.find(model.one(BucketAcl).bucket, Bucket) is model.one(Bucket)
