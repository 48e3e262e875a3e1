"""Who keeps the right to change a key policy: the answer against all callers that there can be."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.encryption.key_scenes import FOREIGN, OWN, a_key, a_role, grant, graph_of, role, root, statement
from seamlint.facts.encryption.lockout import PUT_KEY_POLICY, lockouts
from seamlint.facts.iam.access.policies import ALLOW_ALL
from seamlint.facts.iam.context import UNKNOWN, Context
from seamlint.facts.iam.decision import decide
from seamlint.facts.iam.documents import parse_document
from seamlint.facts.iam.principals import caller
from seamlint.facts.iam.request import Policies, Request
from seamlint.model.verdict import Verdict

YES, NO, UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED
S3 = {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}
MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
ADMIN_ONLY = {"ArnLike": {"aws:PrincipalArn": role("admin")}}


def locked(tmp_path, *statements):
    graph = graph_of(tmp_path, a_role("app"), a_role("admin", grant("kms:*", "*")), a_key("k", *statements))
    return next((each.verdict for each in lockouts(graph)), NO)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([statement(root())], NO),
        ([statement(OWN, ["kms:Put*"])], NO),
        ([statement(root(), "kms:Decrypt")], YES),
        ([statement(root(), Condition=S3)], YES),
        ([statement(root(), Condition={"StringEquals": {"kms:EncryptionContext:a": "b"}})], YES),
        ([statement(root(), Condition=MFA)], NO),
        ([statement(root(), Condition=ADMIN_ONLY)], NO),
        ([statement(root(), Condition={"ArnLike": {"aws:PrincipalArn": role("ghost")}})], UNDECIDED),
        ([statement(root(FOREIGN))], YES),
        ([statement(role("app", FOREIGN))], YES),
        ([statement({"Service": "logs.eu-west-1.amazonaws.com"})], YES),
        ([statement(role("app"))], NO),
        ([statement(role("app"), "kms:Decrypt")], YES),
        ([statement(role("ghost"))], UNDECIDED),
        ([statement(f"arn:aws:iam::{OWN}:user/ghost")], UNDECIDED),
        ([statement(f"arn:aws:sts::{OWN}:assumed-role/ghost/me")], UNDECIDED),
        ([statement("*", Condition={"StringEquals": {"kms:CallerAccount": OWN}})], NO),
        ([statement("*", Condition={"StringEquals": {"kms:CallerAccount": FOREIGN}})], YES),
        ([statement(root()), statement("*", PUT_KEY_POLICY, "Deny")], YES),
        ([statement(root()), statement("*", PUT_KEY_POLICY, "Deny", Condition=S3)], NO),
        ([statement(root(), resource="arn:aws:kms:eu-west-1:111122223333:alias/k")], YES),
        ([statement(root(), resource="arn:aws:kms:eu-west-1:111122223333:key/*")], NO),
    ],
)
def test_who_keeps_a_key(tmp_path, statements, expected):
    assert locked(tmp_path, *statements) is expected


def test_the_default_key_policy_locks_nobody_out(tmp_path):
    assert lockouts(graph_of(tmp_path, a_key("k"))) == []


def test_a_role_whose_boundary_forbids_it_keeps_nothing_for_certain(tmp_path):
    bounded = a_role("app")
    bounded["aws_iam_role"]["app"]["permissions_boundary"] = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    graph = graph_of(tmp_path, bounded, a_key("k", statement(role("app"))))
    assert [each.verdict for each in lockouts(graph)] == [UNDECIDED]


principals = st.sampled_from([root(), role("app"), role("ghost"), root(FOREIGN), role("app", FOREIGN), "*"])
actions = st.sampled_from(["kms:*", PUT_KEY_POLICY, "kms:Decrypt", ["kms:Put*", "kms:Get*"]])
conditions = st.sampled_from([{}, {}, {"Condition": S3}, {"Condition": {"StringEquals": {"kms:CallerAccount": OWN}}}])
effects = st.sampled_from(["Allow", "Allow", "Deny"])
a_statement = st.builds(
    lambda who, action, effect, more: statement(who, action, effect, **more), principals, actions, effects, conditions
)


def allows(statements, who):
    """Tell whether a key policy lets a caller with all identity permissions change it."""
    document = parse_document({"Version": "2012-10-17", "Statement": statements})
    known = {"kms:viaservice": None, "kms:calleraccount": OWN}
    arn = f"arn:aws:kms:eu-west-1:{OWN}:key/1"
    request = Request(caller(who), PUT_KEY_POLICY, arn, OWN, Context(known, UNKNOWN))
    return decide(request, Policies(identity=(ALLOW_ALL,), resource=document)).verdict is YES


@settings(max_examples=60)
@given(st.lists(a_statement, min_size=1, max_size=4))
def test_the_answer_is_that_of_all_callers_one_by_one(statements):
    with tempfile.TemporaryDirectory() as folder:
        answer = locked(Path(folder) / "root", *statements)
    members = [f"{root()}", role("app"), role("ghost"), role("anybody"), f"arn:aws:iam::{OWN}:user/anybody"]
    keeping = [who for who in members if allows(statements, who)]
    if keeping:
        assert answer is not YES
    else:
        assert answer is not NO
    if root() in keeping:
        assert answer is NO
