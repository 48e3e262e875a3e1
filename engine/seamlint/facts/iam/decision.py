"""Whether a request is allowed, and why.

"Policy evaluation logic", "Determining whether a request is allowed or denied within an account", "Cross-account
policy evaluation logic" in the IAM User Guide; "Key policies in AWS KMS" and "Allowing users in other accounts to use
a KMS key" in the AWS KMS Developer Guide; "Service control policies" and "Resource control policies" in the AWS
Organizations User Guide.

An explicit deny in any policy wins. Then everything that must allow has to allow. Each question has three answers; a
decision that stays undecided names the conditions and the missing values that it hangs on.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Verdict
from seamlint.facts.iam import services
from seamlint.facts.iam.matching import (
    Opinion,
    attached,
    named,
    named_by_endpoint,
    named_despite_boundary,
    named_in_federation,
    opinion,
)
from seamlint.facts.iam.principals import CallerKind
from seamlint.facts.iam.proof import Decision, Kind, Outcome, Step
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.matching import NamingRule
    from seamlint.facts.iam.request import Policies, Request

_YES, _NO, _UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED

_OPEN_TO_ALL = "sts:getcalleridentity"
_BY_TRUST = "sts:assumerole"
_WITH_TRUST = frozenset({"sts:tagsession", "sts:setsourceidentity", "sts:setcontext"})
"""What comes with AssumeRole: a trust policy that is known must allow these too ("Pass session tags in AWS STS")."""
_BY_TRUST_ALONE = frozenset({"sts:assumerolewithwebidentity", "sts:assumerolewithsaml"})
_WITH_IDENTITY_POLICIES = frozenset(
    {CallerKind.ROOT, CallerKind.USER, CallerKind.ROLE, CallerKind.SESSION, CallerKind.FEDERATED_USER}
)
# "Allowing users in other accounts to use a KMS key" lists the operations that work across accounts.
KEY_OPERATIONS_ACROSS_ACCOUNTS = frozenset(
    f"kms:{name}"
    for name in (
        *("creategrant", "decrypt", "derivesharedsecret", "describekey", "encrypt", "generatedatakey"),
        *("generatedatakeypair", "generatedatakeypairwithoutplaintext", "generatedatakeywithoutplaintext"),
        *("generatemac", "getkeyrotationstatus", "getpublickey", "listgrants", "reencryptfrom", "reencryptto"),
        *("retiregrant", "revokegrant", "sign", "verify", "verifymac"),
    )
)


_OWN_POLICIES = (Kind.RESOURCE, Kind.IDENTITY, Kind.BOUNDARY, Kind.SESSION)
_LIMITS = frozenset({Kind.RESOURCE_CONTROL, Kind.SERVICE_CONTROL, Kind.ENDPOINT})


def decide(request: Request, policies: Policies) -> Decision:
    """Return what becomes of a request that meets these policies."""
    if request.action == _OPEN_TO_ALL and request.caller.kind is not CallerKind.ANONYMOUS:
        return Decision(Outcome.ALLOWED, (), "sts:GetCallerIdentity needs no permission, and nothing can deny it")
    sides, limits = _sides(request, policies), tuple(_limits(request, policies))
    granted, rule = _granted(request, policies, sides)
    steps = (*limits, *sides.steps())
    outcome = _outcome(granted, steps)
    if outcome is not Outcome.UNDECIDED:
        return Decision(outcome, steps, rule)
    settled, _ = _granted(request, policies, sides.settled())
    is_conditional = _outcome(settled, tuple(step.settled() for step in steps)) is Outcome.ALLOWED
    return Decision(outcome, steps, rule, is_conditional)


def _outcome(granted: Verdict, steps: tuple[Step, ...]) -> Outcome:
    denied, allowed = _NO, granted
    for step in steps:
        if step.opinion.denies:
            denied |= step.opinion.denied
        if step.kind in _LIMITS:
            allowed &= step.lets_through
    if denied is _YES:
        return Outcome.EXPLICITLY_DENIED
    if allowed is _NO:
        return Outcome.IMPLICITLY_DENIED
    return Outcome.ALLOWED if allowed is _YES and denied is _NO else Outcome.UNDECIDED


def _limits(request: Request, policies: Policies) -> Iterator[Step]:
    """Weigh the policies that grant nothing: those of the organisation, and of the way."""
    if policies.resource_control and _is_under_resource_control(request, policies):
        for level, documents in enumerate(policies.resource_control):
            yield Step(Kind.RESOURCE_CONTROL, level, opinion(documents, request, named))
    if policies.service_control and _is_under_service_control(request, policies):
        for level, documents in enumerate(policies.service_control):
            yield Step(Kind.SERVICE_CONTROL, level, opinion(documents, request, attached))
    if policies.endpoint:
        yield Step(Kind.ENDPOINT, 0, opinion(policies.endpoint, request, named_by_endpoint))


def _is_under_resource_control(request: Request, policies: Policies) -> bool:
    """RCPs spare service-linked roles, the management account's resources and services that do not know them."""
    return (
        services.supports_resource_control(request.service)
        and not request.caller.is_service_linked_role
        and (request.resource_account is None or request.resource_account != policies.management_account)
    )


def _is_under_service_control(request: Request, policies: Policies) -> bool:
    """SCPs spare service-linked roles, the management account, and callers that belong to no account."""
    caller = request.caller
    return (
        caller.kind in _WITH_IDENTITY_POLICIES
        and not caller.is_service_linked_role
        and (caller.account is None or caller.account != policies.management_account)
    )


class _Sides(NamedTuple):
    """What the caller's and the resource's own policies say; None where there is no such policy."""

    resource: Opinion | None
    identity: Opinion | None
    boundary: Opinion | None
    session: Opinion | None

    def settled(self) -> _Sides:
        """Return what they say when open conditions turn out for the caller."""
        return _Sides(*(None if said is None else said.settled() for said in self))

    def steps(self) -> Iterator[Step]:
        for kind, said in zip(_OWN_POLICIES, self, strict=True):
            if said is not None:
                yield Step(kind, 0, said)


def _sides(request: Request, policies: Policies) -> _Sides:
    by_name: NamingRule = named_despite_boundary if policies.boundaries else named
    if policies.session is not None and request.caller.kind is CallerKind.USER:
        by_name = named_in_federation(by_name)
    resource = identity = boundary = session = None
    # The trust policy is a role's only resource policy and speaks of sts actions alone.
    if policies.resource is not None and request.service != "iam":
        resource = opinion((policies.resource,), request, by_name)
    if request.caller.kind in _WITH_IDENTITY_POLICIES and request.action not in _BY_TRUST_ALONE:
        identity = opinion(policies.identity, request, attached)
        boundary = opinion(policies.boundaries, request, attached) if policies.boundaries else None
        session = opinion((policies.session,), request, attached) if policies.session else None
    return _Sides(resource, identity, boundary, session)


def _granted(request: Request, policies: Policies, sides: _Sides) -> tuple[Verdict, str]:
    """Tell whether the caller's and the resource's policies allow the request, and by which rule."""
    if _is_foreign_provider(request):
        return _NO, "an identity provider serves the roles of its own account alone"
    if sides.identity is None:
        return _named_as(sides, "itself"), "the resource policy alone decides"
    if request.caller.kind is CallerKind.ROOT and request.action == _BY_TRUST:
        return _NO, "an account's root user cannot assume a role"
    if request.same_account is _UNDECIDED:
        alike, rule = _granted_in_account(request, policies, sides)
        across, _ = _granted_across_accounts(request, policies, sides)
        return alike if alike is across else _UNDECIDED, f"{rule}, if caller and resource share an account"
    rule_of = _granted_in_account if request.same_account is _YES else _granted_across_accounts
    return rule_of(request, policies, sides)


def _is_foreign_provider(request: Request) -> bool:
    """Tell whether a provider of another account vouches: "Creating a role for web identity or OpenID Connect"."""
    return request.caller.kind is CallerKind.IDENTITY_PROVIDER and (
        request.caller.account is not None and request.same_account is _NO
    )


def _granted_in_account(request: Request, policies: Policies, sides: _Sides) -> tuple[Verdict, str]:
    """Apply the rule of one account.

    A resource policy that names the caller itself, its session or everyone grants by itself; one that names the
    caller's role stands in for its identity policies alone; one that names the account delegates to them.
    """
    limits = _caller_limits(request, sides)
    by_itself, by_role = _named_as(sides, "itself"), _named_as(sides, "role") & limits
    by_identity = _identity(request, sides) & limits
    if not _needs_resource_policy(request, policies):
        return by_itself | by_role | by_identity, "an identity policy or the resource policy must allow it"
    delegated = _named_as(sides, "account") & by_identity
    granted = by_itself | by_role | delegated
    if policies.has_key_grants and request.service == "kms":
        granted |= _UNDECIDED
    return granted, "the resource policy must name the caller, or delegate to identity policies that allow it"


def _granted_across_accounts(request: Request, policies: Policies, sides: _Sides) -> tuple[Verdict, str]:
    if request.service == "kms" and request.action not in KEY_OPERATIONS_ACROSS_ACCOUNTS:
        return _NO, "this operation does not work on a KMS key of another account"
    by_resource = sides.resource.allowed if sides.resource is not None else _NO
    if policies.has_key_grants and request.service == "kms":
        by_resource |= _UNDECIDED
    granted = by_resource & _identity(request, sides) & _caller_limits(request, sides)
    return granted, "both the resource policy and an identity policy must allow it: the accounts differ"


def _identity(request: Request, sides: _Sides) -> Verdict:
    """Tell whether identity policies allow; an account's root user needs none."""
    assert sides.identity is not None
    return _YES if request.caller.kind is CallerKind.ROOT else sides.identity.allowed


def _caller_limits(request: Request, sides: _Sides) -> Verdict:
    """Tell whether boundary and session policy let through; a federated user without session policy may nothing."""
    boundary = _YES if sides.boundary is None else sides.boundary.allowed
    if sides.session is not None:
        return boundary & sides.session.allowed
    return _NO if request.caller.kind is CallerKind.FEDERATED_USER else boundary


def _needs_resource_policy(request: Request, policies: Policies) -> bool:
    """Tell whether the resource is one whose policy must take part: a role's trust policy, a KMS key's policy."""
    if request.action == _BY_TRUST or (request.action in _WITH_TRUST and policies.resource is not None):
        return True
    if request.service != "kms":
        return False
    return not isinstance(request.resource, str) or ":key/" in request.resource


def _named_as(sides: _Sides, how: str) -> Verdict:
    """Tell whether the resource policy allows by naming the caller in one way."""
    if sides.resource is None:
        return _NO
    return reduce(or_, (match.verdict & getattr(match.naming, how) for match in sides.resource.allows), _NO)
