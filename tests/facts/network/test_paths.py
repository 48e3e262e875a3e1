"""Flows between known groups, through four evaluations."""

from __future__ import annotations

import pytest

from facts.network.scenes import ALL_IN, ALL_OUT, SUBNETS, VPC, acl, entry, group, instance, rule
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.edges import edges, rule_reaches
from seamlint.facts.network.paths import blocked_paths, group_paths, undecided_paths

FROM_APP = rule("ingress", "tcp", (5432, 5432), more="security_groups = [aws_security_group.app.id]")
ANYWHERE = rule("egress", "-1", (0, 0), "0.0.0.0/0")
TO_DB = rule("egress", "tcp", (5432, 5432), "10.0.2.0/24")
BASE = VPC + SUBNETS + group("db", FROM_APP) + instance("app", "a", "app") + instance("db", "b", "db")
ASK_OUT = entry("egress", 100, "allow", "tcp 5432-5432", "10.0.2.0/24")
ASK_IN = entry("ingress", 100, "allow", "tcp 5432-5432", "10.0.1.0/24")
REPLY_OUT = entry("egress", 100, "allow", "tcp 32768-65535", "10.0.1.0/24")
REPLY_IN = entry("ingress", 100, "allow", "tcp 32768-65535", "10.0.2.0/24")


@pytest.mark.parametrize("out", [ANYWHERE, TO_DB])
@pytest.mark.parametrize(
    ("source", "target", "says"),
    [
        ([REPLY_IN], [ASK_IN, REPLY_OUT], "the request leaves aws_subnet.a"),
        ([ASK_OUT, REPLY_IN], [REPLY_OUT], "the request enters aws_subnet.b"),
        ([ASK_OUT, REPLY_IN], [ASK_IN], "the reply leaves aws_subnet.b"),
        ([ASK_OUT], [ASK_IN, REPLY_OUT], "the reply enters aws_subnet.a"),
        ([ASK_OUT, REPLY_IN], [ASK_IN, REPLY_OUT], None),
    ],
)
def test_each_of_the_four_evaluations_may_deny(graph_of, out, source, target, says):
    text = BASE + group("app", out) + acl("x", ["a"], *source) + acl("y", ["b"], *target)
    graph = graph_of(text)
    assert [paths[0].blocking.says for paths in blocked_paths(graph)] == ([says] if says else [])
    assert not undecided_paths(graph)
    if says:
        group_flows = [crossing for edge in edges(graph) for crossing in edge.crossings if crossing.peer.group]
        assert not group_flows or says.endswith("a")
        assert not [reach for reach in rule_reaches(graph) if reach.rule.groups]


def test_nothing_flows_where_the_client_may_not_ask(graph_of):
    graph = graph_of(BASE + group("app") + acl("x", ["a", "b"]))
    assert not group_paths(graph)


def test_in_one_subnet_no_acl_is_met(graph_of):
    text = VPC + SUBNETS + group("db", FROM_APP) + group("app", ANYWHERE)
    text += instance("app", "a", "app") + instance("db", "a", "db") + acl("x", ["a"])
    assert not group_paths(graph_of(text))


def test_unknown_entries_leave_it_open(graph_of):
    text = 'variable "cidr" { type = string }' + BASE + group("app", ANYWHERE)
    graph = graph_of(text + acl("y", ["b"], entry("ingress", 100, "allow", "-1 0-0", "var.cidr"), ALL_OUT))
    assert not blocked_paths(graph)
    [path] = undecided_paths(graph)
    assert "var.cidr" in path.needs


def test_all_four_evaluations_are_told(graph_of):
    text = BASE + group("app", ANYWHERE) + acl("x", ["a"], ALL_OUT) + acl("y", ["b"], ALL_IN, ALL_OUT)
    [[path]] = blocked_paths(graph_of(text))
    assert [step.denied for step in path.evaluations] == [Verdict.NO, Verdict.NO, Verdict.NO, Verdict.YES]
    assert [decision.name for decision in path.evaluations[-1].decisions()] == ["rule *"]


def test_a_group_in_many_subnets_is_one_defect_per_acl(graph_of):
    text = (
        VPC
        + """
resource "aws_subnet" "s" {
  count      = 3
  vpc_id     = aws_vpc.v.id
  cidr_block = "10.0.${count.index}.0/24"
}
resource "aws_network_acl" "x" {
  vpc_id     = aws_vpc.v.id
  subnet_ids = [for subnet in aws_subnet.s : subnet.id]
}
resource "aws_lambda_function" "app" {
  vpc_config {
    subnet_ids         = [for subnet in aws_subnet.s : subnet.id]
    security_group_ids = [aws_security_group.app.id, aws_security_group.db.id]
  }
}
"""
    )
    [paths] = blocked_paths(graph_of(text + group("app", ANYWHERE) + group("db", FROM_APP)))
    assert len(paths) == 6
