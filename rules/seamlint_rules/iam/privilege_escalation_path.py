"""A principal that is no administrator can make itself one.

What: a user or role holds actions that together give it the rights of an administrator: it can rewrite its own
    policies, take over a user, let a role trust it, or have a service run its code with a more powerful role.
Why: whoever gets its credentials gets the account; that it is no administrator protects nothing.
Fix: name the roles, users or policies that the action is needed for, none of which leads further.
Sources: IAM User Guide, "Grant a user permissions to pass a role to an AWS service"; IAM User Guide, "Permissions
    boundaries for IAM entities" (delegating responsibility to others); Service Authorization Reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.administrators import administrators
from seamlint.facts.iam.access.escalation import escalations
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.escalation import Escalation
    from seamlint.facts.iam.access.steps import Step
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-006", "privilege-escalation-path", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that begins a way to administrator's rights, with all who hold it."""
    by_statement: dict[object, list[Escalation]] = {}
    for escalation in escalations(graph):
        primary = escalation.steps[0].primary
        if primary is not None:
            by_statement.setdefault((primary.span, primary.unit), []).append(escalation)
    for held in by_statement.values():
        yield _finding(graph, held)


def _finding(graph: Graph, held: list[Escalation]) -> Finding:
    first = held[0]
    step, last = first.steps[0], first.steps[-1]
    primary = step.primary
    assert primary is not None
    assert step.way is not None
    who = first.who.address if len(held) == 1 else f"{first.who.address} and {len(held) - 1} more"
    actions = " and ".join(step.way.actions)
    towards = f" ({step.towards.address})" if step.towards.entity is not step.who.entity else ""
    others = f", and in {len(first.others)} more ways" if first.others else ""
    message = f"{who} can become administrator with {actions}: {step.way.does}{towards}{others}"
    proof = [each for one in first.steps for each in _proof(one) if each != primary]
    power = administrators(graph).get(last.towards)
    also = [each.who.entity.evidence(f"{each.who.address} holds it too") for each in held[1:]]
    related = dict.fromkeys((*proof, *(power.because if power else ()), *also))
    fix = f"allow {step.way.actions[0]} only on what it is needed for, and on nothing that leads to more rights"
    return RULE.finding(message, primary, *related, fix=fix)


def _proof(step: Step) -> Iterator[Evidence]:
    for answer in step.answers:
        yield from answer.because
    yield from step.because
