"""Services that cannot use the key that they need (KMS-006).

A service principal is let in by the key policy alone: leaving the key to its account's identity policies, as the
default key policy does, admits no service and no service-linked role. The policy of an AWS managed key admits the one
service that it is for, and nobody can edit it.
Sources: AWS KMS Developer Guide, "Key policies in AWS KMS", "AWS managed keys"; the pages in `service_uses`.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Verdict
from seamlint.facts.encryption.integrations import integrations
from seamlint.facts.encryption.keys import AwsManagedKey, key_target
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.documents import Effect
from seamlint.graph.graph import fact
from seamlint.model.encryption import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.integrations import Integration
    from seamlint.facts.iam.access.can import Answer, Target
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph


@dataclass(frozen=True, eq=False)
class Blocked:
    """A service that cannot use a key.

    Attributes:
        integration: what it has to use the key for.
        actions: those that it is not allowed.
        verdict: UNDECIDED where the key, its policy, or whether there is one, is not known.
        needs: names of what would decide it.
        policy: the key's; None for a key whose policy nobody can edit.
        statement: of the policy, the one that lets the service in, and not far enough, or keeps it out.
    """

    integration: Integration
    actions: tuple[str, ...]
    verdict: Verdict
    needs: tuple[str, ...] = ()
    policy: Policy | None = None
    statement: Statement | None = None


@fact
def blocked_services(graph: Graph) -> list[Blocked]:
    """Return the services that cannot, or may be unable to, use the key of what they act on."""
    return [found for each in integrations(graph) for found in _blocked(graph, each)]


def _blocked(graph: Graph, each: Integration) -> Iterator[Blocked]:
    here = each.by.presence & each.data.verdict
    if each.use.never or isinstance(each.data.key, AwsManagedKey):
        yield Blocked(each, each.use.actions, here, each.data.needs)
    elif not isinstance(each.data.key, Key):
        yield Blocked(each, each.use.actions, Verdict.UNDECIDED, each.data.needs)
    else:
        yield from _by_policy(graph, each, key_target(graph, each.data.key), here)


def _by_policy(graph: Graph, each: Integration, target: Target, here: Verdict) -> Iterator[Blocked]:
    answers = {action: _answers(graph, each, action, target) for action in each.use.actions}
    allowed = {action: reduce(or_, (one.verdict for one in found)) for action, found in answers.items()}
    lacking = tuple(action for action, verdict in allowed.items() if verdict is Verdict.NO)
    open_ = tuple(action for action, verdict in allowed.items() if verdict is Verdict.UNDECIDED)
    if not lacking and not open_:
        return
    verdict = here if lacking else Verdict.UNDECIDED
    missing = [name for action in open_ for one in answers[action] for name in one.needs]
    if target.has_key_grants:
        missing.append(f"what the grants of {target.title} allow")
    policy, statement = _nearest(target, [one for action in lacking or open_ for one in answers[action]])
    yield Blocked(each, lacking or open_, verdict, tuple(dict.fromkeys(missing)) or each.data.needs, policy, statement)


def _answers(graph: Graph, each: Integration, action: str, target: Target) -> list[Answer]:
    return [can(graph, caller, action, target, each.context) for caller in each.callers]


def _nearest(target: Target, answers: list[Answer]) -> tuple[Policy | None, Statement | None]:
    """Return the statement whose change lets a service in, else the policy that one has to be added to."""
    policies = [policy for policy in target.policies if policy.source is not None]
    denying = [match.statement for one in answers for _step, match in one.decision.denying]
    for policy in policies:
        for statement in policy.document.statements:
            if any(statement is each for each in denying) or _names_caller(statement, answers):
                return policy, statement
    return (policies[0] if policies else None), None


def _names_caller(statement: Statement, answers: list[Answer]) -> bool:
    """Tell whether a statement lets the caller, and not just everyone, do something."""
    principals = statement.principals
    if statement.effect is not Effect.ALLOW or principals is None or principals.inverted or principals.everyone:
        return False
    named = (principals.naming(one.who.caller) for one in answers)
    return any(Verdict.YES in (each.itself, each.role) for each in named)
