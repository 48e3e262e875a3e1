"""Serverless templates, with SAM's translator and without."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from deployed import deploy, messages
from seamlint.evaluate.values import Reference, Unknown

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.12, Handler: app.main}}
Resources:
  Store: {Type: AWS::S3::Bucket, Properties: {BucketName: store}}
  Shop:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./src
      Policies: [AmazonDynamoDBReadOnlyAccess, {S3ReadPolicy: {BucketName: !Ref Store}}]
      Events: {Api: {Type: Api, Properties: {Path: /, Method: get}}}
  Use: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt ShopRole.Arn}}
Outputs:
  Stage: {Value: !Ref ServerlessRestApi.Stage}
  Store: {Value: !Ref Store}
"""


def test_without_the_translator_the_rest_is_evaluated_and_a_message_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seamlint.evaluate.cloudformation.sam.find_spec", lambda _: None)
    evaluated = deploy(tmp_path, {"template.yaml": TEMPLATE})
    (told,) = messages(evaluated)
    assert told.startswith("warning 1 install seamlint[sam] to check what AWS SAM makes of AWS::Serverless resources")
    (unit,) = evaluated.units
    assert [resource.type for resource in unit.resources] == [
        "AWS::S3::Bucket",
        "AWS::Serverless::Function",
        "AWS::SNS::Topic",
    ]
    assert unit.resources[2].values["DisplayName"] == Unknown(("ShopRole, which a macro may make",))


@pytest.mark.skipif(importlib.util.find_spec("samtranslator") is None, reason="the extra sam is not installed")
def test_the_translator_makes_the_resources_and_places_stay(tmp_path: Path) -> None:
    evaluated = deploy(tmp_path, {"template.yaml": TEMPLATE})
    assert messages(evaluated) == []
    (unit,) = evaluated.units
    found = {resource.address: resource for resource in unit.resources}
    assert found["Shop"].type == "AWS::Lambda::Function"
    assert found["Shop"].values["Role"] == Reference(unit.path, "ShopRole", "Arn")
    assert found["ShopRole"].type == "AWS::IAM::Role"
    assert [found[name].span_at().line for name in ("Store", "Shop", "ShopRole", "ServerlessRestApi")] == [4, 5, 5, 5]
    assert found["Store"].span_at(("BucketName",)).line == 4
    assert unit.outputs == {"Stage": Reference(unit.path, "ServerlessRestApiProdStage", "Ref"), "Store": "store"}


@pytest.mark.skipif(importlib.util.find_spec("samtranslator") is None, reason="the extra sam is not installed")
def test_what_sam_cannot_translate_is_told(tmp_path: Path) -> None:
    text = (
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources: {F: {Type: AWS::Serverless::Function, Properties: {Events: 7}}}"
    )
    evaluated = deploy(tmp_path, {"template.yaml": text})
    assert messages(evaluated)[0].startswith("warning 1 AWS SAM cannot translate this template: ")
    assert [resource.type for resource in evaluated.units[0].resources] == ["AWS::Serverless::Function"]
