"""Where the decisions of the implementation that the engine is compared with differ from what AWS documents.

One predicate a kind: it takes the request, the other implementation's decision and ours, and tells whether the
difference is of its kind. Each names the page that decides.
"""

import json

from facts.iam.iam_requests import IDENTITY, LINKED, PROVIDER, ROOT, USER

NONE = {"Statement": []}
KEY_OPERATIONS = ("kms:Decrypt", "kms:CreateGrant")


def policies(request):
    """Return all policies of a request."""
    several = [request.get(name, []) for name in ("identityPolicies", "boundaries", "vpcePolicies")]
    alone = [[request[name]] for name in ("resourcePolicy", "sessionPolicy") if name in request]
    levels = [level for name in ("scps", "rcps") for level in request.get(name, [])]
    return [policy for group in (*several, *alone, *levels) for policy in group]


def statements(policy):
    """Return a policy's statements."""
    return policy["Statement"] if isinstance(policy["Statement"], list) else [policy["Statement"]]


def is_across(request):
    """Tell whether caller and resource are in two accounts."""
    return str(request["principal"]).split(":")[4:5] not in ([], [request["resourceAccount"]])


def boundary_limits_federated_user(request, theirs, ours):
    """A grant to a user's ARN escapes it, but for federated sessions ("Permissions boundaries for IAM entities")."""
    federated = request["principal"] == USER and {"sessionPolicy", "boundaries"} <= set(request)
    return federated and (theirs, ours) == ("Allowed", "ImplicitlyDenied")


def root_user_needs_no_policy(request, theirs, ours):
    """It may do all in its own account, and what other accounts grant to it ("AWS account root user")."""
    return request["principal"] == ROOT and (theirs, ours) == ("ImplicitlyDenied", "Allowed")


def root_user_assumes_no_role(request, theirs, ours):
    """The root user cannot switch to a role ("Switch from a user to an IAM role (console)")."""
    assumes = request["principal"] == ROOT and request["action"] == "sts:AssumeRole"
    return assumes and (theirs, ours) == ("Allowed", "ImplicitlyDenied")


def pass_role_knows_no_resource_policy(request, _theirs, _ours):
    """Identity policies of one account decide ("Grant a user permissions to pass a role to an AWS service")."""
    return request["action"] == "iam:PassRole" and ("resourcePolicy" in request or is_across(request))


def federated_user_without_session_policy(request, theirs, ours):
    """Without a session policy the session has no permissions ("Permissions for GetFederationToken")."""
    federated = ":federated-user/" in str(request["principal"])
    return federated and "sessionPolicy" not in request and (theirs, ours) == ("Allowed", "ImplicitlyDenied")


def grant_to_session_counts_alone(request, theirs, ours):
    """A session policy does not limit it ("Determining whether a request is allowed or denied within an account")."""
    names_all = '"*"' in json.dumps([each.get("Principal") for each in statements(request.get("resourcePolicy", NONE))])
    if request["principal"] == USER and not names_all:
        return False
    return {"sessionPolicy", "resourcePolicy"} <= set(request) and (theirs, ours) == ("ImplicitlyDenied", "Allowed")


def not_principal_spares_only_the_listed(request, _theirs, ours):
    """The caller and its account must be listed; no boundary is spared ("AWS JSON policy elements: NotPrincipal")."""
    listed = [
        statement for policy in policies(request) for statement in statements(policy) if "NotPrincipal" in statement
    ]
    return bool(listed) and ours in ("ExplicitlyDenied", "Undecided")


def old_version_has_no_variables(request, _theirs, _ours):
    """Variables are text in a document of version 2008-10-17 ("IAM JSON policy elements: Version")."""
    return any("Version" not in policy and "${" in str(policy) for policy in policies(request))


def key_operation_in_one_account(request, theirs, ours):
    """Few operations work across accounts ("Allowing users in other accounts to use a KMS key")."""
    across = request["action"].startswith("kms:") and request["action"] not in KEY_OPERATIONS and is_across(request)
    return across and (theirs, ours) == ("Allowed", "ImplicitlyDenied")


def endpoint_policy_has_principals(request, _theirs, _ours):
    """They are evaluated ("Control access to VPC endpoints using endpoint policies")."""
    return "vpcePolicies" in request


def origin_access_identity_has_no_identity_policies(request, theirs, ours):
    """The bucket policy alone grants ("Restrict access to an Amazon S3 origin", CloudFront Developer Guide)."""
    return request["principal"] == IDENTITY and (theirs, ours) == ("ImplicitlyDenied", "Allowed")


def organisation_policies_spare(request, _theirs, _ours):
    """They spare service-linked roles, services, or whole services ("SCPs", "RCPs", Organizations User Guide)."""
    spared = request["principal"] in (LINKED, "sns.amazonaws.com", IDENTITY, PROVIDER) or not isinstance(
        request["principal"], str
    )
    unsupported = request["action"].partition(":")[0] in ("lambda", "ec2", "iam")
    return (spared and bool({"scps", "rcps"} & set(request))) or (unsupported and "rcps" in request)


def addresses_of_other_versions_are_not_in_a_range(request, _theirs, _ours):
    """All addresses but those of the range match NotIpAddress ("IAM JSON policy elements: Condition operators")."""
    text = str(policies(request)).lower()
    return "notip" in text and ("2001:" in text or request["context"].get("aws:SourceIp", "").startswith("2001:"))


def every_address_is_in_the_range_of_all(request, _theirs, _ours):
    """0.0.0.0/0 holds every IPv4 address ("IAM JSON policy elements: Condition operators")."""
    return "0.0.0.0/0" in str(policies(request))


KINDS = [
    pass_role_knows_no_resource_policy,
    addresses_of_other_versions_are_not_in_a_range,
    every_address_is_in_the_range_of_all,
    old_version_has_no_variables,
    key_operation_in_one_account,
    origin_access_identity_has_no_identity_policies,
    organisation_policies_spare,
    endpoint_policy_has_principals,
    not_principal_spares_only_the_listed,
    federated_user_without_session_policy,
    grant_to_session_counts_alone,
    boundary_limits_federated_user,
    root_user_needs_no_policy,
    root_user_assumes_no_role,
]


def explanation(request, theirs, ours):
    """Return the name of the first kind that a difference is of, or None."""
    return next((kind.__name__ for kind in KINDS if kind(request, theirs, ours)), None)
