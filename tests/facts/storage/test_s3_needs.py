"""What statements about S3 are for."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Reference
from seamlint.facts.iam.documents import parse_document
from seamlint.facts.storage.s3_needs import s3_needs


def needs_of(**statement):
    document = parse_document({"Version": "2012-10-17", "Statement": {"Effect": "Allow", **statement}})
    return [(each.actions, each.all_of_them, each.written) for each in s3_needs(document.statements[0])]


@pytest.mark.parametrize(
    ("actions", "resource", "expected"),
    [
        ("s3:GetObject", "arn:aws:s3:::b/*", [(("s3:getobject",), True, "arn:aws:s3:::b/*")]),
        (["s3:GetObject", "s3:ListBucket"], "arn:aws:s3:::b", [(("s3:listbucket",), True, "arn:aws:s3:::b")]),
        ("s3:Get*", "arn:aws:s3:::b/k", [(("s3:getobject",), False, "arn:aws:s3:::b/k")]),
        ("s3:GetObject", "arn:aws:s3:::b-*/*", []),
        ("s3:GetObject", "*", []),
        ("sqs:SendMessage", "arn:aws:s3:::b/*", []),
        ("s3:ListBucket", "arn:aws:s3:::b/*", []),
    ],
)
def test_single_actions_on_buckets_that_are_named(actions, resource, expected):
    assert needs_of(Action=actions, Resource=resource) == expected


def test_all_but_some_names_nothing():
    assert needs_of(NotAction="s3:GetObject", Resource="arn:aws:s3:::b/*") == []
    assert needs_of(Action="s3:GetObject", NotResource="arn:aws:s3:::b/*") == []


@pytest.mark.parametrize(
    ("address", "written"), [("aws_s3_bucket.b", "${aws_s3_bucket.b.arn}"), ("Data", "${Data.Arn}")]
)
def test_a_bucket_without_a_name_is_written_as_its_arn(address, written):
    arn = Reference(".", address, "arn")
    assert needs_of(Action="s3:ListBucket", Resource=arn) == [(("s3:listbucket",), True, written)]
