"""IAM of templates: principals, policies, what they are attached to, resource policies, and what runs with a role."""

from __future__ import annotations

import pytest

from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.model.iam import (
    ComputeUse,
    ControlPolicy,
    ControlPolicyAttachment,
    GroupMembership,
    IdentityProvider,
    InlinePolicy,
    InstanceProfile,
    ManagedPolicy,
    OrganizationNode,
    PolicyAttachment,
    PolicyKind,
    ProtectedResource,
    ResourcePolicy,
    Role,
    StandalonePolicy,
    User,
    UserGroup,
)
from seamlint.model.paste import statements

STATEMENT = "{Effect: Allow, Principal: {AWS: '*'}, Action: 's3:*', Resource: '*'}"
DOCUMENT = f"{{Version: '2012-10-17', Statement: [{STATEMENT}]}}"
PRINCIPALS = f"""
    R: {{Type: AWS::IAM::Role, Properties: {{RoleName: r, AssumeRolePolicyDocument: {DOCUMENT}}}}}
    U: {{Type: AWS::IAM::User, Properties: {{UserName: u}}}}
    G: {{Type: AWS::IAM::Group}}
"""


def test_a_role_with_everything(template_of):
    model = template_of(f"""
        Limit: {{Type: AWS::IAM::ManagedPolicy, Properties: {{PolicyDocument: {DOCUMENT}}}}}
        R:
          Type: AWS::IAM::Role
          Properties:
            RoleName: deploy
            Path: /ci/
            MaxSessionDuration: 7200
            PermissionsBoundary: !Ref Limit
            AssumeRolePolicyDocument: {DOCUMENT}
            ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess]
            Policies:
              - PolicyName: inside
                PolicyDocument:
                  Statement: []
    """)
    role = model.one(Role)
    assert (role.name, role.iam_path, role.max_session) == ("deploy", "/ci/", 7200)
    assert role.trust.value["Statement"][0]["Principal"] == {"AWS": "*"}
    assert model.graph.find(role.boundary, ManagedPolicy, role) is model.one(ManagedPolicy)
    inline, attached = model.one(InlinePolicy), model.one(PolicyAttachment)
    assert (inline.name, inline.document.value) == ("inside", {"Statement": []})
    assert attached.policy == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    for held in (inline, attached):
        assert model.graph.pointing(type(held), "roles", role) == [held]


def test_statements_are_found_at_their_lines(template_of):
    model = template_of("""
        R:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument:
              Statement:
                - Effect: Allow
                  Action: sts:AssumeRole
                - Effect: Deny
                  Action: sts:TagSession
    """)
    trust = model.one(Role).trust
    lines = [trust.span(*trust.statement_path(index)).line for index in range(2)]
    assert lines[1] - lines[0] == 2
    assert trust.statement_evidence(1, "denies", "Action").span.line == lines[1] + 1


@pytest.mark.parametrize(
    ("written", "kind", "address"),
    [("roles", Role, "R"), ("users", User, "U"), ("user_groups", UserGroup, "G")],
)
def test_policies_name_whom_they_are_for(template_of, written, kind, address):
    attribute = {"roles": "Roles", "users": "Users", "user_groups": "Groups"}[written]
    single = {"roles": "Role", "users": "User", "user_groups": "Group"}[written]
    model = template_of(f"""{PRINCIPALS}
    Inline:
      Type: AWS::IAM::Policy
      Properties: {{PolicyName: p, {attribute}: [!Ref {address}], PolicyDocument: {DOCUMENT}}}
    Own:
      Type: AWS::IAM::{single}Policy
      Properties: {{PolicyName: q, {single}Name: !Ref {address}, PolicyDocument: {DOCUMENT}}}
    Managed:
      Type: AWS::IAM::ManagedPolicy
      Properties: {{{attribute}: [!Ref {address}], PolicyDocument: {DOCUMENT}}}
    """)
    holder = model.one(kind, address)
    assert {each.address for each in model.graph.pointing(InlinePolicy, written, holder)} == {"Inline", "Own"}
    (attached,) = model.graph.pointing(PolicyAttachment, written, holder)
    assert model.graph.find(attached.policy, ManagedPolicy, attached) is model.one(ManagedPolicy)


def test_users_and_groups_are_joined_from_both_sides(template_of):
    model = template_of(f"""{PRINCIPALS}
    In: {{Type: AWS::IAM::User, Properties: {{Groups: [!Ref G]}}}}
    Added: {{Type: AWS::IAM::UserToGroupAddition, Properties: {{GroupName: !Ref G, Users: [!Ref U]}}}}
    """)
    memberships = model.graph.pointing(GroupMembership, "user_groups", model.one(UserGroup))
    found = {model.graph.find(each.users[0], User, each).address for each in memberships}
    assert found == {"In", "U"}


def test_an_arn_is_known_as_far_as_it_is_told(template_of):
    model = template_of(PRINCIPALS)
    assert model.one(Role).arn == model.ref("R", "Arn")
    assert isinstance(model.one(Role).resource.ids["arn"], Text)


def test_roles_of_services_and_identity_providers(template_of):
    model = template_of("""
        L: {Type: AWS::IAM::ServiceLinkedRole, Properties: {AWSServiceName: es.amazonaws.com}}
        O: {Type: AWS::IAM::OIDCProvider, Properties: {Url: 'https://gitlab.com', ClientIdList: [a]}}
        S: {Type: AWS::IAM::SAMLProvider, Properties: {Name: okta, SamlMetadataDocument: x}}
    """)
    assert (model.one(Role).service_linked, model.one(Role).complete) == (True, False)
    oidc = model.one(IdentityProvider, "O")
    assert (oidc.kind, oidc.url, oidc.audiences) == ("oidc", "gitlab.com", ["a"])
    assert model.one(IdentityProvider, "S").kind == "saml"


POLICIES = {
    "B: {{Type: AWS::S3::Bucket}}": (
        "P: {{Type: AWS::S3::BucketPolicy, Properties: {{Bucket: !Ref B, PolicyDocument: {0}}}}}"
    ),
    "B: {{Type: AWS::SQS::Queue}}": (
        "P: {{Type: AWS::SQS::QueuePolicy, Properties: {{Queues: [!Ref B], PolicyDocument: {0}}}}}"
    ),
    "B: {{Type: AWS::SNS::Topic}}": (
        "P: {{Type: AWS::SNS::TopicPolicy, Properties: {{Topics: [!Ref B], PolicyDocument: {0}}}}}"
    ),
    "B: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {0}}}}}": "",
    "B: {{Type: AWS::ECR::Repository, Properties: {{RepositoryPolicyText: {0}}}}}": "",
    "B: {{Type: AWS::EFS::FileSystem, Properties: {{FileSystemPolicy: {0}}}}}": "",
    "B: {{Type: AWS::ApiGateway::RestApi, Properties: {{Policy: {0}}}}}": "",
    "B: {{Type: AWS::OpenSearchService::Domain, Properties: {{AccessPolicies: {0}}}}}": "",
    "B: {{Type: AWS::DynamoDB::Table, Properties: {{ResourcePolicy: {{PolicyDocument: {0}}}}}}}": "",
    "B: {{Type: AWS::SecretsManager::Secret}}": (
        "P: {{Type: AWS::SecretsManager::ResourcePolicy, Properties: {{SecretId: !Ref B, ResourcePolicy: {0}}}}}"
    ),
}


@pytest.mark.parametrize("protected", POLICIES)
def test_resources_have_the_policies_that_are_written_for_them(template_of, protected):
    lines = (protected.format(DOCUMENT), POLICIES[protected].format(DOCUMENT))
    model = template_of("\n".join(lines))
    resource = model.one(ProtectedResource)
    (found,) = model.graph.pointing(ResourcePolicy, "protects", resource)
    assert found.service == resource.service
    assert found.document.value["Statement"][0]["Action"] == "s3:*"
    assert found.document.span("Statement", 0).file.endswith("template.yaml")


def test_one_policy_protects_several_queues(template_of):
    model = template_of(f"""
    A: {{Type: AWS::SQS::Queue}}
    B: {{Type: AWS::SQS::Queue}}
    P: {{Type: AWS::SQS::QueuePolicy, Properties: {{Queues: [!Ref A, !Ref B], PolicyDocument: {DOCUMENT}}}}}
    """)
    found = [model.graph.pointing(ResourcePolicy, "protects", each) for each in model.all(ProtectedResource)]
    assert [len(each) for each in found] == [1, 1]
    assert found[0][0].document is found[1][0].document


def test_a_key_without_a_policy_delegates_to_its_account(template_of):
    model = template_of("K: {Type: AWS::KMS::Key}")
    statement = model.one(ResourcePolicy).document.value["Statement"][0]
    assert (statement["Action"], statement["Principal"]["AWS"].parts[-1]) == ("kms:*", ":root")


def test_a_permission_is_a_statement_of_the_functions_policy(template_of):
    model = template_of("""
        F: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt R.Arn}}
        R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
        P:
          Type: AWS::Lambda::Permission
          Properties:
            FunctionName: !Ref F
            Action: lambda:InvokeFunction
            Principal: s3.amazonaws.com
            SourceAccount: '111122223333'
    """)
    held = model.one(ResourcePolicy)
    statement = held.document.value["Statement"][0]
    assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
    assert statement["Resource"] == model.ref("F", "Arn")
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    assert model.graph.find(held.protects, ProtectedResource, held) is model.one(ProtectedResource)
    use = model.one(ComputeUse)
    assert use.service == "lambda.amazonaws.com"
    assert model.graph.find(use.role, Role, use) is model.one(Role)


@pytest.mark.parametrize("written", ["Statement: {Effect: Allow, Action: 'events:PutEvents'}", "Principal: '*'"])
def test_an_event_bus_is_opened_in_either_form(template_of, written):
    model = template_of(f"P: {{Type: AWS::Events::EventBusPolicy, Properties: {{StatementId: s, {written}}}}}")
    statement = model.one(ResourcePolicy).document.value["Statement"][0]
    assert (statement["Effect"], statement["Action"]) == ("Allow", "events:PutEvents")


def test_instances_have_a_role_through_their_profile(template_of):
    model = template_of("""
        R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
        P: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref R]}}
        I: {Type: AWS::EC2::Instance, Properties: {IamInstanceProfile: !Ref P}}
    """)
    use, profile = model.one(ComputeUse), model.one(InstanceProfile)
    assert model.graph.find(use.instance_profile, InstanceProfile, use) is profile
    assert model.graph.find(profile.role, Role, profile) is model.one(Role)


def test_policies_of_an_organization(template_of):
    model = template_of(f"""
    Ou: {{Type: AWS::Organizations::OrganizationalUnit, Properties: {{Name: prod, ParentId: r-ab12}}}}
    Scp:
      Type: AWS::Organizations::Policy
      Properties: {{Name: s, Type: SERVICE_CONTROL_POLICY, Content: {DOCUMENT}, TargetIds: [!Ref Ou]}}
    Tags: {{Type: AWS::Organizations::Policy, Properties: {{Name: t, Type: TAG_POLICY, Content: {{}}}}}}
    """)
    attached, control = model.one(ControlPolicyAttachment), model.one(ControlPolicy)
    assert control.document.kind is PolicyKind.SERVICE_CONTROL
    assert model.graph.find(attached.policy, ControlPolicy, attached) is control
    assert model.graph.find(attached.target, OrganizationNode, attached) is model.one(OrganizationNode)


def test_policies_of_things_stand_alone_and_of_endpoints_do_not(template_of):
    model = template_of(f"""
    T: {{Type: AWS::IoT::Policy, Properties: {{PolicyDocument: {DOCUMENT}}}}}
    E: {{Type: AWS::EC2::VPCEndpoint, Properties: {{VpcId: vpc-1, ServiceName: s3, PolicyDocument: {DOCUMENT}}}}}
    """)
    assert model.one(StandalonePolicy).document.service == "iot"
    assert model.one(ResourcePolicy).document.kind is PolicyKind.ENDPOINT


def test_what_is_not_known_stays_unknown(template_of):
    model = template_of(
        """
        R:
          Type: AWS::IAM::Role
          Properties: {AssumeRolePolicyDocument: !Ref Trust, Policies: [!Ref Trust]}
        P: {Type: AWS::IAM::Policy, Properties: {PolicyName: p, Roles: !Ref Who, PolicyDocument: !Ref Trust}}
        """,
        "Parameters: {Trust: {Type: String}, Who: {Type: CommaDelimitedList}}",
    )
    assert isinstance(model.one(Role).trust.value, Unknown)
    assert all(isinstance(each.document.value, Unknown) for each in model.all(InlinePolicy))
    assert isinstance(model.one(InlinePolicy, "P").roles[0], (Unknown, Reference))


def test_fixes_are_written_as_the_template_is(template_of):
    model = template_of(PRINCIPALS)
    role = model.one(Role)
    named = statements.arn(role, role.arn)
    lines = statements.allow(role.trust, ["sts:AssumeRole"], principals=[named]).split("\n")
    assert lines[:3] == ["Statement:", "  - Effect: Allow", "    Principal:"]
    assert lines[3:] == ["      AWS: !GetAtt R.Arn", "    Action: sts:AssumeRole"]
