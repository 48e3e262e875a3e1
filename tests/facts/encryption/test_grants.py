"""Grants of identity policies without force, and who uses a key unnamed: against what the IAM engine says of each."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.encryption.key_scenes import FOREIGN, OWN, a_key, a_role, grant, graph_of, role, root, statement
from seamlint.facts.encryption.grants import dead_grants
from seamlint.facts.encryption.keys import key_target
from seamlint.facts.encryption.widening import widenings
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.identities import by_arn
from seamlint.facts.iam.globs import glob
from seamlint.facts.iam.services import matching_actions
from seamlint.model.encryption import Key
from seamlint.model.verdict import Verdict

YES, NO, UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED
ARN = "${aws_kms_key.k.arn}"
ADMINISTRATION = ["kms:Describe*", "kms:Put*"]
S3 = {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}


def dead(graph):
    return [(each.verdict, each.actions) for each in dead_grants(graph)]


def scene(folder, granted, *policy):
    return graph_of(folder, a_role("app", *granted), a_role("other"), a_key("k", *policy))


@pytest.mark.parametrize(
    ("actions", "policy", "expected"),
    [
        ("kms:Decrypt", [statement(root(), ADMINISTRATION)], ("kms:Decrypt",)),
        (["kms:Decrypt", "kms:DescribeKey"], [statement(root(), ADMINISTRATION)], ("kms:Decrypt",)),
        ("kms:*", [statement(root(), ADMINISTRATION)], None),
        ("kms:DescribeKey", [statement(root(), ADMINISTRATION)], None),
        ("kms:Decrypt", [statement(root(FOREIGN))], ("kms:Decrypt",)),
        ("kms:Decrypt", [statement(root(), Condition=S3)], None),
        ("kms:Decrypt", [statement(role("app"), "kms:Encrypt"), statement(root(), ADMINISTRATION)], ("kms:Decrypt",)),
        (["kms:Decrypt", "kms:Encrypt"], [statement(role("app"), "kms:Encrypt")], None),
        ("kms:GenerateDataKey*", [statement(role("other"))], ("kms:GenerateDataKey*",)),
        ("s3:GetObject", [statement(role("other"))], None),
    ],
)
def test_what_a_key_policy_gives_no_force_to(tmp_path, actions, policy, expected):
    graph = scene(tmp_path, [grant(actions, ARN)], *policy)
    assert dead(graph) == ([] if expected is None else [(YES, expected)])


@pytest.mark.parametrize("resource", ["*", "arn:aws:kms:*:*:key/*", f"arn:aws:kms:eu-west-1:{OWN}:*"])
def test_a_grant_on_any_key_names_none(tmp_path, resource):
    assert dead(scene(tmp_path, [grant("kms:Decrypt", resource)], statement(role("other")))) == []


def test_a_key_policy_that_is_not_known_decides_nothing(tmp_path):
    unknown = {"aws_kms_key": {"k": {"policy": "${data.aws_ssm_parameter.p.value}"}}}
    data = {"aws_ssm_parameter": {"p": {"name": "p"}}}
    graph = graph_of(tmp_path, a_role("app", grant("kms:Decrypt", ARN)), unknown, data=data)
    assert [each.verdict for each in dead_grants(graph)] == [UNDECIDED]
    assert dead_grants(graph)[0].needs == ("data.aws_ssm_parameter.p.value",)


ACTIONS = st.sampled_from(["kms:*", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:Describe*"])
PRINCIPALS = st.sampled_from([root(), OWN, role("app"), role("other"), root(FOREIGN), "*"])
CONDITIONS = st.sampled_from(
    [{}, {}, {"Condition": S3}, {"Condition": {"StringEquals": {"kms:CallerAccount": FOREIGN}}}]
)
POLICIES = st.lists(
    st.builds(lambda who, action, more: statement(who, action, **more), PRINCIPALS, ACTIONS, CONDITIONS),
    min_size=1, max_size=3,
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(ACTIONS, min_size=1, max_size=3, unique=True), POLICIES)
def test_no_call_that_a_dead_grant_is_for_is_allowed(actions, policy):
    with tempfile.TemporaryDirectory() as folder:
        graph = scene(Path(folder) / "root", [grant(actions, ARN)], *policy)
    who, target = by_arn(graph)[role("app")], key_target(graph, graph.all(Key)[0])
    of_keys = {
        action: [each.name for each in matching_actions(glob(action.lower()), "kms") if each.resource_types == ("key",)]
        for action in actions
    }
    allowed = {
        action: any(can(graph, who, each, target).verdict is not NO for each in names)
        for action, names in of_keys.items()
    }
    found = {glob(action.lower()) for _, named in dead(graph) for action in named}
    lost = {action for action in actions if any(glob(of.lower()) in found for of in (action, *of_keys[action][:1]))}
    assert not any(allowed[action] for action in lost)
    if not any(allowed.values()):
        assert lost == set(actions)


@settings(max_examples=40)
@given(POLICIES)
def test_who_widens_the_list_can_use_the_key_and_is_not_on_it(policy):
    with tempfile.TemporaryDirectory() as folder:
        graph = scene(Path(folder) / "root", [grant("kms:*", "*")], *policy)
    target = key_target(graph, graph.all(Key)[0])
    for widening in widenings(graph):
        for who, answer in widening.unnamed:
            assert can(graph, who, answer.action, target).verdict is YES
            assert all(role("app") not in str(each.written.statement.principals) for each in widening.named)


def test_the_actions_of_a_sensitive_policy_are_not_for_print(tmp_path):
    held = {"Version": "2012-10-17", "Statement": [grant("kms:Decrypt", "${aws_kms_key.k.arn}")]}
    hidden = {"aws_iam_role_policy": {"p": {"role": "app", "policy": f"${{sensitive(jsonencode({hcl(held)}))}}"}}}
    graph = graph_of(tmp_path, a_role("app"), hidden, a_key("k", statement(root(), ADMINISTRATION)))
    assert dead(graph) == [(YES, ("(sensitive)",))]


def hcl(value):
    """Return a value as an expression of the language, with references in place of their templates."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {hcl(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(hcl, value))}]"
    return value[2:-1] if value.startswith("${") else f'"{value}"'
