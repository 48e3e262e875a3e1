"""Administrators: principals that may do everything, however that is spelled, and whatever does not take it away.

"AWS managed policies for job functions" in the IAM User Guide. A principal that holds ``*`` on ``*`` is no
administrator where its boundary, an SCP or a Deny keeps it from giving permissions to anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate.values import Text, Verdict
from seamlint.facts.iam.access.can import Target, can, weigh
from seamlint.facts.iam.access.identities import identities
from seamlint.facts.iam.access.policies import ALLOW_ALL, Policy
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob, glob, includes_all
from seamlint.graph.graph import fact
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from seamlint.evaluate.values import Reference, Value
    from seamlint.facts.iam.access.can import Answer
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.facts.iam.documents import Document, Statement
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

_EVERY_ACTION, _EVERY_RESOURCE = glob("*:*"), glob("*")
_GIVES = {
    "iam:AttachRolePolicy": "role/seamlint",
    "iam:PutRolePolicy": "role/seamlint",
    "iam:PutUserPolicy": "user/seamlint",
    "iam:CreatePolicyVersion": "policy/seamlint",
    "iam:CreateAccessKey": "user/seamlint",
    "iam:PassRole": "role/seamlint",
}
"""Actions each of which gives permissions to somebody, and what they are tried on."""


class Power(NamedTuple):
    """What makes a principal as powerful as an administrator.

    Attributes:
        title: ``administrator``, or the sensitive permission.
        verdict: whether it is.
        because: the proof.
        needs: names of what would decide it.
        policy, statement: of an administrator, the first Allow that says so.
    """

    title: str
    verdict: Verdict
    because: tuple[Evidence, ...]
    needs: tuple[str, ...] = ()
    policy: Policy | None = None
    statement: Statement | None = None


def is_everything(document: Document, granted: Sequence[Glob] = ()) -> Iterator[Statement]:
    """Yield the statements that allow every action on every resource.

    Args:
        granted: what is allowed on every resource besides: it may be just what a ``NotAction`` leaves out.
    """
    for statement in document.statements:
        if statement.effect is Effect.ALLOW and _all_actions(statement, granted) and _all_resources(statement):
            yield statement


def _granted(document: Document) -> Iterator[Glob]:
    """Yield the actions that a document allows on every resource without a condition."""
    for statement in document.statements:
        plain = statement.effect is Effect.ALLOW and not statement.actions_inverted and not statement.conditions
        if plain and _all_resources(statement):
            yield from statement.actions


def _all_actions(statement: Statement, granted: Sequence[Glob]) -> bool:
    if statement.actions_inverted:
        return all(includes_all(granted, left_out) is Verdict.YES for left_out in statement.actions)
    return includes_all(statement.actions, _EVERY_ACTION) is Verdict.YES


def _all_resources(statement: Statement) -> bool:
    patterns = [each for each in statement.resources or () if isinstance(each, Glob)]
    if statement.resources_inverted:
        return not statement.resources
    return includes_all(patterns, _EVERY_RESOURCE) is Verdict.YES


@fact
def _powers(_graph: Graph) -> dict[Identity, Power | None]:
    return {}


def administrator(graph: Graph, who: Identity) -> Power | None:
    """Return what makes a user or role an administrator; None where it is none, and nothing leaves it open."""
    known = _powers(graph)
    if who not in known:
        known[who] = _administrator(graph, who)
    return known[who]


def is_administrator(graph: Graph, who: Identity) -> bool:
    """Tell whether a user or role is surely an administrator."""
    power = administrator(graph, who)
    return power is not None and power.verdict is Verdict.YES


def _administrator(graph: Graph, who: Identity) -> Power | None:
    granted = tuple(dict.fromkeys(action for policy in who.policies for action in _granted(policy.document)))
    for policy in who.policies:
        for statement in is_everything(policy.document, granted):
            verdict, missing = _gives(graph, who)
            if verdict is not Verdict.NO:
                says = f"gives {who.address} every permission"
                proof = policy.evidence(statement, says)
                return Power("administrator", verdict, proof, missing, policy, statement)
    return None


def _gives(graph: Graph, who: Identity) -> tuple[Verdict, tuple[str, ...]]:
    """Tell whether somebody who holds everything can really give permissions."""
    missing: tuple[str, ...] = ()
    verdict = Verdict.NO
    for action, below in _GIVES.items():
        target = Target(in_account("iam", "", who.account, below), who.account, "anything")
        decision = weigh(graph, who, action, target)
        if decision.is_conditional or decision.verdict is Verdict.YES:
            return Verdict.YES, ()
        verdict |= decision.verdict
        missing = (*missing, *decision.missing)
    return verdict, tuple(dict.fromkeys(missing))


def in_account(service: str, region: str, account: str | Reference, rest: str) -> Value:
    """Return the ARN of something that an account may hold."""
    if isinstance(account, str):
        return f"arn:aws:{service}:{region}:{account}:{rest}"
    return Text((f"arn:aws:{service}:{region}:", account, f":{rest}"))


def would_be_administrator(graph: Graph, who: Identity) -> bool:
    """Tell whether a policy that allows everything would make a user or role an administrator."""
    powerful = replace(who, policies=(*who.policies, Policy(None, ALLOW_ALL)))
    return _gives(graph, powerful)[0] is Verdict.YES


@fact
def administrators(graph: Graph) -> dict[Identity, Power]:
    """Return who is surely an administrator."""
    powers = ((each, administrator(graph, each)) for each in identities(graph))
    return {who: power for who, power in powers if power is not None and power.verdict is Verdict.YES}


@fact
def privileged(graph: Graph) -> dict[Identity, Power]:
    """Return who is an administrator, or holds a permission that the configuration calls sensitive."""
    found = dict(administrators(graph))
    for action, resource in graph.config.sensitive_permissions:
        for who in identities(graph):
            if who not in found and (answer := _holds(graph, who, action, resource)) is not None:
                found[who] = Power(f"{action} on {resource}", Verdict.YES, answer.because)
    return found


def _holds(graph: Graph, who: Identity, action: str, resource: str) -> Answer | None:
    from seamlint.facts.iam.access.witnesses import witnesses

    wanted = glob(resource)
    for arn in witnesses(who, action):
        if wanted.match(arn) is not Verdict.NO:
            answer = can(graph, who, action, Target(arn, who.account, resource))
            if answer.verdict is Verdict.YES:
                return answer
    exact = resource.replace("*", "seamlint").replace("?", "x")
    answer = can(graph, who, action, Target(exact, who.account, resource))
    return answer if answer.verdict is Verdict.YES else None
