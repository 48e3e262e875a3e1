"""What holds for a bucket: what is said of it, and AWS's defaults for the rest."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.facts.storage.settings import block, bucket_block, encryption, ownership
from seamlint.model.storage import Bucket
from seamlint.model.verdict import Verdict

BUCKET = 'resource "aws_s3_bucket" "b" {}\n'
OWNERSHIP = """
resource "aws_s3_bucket_ownership_controls" "%s" {
  bucket = aws_s3_bucket.b.id
  rule { object_ownership = "%s" }
}
"""
BLOCK = """
resource "aws_s3_bucket_public_access_block" "b" {
  bucket            = %s
  block_public_acls = true
}
"""
ACCOUNT = 'resource "aws_s3_account_public_access_block" "a" { block_public_policy = true }\n'
POLICY, ACLS = "block_public_policy", "block_public_acls"


def bucket_of(graph):
    return graph.all(Bucket)[0]


def test_a_bucket_of_which_nothing_is_said_has_the_defaults_for_new_buckets(graph_of):
    graph = graph_of(BUCKET)
    bucket = bucket_of(graph)
    owned, blocked, encrypted = ownership(graph, bucket), block(graph, bucket, POLICY), encryption(graph, bucket)
    assert (owned.value, owned.declared) == ("BucketOwnerEnforced", False)
    assert (blocked.value, blocked.declared) == (True, False)
    assert encrypted.is_kms is Verdict.NO
    assert {each.evidence.resource for each in (owned, blocked, encrypted.algorithm)} == {bucket.address}


def test_what_is_declared_counts_and_shows_where(graph_of):
    graph = graph_of(BUCKET + OWNERSHIP % ("b", "ObjectWriter") + BLOCK % "aws_s3_bucket.b.id")
    bucket = bucket_of(graph)
    assert ownership(graph, bucket).value == "ObjectWriter"
    assert ownership(graph, bucket).evidence.span.line == 5
    assert block(graph, bucket, ACLS).value is True
    assert block(graph, bucket, POLICY).value is False
    assert block(graph, bucket, POLICY).evidence.says == "leaves off BlockPublicPolicy"


def test_the_accounts_blocks_hold_for_all_its_buckets(graph_of):
    graph = graph_of(BUCKET + BLOCK % "aws_s3_bucket.b.id" + ACCOUNT)
    bucket = bucket_of(graph)
    assert block(graph, bucket, POLICY).value is True
    assert block(graph, bucket, POLICY).by.address == "aws_s3_account_public_access_block.a"
    assert bucket_block(graph, bucket, POLICY).value is False


def test_another_accounts_blocks_do_not_hold(graph_of):
    provider = 'provider "aws" { allowed_account_ids = ["%s"] }\n'
    graph = graph_of(
        one=provider % "111122223333" + BUCKET + BLOCK % "aws_s3_bucket.b.id", two=provider % "444455556666" + ACCOUNT
    )
    assert block(graph, bucket_of(graph), POLICY).value is False


def test_blocks_of_an_account_nobody_knows_may_hold(graph_of):
    graph = graph_of(one=BUCKET + BLOCK % "aws_s3_bucket.b.id", two=ACCOUNT)
    assert block(graph, bucket_of(graph), POLICY).is_(True) is Verdict.UNDECIDED
    assert block(graph, bucket_of(graph), ACLS).value is True


@pytest.mark.parametrize(
    "text",
    [
        'variable "n" {}\n' + BUCKET + BLOCK % "var.n",
        BUCKET + OWNERSHIP % ("b", "ObjectWriter") + OWNERSHIP % ("c", "BucketOwnerEnforced"),
        'variable "n" {}\n' + BUCKET + OWNERSHIP % ("b", "${var.n}"),
        'variable "n" {}\n' + BUCKET + (OWNERSHIP % ("b", "ObjectWriter")).replace("{\n", "{\n  count = var.n\n", 1),
        'data "aws_s3_bucket" "b" { bucket = "b" }',
    ],
)
def test_what_is_not_known_is_not_the_default(graph_of, text):
    graph = graph_of(text)
    bucket = bucket_of(graph)
    found = [ownership(graph, bucket), block(graph, bucket, POLICY)]
    assert any(isinstance(each.value, Unknown) and each.needs for each in found)


def test_a_default_that_is_declared_in_case_stays_the_default(graph_of):
    text = 'variable "n" {}\n' + BUCKET + OWNERSHIP % ("b", "BucketOwnerEnforced")
    graph = graph_of(text.replace("{\n", "{\n  count = var.n\n", 1))
    assert ownership(graph, bucket_of(graph)).value == "BucketOwnerEnforced"


def test_a_key_is_known_by_what_names_it(graph_of):
    graph = graph_of(
        template="""
        B:
          Type: AWS::S3::Bucket
          Properties:
            BucketEncryption:
              ServerSideEncryptionConfiguration:
                - ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: alias/k}
        C:
          Type: AWS::S3::Bucket
          Properties:
            BucketEncryption:
              ServerSideEncryptionConfiguration:
                - ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms'}
        """
    )
    named, managed = (encryption(graph, each) for each in graph.all(Bucket))
    assert (named.is_kms, named.kms_key) == (Verdict.YES, "alias/k")
    assert named.key_evidence.span.line == 8
    assert (managed.is_kms, managed.kms_key) == (Verdict.YES, None)


def test_a_block_that_may_not_exist_is_not_declared_but_new_buckets_have_it_on(graph_of):
    may_be = BLOCK.replace("{\n", "{\n  count = var.on ? 1 : 0\n", 1)
    graph = graph_of(BUCKET + 'variable "on" {}\n' + may_be % "aws_s3_bucket.b.id")
    found = block(graph, bucket_of(graph), ACLS)
    assert (found.value, found.declared) == (True, False)
