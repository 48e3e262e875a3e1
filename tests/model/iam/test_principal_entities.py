"""Roles, users, groups, instance profiles and identity providers from Terraform."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.model.iam import (
    GroupMembership,
    IdentityProvider,
    InlinePolicy,
    InstanceProfile,
    PolicyAttachment,
    Role,
    User,
    UserGroup,
)

ACCOUNT = """
    provider "aws" {
      region              = "eu-west-1"
      allowed_account_ids = ["111122223333"]
    }
"""
TRUST = 'jsonencode({ Statement = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } } })'


def test_a_role_with_everything(model_of):
    model = model_of(f"""
        {ACCOUNT}
        resource "aws_iam_policy" "limit" {{
          name   = "limit"
          policy = "{{}}"
        }}
        resource "aws_iam_role" "r" {{
          name                 = "deploy"
          path                 = "/ci/"
          max_session_duration = 7200
          permissions_boundary = aws_iam_policy.limit.arn
          assume_role_policy   = {TRUST}
          managed_policy_arns  = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
          inline_policy {{
            name   = "inside"
            policy = jsonencode({{ Statement = [] }})
          }}
        }}""")
    role = model.one(Role)
    assert (role.name, role.iam_path, role.max_session) == ("deploy", "/ci/", 7200)
    assert role.arn == "arn:aws:iam::111122223333:role/ci/deploy"
    assert role.boundary == "arn:aws:iam::111122223333:policy/limit"
    assert role.trust.value["Statement"]["Principal"] == {"AWS": "*"}
    assert (role.complete, role.service_linked) == (True, False)
    inline, attached = model.one(InlinePolicy), model.one(PolicyAttachment)
    assert (inline.name, inline.document.value) == ("inside", {"Statement": []})
    assert attached.policy == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    for held in (inline, attached):
        assert model.graph.pointing(type(held), "roles", role) == [held]


def test_roles_are_named_by_name_reference_and_arn(model_of):
    model = model_of(f"""
        {ACCOUNT}
        resource "aws_iam_role" "r" {{ name = "deploy" }}
        resource "aws_iam_role" "other" {{ name_prefix = "x" }}""")
    role, other = model.all(Role)
    find = model.graph.find
    for named in ("arn:aws:iam::111122223333:role/deploy", model.ref(role.address, "name"), model.ref(role.address)):
        assert find(named, Role) is role
    assert find("deploy", Role, other) is role
    assert other.name is None
    assert other.arn == Reference(model.unit, "aws_iam_role.other", "arn")


def test_what_may_be_in_an_unknown_inline_policy_is_unknown(model_of):
    model = model_of("""
        variable "policies" {}
        resource "aws_iam_role" "r" {
          dynamic "inline_policy" {
            for_each = var.policies
            content {
              policy = inline_policy.value
            }
          }
        }""")
    assert model.one(InlinePolicy).document.value == Unknown(("var.policies",))


def test_what_is_only_looked_up_is_not_complete(model_of):
    model = model_of("""
        data "aws_iam_role" "r" { name = "deploy" }
        data "aws_iam_user" "u" { user_name = "ann" }
        data "aws_iam_group" "g" { group_name = "devs" }
        resource "aws_iam_service_linked_role" "s" { aws_service_name = "autoscaling.amazonaws.com" }""")
    linked, looked_up = model.all(Role)
    assert isinstance(looked_up.trust.value, Unknown)
    assert [looked_up.complete, linked.complete, model.one(User).complete, model.one(UserGroup).complete] == [False] * 4
    assert (linked.service_linked, model.one(User).name, model.one(UserGroup).name) == (True, "ann", "devs")


def test_memberships_from_both_sides(model_of):
    model = model_of("""
        resource "aws_iam_user" "u" { name = "ann" }
        resource "aws_iam_group" "g" { name = "devs" }
        resource "aws_iam_group_membership" "m" {
          name  = "m"
          group = aws_iam_group.g.name
          users = [aws_iam_user.u.name, "bob"]
        }
        resource "aws_iam_user_group_membership" "n" {
          user   = aws_iam_user.u.name
          groups = [aws_iam_group.g.name]
        }""")
    group, user = model.one(UserGroup), model.one(User)
    memberships = model.graph.pointing(GroupMembership, "user_groups", group)
    assert memberships == model.graph.pointing(GroupMembership, "users", user)
    assert [each.exclusive for each in memberships] == [True, False]
    assert memberships[0].evidence("", "users", 1).span.line == 7


def test_instance_profiles_hold_a_role(model_of):
    model = model_of("""
        resource "aws_iam_role" "r" { name = "r" }
        resource "aws_iam_instance_profile" "p" {
          name = "p"
          role = aws_iam_role.r.name
        }
        resource "aws_iam_instance_profile" "old" { roles = [aws_iam_role.r.name] }
        data "aws_iam_instance_profile" "q" { name = "q" }""")
    named, old, looked_up = model.all(InstanceProfile)
    assert model.graph.find(named.role, Role, named) is model.graph.find(old.role, Role, old) is model.one(Role)
    assert isinstance(looked_up.role, Unknown)


def test_identity_providers(model_of):
    model = model_of(f"""
        {ACCOUNT}
        resource "aws_iam_openid_connect_provider" "github" {{
          url            = "https://token.actions.githubusercontent.com"
          client_id_list = ["sts.amazonaws.com"]
        }}
        resource "aws_iam_saml_provider" "idp" {{ name = "idp" }}""")
    github, idp = model.all(IdentityProvider)
    assert (github.kind, github.url, github.audiences) == (
        "oidc",
        "token.actions.githubusercontent.com",
        ["sts.amazonaws.com"],
    )
    assert github.arn == "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
    assert (idp.kind, idp.arn) == ("saml", "arn:aws:iam::111122223333:saml-provider/idp")
    assert model.graph.find(github.arn, IdentityProvider) is github


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("var.url", Unknown(("var.url",))),
        ('"https://${var.url}"', Unknown(("var.url",))),
        ('"https://oidc.${var.url}"', Text(("oidc.", Unknown(("var.url",))))),
    ],
)
def test_urls_of_providers_that_are_not_known(model_of, written, url):
    model = model_of(f"""
        variable "url" {{}}
        resource "aws_iam_openid_connect_provider" "p" {{ url = {written} }}""")
    assert model.one(IdentityProvider).url == url
