"""May a principal do something: one question, answered over all policies in force, with the proof."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.values import Reference, Verdict
from seamlint.facts.iam.access.names import readable_needs, same_account
from seamlint.facts.iam.access.organization import management_account, resource_control
from seamlint.facts.iam.access.policies import Policy, may_allow
from seamlint.facts.iam.access.visitors import Visitor
from seamlint.facts.iam.context import UNKNOWN, Context
from seamlint.facts.iam.decision import decide
from seamlint.facts.iam.proof import Kind, Outcome
from seamlint.facts.iam.request import Policies, Request
from seamlint.graph.graph import fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.organization import Levels
    from seamlint.facts.iam.conditions import Condition
    from seamlint.facts.iam.documents import Document, Statement
    from seamlint.facts.iam.matching import Match
    from seamlint.facts.iam.proof import Decision, Step
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

# "AWS global condition context keys": of calls that a principal makes itself, these are never, or always, there.
_DIRECT = {"aws:sourcearn": None, "aws:sourceaccount": None, "aws:sourceorgid": None, "aws:sourceowner": None}

_SUSPECTED = Policy(None, may_allow(("the rest of its resource policy",), by_resource=True))


@dataclass(frozen=True, slots=True)
class Target:
    """What a principal acts on.

    Attributes:
        arn: as `Names` spells it.
        account: that owns it, or the symbol for it; None where it is not known.
        title: what proofs call it.
        policies: its resource policies.
        is_complete: whether these are all.
        has_key_grants: whether grants are declared for the key.
    """

    arn: Value
    account: str | Reference | None
    title: str
    policies: tuple[Policy, ...] = ()
    is_complete: bool = True
    has_key_grants: bool = False


@dataclass(frozen=True, eq=False)
class Answer:
    """Whether a principal may do something.

    Attributes:
        who, action, target: what was asked.
        decision: how the policies combine.
        resource_control: the RCPs of the account that owns the target, a tuple a level.
    """

    who: Identity | Visitor
    action: str
    target: Target
    decision: Decision
    resource_control: Levels = ()

    @property
    def verdict(self) -> Verdict:
        """Whether it may: YES also where it hangs on conditions that no code decides and that can hold."""
        return Verdict.YES if self.decision.is_conditional else self.decision.verdict

    @cached_property
    def because(self) -> tuple[Evidence, ...]:
        """The proof: statements, each with what brings its policy into force."""
        return tuple(_proof(self))

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of what would decide it, where it is undecided."""
        return readable_needs(_missing(self)) if self.verdict is Verdict.UNDECIDED else ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions, on keys that no code tells, that it hangs on."""
        return (*self.decision.allowed_if, *self.decision.allowed_unless)

    def allowing(self, *kinds: Kind) -> Iterator[tuple[Policy, Statement]]:
        """Yield the statements that allow it, with the policies they stand in; of some kinds if told so.

        Where it is allowed, those that would need more than conditions to hold are not what allows it.
        """
        for step, match in self.decision.allowing:
            policy = policy_of(self, step, match)
            if self.verdict is Verdict.YES and match.verdict is not Verdict.YES and not match.is_conditional:
                continue
            if policy is not None and (not kinds or step.kind in kinds):
                yield policy, match.statement


def can(
    graph: Graph, who: Identity | Visitor, action: str, target: Target, context: Mapping[str, object] | None = None
) -> Answer:
    """Tell whether a user or role, or a caller that has no identity policies, may do something.

    Args:
        graph: where it may.
        who: the caller.
        action: ``s3:GetObject``.
        target: what it acts on.
        context: what is known of the request besides, by condition key.
    """
    decision = weigh(graph, who, action, target, context)
    return Answer(who, action, target, decision, resource_control(graph, target.account))


def weigh(
    graph: Graph, who: Identity | Visitor, action: str, target: Target, context: Mapping[str, object] | None = None
) -> Decision:
    """Return what becomes of a request, without its proof."""
    alike = same_account(who.account, target.account) if target.account is not None else Verdict.UNDECIDED
    owner = target.account if isinstance(target.account, str) else None
    values = _keys(graph, who, target) | dict(context or {})
    request = Request(who.caller, action, target.arn, owner, Context(values, UNKNOWN), alike)
    return decide(request, _policies(graph, who, target))


def _policies(graph: Graph, who: Identity | Visitor, target: Target) -> Policies:
    return Policies(
        identity=_documents((*who.policies, *who.suspected)),
        resource=merged(target.policies if target.is_complete else (*target.policies, _SUSPECTED)),
        boundaries=_documents(who.boundaries),
        service_control=tuple(map(_documents, who.control)),
        resource_control=tuple(map(_documents, resource_control(graph, target.account))),
        management_account=management_account(graph),
        has_key_grants=target.has_key_grants,
    )


def _keys(graph: Graph, who: Identity | Visitor, target: Target) -> dict[str, object]:
    """Return the condition keys that follow from caller and resource, symbols included."""
    known: dict[str, object] = dict(_now(graph))
    if isinstance(who, Visitor):
        known |= who.keys
    else:
        known |= {**_DIRECT, "aws:principalarn": who.arn, "aws:principalaccount": who.account}
        known["kms:calleraccount"] = who.account
    if target.account is not None:
        known["aws:resourceaccount"] = target.account
    return known


@fact
def _now(_graph: Graph) -> dict[str, str]:
    """Return the keys of time: a condition on a date that has passed is no open question."""
    from datetime import datetime, timezone

    now = datetime.now(timezone.utc)
    stamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"aws:currenttime": stamp, "aws:tokenissuetime": stamp, "aws:epochtime": str(int(now.timestamp()))}


def _documents(policies: tuple[Policy, ...]) -> tuple[Document, ...]:
    return tuple(each.document for each in policies)


def merged(policies: tuple[Policy, ...]) -> Document | None:
    """Return the statements of all policies of one resource as one document; None where it has none."""
    if len(policies) < 2:
        return policies[0].document if policies else None
    first = policies[0].document
    return replace(first, statements=tuple(each for policy in policies for each in policy.document.statements))


def _missing(asked: Answer) -> Iterator[str]:
    yield from asked.decision.missing
    for account in (asked.who.account, asked.target.account):
        if isinstance(account, Reference):
            yield account.address
    if asked.target.account is None:
        yield f"the account of {asked.target.title}"


def _proof(asked: Answer) -> Iterator[Evidence]:
    """Yield the statements that decide, and where nothing allows, the policies that say nothing."""
    decision = asked.decision
    if decision.outcome is not Outcome.EXPLICITLY_DENIED:
        for step, match in decision.allowing:
            yield from _evidence(asked, step, match, "lets" if match.verdict is Verdict.YES else "may let")
    if decision.outcome is not Outcome.ALLOWED:
        for step, match in decision.denying:
            yield from _evidence(asked, step, match, "denies" if match.verdict is Verdict.YES else "may deny")
    if decision.outcome in (Outcome.IMPLICITLY_DENIED, Outcome.UNDECIDED):
        for step in decision.withholding:
            if not step.opinion.allows:
                yield from _silence(asked, step)


def _evidence(asked: Answer, step: Step, match: Match, does: str) -> tuple[Evidence, ...]:
    policy = policy_of(asked, step, match)
    return policy.evidence(match.statement, _says(asked, step, match, does)) if policy is not None else ()


def _says(asked: Answer, step: Step, match: Match, does: str) -> str:
    who, action, target = asked.who.address, asked.action, asked.target.title
    if step.kind is Kind.RESOURCE and action == "sts:AssumeRole" and does in _TRUSTS:
        says = f"{target} {_TRUSTS[does]} {who}"
    elif does in _TRUSTS:
        says = f"{does} {who} call {action} on {target}"
    else:
        says = f"{does} {who} {action} on {target}"
    return says + condition_words(match.hangs_on)


_TRUSTS = {"lets": "trusts", "may let": "may trust"}


def condition_words(conditions: tuple[Condition, ...]) -> str:
    """Return the conditions that a statement hangs on, in words: ``, if StringEquals sts:ExternalId holds``."""
    told = [f"{each.written} {each.key}" for each in conditions if each.key]
    return f", if {' and '.join(told)} {'hold' if len(told) > 1 else 'holds'}" if told else ""


def policy_of(asked: Answer, step: Step, match: Match) -> Policy | None:
    """Return the policy that a statement of a decision stands in."""
    who = asked.who
    if step.kind is Kind.RESOURCE:
        holding = (each for each in asked.target.policies if match.statement in each.document.statements)
        return next(holding, None)
    held = {
        Kind.IDENTITY: (*who.policies, *who.suspected),
        Kind.BOUNDARY: who.boundaries,
        Kind.SERVICE_CONTROL: who.control[step.level] if step.kind is Kind.SERVICE_CONTROL else (),
        Kind.RESOURCE_CONTROL: asked.resource_control[step.level] if step.kind is Kind.RESOURCE_CONTROL else (),
    }.get(step.kind, ())
    return held[match.policy] if match.policy < len(held) else None


def _silence(asked: Answer, step: Step) -> Iterator[Evidence]:
    who, target = asked.who, asked.target
    if step.kind is Kind.RESOURCE and target.policies and target.policies[0].source is not None:
        yield target.policies[0].source.evidence(f"no statement lets {who.address} {asked.action} on {target.title}")
    elif not isinstance(who, Visitor):
        says = f"no {step.kind.value} of {who.address} lets it call {asked.action} on {target.title}"
        yield who.entity.evidence(says, *(("boundary",) if step.kind is Kind.BOUNDARY else ()))
