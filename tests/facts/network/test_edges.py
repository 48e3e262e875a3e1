"""Groups' flows at the edges of subnets, on whole graphs."""

from __future__ import annotations

import pytest

from facts.network.scenes import (
    ALL_IN,
    ALL_OUT,
    HTTPS_IN,
    INTERNET,
    SUBNETS,
    VPC,
    acl,
    entry,
    group,
    instance,
    rule,
)
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.edges import edges, is_allow_all, rule_reaches
from seamlint.facts.network.words import packet_words

BASE = VPC + SUBNETS + INTERNET


def verdicts(graph, which):
    """For every group rule with a crossing: by ACL, rule direction and peer."""
    return {
        (edge.acl.acl.address if edge.acl.acl else None, edge.rule.egress, crossing.peer.name): getattr(crossing, which)
        for edge in edges(graph)
        for crossing in edge.crossings
    }


def only(graph, which="dropped"):
    found = list(verdicts(graph, which).values())
    assert len(found) == 1, found
    return found[0]


def test_replies_dropped_by_the_default_acl_that_code_adopts(graph_of):
    text = BASE + group("web", HTTPS_IN) + instance("web", "a", "web")
    adopted = acl("d", [], ALL_IN, kind="aws_default_network_acl")
    assert only(graph_of(text + adopted)) is Verdict.YES


def test_an_untouched_default_acl_is_of_no_interest(graph_of):
    assert not edges(graph_of(BASE + group("web", HTTPS_IN) + instance("web", "a", "web")))


def test_an_association_beats_the_list_of_another_acl(graph_of):
    text = BASE + group("web", HTTPS_IN) + instance("web", "a", "web")
    text += acl("shut", ["a"], ALL_IN) + acl("open", [], ALL_IN, ALL_OUT)
    text += """
resource "aws_network_acl_association" "x" {
  network_acl_id = aws_network_acl.open.id
  subnet_id      = aws_subnet.a.id
}
"""
    assert set(verdicts(graph_of(text), "dropped").values()) == {Verdict.NO}


def test_two_acls_that_claim_a_subnet_leave_it_open(graph_of):
    text = BASE + group("web", HTTPS_IN) + instance("web", "a", "web")
    text += acl("one", ["a"], ALL_IN) + acl("two", ["a"], ALL_IN)
    assert only(graph_of(text)) is Verdict.UNDECIDED


def test_a_list_of_unknown_subnets_may_hold_any_that_has_no_association(graph_of):
    text = BASE + group("web", HTTPS_IN) + instance("web", "a", "web")
    text += """
variable "subnets" { type = list(string) }
resource "aws_network_acl" "x" {
  vpc_id     = aws_vpc.v.id
  subnet_ids = var.subnets
}
"""
    [edge] = edges(graph_of(text))
    assert edge.crossings[0].dropped is Verdict.UNDECIDED
    assert "var.subnets" in edge.crossings[0].needs


@pytest.mark.parametrize(
    ("out", "verdict"),
    [
        (entry("egress", 100, "allow", "tcp 1024-65535", "203.0.113.0/24"), Verdict.NO),
        (entry("egress", 100, "allow", "tcp 443-443", "0.0.0.0/0"), Verdict.YES),
        (entry("egress", 100, "allow", "udp 1024-65535", "0.0.0.0/0"), Verdict.YES),
        (entry("egress", 90, "deny", "-1 0-0", "203.0.113.0/24") + ALL_OUT, Verdict.YES),
        (entry("egress", 110, "deny", "-1 0-0", "203.0.113.0/24") + ALL_OUT, Verdict.NO),
        (entry("egress", 90, "deny", "-1 0-0", "var.cidr") + ALL_OUT, Verdict.UNDECIDED),
        (entry("egress", 110, "deny", "-1 0-0", "var.cidr") + ALL_OUT, Verdict.NO),
        (entry("egress", 100, "allow", "tcp 443-443", "var.cidr"), Verdict.YES),
    ],
)
def test_replies_out(graph_of, out, verdict):
    text = 'variable "cidr" { type = string }' + BASE + group("web", HTTPS_IN) + instance("web", "a", "web")
    assert only(graph_of(text + acl("x", ["a"], ALL_IN, out))) is verdict


def test_requests_that_the_acl_denies_have_no_replies(graph_of):
    text = BASE + group("web", HTTPS_IN) + instance("web", "a", "web") + acl("x", ["a"])
    graph = graph_of(text)
    assert only(graph) is Verdict.NO
    assert [reach.blocked for reach in rule_reaches(graph)] == [Verdict.YES]


def test_an_instance_that_may_not_exist_proves_nothing(graph_of):
    text = 'variable "on" { type = bool }' + BASE + group("web", HTTPS_IN)
    text += instance("web", "a", "web", more="count = var.on ? 1 : 0") + acl("x", ["a"], ALL_IN)
    [edge] = edges(graph_of(text))
    assert edge.crossings[0].dropped is Verdict.UNDECIDED
    assert edge.crossings[0].needs


def test_the_subnet_itself_is_left_out_of_every_peer(graph_of):
    text = BASE + group("web", rule("ingress", "tcp", (443, 443), "10.0.1.0/24")) + instance("web", "a", "web")
    graph = graph_of(text + acl("x", ["a"], ALL_IN))
    assert only(graph) is Verdict.NO
    assert [reach.blocked for reach in rule_reaches(graph)] == [Verdict.NO]


def test_metadata_and_resolver_meet_no_acl(graph_of):
    rules = rule("egress", "udp", (53, 53), "10.0.0.2/32") + rule("egress", "tcp", (80, 80), "169.254.169.254/32")
    text = BASE + group("web", rules) + instance("web", "a", "web") + acl("x", ["a"], ALL_OUT)
    assert set(verdicts(graph_of(text), "dropped").values()) == {Verdict.NO}


def test_lost_ports_of_clients_on_the_internet(graph_of):
    linux = entry("egress", 100, "allow", "tcp 32768-60999", "0.0.0.0/0")
    text = BASE + group("web", HTTPS_IN) + instance("web", "a", "web") + acl("x", ["a"], ALL_IN, linux)
    [edge] = edges(graph_of(text))
    assert edge.where("partly_dropped", Verdict.YES)
    assert packet_words(edge.crossings[0].exchange.lost) == "tcp 1024-32767, 61000-65535 to 203.0.113.0/24"


def test_private_clients_of_unknown_system_need_32768_up(graph_of):
    upper = entry("egress", 100, "allow", "tcp 32768-65535", "0.0.0.0/0")
    private = group("web", rule("ingress", "tcp", (443, 443), "192.168.0.0/16"))
    text = BASE + private + instance("web", "a", "web") + acl("x", ["a"], ALL_IN, upper)
    assert only(graph_of(text), "partly_dropped") is Verdict.NO


def test_members_of_a_group_ask_from_the_ports_of_their_kind(graph_of):
    text = BASE + group("lb", rule("egress", "-1", (0, 0), "0.0.0.0/0"))
    text += group("app", rule("ingress", "tcp", (80, 80), more="security_groups = [aws_security_group.lb.id]"))
    text += instance("app", "b", "app")
    text += """
resource "aws_lb" "lb" {
  subnets         = [aws_subnet.a.id]
  security_groups = [aws_security_group.lb.id]
}
"""
    text += acl("x", ["b"], ALL_IN, entry("egress", 100, "allow", "tcp 32768-65535", "10.0.1.0/24"))
    graph = graph_of(text)
    assert verdicts(graph, "partly_dropped")["aws_network_acl.x", False, "aws_security_group.lb"] is Verdict.YES


def test_a_rule_is_blocked_only_if_every_subnet_of_its_group_denies_it(graph_of):
    text = BASE + group("web", HTTPS_IN) + instance("one", "a", "web") + instance("two", "b", "web")
    [shut] = rule_reaches(graph_of(text + acl("x", ["a", "b"])))
    assert shut.blocked is Verdict.YES


@pytest.mark.parametrize("other", ["", acl("y", ["b"], ALL_IN, ALL_OUT)])
def test_one_open_subnet_is_enough(graph_of, other):
    text = BASE + group("web", HTTPS_IN) + instance("one", "a", "web") + instance("two", "b", "web")
    assert all(reach.blocked is Verdict.NO for reach in rule_reaches(graph_of(text + acl("x", ["a"]) + other)))


def test_interfaces_in_subnets_that_are_not_known_leave_it_open(graph_of):
    text = 'variable "subnet" { type = string }' + BASE + group("web", HTTPS_IN) + instance("one", "a", "web")
    text += """
resource "aws_network_interface" "x" {
  subnet_id       = var.subnet
  security_groups = [aws_security_group.web.id]
}
"""
    [reach] = rule_reaches(graph_of(text + acl("x", ["a"])))
    assert reach.blocked is Verdict.UNDECIDED
    assert "var.subnet" in reach.needs


def test_allow_all_egress_is_recognised(graph_of):
    text = BASE + group("web", rule("egress", "-1", (0, 0), "0.0.0.0/0"), HTTPS_IN) + instance("web", "a", "web")
    reaches = rule_reaches(graph_of(text + acl("x", ["a"])))
    assert {reach.rule.egress: is_allow_all(reach.rule) for reach in reaches} == {True: True, False: False}


def test_what_no_route_leads_to_is_not_lost(graph_of):
    private = """
resource "aws_route_table" "private" { vpc_id = aws_vpc.v.id }
resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.b.id
  route_table_id = aws_route_table.private.id
}
"""
    text = BASE + private + group("db", rule("egress", "-1", (0, 0), "0.0.0.0/0")) + instance("db", "b", "db")
    text += acl("x", ["b"], ALL_OUT, entry("ingress", 100, "allow", "-1 0-0", "10.0.0.0/16"))
    assert only(graph_of(text), "partly_dropped") is Verdict.NO


def test_a_nat_gateway_asks_in_the_place_of_the_group(graph_of):
    nat = """
resource "aws_nat_gateway" "n" {
  subnet_id         = aws_subnet.a.id
  connectivity_type = "private"
}
resource "aws_route_table" "private" {
  vpc_id = aws_vpc.v.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.n.id
  }
}
resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.b.id
  route_table_id = aws_route_table.private.id
}
"""
    text = BASE + nat + group("app", rule("egress", "tcp", (443, 443), "0.0.0.0/0")) + instance("app", "b", "app")
    text += acl("x", ["a"], ALL_OUT, entry("ingress", 100, "allow", "tcp 0-65535", "10.0.0.0/16"))
    graph = graph_of(text)
    assert only(graph) is Verdict.YES
    [crossing] = edges(graph)[0].crossings
    assert any("aws_nat_gateway.n" in step.says for step in crossing.setting())


def test_addresses_of_a_version_that_the_subnet_lacks_are_not_blocked(graph_of):
    sixth = 'ipv6_cidr_blocks = ["::/0"]'
    rules = group("web", rule("ingress", "tcp", (443, 443), more=sixth))
    graph = graph_of(BASE + rules + instance("web", "a", "web") + acl("x", ["a"], ALL_IN, ALL_OUT))
    assert [reach.blocked for reach in rule_reaches(graph)] == [Verdict.NO]


def test_a_malicious_port_may_be_denied_within_the_ephemeral_range(graph_of):
    deny = entry("egress", 90, "deny", "tcp 3389-3389", "0.0.0.0/0")
    text = BASE + group("web", HTTPS_IN) + instance("web", "a", "web")
    assert only(graph_of(text + acl("x", ["a"], ALL_IN, deny, ALL_OUT)), "partly_dropped") is Verdict.NO


def test_a_thousand_ports_are_no_single_ports(graph_of):
    deny = entry("egress", 90, "deny", "tcp 3000-3999", "0.0.0.0/0")
    text = BASE + group("web", HTTPS_IN) + instance("web", "a", "web")
    assert only(graph_of(text + acl("x", ["a"], ALL_IN, deny, ALL_OUT)), "partly_dropped") is Verdict.YES


@pytest.mark.parametrize(("port", "verdict"), [(80, Verdict.YES), (81, Verdict.NO)])
def test_a_balancer_that_asks_from_an_allowed_range_needs_its_ports(graph_of, port, verdict):
    text = BASE + group("app", rule("ingress", "tcp", (80, 80), "10.0.0.0/16")) + instance("app", "b", "app")
    text += f"""
resource "aws_lb" "l" {{ subnets = [aws_subnet.a.id] }}
resource "aws_lb_target_group" "t" {{
  port     = {port}
  protocol = "HTTP"
  vpc_id   = aws_vpc.v.id
}}
resource "aws_lb_listener" "l" {{
  load_balancer_arn = aws_lb.l.arn
  port              = 80
  default_action {{
    type             = "forward"
    target_group_arn = aws_lb_target_group.t.arn
  }}
}}
resource "aws_lb_target_group_attachment" "t" {{
  target_group_arn = aws_lb_target_group.t.arn
  target_id        = aws_instance.app.id
}}
"""
    text += acl("x", ["b"], ALL_IN, entry("egress", 100, "allow", "tcp 32768-65535", "0.0.0.0/0"))
    assert verdicts(graph_of(text), "partly_dropped")["aws_network_acl.x", False, "10.0.0.0/16"] is verdict
