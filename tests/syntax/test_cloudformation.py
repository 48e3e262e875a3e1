"""What is a template, and the tree of one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from cfnlint.decode.cfn_yaml import loads

from seamlint.sources.span import SourceText
from seamlint.syntax.cloudformation import may_be_template, read_template
from seamlint.syntax.cloudformation.json import read_template_json
from seamlint.syntax.cloudformation.reader import read_yaml
from seamlint.syntax.cloudformation.scalars import plain_value
from seamlint.syntax.cloudformation.tree import Call, Literal, Mapping, Node, Sequence

TEMPLATES = {
    "yaml": "AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n",
    "without a version": "Resources:\n  A:\n    Type: AWS::S3::Bucket\n",
    "document start and comment": "---\n# a stack\nResources: {A: {Type: Custom::Thing}}\n",
    "json": '{\n  "Resources": {"A": {"Type": "AWS::S3::Bucket"}}\n}',
    "json on one line": '{"AWSTemplateFormatVersion":"2010-09-09"}',
    "serverless": "Transform: AWS::Serverless-2016-10-31\nResources: {}\n",
    "loops alone": "Transform: [AWS::LanguageExtensions]\nResources: {Fn::ForEach::A: []}\n",
    "quoted": '"AWSTemplateFormatVersion": "2010-09-09"\n',
    "another publisher": "Resources:\n  A: {Type: MongoDB::Atlas::Cluster}\n",
    "windows": "AWSTemplateFormatVersion: 2010-09-09\r\nResources: {}\r\n",
}
OTHERS = {
    "kubernetes": "kind: ConfigMap\ndata:\n  t: |\n    AWSTemplateFormatVersion: x\n    Resources: AWS::A\n",
    "helm": "{{- if .Values.on }}\nResources:\n  {{ .Values.x }}: AWS::S3::Bucket\n{{- end }}\n",
    "workflow": "on: push\njobs: {a: {steps: [{run: aws cloudformation deploy}]}}\n",
    "compose": "services: {web: {image: nginx}}\n",
    "openapi": "openapi: 3.0.0\ncomponents: {Resources: {Type: AWS::A}}\n",
    "several documents": "Resources: {A: {Type: AWS::S3::Bucket}}\n---\nResources: {A: {Type: AWS::S3::Bucket}}\n",
    "serverless framework": "service: a\nresources:\n  Resources: {A: {Type: AWS::S3::Bucket}}\n",
    "another cloud": "ROSTemplateFormatVersion: x\nResources: {A: {Type: ALIYUN::ECS}}\n",
    "resources of something else": "Resources: [AWS::S3::Bucket]\n",
    "text": "Resources: are AWS::S3::Bucket\n",
    "package": '{"name": "x", "dependencies": {"Resources": "1"}}',
    "list": '[{"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}]',
    "empty": "",
}


def read(text: str) -> Any:
    return read_template(SourceText("t.yaml", text)) if may_be_template(text.encode()) else None


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_known_for_one(name: str) -> None:
    assert read(TEMPLATES[name]) is not None


@pytest.mark.parametrize("name", OTHERS)
def test_what_merely_looks_like_yaml_is_passed_over_in_silence(name: str) -> None:
    assert read(OTHERS[name]) is None


def test_a_document_end_makes_no_second_document() -> None:
    assert read("---\nResources: {A: {Type: AWS::S3::Bucket}}\n...\n---\n") is not None


WRITTEN = """\
AWSTemplateFormatVersion: "2010-09-09"
Mappings:
  Accounts: {111122223333: {Name: a}}
Resources:
  A: &a
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "${AWS::StackName}-x"
      Ref: !GetAtt B.Arn
      More: !GetAtt [B, !Ref C]
      Cut: !Select [0, !Split [",", !ImportValue x]]
      If: !If [Is, {a: 1}, !Ref AWS::NoValue]
      Find: !FindInMap [Accounts, !Ref AWS::AccountId, Name]
      Long:
        Fn::Join:
          - ""
          - - a
            - !Base64 b
      Text: |
        two
        lines
      Folded: >-
        one
        line
      Numbers: [1, 0x1F, 017, 1_000, -5, 1.5, .5, 1.0e+3, 1e3, 08, 0o7, +7]
      Words: [true, "true", yes, No, on, OFF, null, ~, "", y]
      Empty:
  B: *a
  C:
    <<: *a
    Type: AWS::SNS::Topic
  D: {"quoted": 'single ''quoted''', escaped: "a\\tb\\u00e9"}
Conditions:
  Is: !And [!Condition Other, {Condition: Other}, !Not [!Equals [a, b]]]
"""


def plain(node: Node) -> Any:
    if isinstance(node, Literal):
        return float(node.value) if isinstance(node.value, Fraction) else node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Call):
        argument = plain(node.argument)
        dotted = node.name == "Fn::GetAtt" and isinstance(argument, str)
        return {node.name: argument.split(".", 1) if dotted else argument}
    assert isinstance(node, Mapping)
    return {name: plain(entry.value) for name, entry in node.entries.items()}


def theirs(value: Any) -> Any:
    """Return cfn-lint's nodes as plain data; a key is what is written, and a date is text, as CloudFormation has it."""
    if isinstance(value, dict):
        return {str(name): theirs(each) for name, each in value.items()}
    if isinstance(value, list):
        return [theirs(each) for each in value]
    return str(value) if isinstance(value, (str, date)) else value


def test_a_template_is_read_as_cfn_lint_reads_it() -> None:
    root = read_yaml(SourceText("t.yaml", WRITTEN)).root
    assert root is not None
    assert plain(root) == theirs(loads(WRITTEN, "t.yaml"))


def test_json_is_read_the_same_both_ways() -> None:
    text = '{"a": {"Fn::Sub": "x"}, "b": [1, 2.50, true, null, "\\u00e9\\n"], "c": {"Ref": "A", "d": {}}}'
    source = SourceText("t.json", text)
    one, other = read_yaml(source).root, read_template_json(source).root
    assert one is not None
    assert one == other


def test_json_may_hold_what_yaml_may_not() -> None:
    document = read('{"AWSTemplateFormatVersion": "x",\n\t"Description": "\\ud83d\\ude00",\n\t"n": 1e400}')
    assert plain(document.root)["Description"] == "\U0001f600"


def test_every_node_stands_where_it_is_written() -> None:
    source = SourceText("t.yaml", WRITTEN)
    pending = [read_yaml(source).root]
    while pending:
        node = pending.pop()
        assert node is not None
        text = WRITTEN[node.start : node.end]
        if isinstance(node, Call):
            assert node.name.removeprefix("Fn::") in text
            pending.append(node.argument)
        elif isinstance(node, Sequence):
            pending += node.items
        elif isinstance(node, Mapping):
            for name, entry in node.entries.items():
                assert WRITTEN[entry.start : entry.end].strip("\"'") == name
                pending.append(entry.value)
        elif isinstance(node, Literal) and isinstance(node.value, str) and " " not in node.value:
            assert node.value.split("\n")[0].split("\t")[0][:3] in text
        assert text == text.rstrip()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2012-10-17", "2012-10-17"),
        ("22:22", "22:22"),
        ("111122223333", 111122223333),
        ("012345678901", "012345678901"),
        ("1.10", Fraction(11, 10)),
        ("1" * 500, "1" * 500),
        ("1.0e+999", "1.0e+999"),
        ("2.0", Fraction(2)),
        ("-", "-"),
        (".", "."),
        ("=", "="),
        ("<<", "<<"),
    ],
)
def test_plain_scalars(text: str, value: object) -> None:
    assert plain_value(text) == value


def test_where_aliases_stand_the_anchor_is_shared() -> None:
    root = read_yaml(SourceText("t.yaml", WRITTEN)).root
    assert isinstance(root, Mapping)
    resources = root.get("Resources")
    assert isinstance(resources, Mapping)
    assert resources.get("A") is resources.get("B")
