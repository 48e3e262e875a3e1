"""Intrinsic functions, one expression each, against what CloudFormation makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deployed import NOWHERE, Options, deploy, messages, shown

TEMPLATE = """
Transform: AWS::LanguageExtensions
Parameters:
  Name: {{Type: String, Default: web}}
  Port: {{Type: Number, Default: "8080"}}
  Ports: {{Type: CommaDelimitedList, Default: "80, 443,8080"}}
  Numbers: {{Type: List<Number>, Default: "80,443"}}
  Subnets: {{Type: "List<AWS::EC2::Subnet::Id>"}}
  Asked: {{Type: String}}
  Kind: {{Type: String, AllowedValues: [small, large]}}
  Image: {{Type: "AWS::SSM::Parameter::Value<String>", Default: /images/linux}}
  Secret: {{Type: String, NoEcho: true, Default: hunter2}}
Mappings:
  Regions:
    eu-west-1: {{Cidr: 10.1.0.0/16, Zones: [a, b]}}
    us-east-1: {{Cidr: 10.2.0.0/16, Zones: [c]}}
  Accounts:
    111122223333: {{Name: prod}}
Conditions:
  Yes: !Equals [!Ref Name, web]
  No: !Not [!Condition Yes]
  Open: !Equals [!Ref Asked, x]
Resources:
  Vpc: {{Type: AWS::EC2::VPC, Properties: {{CidrBlock: 10.0.0.0/16}}}}
  Bucket: {{Type: AWS::S3::Bucket, Properties: {{BucketName: !Sub "${{Name}}-logs"}}}}
  Unnamed: {{Type: AWS::S3::Bucket}}
  Topic: {{Type: AWS::SNS::Topic, Properties: {{TopicName: news}}}}
  Role: {{Type: AWS::IAM::Role, Properties: {{RoleName: deploy, Path: /ci/}}}}
  It:
    Type: Custom::It
    Properties:
      Value: {expression}
"""
KNOWN: list[tuple[str, Any]] = [
    ("!Ref Name", "web"),
    ("!Ref Port", 8080),
    ("!Ref Ports", ["80", "443", "8080"]),
    ("!Ref Numbers", [80, 443]),
    ("!Ref AWS::Region", "eu-west-1"),
    ("!Ref AWS::AccountId", "111122223333"),
    ("!Ref AWS::Partition", "aws"),
    ("!Ref AWS::URLSuffix", "amazonaws.com"),
    ('!Sub "${Name}:${AWS::Region}:${!Name}:${ Port }"', "web:eu-west-1:${Name}:8080"),
    ('!Sub ["${a}-${Name}-${b}", {a: !Ref Port, b: !Sub "x${Name}"}]', "8080-web-xweb"),
    ('!Sub ["${Name}", {Name: inner}]', "inner"),
    ('!Sub "${Bucket}/${Bucket.Arn}"', "web-logs/arn:aws:s3:::web-logs"),
    ('!Join ["/", [a, !Ref Name, 3, true, 1.50]]', "a/web/3/true/1.5"),
    ('!Join [",", !Ref Ports]', "80,443,8080"),
    ('!Join ["", []]', ""),
    ('!Split ["-", a-b--c]', ["a", "b", "", "c"]),
    ('!Select [1, !Split [",", "a,b,c"]]', "b"),
    ('!Select ["2", !Ref Ports]', "8080"),
    ("!FindInMap [Regions, !Ref AWS::Region, Cidr]", "10.1.0.0/16"),
    ("!FindInMap [Regions, us-east-1, Zones]", ["c"]),
    ("!FindInMap [Accounts, !Ref AWS::AccountId, Name]", "prod"),
    ("!FindInMap [Regions, ap-south-1, Cidr, {DefaultValue: !Ref Name}]", "web"),
    ("!If [Yes, a, b]", "a"),
    ("!If [No, a, {b: !Ref Name}]", {"b": "web"}),
    ("!If [Open, same, same]", "same"),
    ("[1, !If [No, 2, !Ref AWS::NoValue], 3]", [1, 3]),
    ("{a: !If [No, 2, !Ref AWS::NoValue], b: 1, c: null}", {"b": 1}),
    ("!Base64 abc", "YWJj"),
    ('!Base64 {Fn::Sub: "${Name}"}', "d2Vi"),
    ("!Cidr [10.0.0.0/16, 3, 8]", ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]),
    ('!Select [1, !Cidr ["2001:db8::/56", 2, 64]]', "2001:db8:0:1::/64"),
    ("{Fn::Length: !Ref Ports}", 3),
    ('{Fn::ToJsonString: {a: [1, true, !Ref Name, "q\\"uote"]}}', '{"a":[1,true,"web","q\\"uote"]}'),
    ("!Ref Bucket", "web-logs"),
    ("!GetAtt Bucket.RegionalDomainName", "web-logs.s3.eu-west-1.amazonaws.com"),
    ('!Select [2, !Split ["/", !GetAtt Bucket.WebsiteURL]]', "web-logs.s3-website-eu-west-1.amazonaws.com"),
    ("!GetAtt Vpc.CidrBlock", "10.0.0.0/16"),
    ("!GetAtt [Role, Arn]", "arn:aws:iam::111122223333:role/ci/deploy"),
    ("!Ref Topic", "arn:aws:sns:eu-west-1:111122223333:news"),
    ("{Fn::GetAtt: Topic.TopicName}", "news"),
    ("{Version: 2012-10-17, Id: 0777, N: 1_000, T: 12:30, On: yes}",
     {"Version": "2012-10-17", "Id": 511, "N": 1000, "T": "12:30", "On": True}),
]  # fmt: skip
PARTLY: list[tuple[str, Any]] = [
    ("!Ref Vpc", {"__reference__": "Vpc.Ref"}),
    ("!GetAtt Vpc.DefaultSecurityGroup", {"__reference__": "Vpc.DefaultSecurityGroup"}),
    ("!Ref Unnamed", {"__reference__": "Unnamed.Ref"}),
    ('!Sub "${Vpc}"', {"__reference__": "Vpc.Ref"}),
    ('!Sub "arn:${Vpc}:x"', {"__text__": ["arn:", {"__reference__": "Vpc.Ref"}, ":x"]}),
    ('!Join ["/", [!GetAtt Unnamed.Arn, "*"]]', {"__text__": [{"__reference__": "Unnamed.Arn"}, "/*"]}),
    ('!Split [",", !Join [",", [!Ref Vpc, !Ref Unnamed]]]',
     [{"__reference__": "Vpc.Ref"}, {"__reference__": "Unnamed.Ref"}]),
    ('!Select [1, !Split [":", !GetAtt Unnamed.Arn]]', {"__unknown__": ["Unnamed.Arn"]}),
    ("!Ref Asked", {"__unknown__": ["parameter Asked"]}),
    ("!Ref Subnets", {"__unknown__": ["parameter Subnets"]}),
    ("!Ref Image", {"__unknown__": ["the SSM parameter /images/linux"]}),
    ("!Ref AWS::StackName", {"__unknown__": ["the stack name of UNIT"]}),
    ("!If [Open, a, b]", {"__unknown__": ["parameter Asked"]}),
    ("!If [Open, {p: 1, q: 2}, {p: 1, q: 3}]", {"p": 1, "q": {"__unknown__": ["parameter Asked"]}}),
    ("[1, !If [Open, 2, !Ref AWS::NoValue]]", [1, {"__unknown__": ["parameter Asked"]}]),
    ("!If [Open, [1, 2], [1]]", [1, {"__unknown__": ["parameter Asked"]}]),
    ("!FindInMap [Regions, !Ref Asked, Cidr]", {"__unknown__": ["parameter Asked"]}),
    ('!GetAZs ""', {"__unknown__": ["the availability zones of eu-west-1"]}),
    ('!Select [0, !GetAZs ""]', {"__unknown__": ["item 0 of the availability zones of eu-west-1"]}),
    ("!ImportValue elsewhere", {"__unknown__": ["export elsewhere"]}),
    ("{Fn::Transform: {Name: AWS::Include, Parameters: {}}}", {"__unknown__": ["what the macro AWS::Include makes"]}),
    ("'{{resolve:ssm:/a/b:3}}'", {"__unknown__": ["the SSM parameter /a/b"]}),
    ("'x-{{resolve:ssm:a}}'", {"__text__": ["x-", {"__unknown__": ["the SSM parameter a"]}]}),
    ("{Fn::ToJsonString: {a: !Ref Vpc}}", {"__text__": ['{"a":"', {"__reference__": "Vpc.Ref"}, '"}']}),
]  # fmt: skip
SECRET = [
    "!Ref Secret",
    '!Sub "a${Secret}b"',
    '!Join ["", [!Ref Secret]]',
    "!Base64 {Ref: Secret}",
    '!Split ["n", !Ref Secret]',
    "{Fn::ToJsonString: {a: !Ref Secret}}",
    '!Select [0, !Split ["n", !Ref Secret]]',
    "'{{resolve:secretsmanager:db:SecretString:password}}'",
    "'{{resolve:ssm-secure:db:1}}'",
    '!Sub "postgres://{{resolve:secretsmanager:db}}@${Name}"',
    "!If [Open, !Ref Secret, x]",
]


def value(folder: Path, expression: str, options: Options | None = None) -> Any:
    text = TEMPLATE.format(expression=expression)
    evaluated = deploy(folder, {"stack.yaml": text}, options) if options else deploy(folder, {"stack.yaml": text})
    assert messages(evaluated) == []
    unit = shown(evaluated)
    return _named(unit["resources"]["It"]["values"]["Value"], unit["path"])


def _named(found: Any, unit: str) -> Any:
    if isinstance(found, dict):
        return {name: _named(each, unit) for name, each in found.items()}
    if isinstance(found, list):
        return [_named(each, unit) for each in found]
    return found.replace(unit, "UNIT") if isinstance(found, str) else found


@pytest.mark.parametrize(("expression", "expected"), KNOWN)
def test_what_is_known_is_as_cloudformation_makes_it(tmp_path: Path, expression: str, expected: Any) -> None:
    assert value(tmp_path, expression) == expected


@pytest.mark.parametrize(("expression", "expected"), PARTLY)
def test_what_is_not_known_says_what_is_missing(tmp_path: Path, expression: str, expected: Any) -> None:
    assert value(tmp_path, expression) == expected


@pytest.mark.parametrize("expression", SECRET)
def test_secrets_are_never_printed(tmp_path: Path, expression: str) -> None:
    found = value(tmp_path, expression)
    assert "hunter2" not in str(found)
    assert "__sensitive__" in str(found)


@pytest.mark.parametrize(
    ("expression", "needed"),
    [
        ("!Ref AWS::Region", "the region of UNIT"),
        ("!Ref AWS::Partition", "the region of UNIT"),
        ("!Ref AWS::AccountId", "the account of UNIT"),
        ("!FindInMap [Regions, !Ref AWS::Region, Cidr]", "the region of UNIT"),
    ],
)
def test_nobody_knows_where_a_stack_goes_unless_told(tmp_path: Path, expression: str, needed: str) -> None:
    assert value(tmp_path, expression, NOWHERE) == {"__unknown__": [needed]}


def test_an_arn_without_its_account_stays_a_reference_with_known_parts(tmp_path: Path) -> None:
    (unit,) = deploy(tmp_path, {"stack.yaml": TEMPLATE.format(expression="!GetAtt Role.Arn")}, NOWHERE).units
    role = next(each for each in unit.resources if each.address == "Role")
    it = next(each for each in unit.resources if each.address == "It")
    assert it.values["Value"].attribute == "Arn"  # type: ignore[union-attr]
    assert role.ids["Ref"] == "deploy"
    assert role.ids["Arn"].parts[-1] == ":role/ci/deploy"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("expression", "complaint"),
    [
        ("!Ref Nothing", "no parameter or resource is called Nothing"),
        ("!GetAtt Nothing.Arn", "no parameter or resource is called Nothing"),
        ("!Foo x", "Fn::Foo is no function of CloudFormation"),
        ("!If [Nothing, 1, 2]", "no condition is called Nothing"),
        ("!If [Yes, 1]", "Fn::If takes a condition and two values"),
        ("!Select [7, [a]]", "Fn::Select takes item 7 of a list of 1"),
        ("!FindInMap [Regions, mars, Cidr]", "no mapping has an entry at these keys"),
        ("!Cidr [10.0.0.0/24, 6, 8]", "Fn::Cidr cannot make so many ranges of that size here"),
        ('!Join [",", web]', "Fn::Join takes a delimiter and a list"),
        ('!Sub "${Ports}"', "a list or mapping stands in a text"),
    ],
)
def test_what_cloudformation_refuses_is_told_with_its_line(tmp_path: Path, expression: str, complaint: str) -> None:
    evaluated = deploy(tmp_path, {"stack.yaml": TEMPLATE.format(expression=expression)})
    assert messages(evaluated) == [f"warning 32 {complaint}"]
    found = shown(evaluated)["resources"]["It"]["values"]["Value"]
    assert found["__unknown__"][0].endswith("stack.yaml:32")
