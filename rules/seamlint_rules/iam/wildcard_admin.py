"""A role with every permission can be assumed by another account, a web identity provider or a compute service.

What: ``*`` on ``*`` (however it is spelled, the managed policy AdministratorAccess included) is granted to a role that
    somebody other than the people of its own account can assume.
Why: a token of a pipeline, or a flaw in a function or an instance, is then worth the whole account.
Fix: grant the actions and resources that the role needs.
Sources: IAM User Guide, "Security best practices in IAM" (apply least-privilege permissions).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.exposure import exposed_administrators
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.exposure import Exposed
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-020", "wildcard-admin", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each administrator role that is exposed."""
    for exposed in exposed_administrators(graph):
        if exposed.verdict is Verdict.YES:
            yield _finding(exposed)
        else:
            who = ", ".join(each for _, each in exposed.entries)
            reason = f"whether {exposed.role.address} gives every permission to an outsider ({who})"
            yield RULE.undecided(exposed.role.entity, reason, exposed.needs)


def _finding(exposed: Exposed) -> Finding:
    role = exposed.role
    who = ", ".join(dict.fromkeys(each for _, each in exposed.entries))
    message = f"{role.address} holds every permission, and {who} can assume it"
    primary, *through = exposed.power.because
    assert role.trust is not None
    admits = (step for each, name in exposed.entries for step in role.trust.evidence(each, f"admits {name}"))
    fix = "replace * by the actions and resources that the role needs"
    return RULE.finding(message, primary, *through, *admits, fix=fix)
