"""Load balancers, listeners, target groups, and what is behind them."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.model.edge import Origin
from seamlint.model.network import (
    Attachment,
    Listener,
    ListenerRule,
    LoadBalancer,
    TargetAttachment,
    TargetGroup,
)

BALANCER = """
    resource "aws_lb" "b" { name = "web" }
    resource "aws_lb_target_group" "t" {
      name     = "web"
      port     = 8080
      protocol = "HTTP"
    }
    resource "aws_lb_target_group" "u" { port = 8081 }
"""


@pytest.mark.parametrize(
    ("action", "groups", "refuses"),
    [
        ('type = "forward"\ntarget_group_arn = aws_lb_target_group.t.arn', ["t"], False),
        (
            """type = "forward"
               forward {
                 target_group { arn = aws_lb_target_group.t.arn }
                 target_group { arn = aws_lb_target_group.u.arn }
               }""",
            ["t", "u"],
            False,
        ),
        ('type = "redirect"\nredirect { status_code = "HTTP_301" }', [], True),
        ('type = "fixed-response"\nfixed_response { content_type = "text/plain" }', [], True),
        ("type = var.type", [], Unknown(("var.type",))),
    ],
)
def test_default_actions(model_of, action, groups, refuses):
    model = model_of(
        BALANCER
        + f"""
        variable "type" {{}}
        resource "aws_lb_listener" "l" {{
          load_balancer_arn = aws_lb.b.arn
          port              = "443"
          protocol          = "HTTPS"
          default_action {{
            {action}
          }}
        }}"""
    )
    graph, listener = model.graph, model.one(Listener)
    assert graph.find(listener.load_balancer, LoadBalancer) is model.one(LoadBalancer)
    assert (listener.port, listener.protocol, listener.default_refuses) == (443, "HTTPS", refuses)
    found = [graph.find(each, TargetGroup).address for each in listener.default_groups]
    assert found == [f"aws_lb_target_group.{name}" for name in groups]


def test_listener_rules(model_of):
    model = model_of(
        BALANCER
        + """
        variable "secret" {}
        variable "conditions" {}
        resource "aws_lb_listener_rule" "r" {
          listener_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/1/2"
          action {
            type             = "forward"
            target_group_arn = aws_lb_target_group.t.arn
          }
          condition {
            http_header {
              http_header_name = "X-Secret"
              values           = ["one", var.secret]
            }
          }
          condition {
            path_pattern { values = ["/*"] }
          }
        }
        resource "aws_lb_listener_rule" "s" {
          action {
            type = "redirect"
          }
          dynamic "condition" {
            for_each = var.conditions
            content {
              path_pattern { values = condition.value }
            }
          }
        }"""
    )
    rule, other = model.all(ListenerRule)
    assert rule.headers == {"x-secret": ["one", Unknown(("var.secret",))]}
    assert (rule.forwards, rule.complete, other.forwards, other.complete) == (True, True, False, False)
    assert model.graph.find(rule.target_groups[0], TargetGroup).port == 8080


def test_target_groups(model_of):
    model = model_of("""
        resource "aws_lb_target_group" "a" {
          port               = 80
          protocol           = "TCP"
          target_type        = "ip"
          preserve_client_ip = "true"
          health_check {
            port     = "8081"
            protocol = "HTTP"
          }
        }
        resource "aws_lb_target_group" "b" {
          port = 80
          health_check { port = "traffic-port" }
        }
        data "aws_lb_target_group" "c" { name = "web" }""")
    first, second, looked_up = model.all(TargetGroup)
    assert (first.target_type, first.preserve_client, first.health_port, first.health_protocol) == (
        "ip",
        True,
        8081,
        "HTTP",
    )
    assert (second.target_type, second.preserve_client, second.health_port) == ("instance", None, None)
    assert looked_up.port == Unknown(("data.aws_lb_target_group.c.port",))


@pytest.mark.parametrize(
    "joined",
    [
        """resource "aws_lb_target_group_attachment" "x" {
             target_group_arn = aws_lb_target_group.t.arn
             target_id        = aws_instance.i.id
           }
           resource "aws_instance" "i" {}""",
        """resource "aws_autoscaling_attachment" "x" {
             autoscaling_group_name = aws_autoscaling_group.g.name
             lb_target_group_arn    = aws_lb_target_group.t.arn
           }
           resource "aws_autoscaling_group" "g" { name = "workers" }""",
        """resource "aws_autoscaling_group" "g" { target_group_arns = [aws_lb_target_group.t.arn] }""",
        """resource "aws_autoscaling_group" "g" {
             traffic_source {
               identifier = aws_lb_target_group.t.arn
               type       = "elbv2"
             }
           }""",
        """resource "aws_ecs_service" "s" {
             network_configuration { subnets = ["subnet-0123456789abcdef0"] }
             load_balancer {
               target_group_arn = aws_lb_target_group.t.arn
               container_name   = "web"
               container_port   = 8080
             }
           }""",
    ],
)
def test_what_is_put_into_a_target_group(model_of, joined):
    model = model_of(BALANCER + joined)
    graph, target = model.graph, model.one(TargetAttachment)
    assert graph.find(target.target_group, TargetGroup).address == "aws_lb_target_group.t"
    owner = next(each for each in model.all(Attachment) if each.address != "aws_lb.b")
    assert graph.find(target.target, Attachment, target) is owner


def test_addresses_as_targets(model_of):
    model = model_of("""
        resource "aws_lb_target_group_attachment" "x" {
          target_group_arn = "arn"
          target_id        = "10.0.1.7"
          port             = 9000
        }""")
    target = model.one(TargetAttachment)
    assert str(target.network) == "10.0.1.7/32"
    assert target.port == 9000


def test_classic_balancers(model_of):
    model = model_of("""
        resource "aws_instance" "i" {}
        resource "aws_instance" "j" {}
        resource "aws_elb" "b" {
          name      = "old"
          instances = [aws_instance.i.id]
          listener {
            lb_port           = 80
            lb_protocol       = "http"
            instance_port     = 8000
            instance_protocol = "http"
          }
          health_check { target = "HTTP:8001/ping" }
        }
        resource "aws_elb_attachment" "j" {
          elb      = aws_elb.b.id
          instance = aws_instance.j.id
        }
        resource "aws_autoscaling_group" "g" { load_balancers = ["old"] }""")
    graph, balancer, listener = model.graph, model.one(LoadBalancer), model.one(Listener)
    assert (balancer.kind, balancer.internal, balancer.health_port) == ("classic", False, 8001)
    assert (listener.port, listener.protocol, listener.target_port) == (80, "HTTP", 8000)
    targets = graph.pointing(TargetAttachment, "load_balancer", balancer)
    found = [graph.find(target.target, Attachment).address for target in targets]
    assert sorted(found) == ["aws_autoscaling_group.g", "aws_instance.i", "aws_instance.j"]
    assert graph.pointing(Listener, "load_balancer", balancer) == [listener]


@pytest.mark.parametrize(
    ("domain", "kind"),
    [
        ("aws_lb.b.dns_name", LoadBalancer),
        ("aws_instance.i.public_dns", Attachment),
        ("aws_route53_record.r.fqdn", LoadBalancer),
        ('"origin.example.com"', LoadBalancer),
    ],
)
def test_origins(model_of, domain, kind):
    model = model_of(
        BALANCER
        + f"""
        resource "aws_instance" "i" {{}}
        resource "aws_route53_record" "r" {{
          name = "origin.example.com"
          type = "A"
          alias {{
            name    = aws_lb.b.dns_name
            zone_id = aws_lb.b.zone_id
          }}
        }}
        resource "aws_cloudfront_distribution" "d" {{
          origin {{
            domain_name = {domain}
            custom_header {{
              name  = "X-Secret"
              value = "s"
            }}
          }}
        }}"""
    )
    origin = model.one(Origin)
    assert isinstance(model.graph.find(origin.domain, kind), kind)
    assert origin.headers == {"x-secret": "s"}
    assert origin.vpc_origin is False
