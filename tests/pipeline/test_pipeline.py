"""The whole flow on small folders."""

from __future__ import annotations

import pytest

from seamlint.config import Config, UnitConfig
from seamlint.findings.finding import Severity
from seamlint.model.network import SecurityGroup
from seamlint.pipeline import evaluate, run
from seamlint.registry import InstalledRule
from seamlint.request import Request
from seamlint.rule import Rule

NAMED = Rule("TST-001", "group-is-named", Severity.WARNING)


def check(graph):
    for group in graph.all(SecurityGroup):
        if group.name is None:
            yield NAMED.undecided(group, "it has no name", ("a name",))
        else:
            yield NAMED.finding(f"{group.address} is called {group.name}", group.evidence("it is named", "name"))


RULES = [InstalledRule(NAMED, check, __name__, "")]


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    return root


def request(folder, **fields):
    return Request((str(folder),), fields.pop("config", Config(str(folder))), **fields)


def test_a_run_counts_and_reports(folder):
    (folder / "a.tf").write_text(
        'resource "aws_security_group" "a" { name = "x" }\nresource "aws_security_group" "b" {}'
    )
    (folder / "b.tf").write_text('resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" \n')
    result = run(request(folder), RULES)
    assert (result.units, result.files, result.resources) == (1, 2, 2)
    assert [finding.message for finding in result.findings] == ["aws_security_group.a is called x"]
    assert result.findings[0].primary.span.line == 1
    assert [each.entity.address for each in result.undecided] == ["aws_security_group.b"]
    assert [problem.span.file.rpartition("/")[2] for problem in result.diagnostics] == ["b.tf"]
    assert result.incomplete


def test_suppressions_hide_and_idle_ones_are_told(folder):
    (folder / "a.tf").write_text(
        "# seamlint: ignore[TST-001] it is called that everywhere\n"
        'resource "aws_security_group" "a" {\n  name = "x"\n}\n'
        "# seamlint: ignore[TST-001] nothing to see\n"
        'resource "aws_subnet" "s" {}\n'
    )
    result = run(request(folder), RULES)
    assert result.findings == ()
    assert [problem.span.line for problem in result.diagnostics] == [5]


def test_configuration_of_a_unit_reaches_its_evaluation(folder):
    (folder / "a.tf").write_text('variable "name" {}\nresource "aws_security_group" "a" { name = var.name }')
    (folder / "prod.vars").write_text('name = "from-file"')
    units = (UnitConfig(str(folder), "111122223333", "eu-west-1", (str(folder / "prod.vars"),)),)
    config = Config(str(folder), units=units)
    (unit,), problems = evaluate(request(folder, config=config))
    assert problems == []
    assert (unit.account, unit.region) == ("111122223333", "eu-west-1")
    assert unit.resources[0].values["name"] == "from-file"
    (unit,), _ = evaluate(request(folder, config=config, assignments=(("var", "name=from-line"),)))
    assert unit.resources[0].values["name"] == "from-line"


def test_a_region_of_null_is_the_provider_s(folder):
    (folder / "a.tf").write_text(
        'provider "aws" { region = "eu-west-1" }\n'
        'resource "aws_security_group" "a" { region = null }\n'
        'resource "aws_security_group" "b" { region = "us-east-1" }\n'
        'data "aws_region" "c" { region = null }\n'
        'output "c" { value = data.aws_region.c.region }'
    )
    (unit,), problems = evaluate(request(folder))
    assert problems == []
    assert [resource.region for resource in unit.resources] == ["eu-west-1", "us-east-1", "eu-west-1"]
    assert unit.outputs == {"c": "eu-west-1"}


def test_every_root_is_a_unit(tmp_path):
    for name, text in {
        "network": 'resource "aws_subnet" "s" {}\nresource "aws_security_group" "a" { name = "x" }',
        "app": 'resource "aws_security_group" "b" { name = "y" }',
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(text)
    told = []
    result = run(request(tmp_path), RULES, lambda *progress: told.append(progress))
    assert result.units == 2
    assert [finding.message[-1] for finding in result.findings] == ["y", "x"]
    stages = ("reading folders", 2), ("evaluating roots", 2), ("applying rules", 1)
    assert told == [(stage, done, total) for stage, total in stages for done in range(total)]


def test_a_failing_rule_costs_only_its_own_answers(folder):
    def broken(_graph):
        raise ValueError("no")

    (folder / "a.tf").write_text('resource "aws_security_group" "a" { name = "x" }')
    other = InstalledRule(Rule("TST-002", "broken", Severity.ERROR), broken, __name__, "")
    result = run(request(folder), [other, *RULES])
    assert len(result.findings) == 1
    assert "TST-002 failed" in result.diagnostics[0].message
