"""No input makes the evaluation fail: every policy and every request gets an answer."""

import json

from hypothesis import given
from hypothesis import strategies as st

from seamlint.commands.simulate import answers
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown
from seamlint.facts.iam.context import UNKNOWN, Context
from seamlint.facts.iam.decision import decide
from seamlint.facts.iam.documents import parse_document
from seamlint.facts.iam.principals import caller
from seamlint.facts.iam.proof import Outcome
from seamlint.facts.iam.request import Policies, Request

USER = "arn:aws:iam::111111111111:user/ann"
WORDS = st.sampled_from(
    ["Allow", "Deny", "*", "s3:*", "",
     "arn:aws:s3:::b/${aws:username}", USER, "${", "${a, 'b'}", "true", "5", "2024-01-01"]
)  # fmt: skip
UNKNOWNS = st.sampled_from(
    [Unknown(("var.x",)), Reference("u", "aws_s3_bucket.b", "arn"), Text(("arn:", Unknown(("var.y",)))), Sensitive("*")]
)  # fmt: skip
KEYS = st.sampled_from(
    ["Version", "Statement", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal",
     "AWS", "Condition", "Sid", "StringLike",
     "ForAllValues:ArnLike", "Null", "Bool", "IpAddress", "DateEquals", "aws:username", "x"]
)  # fmt: skip
SCALARS = st.one_of(WORDS, st.text(max_size=5), st.integers(), st.booleans(), st.none(), st.floats())
PLAIN = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5))
VALUES = st.recursive(
    SCALARS.filter(lambda value: not isinstance(value, float)) | UNKNOWNS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
)
STATEMENTS = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Deny"]) | UNKNOWNS,
        "Action": WORDS | UNKNOWNS | st.lists(WORDS | UNKNOWNS, max_size=2),
    },
    optional={
        "Resource": WORDS | UNKNOWNS,
        "Principal": st.just("*")
        | st.dictionaries(st.sampled_from(["AWS", "Service", "CanonicalUser"]), WORDS | UNKNOWNS),
        "Condition": UNKNOWNS
        | st.dictionaries(KEYS, st.dictionaries(KEYS, WORDS | UNKNOWNS | st.integers(), max_size=2)),
    },
)


@given(VALUES)
def test_any_value_is_read(value):
    for problem in parse_document(value).problems:
        assert str(problem)


@given(st.lists(STATEMENTS, max_size=3), st.lists(STATEMENTS, max_size=3), st.booleans())
def test_any_policies_decide(identity, resource, foreseen):
    context = Context({"aws:username": "ann"}, **({"unlisted": UNKNOWN} if foreseen else {}))
    request = Request(caller(USER), "s3:GetObject", Reference("u", "aws_s3_bucket.b", "arn"), None, context)
    policies = [parse_document({"Version": "2012-10-17", "Statement": each}) for each in (identity, resource)]
    decision = decide(
        request, Policies(identity=(policies[0],), resource=policies[1], service_control=((policies[0],),))
    )
    assert decision.outcome in Outcome
    assert decision.hangs_on is not None
    assert len(set(decision.missing)) == len(decision.missing)


@given(PLAIN, PLAIN, PLAIN, PLAIN)
def test_any_request_is_answered(principal, context, policy, levels):
    request = {"principal": principal, "action": "s3:GetObject", "resource": "*", "context": context}
    request |= {"identityPolicies": [policy], "scps": levels}
    (answer,) = answers([json.dumps(request)])
    assert ("error" in answer) != ("decision" in answer)


@given(st.text())
def test_any_line_is_answered(line):
    for answer in answers([line]):
        assert json.dumps(answer)
