"""``seamlint simulate`` as its user meets it."""

import io
import json
import re
from pathlib import Path

import pytest

from seamlint.cli import main
from seamlint.commands import simulate

ALLOW = {
    "Version": "2012-10-17",
    "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}],
}
REQUEST = {
    "id": 7,
    "principal": "arn:aws:iam::111111111111:user/ann",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::data/x",
    "identityPolicies": [ALLOW],
}


def answer(**changes):
    (answered,) = simulate.answers([json.dumps(REQUEST | changes)])
    return answered


def test_a_file_of_requests(tmp_path, capsys):
    file = tmp_path / "requests.jsonl"
    file.write_text(json.dumps(REQUEST) + "\n\n" + json.dumps(REQUEST | {"id": "b", "action": "s3:PutObject"}) + "\n")
    assert main(["simulate", str(file)]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], first["decision"]) == (7, "Allowed")
    assert (second["id"], second["decision"]) == ("b", "ImplicitlyDenied")
    assert {
        "says": "identityPolicies: no statement allows it",
        "policy": "identityPolicies",
        "applies": "no",
    } in second["because"]


def test_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("\ufeff" + json.dumps(REQUEST)))
    assert main(["simulate"]) == 0
    assert json.loads(capsys.readouterr().out)["decision"] == "Allowed"


def test_bad_lines_leave_the_rest(tmp_path, capsys):
    file = tmp_path / "requests.jsonl"
    file.write_bytes(b'{"id": 1,\n\xff\xfe\n[]\n' + json.dumps(REQUEST).encode() + b"\n" + b"[" * 100_000 + b"\n")
    assert main(["simulate", str(file)]) == 2
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each.get("line") for each in answers] == [1, 2, 3, None, 5]
    assert answers[2]["error"] == "a request is a JSON object"
    assert answers[3]["decision"] == "Allowed"


def test_a_line_without_end_is_not_read_whole(monkeypatch):
    monkeypatch.setattr(simulate, "_LONGEST_LINE", 1000)
    lines = io.StringIO("x" * 5000 + "\n" + json.dumps(REQUEST)[:999] + "\n")
    answered = list(simulate.answers(simulate._bounded(lines)))
    assert [each.get("line") for each in answered] == [1, None]


def test_a_file_that_is_not_there(capsys):
    assert main(["simulate", "nowhere.jsonl"]) == 2
    assert "cannot read nowhere.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"principal": None}, "a request needs principal"),
        ({"principal": "ann"}, "'ann' is not the ARN of a principal"),
        ({"principal": {"type": "Nobody"}}, "a request needs principal"),
        ({"action": None}, "a request needs action, as text"),
        ({"action": "GetObject"}, "action 'GetObject' lacks its service"),
        ({"resource": ["*"]}, "a request needs resource, as text"),
        ({"resourceAccount": 111111111111}, "resourceAccount is an account id in quotes"),
        ({"context": ["x"]}, "context is an object of condition keys"),
        ({"context": {"aws:x": {"y": 1}}}, "context.aws:x is text, a number, a boolean, null or a list of these"),
        ({"identityPolicies": ALLOW}, "identityPolicies is a list of policies"),
        ({"scps": [ALLOW]}, "scps[0] is a list of policies"),
        ({"resourcePolicy": {}}, "resourcePolicy: a policy needs a Statement"),
        (
            {"identityPolicies": [ALLOW, {"Statement": [{"Effect": "allow"}]}]},
            "identityPolicies[1].Statement[0].Effect: Effect is 'Allow' or 'Deny', not 'allow'",
        ),
    ],
)
def test_what_is_wrong_with_a_request_is_told(changes, error):
    answered = answer(**changes)
    assert answered["error"].startswith(error)
    assert (answered["id"], answered["line"]) == (7, 1)


def test_the_proof_of_an_allow():
    assert answer()["because"] == [
        {"says": "an identity policy or the resource policy must allow it"},
        {
            "says": "identityPolicies[0].Statement[0] allows it",
            "policy": "identityPolicies[0]",
            "statement": "Statement[0]",
            "effect": "Allow",
            "applies": "yes",
            "sid": "Read",
        },
    ]


def test_the_proof_of_a_deny():
    denied = answer(scps=[[ALLOW, {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}]])
    assert denied["decision"] == "ExplicitlyDenied"
    assert [each["says"] for each in denied["because"][1:]] == ["scps[0][1].Statement denies it"]


def test_an_undecided_request_says_what_may_apply():
    spares = {"AWS": ["arn:aws:sts::111111111111:assumed-role/app/s", "111111111111"]}
    policy = {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "NotPrincipal": spares}}
    answered = answer(principal=spares["AWS"][0], resourcePolicy=policy)
    assert answered["decision"] == "Undecided"
    assert "resourcePolicy.Statement may deny it" in [each["says"] for each in answered["because"]]


def test_the_account_of_the_resource():
    other = "arn:aws:sqs:eu-west-1:222222222222:jobs"
    reads = {"identityPolicies": [{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}]}
    assert answer(resource=other, **reads)["decision"] == "ImplicitlyDenied"
    assert answer(resource=other, resourceAccount="111111111111", **reads)["decision"] == "Allowed"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("aws:PrincipalArn", "arn:aws:iam::111111111111:user/ann"),
        ("aws:PrincipalAccount", "111111111111"),
        ("aws:username", "ann"),
        ("aws:ResourceAccount", "111111111111"),
        ("aws:PrincipalIsAWSService", "false"),
    ],
)
def test_keys_that_aws_derives_are_filled_in(key, value):
    guarded = {
        "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {key: value}}}
    }
    assert answer(identityPolicies=[guarded])["decision"] == "Allowed"
    assert answer(identityPolicies=[guarded], context={key: None})["decision"] == "ImplicitlyDenied"
    assert answer(identityPolicies=[guarded], context={key: "other"})["decision"] == "ImplicitlyDenied"


def test_the_path_of_a_role_comes_from_the_context():
    role = "arn:aws:iam::111111111111:role/team/app"
    policy = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": {"AWS": role}}}
    session = {"principal": "arn:aws:sts::111111111111:assumed-role/app/s", "identityPolicies": []}
    assert answer(**session, resourcePolicy=policy, context={"aws:PrincipalArn": role})["decision"] == "Allowed"
    elsewhere = {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/other/app"}
    assert answer(**session, resourcePolicy=policy, context=elsewhere)["decision"] == "ImplicitlyDenied"


def test_the_example_of_the_documentation():
    text = (Path(__file__).parents[2] / "docs/simulate.md").read_text("utf-8")
    (asked,), (told,) = (
        re.findall(r"echo '(.*?)' \|", text, re.DOTALL),
        re.findall(r"```json\n(.*?)```", text, re.DOTALL),
    )
    assert list(simulate.answers([asked.replace("\n", "")])) == [json.loads(told)]
