"""What the service data tells."""

import pytest

from seamlint.facts.iam import services
from seamlint.facts.iam.globs import glob


def test_actions_are_found_in_any_case():
    found = services.action("S3:getobject")
    assert found.name == "s3:GetObject"
    assert "object" in found.resource_types
    assert services.action("s3:GetObjects") is None
    assert services.action("nosuchservice:Get") is None


def test_patterns_expand_to_actions():
    names = {action.name for action in services.matching_actions(glob("kms:generatedatakey*"), "kms")}
    assert {"kms:GenerateDataKey", "kms:GenerateDataKeyPair"} <= names
    assert not list(services.matching_actions(glob("kms:nothing*"), "kms"))


@pytest.mark.parametrize(
    ("service", "kind", "arn"),
    [
        ("s3", "object", "arn:aws:s3:::bucket/a/b"),
        ("iam", "role", "arn:aws:iam::111111111111:role/path/name"),
        ("kms", "key", "arn:aws-cn:kms:cn-north-1:111111111111:key/k"),
    ],
)
def test_resource_types_have_patterns(service, kind, arn):
    assert services.resource_patterns(service)[kind].matches(arn)


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("sns:Receive", "arn:aws:sns:eu-west-1:111111111111:alerts"),
        ("cloudformation:CreateChangeSet", "arn:aws:cloudformation:eu-west-1:aws:transform/LanguageExtensions"),
        ("cloudformation:CreateChangeSet", "arn:aws:cloudformation:eu-west-1:111111111111:stack/a/1"),
        ("arc-zonal-shift:GetManagedResource", "arn:aws:eks:eu-west-1:111111111111:cluster/apps"),
    ],
)
def test_what_other_pages_of_aws_say_is_known(action, arn):
    found = services.action(action)
    patterns = services.resource_patterns(action.partition(":")[0])
    assert any(patterns[kind].matches(arn) for kind in found.resource_types)
    assert len(services.resource_formats(found)) == len(found.resource_types)


def test_a_bucket_is_no_object():
    assert not services.resource_patterns("s3")["object"].matches("arn:aws:s3:::bucket")


@pytest.mark.parametrize("service", ["nosuchservice", "../actions/s3", ""])
def test_an_unknown_service_has_nothing(service):
    assert not services.service_exists(service)
    assert services.actions(service) == {}
    assert services.resource_patterns(service) == {}


def test_resource_control_policies_reach_some_services():
    assert services.supports_resource_control("s3")
    assert not services.supports_resource_control("ec2")
