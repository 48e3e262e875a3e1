"""Load balancers and their targets."""

from __future__ import annotations

import pytest

from facts.network.scenes import ALL_IN, ALL_OUT, SUBNETS, VPC, acl, entry, group, instance, rule
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.targets import barriers

ANYWHERE = rule("egress", "-1", (0, 0), "0.0.0.0/0")
FROM_LB = "security_groups = [aws_security_group.lb.id]"
BASE = (
    VPC
    + SUBNETS
    + """
resource "aws_lb" "l" {
  load_balancer_type = "application"
  subnets            = [aws_subnet.a.id]
  security_groups    = [aws_security_group.lb.id]
}
resource "aws_lb_target_group" "t" {
  port     = 8080
  protocol = "HTTP"
  vpc_id   = aws_vpc.v.id
  HEALTH
}
resource "aws_lb_listener" "l" {
  load_balancer_arn = aws_lb.l.arn
  port              = 80
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.t.arn
  }
}
resource "aws_lb_target_group_attachment" "t" {
  target_group_arn = aws_lb_target_group.t.arn
  target_id        = aws_instance.app.id
}
"""
)


def scene(*parts, health=""):
    return BASE.replace("HEALTH", health) + "".join(parts)


def stops(graph):
    return [(found[0].filter.address, found[0].purpose, found[0].stops.verdict) for found in barriers(graph)]


OPEN = rule("ingress", "tcp", (8080, 8080), more=FROM_LB)
LB, APP = group("lb", ANYWHERE), group("app", OPEN)
ELSEWHERE = rule("ingress", "tcp", (8080, 8080), "10.0.2.0/24")
TARGET = instance("app", "b", "app")


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ((LB, APP), []),
        ((LB, group("app", rule("ingress", "tcp", (80, 80), more=FROM_LB))), [("aws_security_group.app", Verdict.YES)]),
        ((LB, group("app", rule("ingress", "tcp", (0, 65535), "10.0.0.0/16"))), []),
        (
            (LB, group("app", rule("ingress", "tcp", (8080, 8080), "10.0.2.0/24"))),
            [("aws_security_group.app", Verdict.YES)],
        ),
        ((group("lb"), APP), [("aws_security_group.lb", Verdict.YES)]),
        ((group("lb", rule("egress", "tcp", (8080, 8080), "10.0.2.0/24")), APP), []),
        ((LB, APP, acl("x", ["b"])), [("aws_network_acl.x", Verdict.YES)]),
        ((LB, APP, acl("x", ["b"], ALL_IN)), [("aws_network_acl.x", Verdict.YES)]),
        ((LB, APP, acl("x", ["a"], ALL_OUT)), [("aws_network_acl.x", Verdict.YES)]),
        ((LB, APP, acl("x", ["a", "b"], ALL_IN, ALL_OUT)), []),
    ],
)
def test_filters_between_balancer_and_target(graph_of, parts, found):
    expected = [(address, "requests", verdict) for address, verdict in found]
    assert stops(graph_of(scene(TARGET, *parts))) == expected


def test_the_health_check_has_to_arrive_too(graph_of):
    text = scene(TARGET, LB, APP, health='health_check {\n    port = "9090"\n  }')
    assert stops(graph_of(text)) == [("aws_security_group.app", "health checks", Verdict.YES)]


def test_groups_that_are_not_all_known_leave_it_open(graph_of):
    text = scene(LB, group("app", rule("ingress", "tcp", (80, 80), more=FROM_LB)), 'variable "group" { type = string }')
    more = instance("app", "b", "app").replace("[aws_security_group.app.id]", "[aws_security_group.app.id, var.group]")
    assert stops(graph_of(text + more)) == [("aws_security_group.app", "requests", Verdict.UNDECIDED)]


NETWORK = BASE.replace('"application"', '"network"').replace('"HTTP"', '"TCP"').replace("HEALTH", "")
NO_GROUP = NETWORK.replace("  security_groups    = [aws_security_group.lb.id]\n", "")
INTERNAL = NO_GROUP.replace('"network"', '"network"\n  internal           = true')
WORLD = rule("ingress", "tcp", (8080, 8080), "0.0.0.0/0")
FEW = entry("ingress", 100, "allow", "tcp 8080-8080", "10.0.1.0/24")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (NO_GROUP + group("app", WORLD), []),
        (NO_GROUP + group("app", rule("ingress", "tcp", (8080, 8080), "198.51.100.0/24")), ["health checks"]),
        (NO_GROUP + group("app", WORLD) + acl("x", ["b"], FEW, ALL_OUT), ["requests"]),
        (NETWORK + LB + APP, []),
        (NO_GROUP + group("app", rule("ingress", "tcp", (8080, 8080), "10.0.0.0/16")), ["requests"]),
        (INTERNAL + group("app", rule("ingress", "tcp", (8080, 8080), "10.0.0.0/16")), []),
        (NO_GROUP + group("app", rule("ingress", "tcp", (8080, 8080), "10.0.0.0/16", "198.51.100.0/24")), []),
    ],
)
def test_a_balancer_that_preserves_clients(graph_of, text, found):
    assert [purpose for _, purpose, _ in stops(graph_of(text + TARGET))] == found


@pytest.mark.parametrize(
    ("egress", "verdicts"),
    [
        ((ANYWHERE,), []),
        ((), [Verdict.YES]),
        ((rule("egress", "tcp", (8080, 8080), "172.31.0.0/16"),), [Verdict.UNDECIDED]),
    ],
)
def test_rules_may_decide_where_subnets_are_not_known(graph_of, egress, verdicts):
    parts = (TARGET, group("lb", *egress), group("app", WORLD), 'variable "subnet" { type = string }')
    text = scene(*parts).replace("aws_subnet.b.id", "var.subnet")
    assert [verdict for _, _, verdict in stops(graph_of(text))] == verdicts
