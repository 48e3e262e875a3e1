"""May a principal do something: one question, answered over all policies in force, with the proof."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Verdict
from seamlint.facts.iam.access.names import readable_needs, same_account
from seamlint.facts.iam.access.organization import management_account
from seamlint.facts.iam.context import UNKNOWN, Context
from seamlint.facts.iam.decision import decide
from seamlint.facts.iam.proof import Kind, Outcome
from seamlint.facts.iam.request import Policies, Request
from seamlint.graph.graph import fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.conditions import Condition
    from seamlint.facts.iam.documents import Document
    from seamlint.facts.iam.matching import Match
    from seamlint.facts.iam.proof import Decision, Step
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

# "AWS global condition context keys": of calls that a principal makes itself, these are never, or always, there.
_DIRECT = {"aws:sourcearn": None, "aws:sourceaccount": None, "aws:sourceorgid": None, "aws:sourceowner": None}


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


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Whether a principal may do something.

    Attributes:
        verdict: YES also where it hangs on conditions that no code decides and that can hold.
        decision: how the policies combine.
        because: the proof: statements, each with what brings its policy into force.
        needs: names of what would decide it.
    """

    verdict: Verdict
    decision: Decision
    because: tuple[Evidence, ...]
    needs: tuple[str, ...]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions, on keys that no code tells, that it hangs on."""
        return (*self.decision.allowed_if, *self.decision.allowed_unless)


@dataclass(frozen=True, slots=True)
class _Asked:
    who: Identity
    action: str
    target: Target


def can(
    graph: Graph, who: Identity, action: str, target: Target, context: Mapping[str, object] | None = None
) -> Answer:
    """Tell whether a user or role may do something.

    Args:
        graph: where it may.
        who: the caller.
        action: ``s3:GetObject``.
        target: what it acts on.
        context: what is known of the request besides, by condition key.
    """
    decision = weigh(graph, who, action, target, context)
    asked = _Asked(who, action, target)
    verdict = Verdict.YES if decision.is_conditional else decision.verdict
    open_names = () if verdict is not Verdict.UNDECIDED else readable_needs(_missing(asked, decision))
    return Answer(verdict, decision, tuple(_proof(asked, decision)), open_names)


def weigh(
    graph: Graph, who: Identity, action: str, target: Target, context: Mapping[str, object] | None = None
) -> Decision:
    """Return what becomes of a request, without its proof."""
    alike = same_account(who.account, target.account) if target.account is not None else Verdict.UNDECIDED
    owner = target.account if isinstance(target.account, str) else None
    values = _keys(graph, who, target) | dict(context or {})
    request = Request(who.caller, action, target.arn, owner, Context(values, UNKNOWN), alike)
    return decide(request, _policies(graph, who, target))


def _policies(graph: Graph, who: Identity, target: Target) -> Policies:
    return Policies(
        identity=_documents((*who.policies, *who.suspected)),
        resource=merged(target.policies),
        boundaries=_documents(who.boundaries),
        service_control=tuple(map(_documents, who.control)),
        management_account=management_account(graph),
        has_key_grants=target.has_key_grants or not target.is_complete,
    )


def _keys(graph: Graph, who: Identity, target: Target) -> dict[str, object]:
    """Return the condition keys that follow from caller and resource, symbols included."""
    known: dict[str, object] = {**_DIRECT, "aws:principalarn": who.arn, "aws:principalaccount": who.account}
    known |= {"kms:calleraccount": who.account, **_now(graph)}
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


def _missing(asked: _Asked, decision: Decision) -> Iterator[str]:
    yield from decision.missing
    for account in (asked.who.account, asked.target.account):
        if isinstance(account, Reference):
            yield account.address
    if asked.target.account is None:
        yield f"the account of {asked.target.title}"


def _proof(asked: _Asked, decision: Decision) -> Iterator[Evidence]:
    """Yield the statements that decide, and where nothing allows, the policies that say nothing."""
    if decision.outcome is not Outcome.EXPLICITLY_DENIED:
        for step, match in decision.allowing:
            yield from _evidence(asked, step, match, "lets" if match.verdict is Verdict.YES else "may let")
    if decision.outcome is not Outcome.ALLOWED:
        for step, match in decision.denying:
            yield from _evidence(asked, step, match, "denies" if match.verdict is Verdict.YES else "may deny")
    if decision.outcome in (Outcome.IMPLICITLY_DENIED, Outcome.UNDECIDED):
        for step in decision.withholding:
            if not step.opinion.allows:
                yield _silence(asked, step)


def _evidence(asked: _Asked, step: Step, match: Match, does: str) -> tuple[Evidence, ...]:
    policy = policy_of(asked.who, asked.target, step, match)
    call = f"call {asked.action} on" if does.endswith("let") or does == "lets" else asked.action + " on"
    says = f"{does} {asked.who.address} {call} {asked.target.title}{condition_words(match.hangs_on)}"
    return policy.evidence(match.statement, says) if policy is not None else ()


def condition_words(conditions: tuple[Condition, ...]) -> str:
    """Return the conditions that a statement hangs on, in words: ``, if StringEquals sts:ExternalId holds``."""
    told = [f"{each.written} {each.key}" for each in conditions if each.key]
    return f", if {' and '.join(told)} {'hold' if len(told) > 1 else 'holds'}" if told else ""


def policy_of(who: Identity, target: Target, step: Step, match: Match) -> Policy | None:
    """Return the policy that a statement of a decision stands in."""
    if step.kind is Kind.RESOURCE:
        holding = (each for each in target.policies if match.statement in each.document.statements)
        return next(holding, None)
    held = {
        Kind.IDENTITY: (*who.policies, *who.suspected),
        Kind.BOUNDARY: who.boundaries,
        Kind.SERVICE_CONTROL: who.control[step.level] if step.kind is Kind.SERVICE_CONTROL else (),
    }.get(step.kind, ())
    return held[match.policy] if match.policy < len(held) else None


def _silence(asked: _Asked, step: Step) -> Evidence:
    if step.kind is Kind.RESOURCE and asked.target.policies and asked.target.policies[0].source is not None:
        says = f"no statement lets {asked.who.address} {asked.action} on {asked.target.title}"
        return asked.target.policies[0].source.evidence(says)
    says = f"no {step.kind.value} of {asked.who.address} lets it call {asked.action} on {asked.target.title}"
    return asked.who.entity.evidence(says, *(("boundary",) if step.kind is Kind.BOUNDARY else ()))
