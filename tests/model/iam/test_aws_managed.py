"""What AWS's own managed policies grant."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from seamlint.evaluate.resource import Resource
from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.facts.iam.documents import parse_document
from seamlint.model.aws_managed import arn_of_name, document
from seamlint.model.entity import Place
from seamlint.sources.span import Span


class Places:
    def span_at(self, path):
        return Span("main.tf", 1, len(path) + 1, 1, 9)

    def trail(self, _path):
        return ()


PLACE = Place(Resource(".", "aws_x.a", "aws_x", "terraform", {}, Places()), ("policy_arn",))
LINES = (
    resources.files("seamlint.model").joinpath("aws_managed_policies.jsonl").read_text(encoding="utf-8").splitlines()
)


def test_administrator_access_is_everything():
    found = document("arn:aws:iam::aws:policy/AdministratorAccess", PLACE)
    assert found.value["Statement"] == [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
    assert found.arn == "arn:aws:iam::aws:policy/AdministratorAccess"


def test_proofs_show_what_names_the_policy():
    found = document("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess", PLACE)
    assert found.statement_evidence(0, "allows").span == PLACE.span()


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::111122223333:policy/AdministratorAccess",
        "AdministratorAccess",
        "nonsense:iam::aws:policy/x",
        None,
        Unknown(("x",)),
        Reference(".", "aws_iam_policy.p", "arn"),
        Text(("arn:aws:iam::", Unknown(("account",)), ":policy/AdministratorAccess")),
    ],
)
def test_other_policies_are_not_aws_own(arn):
    assert document(arn, PLACE) is None


@pytest.mark.parametrize("arn", ["arn:aws:iam::aws:policy/NoSuchPolicy", "arn:aws-cn:iam::aws:policy/IAMFullAccess"])
def test_what_is_not_in_the_table_is_unknown(arn):
    assert document(arn, PLACE).value == Unknown((f"what {arn} grants",))


def test_an_unknown_partition_stays_in_the_arns():
    partition = Unknown(("data.aws_partition.current.partition",))
    arn = Text(("arn:", partition, ":iam::aws:policy/AmazonSSMManagedInstanceCore"))
    assert document(arn, PLACE).value == document("arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore", PLACE).value
    execution = Text(("arn:", partition, ":iam::aws:policy/AWSLambdaExecute"))
    resources = [statement["Resource"] for statement in document(execution, PLACE).value["Statement"]]
    assert resources == [Text(("arn:", partition, ":logs:*:*:*")), Text(("arn:", partition, ":s3:::*"))]


def test_names_are_found_below_their_path():
    assert arn_of_name("AWSLambdaBasicExecutionRole").endswith("policy/service-role/AWSLambdaBasicExecutionRole")
    assert arn_of_name("mine") is arn_of_name(None) is arn_of_name(Unknown(("x",))) is None


def test_every_line_of_the_table_is_a_policy():
    names = [json.loads(line)[0] for line in LINES]
    assert names == [line[2 : line.index('"', 2)] for line in LINES]
    assert len(set(names)) == len(names)
    for line in LINES:
        parsed = parse_document({"Version": "2012-10-17", "Statement": json.loads(line)[1]})
        assert (parsed.problems, bool(parsed.statements)) == ((), True), line[:60]
