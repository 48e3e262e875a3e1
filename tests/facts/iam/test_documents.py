"""Reading policy documents: what is accepted, and what is said of the rest."""

import pytest

from seamlint.evaluate.values import Reference, Sensitive, Unknown
from seamlint.facts.iam.documents import Effect, parse_document

ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def document(*statements, **more):
    return {"Version": "2012-10-17", "Statement": list(statements), **more}


def test_scalars_stand_alone_or_in_lists():
    alone = parse_document({"Version": "2012-10-17", "Statement": ALLOW})
    listed = parse_document(document({"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"]}))
    assert not alone.problems
    assert not listed.problems
    assert alone.statements[0].actions == listed.statements[0].actions
    assert alone.statements[0].path == ("Statement",)
    assert listed.statements[0].path == ("Statement", 0)


def test_a_missing_version_is_the_old_one():
    assert parse_document({"Statement": ALLOW}).version == "2008-10-17"
    assert parse_document(document(ALLOW)).version == "2012-10-17"


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        ([], "a policy is a JSON object, not a list"),
        ("{}", "a policy is a JSON object, not '{}'"),
        ({}, "a policy needs a Statement"),
        ({"statement": ALLOW}, "statement: 'statement' is no policy element: write 'Statement'"),
        (document(ALLOW, Version="2012"), "Version: '2012' is no version of the policy language: write '2012-10-17'"),
        (document("x"), "Statement[0]: a statement is a JSON object, not 'x'"),
        (document(ALLOW | {"Effect": "allow"}), "Statement[0].Effect: Effect is 'Allow' or 'Deny', not 'allow'"),
        (document({"Effect": "Allow", "Resource": "*"}), "Statement[0]: a statement needs an Action or a NotAction"),
        (document(ALLOW | {"NotAction": "*"}), "Statement[0].NotAction: a statement has Action or NotAction, not both"),
        (document(ALLOW | {"Action": ["s3:*", 5]}), "Statement[0].Action[1]: expected text, not a number"),
        (
            document(ALLOW | {"Condition": []}),
            "Statement[0].Condition: Condition is an object of operators, not a list",
        ),
        (
            document(ALLOW | {"Condition": {"Bool": "x"}}),
            "Statement[0].Condition.Bool: a condition operator holds an object of keys, not 'x'",
        ),
        (
            document(ALLOW | {"Condition": {"Bool": {"aws:x": [{}]}}}),
            "Statement[0].Condition.Bool.aws:x: the values of a condition key are text, numbers or booleans",
        ),
        (
            document(ALLOW | {"Principal": "arn:aws:iam::1:root"}),
            "Statement[0].Principal: a principal is '*' or an object such as {'AWS': ...}, not 'arn:aws:iam::1:root'",
        ),
        (
            document(ALLOW | {"Principal": {"aws": "*"}}),
            "Statement[0].Principal.aws: 'aws' is no type of principal: AWS, Service, Federated, CanonicalUser",
        ),
    ],
)
def test_malformed_documents_are_told(policy, problem):
    assert problem in map(str, parse_document(policy).problems)


def test_a_malformed_statement_leaves_the_others():
    parsed = parse_document(document({"Effect": "Allow"}, ALLOW))
    assert [statement.index for statement in parsed.statements] == [1]


def test_what_is_unknown_stays_unknown():
    effect, statement = Unknown(("var.effect",)), Unknown(("var.statement",))
    parsed = parse_document(document(ALLOW | {"Effect": effect}, statement, ALLOW))
    assert not parsed.problems
    assert [each.effect for each in parsed.statements] == [None, None, Effect.ALLOW]
    assert [each.missing for each in parsed.statements] == [("var.effect",), ("var.statement",), ()]


@pytest.mark.parametrize("value", [Unknown(("data.aws_iam_policy.x",)), Reference("u", "data.x.y", "json")])
def test_a_document_that_is_not_known_may_say_anything(value):
    (statement,) = parse_document(value).statements
    assert statement.effect is None
    assert statement.missing


def test_a_sensitive_document_is_read():
    assert parse_document(Sensitive(document(ALLOW))).statements
    secret = parse_document(document(ALLOW | {"Effect": Sensitive("Deny"), "Action": [Sensitive("s3:Get*")]}))
    assert [statement.effect for statement in secret.statements] == [Effect.DENY]


def test_a_sensitive_value_is_not_told():
    (problem,) = parse_document(Sensitive(document(ALLOW | {"Effect": "hunter2"}))).problems
    assert problem.path == ("Statement", 0, "Effect")
    assert "hunter2" not in problem.message
