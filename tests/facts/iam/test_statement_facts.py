"""Facts about single statements: principals' spelling, services, subjects, what fits what."""

from __future__ import annotations

import pytest
from tests.made import entity

from seamlint.facts.iam.deputies import AS_ITSELF, FOR_MANY, deputies, without_domain
from seamlint.facts.iam.federation import federated_trusts
from seamlint.facts.iam.fit import misfits, unknown_actions
from seamlint.facts.iam.passing import unbounded_passing
from seamlint.facts.iam.spelling import malformed_principals
from seamlint.facts.iam.statements import statements
from seamlint.facts.iam.strangers import open_trusts, outsiders
from seamlint.graph.graph import Graph
from seamlint.model.iam import ManagedPolicy, PolicyKind, Role
from seamlint.model.policies import policy
from seamlint.model.verdict import Unknown, Verdict

YES, NO, UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED
PROVIDER = "arn:aws:iam::111122223333:oidc-provider/"


def graph(kind, *statements, account="111122223333", presence=YES, version="2012-10-17"):
    resource = entity(1, "aws_iam_role.a").resource
    resource.account, resource.partition, resource.presence = account, "aws", presence
    resource.values["policy"] = {"Version": version, "Statement": list(statements)}
    document = policy(resource, ("policy",), kind)
    if kind is PolicyKind.TRUST:
        return Graph([], [Role(resource, (), trust=document)])
    return Graph([], [ManagedPolicy(resource, (), document=document)])


def trust(principal, **more):
    return graph(PolicyKind.TRUST, {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more})


def identity(action, resource, **more):
    return graph(PolicyKind.IDENTITY, {"Effect": "Allow", "Action": action, "Resource": resource, **more})


@pytest.mark.parametrize(
    ("principal", "is_malformed"),
    [
        ({"AWS": "111122223333"}, False),
        ({"AWS": 111122223333}, False),
        ({"AWS": "1111222233334"}, True),
        ({"AWS": "arn:aws:iam::111122223333:root"}, False),
        ({"AWS": "arn:aws:iam::11112222333:root"}, True),
        ({"AWS": "arn:aws:iam::ACCOUNT:root"}, True),
        ({"AWS": "arn:aws:iam::111122223333:user/a/b"}, False),
        ({"AWS": "arn:aws:iam::111122223333:user:a"}, True),
        ({"AWS": "arn:aws:iam::111122223333:role/*"}, True),
        ({"AWS": "arn:aws:iam::111122223333:group/a"}, True),
        ({"AWS": "arn:aws:sts::111122223333:assumed-role/a/b"}, False),
        ({"AWS": "arn:aws:sts::111122223333:assumed-role/a"}, True),
        ({"AWS": "arn:aws-us-gov:iam::111122223333:root"}, True),
        ({"AWS": "arn:aws:s3:::bucket"}, True),
        ({"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}, False),
        ({"AWS": "AROAEXAMPLEID12345678"}, True),
        ({"AWS": "AIDAEXAMPLEID12345678"}, True),
        ({"AWS": "ec2.amazonaws.com"}, True),
        ({"AWS": Unknown(("var.x",))}, False),
        ("*", False),
        ({"AWS": "*"}, False),
        ({"Service": "ec2.amazonaws.com"}, False),
        ({"Service": "logs.cn-north-1.amazonaws.com.cn"}, False),
        ({"Service": "ec2"}, True),
        ({"Service": "ec2.amazon.com"}, True),
        ({"Federated": "accounts.google.com"}, False),
        ({"Federated": "token.actions.githubusercontent.com"}, True),
        ({"Federated": "arn:aws:iam::111122223333:saml-provider/okta"}, False),
        ({"Federated": "arn:aws:iam::111122223333:role/a"}, True),
        ({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}, False),
        ({"CanonicalUser": "anna"}, True),
    ],
)
def test_spelling_of_principals(principal, is_malformed):
    assert bool(malformed_principals(trust(principal))) is is_malformed


@pytest.mark.parametrize(
    ("principal", "account", "expected"),
    [
        ({"AWS": "444455556666"}, "111122223333", YES),
        ({"AWS": "arn:aws:iam::444455556666:role/a"}, "111122223333", YES),
        ({"AWS": "arn:aws:sts::444455556666:assumed-role/a/b"}, "111122223333", YES),
        ({"AWS": "111122223333"}, "111122223333", NO),
        ({"AWS": "444455556666"}, None, UNDECIDED),
        ({"AWS": Unknown(("var.account",))}, "111122223333", UNDECIDED),
        ({"AWS": ["444455556666", Unknown(("var.account",))]}, "111122223333", YES),
        ({"Service": "ec2.amazonaws.com"}, "111122223333", NO),
        ("*", "111122223333", NO),
    ],
)
def test_foreign_accounts(principal, account, expected):
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    found = outsiders(graph(PolicyKind.TRUST, statement, account=account))
    assert [each.verdict for each in found] == ([] if expected is NO else [expected])
    assert all(each.needs for each in found if each.verdict is UNDECIDED)


def test_what_may_not_exist_is_undecided():
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}
    assert [each.verdict for each in open_trusts(graph(PolicyKind.TRUST, statement, presence=UNDECIDED))] == [UNDECIDED]


def test_a_document_that_is_not_known_is_undecided_and_says_what_is_missing():
    unknown = graph(PolicyKind.TRUST, Unknown(("var.trust",)))
    assert [each.verdict for each in open_trusts(unknown)] == [UNDECIDED]
    assert [each.needs for each in statements(unknown)] == [("var.trust",)]


@pytest.mark.parametrize(
    ("issuer", "subject", "organization", "project"),
    [
        ("token.actions.githubusercontent.com", "repo:acme/app:*", YES, YES),
        ("token.actions.githubusercontent.com", "repo:acme/app", YES, YES),
        ("token.actions.githubusercontent.com", "repo:acme/app*", YES, NO),
        ("token.actions.githubusercontent.com", "repo:acme/*", YES, NO),
        ("token.actions.githubusercontent.com", "repo:acme*", NO, NO),
        ("token.actions.githubusercontent.com", "repo:acme?/app:*", NO, NO),
        ("token.actions.githubusercontent.com", "*", NO, NO),
        ("token.actions.githubusercontent.com", "*:ref:refs/heads/main", NO, NO),
        ("gitlab.com", "project_path:acme/app:ref_type:branch:ref:*", YES, YES),
        ("gitlab.com", "project_path:acme/*", YES, NO),
        ("gitlab.com", "project_path:*/app:ref_type:branch:ref:main", NO, NO),
        ("app.terraform.io", "organization:acme:project:p:workspace:w:run_phase:*", YES, YES),
        ("app.terraform.io", "organization:acme:*", YES, NO),
        ("app.terraform.io", "organization:*:project:p:workspace:w:*", NO, NO),
        ("oidc.eks.eu-west-1.amazonaws.com/id/A", "system:serviceaccount:ns:sa", YES, YES),
        ("oidc.eks.eu-west-1.amazonaws.com/id/A", "system:serviceaccount:ns:*", YES, NO),
        ("oidc.eks.eu-west-1.amazonaws.com/id/A", "system:serviceaccount:*:sa", NO, NO),
        ("login.example.com", "anything", YES, YES),
        ("login.example.com", "*", NO, NO),
        ("gitlab.example.com", "project_path:*", NO, NO),
    ],
)
def test_subjects(issuer, subject, organization, project):
    found = federated_trusts(
        graph(
            PolicyKind.TRUST,
            {
                "Effect": "Allow",
                "Principal": {"Federated": PROVIDER + issuer},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {"StringLike": {f"{issuer}:sub": subject}},
            },
        )
    )
    assert [(each.organization, each.project) for each in found] == [(organization, project)]


def test_a_service_acts_for_many_or_as_itself():
    assert not set(FOR_MANY) & AS_ITSELF


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("logs.eu-west-1.amazonaws.com", "logs"),
        ("ec2.amazonaws.com.cn", "ec2"),
        ("delivery.logs.amazonaws.com", "delivery.logs"),
        ("monitoring.rds.amazonaws.com", "monitoring.rds"),
        ("s3.amazonaws.com", "s3"),
    ],
)
def test_services_without_domain_and_region(written, name):
    assert without_domain(written) == name


@pytest.mark.parametrize(
    ("service", "condition", "expected"),
    [
        ("events.amazonaws.com", {}, [YES]),
        ("ec2.amazonaws.com", {}, []),
        ("made-up.amazonaws.com", {}, [UNDECIDED]),
        ("events.amazonaws.com", {"StringEquals": {"aws:SourceAccount": "111122223333"}}, []),
        ("events.amazonaws.com", {"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}, [YES]),
        ("events.amazonaws.com", {"ArnLike": {"aws:SourceArn": "arn:aws:events:*:*:rule/*"}}, [YES]),
        ("events.amazonaws.com", {"StringEquals": {"aws:SourceOrgID": "o-1"}}, []),
    ],
)
def test_deputies(service, condition, expected):
    found = deputies(trust({"Service": service}, Condition=condition))
    assert [each.verdict for each in found] == expected


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("*", [YES]),
        ("arn:aws:iam::111122223333:role/*", [YES]),
        ("arn:aws:iam::*:role/*", [YES]),
        ("arn:*:iam::111122223333:*", [YES]),
        ("arn:aws:iam::111122223333:role/app-*", []),
        ("arn:aws:iam::111122223333:role/service/*", []),
        ("arn:aws:iam::111122223333:role/app", []),
        ("arn:aws:iam::111122223333:user/*", []),
        (Unknown(("var.role",)), [UNDECIDED]),
    ],
)
def test_every_role(resource, expected):
    assert [each.verdict for each in unbounded_passing(identity("iam:PassRole", resource))] == expected


@pytest.mark.parametrize(
    ("action", "resource", "fits"),
    [
        ("s3:GetObject", "arn:aws:s3:::a", False),
        ("s3:GetObject", "arn:aws:s3:::a*", True),
        ("s3:GetObject", "arn:aws:s3:::a/*", True),
        ("s3:Get*", "arn:aws:s3:::a", True),
        ("s3:ListBucket", "arn:aws:s3:::a/*", False),
        ("s3:ListBucket", "arn:aws:s3:::*", True),
        ("s3:ListAllMyBuckets", "arn:aws:s3:::*", False),
        ("s3:ListAllMyBuckets", "*", True),
        ("sqs:SendMessage", "arn:aws:sqs:*:*:*", True),
        ("sqs:SendMessage", "arn:aws:sns:*:*:*", False),
        ("kms:Decrypt", "arn:aws:kms:*:111122223333:alias/a", False),
        ("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111122223333:function:a:live", True),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:a-??????", True),
        ("dynamodb:Query", "arn:aws:dynamodb:*:*:table/a/index/*", True),
        ("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/a/index/*", False),
        ("sts:AssumeRole", "arn:aws:iam::444455556666:role/a", True),
        ("execute-api:Invoke", "execute-api:/*", True),
        ("nosuchservice:Do", "arn:aws:nosuchservice:::a", True),
    ],
)
def test_actions_and_resources(action, resource, fits):
    assert misfits(identity(action, resource)) is not fits


@pytest.mark.parametrize(
    ("action", "known"),
    [
        ("s3:GetObject", True),
        ("S3:getobject", True),
        ("s3:*", True),
        ("*", True),
        ("s3:ListObjects", False),
        ("s3:List?bjects", False),
        ("nosuchservice:Do", True),
        (Unknown(("var.action",)), True),
    ],
)
def test_unknown_actions(action, known):
    assert unknown_actions(identity(action, "*")) is not known


@pytest.mark.parametrize(("address", "found"), [("aws_iam_role.a", 1), ("data.aws_iam_role.a", 0)])
def test_no_statement_of_a_policy_that_is_only_looked_up_is_judged(address, found):
    resource = entity(1, address).resource
    resource.values["policy"] = Unknown((f"{address}.assume_role_policy",))
    role = Role(resource, (), trust=policy(resource, ("policy",), PolicyKind.TRUST))
    assert len(statements(Graph([], [role]))) == found


@pytest.mark.parametrize("service_linked", [False, True])
def test_nobody_writes_the_trust_policy_of_a_service_linked_role(service_linked):
    (role,) = trust({"Service": "organizations.amazonaws.com"}).all(Role)
    held = Role(role.resource, (), trust=role.trust, service_linked=service_linked)
    assert bool(statements(Graph([], [held]))) is not service_linked
