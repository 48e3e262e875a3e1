"""No policy makes the rules for single statements fail, and an undecided one says what is missing."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.made import entity

from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.findings.finding import Undecided
from seamlint.graph.graph import Graph
from seamlint.model.entity import Key
from seamlint.model.iam import ManagedPolicy, PolicyKind, ResourcePolicy, Role, StandalonePolicy
from seamlint.model.policies import policy
from seamlint.registry import installed

STATEMENT_RULES = ("003", "004", "007", "008", "010", "011", "013", "014", "015", "016", "018")
PROVIDER = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
UNKNOWNS = st.sampled_from([
    Unknown(("var.x",)),
    Reference("u", "aws_s3_bucket.b", "arn"),
    Text(("arn:aws:iam::", Unknown(("var.account",)), ":role/", Reference("u", "random_id.x", "hex"))),
    Text((Unknown(("var.prefix",)), "/*")),
])  # fmt: skip
WORDS = st.sampled_from([
    *("*", "", "arn:aws:s3:::b", "arn:aws:s3:::b/${aws:username}", "arn:aws:iam::444455556666:root", "arn:", ":::::"),
    *(PROVIDER, "events.amazonaws.com", "AROAEXAMPLEID12345678", "12", "arn:aws:iam::1:user:a", "true", "false"),
    *("192.0.2.0/24", "0.0.0.0/0", "repo:a/b:*", "repo:*", "o-1", "${*}"),
])  # fmt: skip
ACTIONS = st.sampled_from([
    *("*", "iam:*", "iam:PassRole", "s3:GetObject", "s3:ListBucket", "s3:Nothing", "?", "*:*", ":", "s3", "ec2:Desc*"),
    *("sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:*", "kms:Decrypt", "nosuch:Do"),
])  # fmt: skip
VALUES = WORDS | UNKNOWNS | st.lists(WORDS | UNKNOWNS, max_size=3)
PRINCIPALS = VALUES | st.dictionaries(st.sampled_from(["AWS", "Service", "Federated", "CanonicalUser", "X"]), VALUES)
OPERATORS = st.sampled_from([
    *("StringEquals", "StringLike", "StringNotEquals", "ArnLike", "Bool", "BoolIfExists", "Null", "NotIpAddress"),
    *("IpAddress", "ForAllValues:StringLike", "ForAnyValue:StringEquals", "NumericLessThan", "Nothing"),
])  # fmt: skip
CONDITION_KEYS = st.sampled_from([
    *("sts:ExternalId", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceArn", "aws:SourceIp", "aws:x"),
    *("aws:MultiFactorAuthPresent", "iam:PassedToService", "aws:ViaAWSService", "aws:userid", ":sub", ":"),
    *("token.actions.githubusercontent.com:sub", "token.actions.githubusercontent.com:aud"),
])  # fmt: skip
CONDITIONS = UNKNOWNS | st.dictionaries(OPERATORS, st.dictionaries(CONDITION_KEYS, VALUES, max_size=2), max_size=2)
STATEMENTS = UNKNOWNS | st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"]) | UNKNOWNS},
    optional={
        **dict.fromkeys(["Action", "NotAction"], ACTIONS | UNKNOWNS | st.lists(ACTIONS | UNKNOWNS, max_size=3)),
        **dict.fromkeys(["Resource", "NotResource"], VALUES),
        **dict.fromkeys(["Principal", "NotPrincipal"], PRINCIPALS),
        "Condition": CONDITIONS,
    },
)
DOCUMENTS = UNKNOWNS | st.fixed_dictionaries(
    {"Statement": STATEMENTS | st.lists(STATEMENTS, max_size=3)},
    optional={"Version": st.sampled_from(["2012-10-17", "2008-10-17", "2020"]) | UNKNOWNS},
)


@cache
def rules():
    return [each for each in installed() if each.rule.id.startswith("IAM-") and each.rule.id[4:] in STATEMENT_RULES]


def holder(kind, document):
    resource = entity(1, "aws_iam_role.a").resource
    resource.account, resource.values["policy"] = "111122223333", document
    read = policy(resource, ("policy",), kind, "s3" if kind is PolicyKind.RESOURCE else "")
    if kind is PolicyKind.TRUST:
        return Role(resource, (), trust=read)
    if kind is PolicyKind.IDENTITY:
        return ManagedPolicy(resource, (), document=read)
    return (ResourcePolicy if kind is PolicyKind.RESOURCE else StandalonePolicy)(resource, (), document=read)


def test_all_of_them_are_installed():
    assert len(rules()) == len(STATEMENT_RULES)


@pytest.mark.parametrize("kind", list(PolicyKind))
@given(document=DOCUMENTS)
def test_any_policy(kind, document):
    graph = Graph([], [holder(kind, document)])
    for installed_rule in rules():
        for outcome in installed_rule.check(graph):
            if isinstance(outcome, Undecided):
                assert outcome.needs, f"{outcome.rule} does not say what is missing: {outcome.reason}"
                assert outcome.entity.key == Key(".", "aws_iam_role.a")
            else:
                assert outcome.message
                assert outcome.fix
