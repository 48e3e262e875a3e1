"""``Fn::ForEach``."""

from __future__ import annotations

from pathlib import Path

from deployed import deploy, messages, resources
from seamlint.evaluate.values import Text, Unknown, Verdict

HEAD = "Transform: AWS::LanguageExtensions\nParameters: {Asked: {Type: CommaDelimitedList}}\n"


def test_loops_make_resources_conditions_outputs_and_properties(tmp_path: Path) -> None:
    text = (
        HEAD
        + """
Conditions:
  Fn::ForEach::Conditions:
    - Name
    - [A, B]
    - Is${Name}: !Equals [!Ref Name, A]
Resources:
  Fn::ForEach::Topics:
    - Name
    - [A, B]
    - Topic${Name}:
        Type: AWS::SNS::Topic
        Condition: Is${Name}
        Properties:
          TopicName: !Ref Name
          DisplayName: !Sub "${Name} in ${AWS::Region}"
          Fn::ForEach::Tags:
            - Key
            - [x, y]
            - Tag${Key}: "${Key}${Name}"
      Fn::ForEach::Inner:
        - Number
        - [1, 2]
        - Queue${Name}${Number}: {Type: AWS::SQS::Queue, Properties: {QueueName: "q${Name}-${Number}"}}
Outputs:
  Fn::ForEach::Outputs:
    - Name
    - [A]
    - Out${Name}: {Value: !GetAtt [!Sub "Topic${Name}", TopicArn]}
"""
    )
    evaluated = deploy(tmp_path, {"stack.yaml": text})
    assert messages(evaluated) == []
    (unit,) = evaluated.units
    found = {resource.address: resource for resource in unit.resources}
    assert list(found) == ["TopicA", "QueueA1", "QueueA2", "QueueB1", "QueueB2"]
    assert found["TopicA"].values == {
        "TopicName": "A",
        "DisplayName": "A in eu-west-1",
        "Tagx": "xA",
        "Tagy": "yA",
    }
    assert found["QueueB2"].values == {"QueueName": "qB-2"}
    assert found["TopicA"].span_at(("Tagy",)).line == 22
    assert unit.outputs == {"OutA": "arn:aws:sns:eu-west-1:111122223333:A"}


def test_a_loop_over_an_unknown_collection_may_make_any_number(tmp_path: Path) -> None:
    text = (
        HEAD
        + """
Resources:
  Fn::ForEach::Topics:
    - Name
    - !Ref Asked
    - Topic${Name}: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Name, DisplayName: "of ${Name}"}}
"""
    )
    (topic,) = resources(tmp_path, text).values()
    assert topic.presence is Verdict.UNDECIDED
    assert topic.missing == ("parameter Asked",)
    unknown = Unknown(("parameter Asked",))
    assert topic.values == {"TopicName": unknown, "DisplayName": Text(("of ", unknown))}


def test_loops_cannot_grow_without_bounds(tmp_path: Path) -> None:
    names = ", ".join(f"n{at}" for at in range(200))
    text = (
        HEAD
        + f"""
Resources:
  Fn::ForEach::A:
    - A
    - [{names}]
    - Fn::ForEach::B:
        - B
        - [{names}]
        - R${{A}}${{B}}: {{Type: AWS::SNS::Topic}}
"""
    )
    evaluated = deploy(tmp_path, {"stack.yaml": text})
    assert any("loops make more than 10,000 entries" in message for message in messages(evaluated))
    assert len(evaluated.units[0].resources) <= 10_000
