"""CloudFormation templates through the whole flow, beside other dialects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seamlint.cli import main
from seamlint.config import Config
from seamlint.findings.finding import Severity
from seamlint.model.network import SecurityGroup
from seamlint.pipeline import evaluate, run
from seamlint.registry import InstalledRule
from seamlint.request import Request
from seamlint.rule import Rule

OPEN = Rule("TST-001", "group-exists", Severity.WARNING)
TEMPLATE = """\
Parameters:
  Ports: {Type: String, Default: "80"}
Resources:
  Web: # a group
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: !Ref Ports
"""


def check(graph):
    for group in graph.all(SecurityGroup):
        yield OPEN.finding(f"{group.address} exists", group.evidence("it exists"))


RULES = [InstalledRule(OPEN, check, __name__, "")]


def found(folder: Path) -> tuple[list[str], list[str]]:
    result = run(Request((str(folder),), Config(str(folder)), cache=False), RULES)
    return [each.message for each in result.findings], [each.message for each in result.diagnostics]


def test_templates_and_terraform_land_in_one_run(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "aws_security_group" "a" {}\n')
    (tmp_path / "stack.yaml").write_text(TEMPLATE)
    (tmp_path / "values.yaml").write_text("image: {tag: 1}\n")
    units, problems = evaluate(Request((str(tmp_path),), Config(str(tmp_path)), cache=False))
    assert [unit.dialect for unit in units] == ["terraform", "cloudformation"]
    assert problems == []
    assert found(tmp_path) == (["aws_security_group.a exists", "Web exists"], [])


@pytest.mark.parametrize(
    ("written", "accepted"),
    [
        ("Web: # seamlint: ignore[TST-001] wanted", True),
        ("Web: # seamlint: ignore[NET-001] wanted", False),
        ("# seamlint: ignore[TST] wanted\n  Web:", True),
        ("Web:\n    Metadata: {seamlint: {ignore: {TST-001: wanted}}}", True),
    ],
)
def test_findings_in_templates_are_accepted_where_a_reason_stands(tmp_path: Path, written: str, accepted: bool) -> None:
    (tmp_path / "stack.yaml").write_text(TEMPLATE.replace("Web: # a group", written))
    assert found(tmp_path)[0] == ([] if accepted else ["Web exists"])


def test_a_broken_template_is_told_and_the_rest_is_checked(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("AWSTemplateFormatVersion: [\n")
    (tmp_path / "b.yaml").write_text(TEMPLATE)
    messages, diagnostics = found(tmp_path)
    assert messages == ["Web exists"]
    assert len(diagnostics) == 1


def test_parameters_are_given_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "stack.yaml").write_text(TEMPLATE)
    given = tmp_path / "given.json"
    given.write_text('{"Ports": "443"}')
    assert main(["show", "--no-cache", "--parameters", str(given), str(tmp_path / "stack.yaml")]) == 0
    (unit,) = json.loads(capsys.readouterr().out)["units"]
    assert unit["resources"]["Web"]["values"] == {"GroupDescription": "443"}
    assert main(["show", "--parameters", str(tmp_path / "none.json"), str(tmp_path)]) == 2
    assert "none.json does not exist" in capsys.readouterr().err
