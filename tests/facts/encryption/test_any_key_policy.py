"""No key policy and no identity policy makes the rules of keys fail, and an undecided one says what is missing."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made import entity

from facts.iam.test_rules_on_any_policy import DOCUMENTS
from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.findings.finding import Undecided
from seamlint.graph.graph import Graph
from seamlint.model.encryption import Key, KeyAlias
from seamlint.model.iam import InlinePolicy, PolicyKind, ProtectedResource, ResourcePolicy, Role
from seamlint.model.policies import policy
from seamlint.registry import installed

MINE = ("001", "002", "003", "004", "005", "010", "011", "012", "013", "014")
ACCOUNTS = st.sampled_from([None, "111122223333", "444455556666"])
POINTERS = st.sampled_from([
    None, "", "alias/", "alias/aws/", "alias/x", "arn:aws:kms:::alias/x", "arn:aws:kms", ":alias/x", "key/1",
    Unknown(("var.key",)), Reference(".", "aws_kms_key.k", "id"), Reference(".", "aws_kms_alias.a", "target_key_arn"),
    Text(("arn:aws:kms:", Unknown(("var.region",)), ":", Unknown(("var.account",)), ":alias/x")),
    Text((Unknown(("var.x",)), ":key/", Reference(".", "aws_kms_key.k", "id"))),
])  # fmt: skip
VALUES = st.sampled_from([None, "", 0, -1, 7, True, "RSA_2048", Unknown(("var.v",))])
RESOURCES = POINTERS | st.sampled_from([
    "*", "arn:aws:kms:*:*:key/*", "arn:aws:kms:eu-west-1:111122223333:alias/*", "arn:aws:kms:*", "arn:*", "a:b:c:d:e:f",
    Reference(".", "aws_kms_key.k", "arn"), Reference(".", "aws_kms_alias.a", "arn"),
])  # fmt: skip
CALLERS = st.sampled_from([
    "*", "arn:aws:iam::111122223333:root", "444455556666", "arn:aws:iam::444455556666:role/r", "arn:aws:iam::x:root",
    Reference(".", "aws_iam_role.r", "arn"), Unknown(("var.who",)),
    Text(("arn:aws:iam::", Unknown(("var.a",)), ":root")),
])  # fmt: skip
ACTIONS = st.sampled_from(
    ["kms:*", "kms:Decrypt", "kms:PutKeyPolicy", "kms:CreateGrant", "kms:CreateAlias", "*", "kms:?"]
)
ON_KEYS = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Allow", "Deny"]),
        "Action": ACTIONS | st.lists(ACTIONS, max_size=3),
        "Resource": RESOURCES | st.lists(RESOURCES, max_size=3),
    },
    optional={"Principal": CALLERS | st.builds(lambda who: {"AWS": who}, CALLERS)},
)
POLICIES = DOCUMENTS | st.builds(
    lambda held: {"Version": "2012-10-17", "Statement": held}, st.lists(ON_KEYS, min_size=1, max_size=3)
)
UNITS = st.tuples(ACCOUNTS, POLICIES)


@cache
def rules():
    return [each for each in installed() if each.rule.id.startswith("KMS-") and each.rule.id[4:] in MINE]


def declared(address, account, **values):
    resource = entity(1, address).resource
    resource.account, resource.values = account, values
    return resource


def test_all_of_them_are_installed():
    assert len(rules()) == len(MINE)


@settings(max_examples=150)
@given(UNITS, UNITS, POINTERS, VALUES)
def test_any_policies(of_key, of_role, target, value):
    (owner, key_policy), (caller, identity_policy) = of_key, of_role
    key = declared("aws_kms_key.k", owner, policy=key_policy)
    role = declared("aws_iam_role.r", caller, policy=identity_policy)
    alias = declared("aws_kms_alias.a", owner)
    graph = Graph([], [
        Key(key, (), spec=value, usage=value, rotation=value, deletion_window=value, primary=target),
        ProtectedResource(key, (), service="kms", kind="key"),
        ResourcePolicy(
            key, ("policy",), protects=Reference(".", "aws_kms_key.k", "id"), service="kms",
            document=policy(key, ("policy",), PolicyKind.RESOURCE, "kms"),
        ),
        KeyAlias(alias, (), name="alias/x", target=target),
        Role(role, (), name="r"),
        InlinePolicy(
            role, (), document=policy(role, ("policy",), PolicyKind.IDENTITY),
            roles=[Reference(".", "aws_iam_role.r", "id")],
        ),
    ])  # fmt: skip
    for installed_rule in rules():
        for outcome in installed_rule.check(graph):
            if isinstance(outcome, Undecided):
                assert outcome.needs
