"""The decision order: who must allow, in each case that AWS documents."""

import pytest

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.facts.iam.context import UNKNOWN, Context
from seamlint.facts.iam.decision import decide
from seamlint.facts.iam.documents import parse_document
from seamlint.facts.iam.principals import ANONYMOUS, CallerKind, caller, foreseen_caller, partly_known_caller
from seamlint.facts.iam.proof import Kind, Outcome
from seamlint.facts.iam.request import Policies, Request

A, B = "111111111111", "222222222222"
USER, ROLE = f"arn:aws:iam::{A}:user/ann", f"arn:aws:iam::{A}:role/team/app"
SESSION, FEDERATED = f"arn:aws:sts::{A}:assumed-role/app/s", f"arn:aws:sts::{A}:federated-user/f"
ROOT = f"arn:aws:iam::{A}:root"
TARGET, KEY = f"arn:aws:iam::{A}:role/target", f"arn:aws:kms:eu-west-1:{A}:key/k"
OBJECT = "arn:aws:s3:::data/x"
IDENTITY = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"
LINKED = f"arn:aws:iam::{A}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
ALLOWED, DENIED, REFUSED = Outcome.ALLOWED, Outcome.IMPLICITLY_DENIED, Outcome.EXPLICITLY_DENIED
UNDECIDED = Outcome.UNDECIDED


def statement(action="*", effect="Allow", **more):
    return {"Effect": effect, "Action": action, "Resource": "*", **more}


def policy(*statements):
    return parse_document({"Version": "2012-10-17", "Statement": list(statements) or [statement()]})


def grants(*principals, kind="AWS", **more):
    return policy(statement(Principal={kind: list(principals)}, **more))


def deny(**more):
    return policy(statement(), statement(effect="Deny", **more))


ALL, NOTHING, OTHER = policy(), policy(statement("ec2:*")), policy(statement("ec2:*"))


def outcome(principal=USER, action="s3:GetObject", target=OBJECT, owner=A, context=None, **policies):
    who = caller(principal) if isinstance(principal, str) else principal
    return decide(Request(who, action, target, owner, Context(context or {})), Policies(**policies)).outcome


@pytest.mark.parametrize(
    ("expected", "asked"),
    [
        (DENIED, {}),
        (ALLOWED, {"identity": (ALL,)}),
        (REFUSED, {"identity": (ALL, deny())}),
        (REFUSED, {"identity": (ALL,), "resource": deny(Principal="*")}),
        (ALLOWED, {"resource": grants(USER)}),
        (DENIED, {"resource": grants(A)}),
        (DENIED, {"resource": grants(ROOT)}),
        (ALLOWED, {"resource": grants("*")}),
        (DENIED, {"resource": grants(USER), "owner": B}),
        (DENIED, {"identity": (ALL,), "owner": B}),
        (ALLOWED, {"identity": (ALL,), "resource": grants(A), "owner": B}),
        (DENIED, {"identity": (ALL,), "resource": grants(B), "owner": B}),
        (REFUSED, {"identity": (ALL,), "resource": policy(statement(Principal={"AWS": A}, effect="Deny"))}),
    ],
)
def test_one_account_and_two(expected, asked):
    assert outcome(**asked) is expected


@pytest.mark.parametrize(
    ("expected", "who", "named", "limit"),
    [
        (ALLOWED, USER, USER, "boundaries"),
        (DENIED, SESSION, ROLE, "boundaries"),
        (ALLOWED, SESSION, SESSION, "boundaries"),
        (ALLOWED, SESSION, "*", "boundaries"),
        (DENIED, SESSION, ROLE, "session"),
        (ALLOWED, SESSION, SESSION, "session"),
        (DENIED, USER, USER, "session"),
        (ALLOWED, USER, "*", "session"),
        (ALLOWED, FEDERATED, FEDERATED, "session"),
        (DENIED, FEDERATED, A, "session"),
    ],
)
def test_implicit_denies_limit_a_grant_to_the_role_but_not_to_the_session(expected, who, named, limit):
    limits = {"boundaries": (OTHER,)} if limit == "boundaries" else {"session": OTHER}
    assert outcome(who, resource=grants(named), **limits) is expected


def test_limits_hold_across_accounts_whoever_is_named():
    for limits in ({"boundaries": (OTHER,)}, {"session": OTHER}, {"service_control": ((OTHER,),)}):
        assert outcome(SESSION, owner=B, identity=(ALL,), resource=grants(SESSION), **limits) is DENIED


def test_a_federated_user_needs_a_session_policy():
    assert outcome(FEDERATED, identity=(ALL,)) is DENIED
    assert outcome(FEDERATED, identity=(ALL,), session=ALL) is ALLOWED
    assert outcome(FEDERATED, resource=grants(FEDERATED)) is ALLOWED


@pytest.mark.parametrize(
    ("expected", "asked"),
    [
        (ALLOWED, {}),
        (DENIED, {"owner": B}),
        (ALLOWED, {"owner": B, "resource": grants(ROOT)}),
        (REFUSED, {"resource": deny(Principal={"AWS": A})}),
        (DENIED, {"service_control": ((OTHER,),)}),
        (DENIED, {"action": "sts:AssumeRole", "resource": grants(ROOT)}),
    ],
)
def test_the_root_user(expected, asked):
    assert outcome(ROOT, **asked) is expected


@pytest.mark.parametrize(
    ("expected", "asked"),
    [
        (DENIED, {"identity": (ALL,)}),
        (DENIED, {"resource": grants(ROOT)}),
        (ALLOWED, {"resource": grants(ROOT), "identity": (ALL,)}),
        (ALLOWED, {"resource": grants(USER)}),
        (ALLOWED, {"resource": grants("*")}),
        (DENIED, {"resource": grants(USER), "owner": B}),
        (ALLOWED, {"resource": grants(USER), "owner": B, "identity": (ALL,)}),
    ],
)
@pytest.mark.parametrize(("action", "target"), [("sts:AssumeRole", TARGET), ("kms:Decrypt", KEY)])
def test_trust_and_key_policies_always_take_part(expected, asked, action, target):
    assert outcome(action=action, target=target, **asked) is expected


def test_session_tags_need_the_trust_policy_where_it_is_known():
    assert outcome(action="sts:TagSession", target=TARGET, identity=(ALL,)) is ALLOWED
    assert outcome(action="sts:TagSession", target=TARGET, identity=(ALL,), resource=grants(B)) is DENIED
    assert outcome(action="sts:TagSession", target=TARGET, identity=(ALL,), resource=grants(A)) is ALLOWED


def test_web_identities_need_trust_alone_of_their_own_account():
    provider = f"arn:aws:iam::{A}:oidc-provider/token.actions.githubusercontent.com"
    trust = grants(provider, kind="Federated")
    asked = {"action": "sts:AssumeRoleWithWebIdentity", "resource": trust}
    assert outcome(provider, **asked) is ALLOWED
    assert outcome(provider, owner=B, **asked) is DENIED
    assert outcome("accounts.google.com", **asked) is DENIED


def test_caller_identity_is_open_to_all():
    assert outcome(action="sts:GetCallerIdentity", identity=(deny(),)) is ALLOWED
    assert outcome(ANONYMOUS, action="sts:GetCallerIdentity") is DENIED


def test_passing_a_role_is_for_identity_policies_alone():
    assert outcome(action="iam:PassRole", resource=grants(USER)) is DENIED
    assert outcome(action="iam:PassRole", identity=(ALL,)) is ALLOWED
    assert outcome(action="iam:PassRole", identity=(ALL,), owner=B) is DENIED


@pytest.mark.parametrize("who", ["sns.amazonaws.com", IDENTITY, ANONYMOUS])
def test_callers_without_identity_policies(who):
    assert outcome(who, resource=grants("*")) is ALLOWED
    assert outcome(who, resource=grants(A), identity=(ALL,)) is DENIED
    assert outcome(who, resource=grants("*"), service_control=((OTHER,),)) is ALLOWED


def test_services_and_origin_access_identities_are_named():
    assert outcome("sns.amazonaws.com", resource=grants("sns.amazonaws.com", kind="Service")) is ALLOWED
    assert outcome("sns.amazonaws.com", resource=grants("sqs.amazonaws.com", kind="Service")) is DENIED
    assert outcome(IDENTITY, resource=grants(IDENTITY)) is ALLOWED


def test_keys_across_accounts_serve_cryptography_alone():
    asked = {"owner": B, "resource": grants(A), "identity": (ALL,)}
    assert outcome(action="kms:GenerateDataKey", **asked) is ALLOWED
    assert outcome(action="kms:PutKeyPolicy", **asked) is DENIED


def test_keys_open_to_their_account_by_condition():
    managed = policy(statement(Principal="*", Condition={"StringEquals": {"kms:CallerAccount": A}}))
    assert _kms(USER, resource=managed) is ALLOWED
    assert _kms("arn:aws:iam::222222222222:user/x", resource=managed) is DENIED


def test_key_grants_are_not_in_the_code():
    assert _kms(USER, resource=grants(B), identity=(ALL,), has_key_grants=True) is UNDECIDED
    assert _kms(USER, resource=grants(B), identity=(deny(),), has_key_grants=True) is REFUSED


def _kms(who, **policies):
    request = Request(caller(who), "kms:Decrypt", KEY, A, Context({}))
    return decide(request, Policies(**policies)).outcome


def test_every_level_of_the_organisation_must_allow():
    assert outcome(identity=(ALL,), service_control=((ALL,), (OTHER, ALL))) is ALLOWED
    assert outcome(identity=(ALL,), service_control=((ALL,), (OTHER,))) is DENIED
    assert outcome(identity=(ALL,), service_control=((ALL,), ())) is DENIED
    assert outcome(identity=(ALL,), service_control=((deny(),),)) is REFUSED


def test_organisation_policies_spare_some():
    spared = {"identity": (ALL,), "service_control": ((OTHER,),)}
    assert outcome(LINKED, **spared) is ALLOWED
    assert outcome(USER, **spared, management_account=A) is ALLOWED
    everyone = policy(statement(Principal="*", effect="Deny"))
    refused = {"identity": (ALL,), "resource_control": ((everyone,),)}
    assert outcome(USER, **refused) is REFUSED
    assert outcome(USER, **refused, management_account=A) is ALLOWED
    assert outcome(LINKED, **refused) is ALLOWED
    assert outcome(USER, action="ec2:RunInstances", **refused) is ALLOWED
    assert outcome("sns.amazonaws.com", resource=grants("*"), resource_control=((everyone,),)) is REFUSED


def test_endpoint_policies():
    assert outcome(identity=(ALL,), endpoint=(grants("*"),)) is ALLOWED
    assert outcome(identity=(ALL,), endpoint=(grants(A),)) is DENIED
    assert outcome(ROOT, endpoint=(grants(A),)) is ALLOWED
    assert outcome(identity=(ALL,), endpoint=(grants(A),), action="sqs:SendMessage") is ALLOWED


@pytest.mark.parametrize(
    ("expected", "who", "listed"),
    [
        (REFUSED, USER, [USER]),
        (REFUSED, USER, [A]),
        (ALLOWED, USER, [USER, A]),
        (REFUSED, SESSION, [SESSION]),
        (UNDECIDED, SESSION, [SESSION, A]),
        (ALLOWED, SESSION, [ROLE, A]),
        (ALLOWED, SESSION, [SESSION, ROLE, ROOT]),
        (ALLOWED, ROOT, [ROOT]),
        (ALLOWED, USER, ["*"]),
    ],
)
def test_not_principal_with_deny(expected, who, listed):
    spares = policy(statement(Principal="*"), statement(effect="Deny", NotPrincipal={"AWS": listed}))
    assert outcome(who, resource=spares) is expected


def test_not_principal_never_spares_who_has_a_boundary():
    spares = policy(statement(Principal="*"), statement(effect="Deny", NotPrincipal={"AWS": [USER, A]}))
    assert outcome(USER, resource=spares, boundaries=(ALL,)) is REFUSED


def test_not_principal_with_allow_lets_everyone_else_in():
    others = policy({"Effect": "Allow", "Action": "*", "Resource": "*", "NotPrincipal": {"AWS": USER}})
    assert outcome(USER, resource=others) is DENIED
    assert outcome(ANONYMOUS, resource=others) is ALLOWED


def test_a_session_of_a_role_with_a_path():
    assert outcome(SESSION, resource=grants(ROLE)) is ALLOWED
    assert outcome(SESSION, resource=grants(f"{ROLE}2")) is DENIED
    assert outcome(ROLE, resource=grants(SESSION)) is DENIED
    assert outcome(foreseen_caller(ROLE), resource=grants(SESSION)) is UNDECIDED
    assert outcome(foreseen_caller(ROLE), resource=grants(SESSION.replace("app", "other"))) is DENIED


def test_whose_canonical_user_id_it_is_remains_open_for_who_is_foreseen():
    someone = grants("a" * 64, kind="CanonicalUser")
    assert outcome("a" * 64, resource=someone) is ALLOWED
    assert outcome("b" * 64, resource=someone) is DENIED
    assert outcome(USER, resource=someone) is DENIED
    assert outcome(foreseen_caller(USER), resource=someone) is UNDECIDED


def test_deleted_and_malformed_principals_match_nobody():
    for name in ("AROAEXAMPLEEXAMPLEEXA", f"arn:aws:iam::{A}:user/*", f"arn:aws:iam::{A}:user:ann"):
        assert outcome(resource=grants(name)) is DENIED


def test_an_unresolved_variable_voids_a_not_resource_statement():
    void = parse_document(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Action": "*",
                "NotResource": "arn:aws:s3:::data/${aws:PrincipalTag/team}",
            },
        }
    )
    assert outcome(identity=(void,)) is DENIED
    assert outcome(identity=(void,), context={"aws:PrincipalTag/team": "red"}) is ALLOWED


def test_a_condition_on_an_unknown_key_makes_it_allowed_if():
    guarded = policy(statement(Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}))
    request = Request(caller(USER), "s3:GetObject", OBJECT, A, Context({}, unlisted=UNKNOWN))
    decision = decide(request, Policies(identity=(guarded,)))
    assert decision.verdict is Verdict.UNDECIDED
    assert [condition.key for condition in decision.allowed_if] == ["aws:sourceip"]
    assert decision.missing == ()


def test_conditions_that_make_no_difference_are_left_out():
    guarded = policy(statement(Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}))
    unless = deny(Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}})
    request = Request(caller(USER), "s3:GetObject", OBJECT, A, Context({}, unlisted=UNKNOWN))
    decision = decide(request, Policies(identity=(ALL, guarded, unless)))
    assert decision.allowed_if == ()
    assert [condition.key for condition in decision.allowed_unless] == ["aws:multifactorauthpresent"]


def test_what_else_is_open_leaves_it_undecided_without_conditions():
    guarded = policy(statement(Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}))
    request = Request(caller(USER), "s3:GetObject", OBJECT, None, Context({}, unlisted=UNKNOWN))
    decision = decide(request, Policies(identity=(guarded,)))
    assert decision.outcome is UNDECIDED
    assert not decision.is_conditional
    assert decision.allowed_if == ()


def test_a_condition_of_unknown_values_on_a_known_key_is_not_to_be_assumed():
    guarded = policy(statement(Condition={"StringEquals": {"aws:PrincipalOrgID": Unknown(("var.org",))}}))
    request = Request(caller(USER), "s3:GetObject", OBJECT, A, Context({"aws:PrincipalOrgID": "o-1"}, unlisted=UNKNOWN))
    decision = decide(request, Policies(identity=(guarded,)))
    assert (decision.is_conditional, decision.missing) == (False, ("var.org",))


def test_an_unknown_value_is_not_a_condition_to_allow():
    unknown = policy(statement(Unknown(("var.action",))))
    decision = decide(Request(caller(USER), "s3:GetObject", OBJECT, A), Policies(identity=(unknown,)))
    assert decision.outcome is UNDECIDED
    assert decision.missing == ("var.action",)
    assert decision.allowed_if == ()


def test_an_unknown_policy_may_deny_what_another_allows():
    unknown = parse_document(Unknown(("data.aws_iam_policy.x",)))
    assert outcome(identity=(ALL, unknown)) is UNDECIDED
    assert outcome(identity=(unknown,)) is UNDECIDED
    assert outcome(identity=(deny(), unknown)) is REFUSED
    assert outcome("sns.amazonaws.com", resource=unknown) is UNDECIDED


def test_references_name_principals_and_resources():
    bucket, role = Reference("prod", "aws_s3_bucket.a", "arn"), Reference("prod", "aws_iam_role.r", "arn")
    other = Reference("prod", "aws_iam_role.s", "arn")
    reads = parse_document(
        {"Version": "2012-10-17", "Statement": statement(Resource=Text((bucket, "/*")), Principal={"AWS": role})}
    )
    for arn, expected in ((role, ALLOWED), (other, DENIED)):
        who = partly_known_caller(CallerKind.ROLE, arn, A)
        request = Request(who, "s3:GetObject", Text((bucket, "/x")), A)
        assert decide(request, Policies(resource=reads)).outcome is expected


def test_accounts_that_are_not_known_leave_it_open():
    who = partly_known_caller(CallerKind.ROLE, Reference("prod", "aws_iam_role.r", "arn"), None)
    request = Request(who, "s3:GetObject", OBJECT, A)
    assert decide(request, Policies(identity=(ALL,))).outcome is UNDECIDED
    assert decide(request, Policies()).outcome is DENIED
    together = Request(who, "s3:GetObject", OBJECT, None, same_account=Verdict.YES)
    assert decide(together, Policies(identity=(ALL,))).outcome is ALLOWED


def test_the_proof_names_statements_and_silent_policies():
    decision = decide(Request(caller(USER), "s3:GetObject", OBJECT, A), Policies(identity=(ALL,), boundaries=(OTHER,)))
    assert [(step.kind, match.statement.index) for step, match in decision.allowing] == [(Kind.IDENTITY, 0)]
    assert [step.kind for step in decision.withholding] == [Kind.BOUNDARY]
    assert not list(decision.denying)


@pytest.mark.parametrize(
    "text", ["ann", "arn:aws:iam::1:user/ann", f"arn:aws:iam::{A}:group/x", f"arn:aws:sts::{A}:assumed-role/x"]
)
def test_what_is_no_caller(text):
    with pytest.raises(ValueError, match=r"not|no account"):
        caller(text)
