"""What a resource waits for."""

from __future__ import annotations

from seamlint.config import Config
from seamlint.pipeline import evaluate
from seamlint.request import Request

ROOT = """
variable "given" { default = "x" }
locals { name = aws_s3_bucket.a.bucket }
resource "aws_s3_bucket" "a" { bucket = "a" }
resource "aws_s3_bucket_ownership_controls" "a" {
  for_each = toset(["one"])
  bucket   = aws_s3_bucket.a.id
  rule { object_ownership = "ObjectWriter" }
}
module "acl" {
  source     = "./acl"
  bucket     = aws_s3_bucket_ownership_controls.a["one"].bucket
  depends_on = [null_resource.first]
}
resource "null_resource" "first" {
  triggers = { name = local.name, region = data.aws_region.here.name, given = var.given }
}
data "aws_region" "here" {}
"""
CALLED = """
variable "bucket" {}
resource "aws_s3_bucket_acl" "a" {
  bucket     = var.bucket
  acl        = "private"
  depends_on = [aws_s3_bucket_versioning.a]
  dynamic "access_control_policy" {
    for_each = aws_s3_bucket_lifecycle_configuration.a[*].id
    content {}
  }
}
resource "aws_s3_bucket_versioning" "a" { bucket = var.bucket }
resource "aws_s3_bucket_lifecycle_configuration" "a" { bucket = var.bucket }
"""


def resources(tmp_path):
    (tmp_path / "main.tf").write_text(ROOT)
    (tmp_path / "acl").mkdir()
    (tmp_path / "acl" / "main.tf").write_text(CALLED)
    units, _ = evaluate(Request((str(tmp_path),), Config(str(tmp_path)), cache=False))
    return {each.address: each for each in units[0].resources}


def test_what_only_values_are_left_of_is_referred_to(tmp_path):
    found = resources(tmp_path)
    assert set(found["module.acl.aws_s3_bucket_acl.a"].referred()) == {
        "aws_s3_bucket_ownership_controls.a",
        "module.acl.aws_s3_bucket_versioning.a",
        "module.acl.aws_s3_bucket_lifecycle_configuration.a",
    }
    assert set(found["null_resource.first"].referred()) == {"aws_s3_bucket.a", "data.aws_region.here"}
    assert found["aws_s3_bucket.a"].referred() == ()


def test_depends_on_of_calls_counts(tmp_path):
    found = resources(tmp_path)
    assert found["module.acl.aws_s3_bucket_acl.a"].awaited == (
        "module.acl.aws_s3_bucket_versioning.a",
        "null_resource.first",
    )
