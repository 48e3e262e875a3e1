"""Which statements of a policy apply to a request, and what they say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob
from seamlint.facts.iam.principals import BY_ITSELF, NOBODY, CallerKind, Naming
from seamlint.facts.iam.variables import Template
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from seamlint.facts.iam.conditions import Condition
    from seamlint.facts.iam.documents import Document, Statement
    from seamlint.facts.iam.request import Request

    NamingRule = Callable[["Statement", "Request"], Naming]

_YES, _NO, _UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED
_GATEWAY_SERVICES = frozenset({"s3", "dynamodb"})


class Match(NamedTuple):
    """A statement that applies, or may apply, to a request.

    Attributes:
        policy: the place of its policy among those of its kind.
        statement: the statement.
        verdict: YES, or UNDECIDED where something about it is not known.
        naming: how it names the caller.
        hangs_on: the conditions that are not decided.
        is_conditional: whether conditions on keys that no code tells are all that is not decided.
    """

    policy: int
    statement: Statement
    verdict: Verdict
    naming: Naming
    hangs_on: tuple[Condition, ...]
    is_conditional: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the values that would decide whether the statement applies."""
        return () if self.is_conditional else self.statement.missing


class Opinion(NamedTuple):
    """What some policies say of a request: the statements that allow it, and those that deny it."""

    allows: tuple[Match, ...]
    denies: tuple[Match, ...]

    @property
    def allowed(self) -> Verdict:
        """Whether some statement allows it, however it names the caller."""
        return strongest(self.allows)

    @property
    def denied(self) -> Verdict:
        """Whether some statement denies it."""
        return strongest(self.denies)

    def settled(self) -> Opinion:
        """Return the opinion when conditions on keys that no code tells turn out for the caller."""
        allows = (match._replace(verdict=_YES) if match.is_conditional else match for match in self.allows)
        return Opinion(tuple(allows), tuple(match for match in self.denies if not match.is_conditional))


SILENCE = Opinion((), ())


def strongest(matches: Iterable[Match]) -> Verdict:
    """Return whether one of the statements applies."""
    result = _NO
    for match in matches:
        if match.verdict is _YES:
            return _YES
        result = _UNDECIDED
    return result


def opinion(documents: Iterable[Document], request: Request, naming_rule: NamingRule) -> Opinion:
    """Return what policies say of a request.

    Args:
        documents: the policies.
        request: the request.
        naming_rule: tells how a statement names the caller; `NOBODY` where the statement is not for it.
    """
    allows: list[Match] = []
    denies: list[Match] = []
    for policy, document in enumerate(documents):
        for statement in document.statements:
            match = _match(policy, statement, request, naming_rule)
            if match is None:
                continue
            if statement.effect is not Effect.DENY:
                allows.append(match)
            if statement.effect is not Effect.ALLOW:
                denies.append(match)
    return Opinion(tuple(allows), tuple(denies)) if allows or denies else SILENCE


def _match(policy: int, statement: Statement, request: Request, naming_rule: NamingRule) -> Match | None:
    verdict = _on_action(statement, request)
    if verdict is _NO:
        return None
    on_resource = _on_resource(statement, request)
    if on_resource is _NO:
        return None
    naming = naming_rule(statement, request)
    if naming is NOBODY or naming.anyhow is _NO:
        return None
    hangs_on: tuple[Condition, ...] = ()
    for condition in statement.conditions:
        holds = condition.holds(request.context)
        if holds is _NO:
            return None
        if holds is _UNDECIDED:
            hangs_on = (*hangs_on, condition)
    if on_resource is _UNDECIDED or statement.effect is None:
        verdict = _UNDECIDED
    verdict &= naming.anyhow
    if not hangs_on:
        return Match(policy, statement, verdict, naming, (), is_conditional=False)
    on_open_keys = all(condition.is_on_open_key(request.context) for condition in hangs_on)
    return Match(policy, statement, _UNDECIDED, naming, hangs_on, verdict is _YES and on_open_keys)


def _on_action(statement: Statement, request: Request) -> Verdict:
    verdict = _NO
    for pattern in statement.actions:
        if pattern.is_known:
            if pattern.matches(request.action):
                verdict = _YES
                break
        elif pattern.match(request.action) is not _NO:
            verdict = _UNDECIDED
    return ~verdict if statement.actions_inverted else verdict


def _on_resource(statement: Statement, request: Request) -> Verdict:
    if statement.resources is None:
        return _YES
    verdict = _NO
    for pattern in statement.resources:
        if isinstance(pattern, Template):
            tokens = pattern.filled(request.context)
            if tokens is None:
                if statement.resources_inverted and _is_void(pattern, request):
                    return _NO
                continue
            answer = Glob(tokens).match(request.resource)
        else:
            answer = pattern.match(request.resource)
        if answer is _YES:
            verdict = _YES
            break
        if answer is _UNDECIDED:
            verdict = _UNDECIDED
    return ~verdict if statement.resources_inverted else verdict


def _is_void(pattern: Template, request: Request) -> bool:
    """Tell whether a ``NotResource`` statement is void: whether it applies hangs on a variable that has no value.

    "IAM policy elements: Variables and tags": AWS may take the whole statement for invalid then.
    """
    return Glob(pattern.around(request.context)).match(request.resource) is not _NO


def attached(_statement: Statement, _request: Request) -> Naming:
    """Name the caller by a policy that is attached to it, or to its account."""
    return BY_ITSELF


def named(statement: Statement, request: Request) -> Naming:
    """Name the caller by the principals of a resource policy."""
    principals = statement.principals
    if principals is None:
        return NOBODY
    if not principals.inverted:
        return principals.naming(request.caller)
    if statement.effect is Effect.DENY:
        return Naming(_NO, _NO, ~principals.exempts(request.caller))
    return Naming(_NO, _NO, ~principals.naming(request.caller).anyhow)


def named_despite_boundary(statement: Statement, request: Request) -> Naming:
    """Name a caller that has a permissions boundary: ``NotPrincipal`` with ``Deny`` never spares it.

    "Permissions boundaries for IAM entities" in the IAM User Guide.
    """
    principals = statement.principals
    if principals is not None and principals.inverted and statement.effect is Effect.DENY:
        return BY_ITSELF
    return named(statement, request)


def named_in_federation(rule: NamingRule) -> NamingRule:
    """Return the rule for a user whose credentials were passed on with a session policy.

    "Determining whether a request is allowed or denied within an account": a grant to the user's ARN is then limited
    by the session policy, as a grant to a role's ARN is.
    """

    def naming_rule(statement: Statement, request: Request) -> Naming:
        naming = rule(statement, request)
        if statement.principals is None or statement.principals.everyone or naming is NOBODY:
            return naming
        return Naming(naming.account, naming.role | naming.itself, _NO)

    return naming_rule


def named_by_endpoint(statement: Statement, request: Request) -> Naming:
    """Name the caller by the principals of an endpoint policy.

    "Control access to VPC endpoints using endpoint policies" in the AWS PrivateLink Guide: for a gateway endpoint the
    principal must be ``*``; an account there stands for its root user alone.
    """
    naming = named(statement, request)
    principals = statement.principals
    if principals is None or principals.everyone or request.service not in _GATEWAY_SERVICES:
        return naming
    unknown = statement.effect is None or any(isinstance(each.value, Unknown) for each in principals.entries)
    return naming if unknown or request.caller.kind is CallerKind.ROOT else NOBODY
