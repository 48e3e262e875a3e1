"""Which key a pointer means, in every way in which people name one."""

import pytest

from facts.encryption.key_scenes import OWN, a_key, graph_of
from seamlint.evaluate.values import Unknown
from seamlint.facts.encryption.keys import (
    AwsManagedKey,
    key_behind,
    key_of,
    key_target,
    primary_of,
    protected_of,
    replicas_of,
)
from seamlint.graph.graph import Elsewhere
from seamlint.model.encryption import Key
from seamlint.model.reading import pointer

ALIAS = {"aws_kms_alias": {"app": {"name": "alias/app", "target_key_id": "${aws_kms_key.app.key_id}"}}}
LOOKED_UP = {
    "aws_caller_identity": {"me": {}},
    "aws_kms_alias": {"app": {"name": "alias/app"}, "s3": {"name": "alias/aws/s3"}, "other": {"name": "alias/other"}},
    "aws_kms_key": {
        "by_alias": {"key_id": "alias/app"},
        "managed": {"key_id": "alias/aws/ebs"},
        "elsewhere": {"key_id": "1234abcd-12ab-34cd-56ef-1234567890ab"},
    },
}
ARN = f"arn:aws:kms:eu-west-1:{OWN}"
APP = "aws_kms_key.app"


def found(tmp_path, written, provider=None):
    """Return what is meant by a text in the code, as its address, or as what it is."""
    graph = graph_of(tmp_path, a_key("app"), ALIAS, data=LOOKED_UP, outputs={"named": written}, provider=provider)
    key = key_of(graph, pointer(graph.units[0].outputs["named"]), graph.all(Key)[0])
    return key.address if isinstance(key, Key) else key


@pytest.mark.parametrize(
    "written",
    [
        "${aws_kms_key.app.arn}",
        "${aws_kms_key.app.id}",
        "${aws_kms_key.app.key_id}",
        f"{ARN}:key/${{aws_kms_key.app.key_id}}",
        "${aws_kms_alias.app.name}",
        "${aws_kms_alias.app.arn}",
        "${aws_kms_alias.app.target_key_arn}",
        "${aws_kms_alias.app.target_key_id}",
        "alias/app",
        f"{ARN}:alias/app",
        "arn:aws:kms:eu-west-1:${data.aws_caller_identity.me.account_id}:alias/app",
        "${data.aws_kms_alias.app.target_key_arn}",
        "${data.aws_kms_alias.app.arn}",
        "${data.aws_kms_key.by_alias.arn}",
        "${data.aws_kms_key.by_alias.id}",
    ],
)
def test_every_way_of_naming_a_key_leads_to_it(tmp_path, written):
    assert found(tmp_path, written) == APP


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("alias/aws/sqs", AwsManagedKey("sqs")),
        (f"{ARN}:alias/aws/rds", AwsManagedKey("rds")),
        ("${data.aws_kms_alias.s3.target_key_arn}", AwsManagedKey("s3")),
        ("${data.aws_kms_key.managed.arn}", AwsManagedKey("ebs")),
        ("alias/unheard-of", Elsewhere("alias/unheard-of")),
        ("${data.aws_kms_alias.other.target_key_arn}", Elsewhere(f"arn:aws:kms:eu-west-1:{OWN}:alias/other")),
        (f"arn:aws:kms:us-east-1:{OWN}:alias/app", Elsewhere(f"arn:aws:kms:us-east-1:{OWN}:alias/app")),
        (
            "arn:aws:kms:eu-west-1:444455556666:alias/app",
            Elsewhere("arn:aws:kms:eu-west-1:444455556666:alias/app"),
        ),
        ("1234abcd-12ab-34cd-56ef-1234567890ab", Elsewhere("1234abcd-12ab-34cd-56ef-1234567890ab")),
        ("${data.aws_kms_key.elsewhere.arn}", "data.aws_kms_key.elsewhere"),
        ("", None),
    ],
)
def test_other_keys_are_told_apart(tmp_path, written, expected):
    assert found(tmp_path, written) == expected


def test_an_alias_of_an_account_that_is_not_known_may_be_another_ones(tmp_path):
    nowhere = {"aws": {"region": "eu-west-1"}}
    assert isinstance(found(tmp_path, f"{ARN}:alias/app", nowhere), Unknown)
    assert found(tmp_path, "alias/app", nowhere) == APP


def test_aliases_that_lead_in_a_circle_lead_nowhere(tmp_path):
    circle = {
        "aws_kms_alias": {
            "a": {"name": "alias/a", "target_key_id": "alias/b"},
            "b": {"name": "alias/b", "target_key_id": "alias/a"},
        }
    }
    graph = graph_of(tmp_path, a_key("app"), circle)
    assert isinstance(key_of(graph, "alias/a", graph.all(Key)[0]), Unknown)


def test_a_replica_has_the_kind_of_its_primary(tmp_path):
    replica = {"aws_kms_replica_key": {"r": {"primary_key_arn": "${aws_kms_key.app.arn}"}, "lost": {}}}
    graph = graph_of(tmp_path, a_key("app", multi_region=True), replica)
    keys = {each.address: each for each in graph.all(Key)}
    app, copy, lost = keys[APP], keys["aws_kms_replica_key.r"], keys["aws_kms_replica_key.lost"]
    assert primary_of(graph, copy) is primary_of(graph, app) is app
    assert primary_of(graph, lost) is None
    assert replicas_of(graph, app) == [copy]
    assert replicas_of(graph, copy) == []


def test_a_key_is_protected_by_its_policy(tmp_path):
    graph = graph_of(tmp_path, a_key("app"), {"aws_sqs_queue": {"q": {"name": "q"}}})
    (key,) = graph.all(Key)
    assert key_behind(graph, protected_of(graph, key)) is key
    assert len(key_target(graph, key).policies) == 1
