"""Certificates, who presents them, and what listener rules match."""

from __future__ import annotations

from seamlint.evaluate.values import Unknown
from seamlint.model.certificates import PRESENTERS, Certificate, CertificateUse, ServerCertificate
from seamlint.model.cloudformation.certificates import uses as of_templates
from seamlint.model.functions import LambdaFunction
from seamlint.model.listening import HostCondition, RuleOrder
from seamlint.model.terraform.certificates import uses as of_terraform


def test_every_presenter_has_a_row():
    rows = {use.kind for table in (of_terraform.USES, of_templates.USES) for held in table.values() for use in held}
    assert rows | {"listener", "edge-domain", "private-domain", "environment"} == set(PRESENTERS)


def test_kinds_of_endpoints_tell_who_presents(model_of):
    model = model_of("""
        variable "types" {}
        resource "aws_api_gateway_domain_name" "silent" { certificate_arn = "a" }
        resource "aws_api_gateway_domain_name" "edge" {
          certificate_arn = "a"
          endpoint_configuration { types = ["EDGE"] }
        }
        resource "aws_api_gateway_domain_name" "private" {
          certificate_arn = "a"
          endpoint_configuration { types = ["PRIVATE"] }
        }
        resource "aws_api_gateway_domain_name" "unknown" {
          certificate_arn = "a"
          endpoint_configuration { types = var.types }
        }
        resource "aws_api_gateway_domain_name" "regional" {
          regional_certificate_arn = "a"
          endpoint_configuration { types = ["REGIONAL"] }
        }""")
    assert {each.address.rpartition(".")[2]: each.edge for each in model.all(CertificateUse)} == {
        "silent": True,
        "edge": True,
        "private": False,
        "unknown": Unknown(("var.types",)),
        "regional": False,
    }


def test_environments_list_certificates_in_one_setting(model_of):
    model = model_of("""
        resource "aws_elastic_beanstalk_environment" "e" {
          setting {
            namespace = "aws:elbv2:listener:443"
            name      = "SSLCertificateArns"
            value     = "arn:a, arn:b"
          }
          setting {
            namespace = "aws:elbv2:listener:443"
            name      = "Protocol"
            value     = "HTTPS"
          }
        }""")
    assert [each.certificate for each in model.all(CertificateUse)] == ["arn:a", "arn:b"]


def test_names_of_certificates(template_of):
    model = template_of("""
        A:
          Type: AWS::CertificateManager::Certificate
          Properties:
            DomainName: example.com
            SubjectAlternativeNames: ["*.example.com", !Ref AWS::StackName]
        B:
          Type: AWS::CertificateManager::Certificate
          Properties:
            DomainName: example.com
            CertificateAuthorityArn: arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/1
            ValidationMethod: DNS
    """)
    first, second = model.all(Certificate)
    assert first.covers[:2] == ["example.com", "*.example.com"]
    assert isinstance(first.covers[2], Unknown)
    assert (first.validation, second.validation) == ("EMAIL", None)


def test_server_certificates_have_a_path(model_of):
    model = model_of("""
        resource "aws_iam_server_certificate" "a" { path = "/cloudfront/" }
        resource "aws_iam_server_certificate" "b" {}
        data "aws_iam_server_certificate" "c" { name = "c" }""")
    paths = [each.iam_path for each in model.all(ServerCertificate)]
    assert paths[:2] == ["/cloudfront/", "/"]
    assert isinstance(paths[2], Unknown)


def test_conditions_on_hosts_and_what_a_rule_takes(model_of):
    model = model_of("""
        resource "aws_lb_listener_rule" "r" {
          priority = 7
          condition {
            host_header { values = ["a.example.com", "*.b.example.com"] }
          }
          condition {
            path_pattern { values = ["/x", "/*"] }
          }
        }
        resource "aws_lb_listener_rule" "all" {
          condition {
            path_pattern { values = ["/*"] }
          }
        }
        resource "aws_lb_listener_rule" "other" {
          condition {
            source_ip { values = ["10.0.0.0/8"] }
          }
        }""")
    assert [each.hosts for each in model.all(HostCondition)] == [["a.example.com", "*.b.example.com"]]
    order, everything, other = model.all(RuleOrder)
    assert (order.priority, order.paths, order.takes_all, order.others) == (7, ["/x", "/*"], False, False)
    assert (everything.priority, everything.takes_all, other.others) == (None, True, True)


def test_functions_have_what_the_edge_asks_for(model_of):
    model = model_of("""
        variable "subnets" {}
        resource "aws_lambda_function" "a" {
          architectures = ["arm64"]
          environment { variables = {} }
          vpc_config {
            subnet_ids         = var.subnets
            security_group_ids = []
          }
        }""")
    found = model.one(LambdaFunction)
    assert (found.arm, found.environment, found.vpc, found.publishes) == (True, False, Unknown(("var.subnets",)), False)
