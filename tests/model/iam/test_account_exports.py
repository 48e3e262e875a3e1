"""Entities of what the AWS CLI prints of an account."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from seamlint.config import Config
from seamlint.evaluate.values import Unknown
from seamlint.graph.build import build
from seamlint.model.iam import (
    GroupMembership,
    InlinePolicy,
    InstanceProfile,
    ManagedPolicy,
    PolicyAttachment,
    PolicyKind,
    Role,
    StandalonePolicy,
    User,
    UserGroup,
)
from seamlint.pipeline import evaluate
from seamlint.request import Request
from seamlint.sources.diagnostic import Level

ACCOUNT = "arn:aws:iam::111122223333:"


def policy(action, **more):
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, **more}]}


TRUST = policy("sts:AssumeRole", Principal={"AWS": f"{ACCOUNT}user/ann"})
USER = {
    "Path": "/",
    "UserName": "ann",
    "Arn": f"{ACCOUNT}user/ann",
    "UserPolicyList": [{"PolicyName": "inside", "PolicyDocument": policy("sts:AssumeRole", Resource="*")}],
    "GroupList": ["devs"],
    "AttachedManagedPolicies": [],
    "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": f"{ACCOUNT}policy/p"},
}
GROUP = {
    "Path": "/team/",
    "GroupName": "devs",
    "Arn": f"{ACCOUNT}group/team/devs",
    "GroupPolicyList": [],
    "AttachedManagedPolicies": [{"PolicyName": "p", "PolicyArn": f"{ACCOUNT}policy/p"}],
}
PROFILE = {"InstanceProfileName": "web", "Path": "/", "Arn": f"{ACCOUNT}instance-profile/web"}
ROLE = {
    "Path": "/",
    "RoleName": "deploy",
    "Arn": f"{ACCOUNT}role/deploy",
    "AssumeRolePolicyDocument": TRUST,
    "InstanceProfileList": [PROFILE],
    "RolePolicyList": [],
    "AttachedManagedPolicies": [{"PolicyName": "IAMFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/IAMFullAccess"}],
}
POLICY = {
    "PolicyName": "p",
    "Path": "/",
    "Arn": f"{ACCOUNT}policy/p",
    "DefaultVersionId": "v2",
    "PolicyVersionList": [
        {"VersionId": "v1", "IsDefaultVersion": False, "Document": policy("*", Resource="*")},
        {"VersionId": "v2", "IsDefaultVersion": True, "Document": policy("s3:*", Resource="*")},
    ],
}
EXPORT = {
    "UserDetailList": [USER],
    "GroupDetailList": [GROUP],
    "RoleDetailList": [ROLE],
    "Policies": [POLICY],
    "IsTruncated": False,
}


class Account:
    def __init__(self, folder, *printed):
        for number, each in enumerate(printed):
            (folder / f"{number}.json").write_text(json.dumps(each, indent=1))
        self.units, self.problems = evaluate(Request((str(folder),), Config(str(folder))))[:2]
        self.graph = build(self.units)

    def one(self, kind):
        (found,) = self.graph.all(kind)
        return found


@pytest.fixture
def account(tmp_path):
    return lambda *printed: Account(tmp_path, *printed)


def test_principals_and_what_they_hold(account):
    made = account(EXPORT)
    graph, user, group, role = made.graph, made.one(User), made.one(UserGroup), made.one(Role)
    assert made.units[0].account == "111122223333"
    assert (user.name, user.boundary, user.complete) == ("ann", f"{ACCOUNT}policy/p", True)
    assert (group.name, group.iam_path) == ("devs", "/team/")
    assert (role.name, role.arn, role.complete) == ("deploy", f"{ACCOUNT}role/deploy", True)
    assert isinstance(role.max_session, Unknown)
    assert graph.pointing(InlinePolicy, "users", user) == [made.one(InlinePolicy)]
    membership = made.one(GroupMembership)
    assert (graph.pointing(GroupMembership, "users", user), graph.pointing(GroupMembership, "user_groups", group)) == (
        [membership],
        [membership],
    )
    assert graph.find(made.one(InstanceProfile).role, Role) is role
    of_group, of_role = sorted(graph.all(PolicyAttachment), key=lambda each: each.address)
    assert graph.find(of_group.policy, ManagedPolicy) is made.one(ManagedPolicy)
    assert graph.pointing(PolicyAttachment, "roles", role) == [of_role]


def test_the_default_version_of_a_policy_counts_and_has_its_place(account):
    document = account(EXPORT).one(ManagedPolicy).document
    assert document.value["Statement"][0]["Action"] == "s3:*"
    lines = json.dumps(EXPORT, indent=1).split("\n")
    assert '"Action": "s3:*"' in lines[document.span("Statement", 0, "Action").line - 1]


@pytest.mark.parametrize("encode", [quote, str], ids=["url", "text"])
def test_documents_may_be_text(account, encode):
    role = {**ROLE, "AssumeRolePolicyDocument": encode(json.dumps(TRUST))}
    trust = account({"RoleDetailList": [role]}).one(Role).trust
    assert trust.value == TRUST
    assert trust.kind is PolicyKind.TRUST
    assert trust.span("Statement", 0).line == trust.span().line


def test_a_document_that_is_no_json_is_unknown(account):
    trust = account({"RoleDetailList": [{**ROLE, "AssumeRolePolicyDocument": "{"}]}).one(Role).trust
    assert isinstance(trust.value, Unknown)


def test_one_role_alone_is_not_complete(account):
    alone = {name: ROLE[name] for name in ("Path", "RoleName", "Arn", "AssumeRolePolicyDocument")}
    role = account({"Role": {**alone, "MaxSessionDuration": 3600}}).one(Role)
    assert (role.complete, role.max_session) == (False, 3600)


def test_service_linked_roles_are_told_by_their_path(account):
    arn = f"{ACCOUNT}role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
    assert account({"Roles": [{**ROLE, "Arn": arn}]}).one(Role).service_linked


def test_inline_policies_printed_one_by_one_find_their_owner(account):
    made = account(EXPORT, {"RoleName": "deploy", "PolicyName": "more", "PolicyDocument": policy("s3:*", Resource="*")})
    role = made.one(Role)
    (more,) = made.graph.pointing(InlinePolicy, "roles", role)
    assert (more.name, more.document.span("Statement", 0).line) == ("more", 7)


def test_a_truncated_export_is_told(account):
    (problem,) = account({**EXPORT, "IsTruncated": True}).problems
    assert (problem.level, "truncated" in problem.message) == (Level.WARNING, True)


def test_policies_in_files_stand_alone(account):
    document = account(TRUST).one(StandalonePolicy).document
    assert (document.kind, document.value) == (PolicyKind.TRUST, TRUST)
    assert document.statement_evidence(0, "trusts").span.line == 4


def test_a_root_and_an_export_name_each_other(account, tmp_path):
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "main.tf").write_text(f"""
        resource "aws_iam_role_policy_attachment" "a" {{
          role       = "deploy"
          policy_arn = "{ACCOUNT}policy/p"
        }}""")
    made = account(EXPORT)
    attachment = next(each for each in made.graph.all(PolicyAttachment) if each.address.startswith("aws_"))
    assert made.graph.find(attachment.policy, ManagedPolicy, attachment) is made.one(ManagedPolicy)
    assert made.graph.find(attachment.roles[0], Role, attachment) is made.one(Role)


def test_a_policy_that_a_root_reads_is_no_unit(account, tmp_path):
    (tmp_path / "main.tf").write_text("""
        resource "aws_iam_policy" "p" { policy = file("${path.module}/0.json") }""")
    made = account(policy("s3:*", Resource="*"))
    assert [unit.dialect for unit in made.units] == ["terraform"]
    document = made.one(ManagedPolicy).document
    assert document.span("Statement", 0).file.endswith("0.json")
