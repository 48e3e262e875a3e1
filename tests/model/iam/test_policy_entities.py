"""Managed and inline policies from Terraform, their attachments, and documents of all spellings."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.model.iam import (
    ControlPolicy,
    ControlPolicyAttachment,
    InlinePolicy,
    ManagedPolicy,
    OrganizationNode,
    PolicyAttachment,
    PolicyKind,
    Role,
    User,
    UserGroup,
    documents,
)

PRINCIPALS = """
    resource "aws_iam_role" "r" { name = "r" }
    resource "aws_iam_user" "u" { name = "u" }
    resource "aws_iam_group" "g" { name = "g" }
    resource "aws_iam_policy" "p" {
      name   = "p"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
    }
"""


@pytest.mark.parametrize(
    "written",
    [
        'jsonencode({ Statement = [{ Effect = "Allow" }] })',
        '"{\\"Statement\\": [{\\"Effect\\": \\"Allow\\"}]}"',
        '<<EOT\n{"Statement": [{"Effect": "Allow"}]}\nEOT\n',
        "data.aws_iam_policy_document.d.json",
        "data.aws_iam_policy_document.d.minified_json",
    ],
)
def test_documents_of_all_spellings_say_the_same(model_of, written):
    model = model_of(f"""
        data "aws_iam_policy_document" "d" {{
          version = ""
          statement {{}}
        }}
        resource "aws_iam_policy" "p" {{
          policy = {written}
        }}""")
    assert model.one(ManagedPolicy).document.value["Statement"] == [{"Effect": "Allow"}]


def test_parts_that_are_not_known_keep_their_place(model_of):
    model = model_of("""
        variable "action" {}
        resource "aws_kms_key" "k" {}
        resource "aws_iam_policy" "p" {
          policy = jsonencode({
            Statement = [{
              Effect   = "Allow"
              Action   = var.action
              Resource = ["${aws_kms_key.k.arn}/x", aws_kms_key.k.arn]
            }]
          })
        }""")
    key = Reference(model.unit, "aws_kms_key.k", "arn")
    assert model.one(ManagedPolicy).document.value["Statement"] == [
        {"Effect": "Allow", "Action": Unknown(("var.action",)), "Resource": [Text((key, "/x")), key]}
    ]


@pytest.mark.parametrize(
    ("written", "needs"),
    [
        ('"{"', "valid JSON in aws_iam_policy.p.policy (Expecting property name enclosed in double quotes at line 1)"),
        ("var.policy", "var.policy"),
        ('"[${var.policy}"', "var.policy"),
    ],
)
def test_a_document_that_cannot_be_decoded_says_why(model_of, written, needs):
    model = model_of(f"""
        variable "policy" {{}}
        resource "aws_iam_policy" "p" {{ policy = {written} }}""")
    assert model.one(ManagedPolicy).document.value == Unknown((needs,))


@pytest.mark.parametrize(
    ("kind", "arguments", "held"),
    [
        ("role_policy", "role = aws_iam_role.r.name", "r"),
        ("user_policy", "user = aws_iam_user.u.name", "u"),
        ("group_policy", 'group = "g"', "g"),
        ("policy", 'roles = [aws_iam_role.r.name]\nusers = ["u"]\ngroups = [aws_iam_group.g.name]', "rug"),
    ],
)
def test_attachments(model_of, kind, arguments, held):
    model = model_of(f"""
        {PRINCIPALS}
        resource "aws_iam_{kind}_attachment" "a" {{
          policy_arn = aws_iam_policy.p.arn
          {arguments}
        }}""")
    graph, attached = model.graph, model.one(PolicyAttachment)
    assert graph.find(attached.policy, ManagedPolicy, attached) is model.one(ManagedPolicy)
    owners = {"r": (Role, "roles"), "u": (User, "users"), "g": (UserGroup, "user_groups")}
    for letter, (owner, attribute) in owners.items():
        found = graph.pointing(PolicyAttachment, attribute, model.one(owner))
        assert found == ([attached] if letter in held else [])
        assert not found or attached.span(attribute).line > attached.span("policy").line
    assert attached.exclusive == (held == "rug")


def test_exclusive_management_attaches_what_it_lists(model_of):
    model = model_of(f"""
        {PRINCIPALS}
        resource "aws_iam_role_policy_attachments_exclusive" "e" {{
          role_name   = aws_iam_role.r.name
          policy_arns = [aws_iam_policy.p.arn, "arn:aws:iam::aws:policy/IAMFullAccess"]
        }}""")
    assert len(model.graph.pointing(PolicyAttachment, "roles", model.one(Role))) == 2


@pytest.mark.parametrize(("kind", "owner"), [("role", Role), ("user", User), ("group", UserGroup)])
def test_inline_policies(model_of, kind, owner):
    model = model_of(f"""
        {PRINCIPALS}
        resource "aws_iam_{kind}_policy" "i" {{
          name   = "i"
          {kind} = aws_iam_{kind}.{kind[0]}.id
          policy = "{{}}"
        }}""")
    attribute = "user_groups" if kind == "group" else f"{kind}s"
    assert model.graph.pointing(InlinePolicy, attribute, model.one(owner)) == [model.one(InlinePolicy)]
    assert model.one(InlinePolicy).document.value == {}


def test_a_looked_up_policy_of_aws_is_known_by_name_or_arn(model_of):
    model = model_of("""
        data "aws_iam_policy" "name" { name = "AdministratorAccess" }
        data "aws_iam_policy" "arn" { arn = "arn:aws:iam::aws:policy/AdministratorAccess" }
        data "aws_iam_policy" "mine" { name = "mine" }""")
    by_name, by_arn, mine = model.all(ManagedPolicy)
    everything = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
    assert by_name.document.value["Statement"] == by_arn.document.value["Statement"] == everything
    assert mine.document.value == Unknown(("data.aws_iam_policy.mine.policy",))


def test_policies_of_organizations(model_of):
    model = model_of("""
        resource "aws_organizations_organization" "o" {}
        resource "aws_organizations_organizational_unit" "u" {
          name      = "prod"
          parent_id = aws_organizations_organization.o.roots[0].id
        }
        resource "aws_organizations_account" "a" {
          name      = "a"
          parent_id = aws_organizations_organizational_unit.u.id
        }
        resource "aws_organizations_policy" "s" {
          name    = "s"
          content = jsonencode({ Statement = [] })
        }
        resource "aws_organizations_policy" "r" {
          type    = "RESOURCE_CONTROL_POLICY"
          content = jsonencode({ Statement = [] })
        }
        resource "aws_organizations_policy" "tags" {
          type    = "TAG_POLICY"
          content = "{}"
        }
        resource "aws_organizations_policy_attachment" "p" {
          policy_id = aws_organizations_policy.s.id
          target_id = aws_organizations_organizational_unit.u.id
        }""")
    graph = model.graph
    root, unit, account = model.all(OrganizationNode)
    assert [each.kind for each in (root, unit, account)] == ["root", "unit", "account"]
    assert graph.find(unit.parent, OrganizationNode) is root
    assert graph.find(account.parent, OrganizationNode) is unit
    kinds = [document.kind for policy in model.all(ControlPolicy) for document in documents(policy)]
    assert kinds == [PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL]
    attachment = model.one(ControlPolicyAttachment)
    assert graph.find(attachment.policy, ControlPolicy) is model.all(ControlPolicy)[0]
    assert graph.find(attachment.target, OrganizationNode) is unit
