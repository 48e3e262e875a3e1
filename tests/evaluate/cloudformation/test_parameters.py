"""Parameters, and the files that give them."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from deployed import NOWHERE, deploy, messages, resources
from seamlint.config import Config, UnitConfig
from seamlint.evaluate.cloudformation.deployments import Deployments
from seamlint.evaluate.cloudformation.parameter_files import read_deployment
from seamlint.evaluate.cloudformation.problems import Problems
from seamlint.evaluate.cloudformation.scan import evaluate_templates
from seamlint.evaluate.values import Sensitive, Text, Unknown
from seamlint.request import Request

FORMS = {
    "cli.json": """
        [{"ParameterKey": "Env", "ParameterValue": "prod"}, {"ParameterKey": "Kept", "UsePreviousValue": true}]
        """,
    "overrides.json": '["Env=prod", "Port=443"]',
    "pipeline.json": '{"Parameters": {"Env": "prod"}, "Tags": {"a": "b"}}',
    "plain.yaml": "Env: prod\nZones: [a, b]\n",
    "inner.yaml": "Parameters:\n  - ParameterKey: Env\n    ParameterValue: prod\n",
    "samconfig.toml": """
        version = 0.1
        [default.global.parameters]
        stack_name = "shop"
        [default.deploy.parameters]
        region = "eu-west-1"
        parameter_overrides = "Env=\\"prod\\" ParameterKey=Port,ParameterValue=443"
        """,
}


@pytest.mark.parametrize("name", FORMS)
def test_parameters_are_read_in_every_form(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(dedent(FORMS[name]))
    problems = Problems()
    found = read_deployment(str(path), problems)
    assert problems.diagnostics == []
    assert found.given["Env"].value == "prod"
    assert found.given["Env"].origin.says == f"parameter Env is set in {path}"
    assert "Kept" not in found.given
    if name == "samconfig.toml":
        assert (found.stack_name, found.region, found.given["Port"].value) == ("shop", "eu-west-1", "443")
        assert found.given["Port"].origin.span.line == 7


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.json", "[1]", "warning 1 no parameter: write "),
        ("a.json", "{", "error 1 not read: "),
        ("a.json", "7", "error 1 no parameters: write "),
        ("a.yaml", "a: 1\n---\nb: 2\n", "error 1 a file of parameters holds one document"),
        ("a.yaml", "A: {b: c}", "warning 1 the value of parameter A is no text"),
        ("a.toml", "a = ", "error 1 not read: not valid TOML"),
    ],
)
def test_what_is_no_file_of_parameters_is_told(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    problems = Problems()
    read_deployment(str(path), problems)
    (told,) = problems.diagnostics
    assert told.span is not None
    assert f"{told.level.value} {told.span.line} {told.message}".startswith(complaint)


def test_the_command_line_goes_before_the_configuration(tmp_path: Path) -> None:
    template = tmp_path / "stack.yaml"
    template.write_text(
        "Parameters: {A: {Type: String}, B: {Type: String, Default: no}, C: {Type: String, Default: 7}}\n"
        "Resources:\n  X: {Type: Custom::X, Properties: {A: !Ref A, B: !Ref B, C: !Ref C, S: !Ref AWS::StackName}}\n"
    )
    (tmp_path / "own.json").write_text('{"A": "own", "B": "own"}')
    (tmp_path / "all.json").write_text('{"B": "all"}')
    real = os.path.realpath(template)
    unit = UnitConfig(real, "111122223333", "eu-west-1", parameters=(str(tmp_path / "own.json"),), stack_name="shop")
    request = Request((real,), Config(str(tmp_path), units=(unit,)), parameters=(str(tmp_path / "all.json"),))
    deployments = Deployments(request)
    (found,) = evaluate_templates([real], [str(tmp_path)], deployments.options).units
    assert (found.account, found.region) == ("111122223333", "eu-west-1")
    assert found.resources[0].values == {"A": "own", "B": "all", "C": "7", "S": "shop"}
    assert deployments.options("elsewhere").account is None


TYPED: list[tuple[str, Any]] = [
    ("{Type: String, Default: 012}", "10"),
    ("{Type: String, Default: true}", "true"),
    ("{Type: String, Default: 8.0}", "8.0"),
    ("{Type: Number, Default: '1.5'}", 1.5),
    ("{Type: Number, Default: abc}", "abc"),
    ("{Type: CommaDelimitedList, Default: ''}", [""]),
    ("{Type: CommaDelimitedList, Default: 80}", ["80"]),
    ("{Type: 'List<String>', Default: [a, b]}", ["a", "b"]),
    ("{Type: 'AWS::EC2::KeyPair::KeyName', Default: key}", "key"),
    ("{Type: 'AWS::SSM::Parameter::Name', Default: /a}", "/a"),
    ("{Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: /a}", Unknown(("the SSM parameter /a",))),
    ("{Type: 'AWS::SSM::Parameter::Value<String>'}", Unknown(("parameter P",))),
    ("{Type: String, NoEcho: 'true', Default: x}", Sensitive("x")),
    ("{Type: String, NoEcho: true}", Sensitive(Unknown(("parameter P",)))),
    ("{Type: String, Default: '{{resolve:ssm:/a}}'}", Unknown(("the SSM parameter /a",))),
    ("{Type: String, Default: 'a-{{resolve:ssm:b}}'}", Text(("a-", Unknown(("the SSM parameter b",))))),
    ("{Type: CommaDelimitedList, Default: 'a,{{resolve:ssm:b}}'}", ["a", Unknown(("the SSM parameter b",))]),
    ("{Type: String, Default: '{{resolve:ssm-secure:b}}'}", Sensitive(Unknown(("the SSM parameter b",)))),
    ("{}", Unknown(("parameter P",))),
    ("null", Unknown(("parameter P",))),
]


@pytest.mark.parametrize(("declared", "value"), TYPED)
def test_a_parameter_has_the_value_of_its_type(tmp_path: Path, declared: str, value: object) -> None:
    text = f"Parameters:\n  P: {declared}\nResources:\n  X: {{Type: Custom::X, Properties: {{A: !Ref P}}}}\n"
    assert resources(tmp_path, text, NOWHERE)["X"].values["A"] == value


def test_rules_metadata_and_policies_are_no_hindrance(tmp_path: Path) -> None:
    text = """
    Rules: {R: {Assertions: [{Assert: {Fn::Contains: [[a], !Ref P]}}]}}
    Metadata: {AWS::CloudFormation::Interface: {ParameterGroups: []}}
    Parameters: {P: {Type: String, Default: a}}
    Resources:
      X: {Type: AWS::S3::Bucket, DependsOn: [Y], DeletionPolicy: Retain, Metadata: {a: !Ref Nothing}}
      Y: {Type: AWS::S3::Bucket, UpdatePolicy: {}, CreationPolicy: null}
    """
    evaluated = deploy(tmp_path, {"stack.yaml": text})
    assert messages(evaluated) == []
    assert [each.values for each in evaluated.units[0].resources] == [{}, {}]


RULES = """
Parameters:
  Environment: {Type: String, Default: prod}
  Types: {Type: CommaDelimitedList, Default: "t3.micro,t3.small"}
  Vpc: {Type: AWS::EC2::VPC::Id}
Rules:
  Sizes:
    RuleCondition: !Equals [!Ref Environment, prod]
    Assertions:
      - Assert: %s
        AssertDescription: only what was tested
Resources: {A: {Type: AWS::S3::Bucket}}
"""


@pytest.mark.parametrize(
    ("assertion", "refused"),
    [
        ("{Fn::Contains: [[prod, dev], !Ref Environment]}", False),
        ("{Fn::Contains: [[test, dev], !Ref Environment]}", True),
        ("{Fn::EachMemberIn: [!Ref Types, [t3.micro, t3.small, t3.large]]}", False),
        ("{Fn::EachMemberIn: [!Ref Types, [t3.micro]]}", True),
        ("{Fn::EachMemberEquals: [!Ref Types, t3.micro]}", True),
        ("{Fn::And: [!Equals [!Ref Environment, prod], {Fn::Contains: [[dev], !Ref Environment]}]}", True),
        ("{Fn::Not: [!Equals [!Ref Environment, prod]]}", True),
        ("{Fn::Contains: [[vpc-1], !Ref Vpc]}", False),
        ("{Fn::EachMemberEquals: [{Fn::ValueOfAll: [AWS::EC2::VPC::Id, Tags.Team]}, web]}", False),
        ("{Fn::EachMemberIn: [{Fn::RefAll: AWS::EC2::VPC::Id}, [vpc-1]]}", False),
        ("{Fn::Equals: [{Fn::ValueOf: [Vpc, Tags.Team]}, web]}", False),
    ],
)
def test_rules_hold_for_the_parameters_or_are_told(tmp_path: Path, assertion: str, refused: bool) -> None:
    told = messages(deploy(tmp_path, {"stack.yaml": RULES % assertion}))
    assert [message.endswith(": only what was tested") and "Sizes" in message for message in told] == [True] * refused


def test_a_rule_whose_condition_is_not_met_asserts_nothing(tmp_path: Path) -> None:
    text = RULES.replace("Default: prod", "Default: dev") % "{Fn::Contains: [[test], !Ref Environment]}"
    assert messages(deploy(tmp_path, {"stack.yaml": text})) == []


@pytest.mark.parametrize(
    "rules", ["null", "{R: null}", "{R: {Assertions: null}}", "{R: {Assertions: [1, {}, {Assert: 1}]}}"]
)
def test_rules_that_say_nothing_lose_nothing(tmp_path: Path, rules: str) -> None:
    evaluated = deploy(tmp_path, {"stack.yaml": f"Rules: {rules}\nResources: {{A: {{Type: AWS::S3::Bucket}}}}\n"})
    assert len(evaluated.units[0].resources) == 1
