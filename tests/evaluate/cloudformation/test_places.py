"""Where values are written, and what they came through."""

from __future__ import annotations

from pathlib import Path

import pytest

from deployed import resources

TEMPLATE = """\
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Ports: {Type: CommaDelimitedList, Default: "80,443"}
  Open:
    Type: String
    Default: "yes"
Mappings:
  Ranges:
    eu-west-1: {Cidr: 10.0.0.0/8}
Conditions:
  IsOpen: !Equals [!Ref Open, "yes"]
  Never: !Not [!Condition IsOpen]
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: a group
      SecurityGroupIngress:
        - !If [Never, {IpProtocol: "-1"}, !Ref AWS::NoValue]
        - !If
          - IsOpen
          - IpProtocol: tcp
            CidrIp: !FindInMap [Ranges, !Ref AWS::Region, Cidr]
          - IpProtocol: udp
        - IpProtocol: tcp
          FromPort: !Select [0, !Ref Ports]
          Description: !Sub
            - "${Open} ${x}"
            - x: !Select [1, !Ref Ports]
"""


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ((), (14, 14)),
        (("GroupDescription",), (17, 17)),
        (("SecurityGroupEgress",), (14, 14)),
        (("SecurityGroupIngress",), (18, 29)),
        (("SecurityGroupIngress", 0), (22, 23)),
        (("SecurityGroupIngress", 0, "CidrIp"), (23, 23)),
        (("SecurityGroupIngress", 1), (25, 29)),
        (("SecurityGroupIngress", 1, "FromPort"), (26, 26)),
        (("SecurityGroupIngress", 1, "ToPort"), (25, 29)),
        (("SecurityGroupIngress", 5, "ToPort"), (18, 29)),
    ],
)
def test_a_value_is_found_where_it_is_written(tmp_path: Path, path: tuple[str | int, ...], lines: object) -> None:
    span = resources(tmp_path, TEMPLATE)["Group"].span_at(path)
    assert (span.line, span.end_line) == lines


def test_a_property_is_shown_with_its_name(tmp_path: Path) -> None:
    span = resources(tmp_path, TEMPLATE)["Group"].span_at(("SecurityGroupIngress", 1, "FromPort"))
    text = TEMPLATE.split("\n")[span.line - 1]
    assert text[span.column - 1 : span.end_column - 1] == "FromPort: !Select [0, !Ref Ports]"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (("GroupDescription",), []),
        (("SecurityGroupIngress", 1, "FromPort"), [("parameter Ports has the default", 3)]),
        (
            ("SecurityGroupIngress", 1, "Description"),
            [("parameter Open has the default", 6), ("parameter Ports has the default", 3)],
        ),
        (
            ("SecurityGroupIngress", 0, "CidrIp"),
            [
                ("condition IsOpen holds", 11),
                ("mapping Ranges has this value", 9),
                ("parameter Open has the default", 6),
            ],
        ),
    ],
)
def test_the_trail_names_what_a_value_came_through(
    tmp_path: Path, path: tuple[str | int, ...], says: list[tuple[str, int]]
) -> None:
    trail = resources(tmp_path, TEMPLATE)["Group"].trail(path)
    assert [(origin.says, origin.span.line) for origin in trail] == says


def test_json_has_places_too(tmp_path: Path) -> None:
    text = (
        '{"Resources": {\n  "G": {"Type": "AWS::EC2::SecurityGroup",\n    "Properties": {\n'
        '      "GroupDescription": {"Ref": "AWS::Region"}}}}}'
    )
    group = resources(tmp_path, text)["G"]
    assert group.span_at().line == 2
    span = group.span_at(("GroupDescription",))
    assert (span.line, span.column, span.end_column) == (4, 7, 49)


def test_anchors_and_merge_keys_lead_to_where_they_are_defined(tmp_path: Path) -> None:
    text = """\
Resources:
  A:
    Type: AWS::S3::Bucket
    Properties: &shared
      BucketName: x
  B:
    Type: AWS::S3::Bucket
    Properties:
      <<: *shared
      Own: é ü
      Next: y
"""
    found = resources(tmp_path, text)
    assert found["B"].values == {"BucketName": "x", "Own": "é ü", "Next": "y"}
    assert found["B"].span_at(("BucketName",)).line == 5
    assert found["B"].span_at(("Next",))[1:] == (11, 7, 11, 14)
