"""Distributions and the identities that they fetch with, in Terraform and CloudFormation alike."""

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.model.edge import (
    CacheBehavior,
    Distribution,
    FunctionAssociation,
    Origin,
    OriginAccessControl,
    OriginAccessIdentity,
    OriginGroup,
)
from seamlint.model.storage import Bucket

TERRAFORM = """
resource "aws_s3_bucket" "b" {}
resource "aws_cloudfront_origin_access_identity" "i" {}
resource "aws_cloudfront_origin_access_control" "c" {
  name                              = "c"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}
resource "aws_cloudfront_distribution" "d" {
  enabled    = true
  aliases    = ["www.example.com"]
  web_acl_id = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/w/1"
  origin {
    origin_id                = "one"
    domain_name              = aws_s3_bucket.b.bucket_regional_domain_name
    origin_path              = "/site"
    origin_access_control_id = aws_cloudfront_origin_access_control.c.id
  }
  origin {
    origin_id   = "two"
    domain_name = "${aws_s3_bucket.b.id}.s3.amazonaws.com"
    s3_origin_config {
      origin_access_identity = aws_cloudfront_origin_access_identity.i.cloudfront_access_identity_path
    }
  }
  origin {
    origin_id   = "three"
    domain_name = "www.example.org"
    custom_origin_config {
      origin_protocol_policy = "https-only"
    }
  }
  origin_group {
    origin_id = "both"
    member {
      origin_id = "one"
    }
    member {
      origin_id = "two"
    }
  }
  default_cache_behavior {
    target_origin_id       = "both"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    lambda_function_association {
      event_type = "viewer-response"
      lambda_arn = "arn:aws:lambda:us-east-1:111122223333:function:f:1"
    }
  }
  ordered_cache_behavior {
    path_pattern     = "/api/*"
    target_origin_id = "three"
    allowed_methods  = ["GET", "HEAD", "PUT"]
    function_association {
      event_type   = "viewer-request"
      function_arn = "arn:aws:cloudfront::111122223333:function/f"
    }
  }
  logging_config {
    bucket = "logs.s3.amazonaws.com"
    prefix = "cdn/"
  }
  viewer_certificate {
    acm_certificate_arn      = "arn:aws:acm:us-east-1:111122223333:certificate/1"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}
"""
CLOUDFORMATION = """
B: {Type: AWS::S3::Bucket}
I:
  Type: AWS::CloudFront::CloudFrontOriginAccessIdentity
  Properties: {CloudFrontOriginAccessIdentityConfig: {Comment: i}}
C:
  Type: AWS::CloudFront::OriginAccessControl
  Properties:
    OriginAccessControlConfig:
      Name: c
      OriginAccessControlOriginType: s3
      SigningBehavior: always
      SigningProtocol: sigv4
D:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      Enabled: true
      Aliases: [www.example.com]
      WebACLId: arn:aws:wafv2:us-east-1:111122223333:global/webacl/w/1
      Origins:
        - Id: one
          DomainName: !GetAtt B.RegionalDomainName
          OriginPath: /site
          OriginAccessControlId: !GetAtt C.Id
          S3OriginConfig: {OriginAccessIdentity: ""}
        - Id: two
          DomainName: !Sub "${B}.s3.amazonaws.com"
          S3OriginConfig: {OriginAccessIdentity: !Sub "origin-access-identity/cloudfront/${I}"}
        - Id: three
          DomainName: www.example.org
          CustomOriginConfig: {OriginProtocolPolicy: https-only}
      OriginGroups:
        Quantity: 1
        Items:
          - Id: both
            FailoverCriteria: {StatusCodes: {Quantity: 1, Items: [500]}}
            Members: {Quantity: 2, Items: [{OriginId: one}, {OriginId: two}]}
      DefaultCacheBehavior:
        TargetOriginId: both
        ViewerProtocolPolicy: redirect-to-https
        AllowedMethods: [GET, HEAD]
        LambdaFunctionAssociations:
          - {EventType: viewer-response, LambdaFunctionARN: "arn:aws:lambda:us-east-1:111122223333:function:f:1"}
      CacheBehaviors:
        - PathPattern: /api/*
          TargetOriginId: three
          AllowedMethods: [GET, HEAD, PUT]
          FunctionAssociations:
            - {EventType: viewer-request, FunctionARN: "arn:aws:cloudfront::111122223333:function/f"}
      Logging: {Bucket: logs.s3.amazonaws.com, Prefix: cdn/}
      ViewerCertificate:
        AcmCertificateArn: arn:aws:acm:us-east-1:111122223333:certificate/1
        MinimumProtocolVersion: TLSv1.2_2021
"""


@pytest.fixture(params=["terraform", "cloudformation"])
def model(request, model_of, template_of):
    return model_of(TERRAFORM) if request.param == "terraform" else template_of(CLOUDFORMATION)


def test_the_distribution(model):
    found = model.one(Distribution)
    assert (found.aliases, found.enabled, found.staging, found.complete) == (["www.example.com"], True, False, True)
    assert found.acm_certificate == "arn:aws:acm:us-east-1:111122223333:certificate/1"
    assert (found.iam_certificate, found.default_certificate, found.minimum_protocol) == (None, False, "TLSv1.2_2021")
    assert found.web_acl == "arn:aws:wafv2:us-east-1:111122223333:global/webacl/w/1"
    assert (found.log_bucket, found.log_prefix) == ("logs", "cdn/")
    assert model.graph.find(found.arn, Distribution) is found


def test_its_origins(model):
    one, two, three = model.all(Origin)
    assert [each.id for each in (one, two, three)] == ["one", "two", "three"]
    assert [each.kind for each in (one, two, three)] == ["bucket", "bucket", "custom"]
    assert {model.graph.find(each.bucket, Bucket, each) for each in (one, two)} == {model.one(Bucket)}
    assert (one.origin_path, two.origin_path) == ("/site", "")
    assert model.graph.find(one.access_control, OriginAccessControl, one) is model.one(OriginAccessControl)
    assert model.graph.find(two.access_identity, OriginAccessIdentity, two) is model.one(OriginAccessIdentity)
    assert (one.access_identity, two.access_control, three.protocol_policy) == (None, None, "https-only")
    group = model.one(OriginGroup)
    assert (group.id, group.members) == ("both", ["one", "two"])


def test_its_behaviours(model):
    default, api = model.all(CacheBehavior)
    assert (default.pattern, default.target_origin, default.viewer_protocol) == (None, "both", "redirect-to-https")
    assert (api.pattern, api.target_origin, api.viewer_protocol) == ("/api/*", "three", "allow-all")
    assert (default.methods, api.methods) == (["GET", "HEAD"], ["GET", "HEAD", "PUT"])
    assert (default.rewrites, api.rewrites) == (False, True)
    function = model.one(FunctionAssociation)
    assert (function.event, function.function) == (
        "viewer-response",
        "arn:aws:lambda:us-east-1:111122223333:function:f:1",
    )


def test_the_control(model):
    control = model.one(OriginAccessControl)
    assert (control.origin_type, control.signing) == ("s3", "always")


def test_the_form_of_the_first_templates(template_of):
    model = template_of("""
    B: {Type: AWS::S3::Bucket}
    D:
      Type: AWS::CloudFront::Distribution
      Properties:
        DistributionConfig:
          Enabled: "true"
          CNAMEs: [www.example.com]
          S3Origin: {DNSName: !GetAtt B.DomainName, OriginAccessIdentity: origin-access-identity/cloudfront/E1}
          DefaultCacheBehavior: {ViewerProtocolPolicy: allow-all}
    """)
    origin, found = model.one(Origin), model.one(Distribution)
    assert (found.aliases, found.enabled, found.default_certificate) == (["www.example.com"], True, True)
    assert (origin.kind, origin.access_identity) == ("bucket", "origin-access-identity/cloudfront/E1")


def test_a_piece_of_a_website_url_is_its_host(template_of):
    model = template_of("""
    B: {Type: AWS::S3::Bucket}
    D:
      Type: AWS::CloudFront::Distribution
      Properties:
        DistributionConfig:
          Origins: [{Id: a, DomainName: !Select [2, !Split ["/", !GetAtt B.WebsiteURL]]}]
    """)
    origin = model.one(Origin)
    assert (origin.kind, model.graph.find(origin.bucket, Bucket, origin)) == ("website", model.one(Bucket))


def test_a_multitenant_distribution(model_of):
    model = model_of("""
    resource "aws_s3_bucket" "b" {}
    resource "aws_cloudfront_multitenant_distribution" "d" {
      enabled = true
      origin {
        id          = "one"
        domain_name = aws_s3_bucket.b.bucket_regional_domain_name
      }
      default_cache_behavior {
        target_origin_id = "one"
        allowed_methods {
          items = ["GET", "HEAD"]
        }
      }
      cache_behavior {
        path_pattern     = "/api/*"
        target_origin_id = "one"
      }
    }""")
    assert model.one(Distribution).tenants
    assert model.one(Origin).id == "one"
    assert [(each.pattern, each.methods) for each in model.all(CacheBehavior)] == [
        (None, ["GET", "HEAD"]),
        ("/api/*", []),
    ]


def test_the_website_of_a_configuration_is_its_buckets(model_of):
    model = model_of("""
    resource "aws_s3_bucket" "b" {}
    resource "aws_s3_bucket_website_configuration" "w" {
      bucket = aws_s3_bucket.b.id
    }
    resource "aws_cloudfront_distribution" "d" {
      origin {
        origin_id   = "one"
        domain_name = aws_s3_bucket_website_configuration.w.website_endpoint
      }
    }""")
    origin = model.one(Origin)
    assert (origin.kind, model.graph.find(origin.bucket, Bucket, origin)) == ("website", model.one(Bucket))


def test_what_is_not_known_is_said(model_of):
    model = model_of("""
    variable "domain" {}
    variable "origins" {}
    variable "name" {}
    resource "aws_cloudfront_distribution" "d" {
      aliases = [var.name]
      origin {
        origin_id   = "one"
        domain_name = var.domain
      }
      dynamic "origin" {
        for_each = var.origins
        content {
          origin_id   = origin.key
          domain_name = origin.value
        }
      }
    }
    data "aws_cloudfront_distribution" "other" {
      id = "E1"
    }""")
    found = model.one(Distribution, "aws_cloudfront_distribution.d")
    assert (found.complete, found.aliases) == (False, [Unknown(("var.name",))])
    assert model.all(Origin)[0].kind == Unknown(("var.domain",))
    assert not model.one(Distribution, "data.aws_cloudfront_distribution.other").complete
