"""Static sites in Terraform: a bucket, a distribution in front of it, and the bucket's policy."""

from __future__ import annotations

CONTROL = """
resource "aws_cloudfront_origin_access_control" "c" {
  name                              = "c"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}
"""
IDENTITY = 'resource "aws_cloudfront_origin_access_identity" "i" {}\n'
BUCKET = 'resource "aws_s3_bucket" "b" {}\n'
OPEN = """
resource "aws_s3_bucket_public_access_block" "b" {
  bucket                  = aws_s3_bucket.b.id
  block_public_acls       = false
  ignore_public_acls      = false
  block_public_policy     = false
  restrict_public_buckets = false
}
"""
ELSEWHERE = """
  origin {
    origin_id   = "x"
    domain_name = "www.example.com"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
"""
_WITH = {
    "control": "origin_access_control_id = aws_cloudfront_origin_access_control.c.id",
    "identity": "s3_origin_config {\n origin_access_identity = "
    "aws_cloudfront_origin_access_identity.i.cloudfront_access_identity_path\n }",
}
CLOUDFRONT = '{ Service = "cloudfront.amazonaws.com" }'
THE_IDENTITY = "{ AWS = aws_cloudfront_origin_access_identity.i.iam_arn }"
EVERYONE = '"*"'
OF_D = '{ StringEquals = { "AWS:SourceArn" = aws_cloudfront_distribution.d.arn } }'
OBJECTS = '"${aws_s3_bucket.b.arn}/*"'
SOMEBODY = "arn:aws:iam::111122223333:root"


def origin(access="control", domain="aws_s3_bucket.b.bucket_regional_domain_name", label="o", path=""):
    block = _WITH.get(access, access)
    return f'origin {{\n origin_id = "{label}"\n domain_name = {domain}\n origin_path = "{path}"\n {block}\n}}\n'


def behavior(pattern="", target="o"):
    name = f'ordered_cache_behavior {{\n path_pattern = "{pattern}"' if pattern else "default_cache_behavior {"
    return (
        f'{name}\n target_origin_id = "{target}"\n viewer_protocol_policy = "redirect-to-https"\n'
        ' allowed_methods = ["GET", "HEAD"]\n cached_methods = ["GET", "HEAD"]\n}\n'
    )


def distribution(*blocks, default="o", name="d", more="enabled = true"):
    inside = "".join(blocks) or origin()
    return (
        f'resource "aws_cloudfront_distribution" "{name}" {{\n {more}\n {inside}{behavior(target=default)}'
        "viewer_certificate {\n cloudfront_default_certificate = true\n}\n}\n"
    )


def statement(principal=CLOUDFRONT, condition=OF_D, action='"s3:GetObject"', resource=OBJECTS, effect="Allow"):
    held = f", Condition = {condition}" if condition else ""
    return f'{{ Effect = "{effect}", Principal = {principal}, Action = {action}, Resource = {resource}{held} }}'


def denial(condition):
    return statement(EVERYONE, condition, '"s3:*"', effect="Deny")


def policy(*statements, bucket="b", name="p"):
    return (
        f'resource "aws_s3_bucket_policy" "{name}" {{\n bucket = aws_s3_bucket.{bucket}.id\n'
        f' policy = jsonencode({{ Version = "2012-10-17", Statement = [{", ".join(statements)}] }})\n}}\n'
    )


SITE = BUCKET + CONTROL + distribution()
IDENTITY_SITE = BUCKET + IDENTITY + distribution(origin("identity"))
