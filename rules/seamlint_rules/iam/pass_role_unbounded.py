"""A policy lets its holder pass every role to every service.

What: an identity policy allows ``iam:PassRole`` on ``*`` or on all roles of an account, and no condition on
    ``iam:PassedToService`` says to which service.
Why: whoever may start an instance, a function or a job can start it with the most powerful role of the account and
    then act with that role's permissions.
Fix: name the roles that have to be passed, and the service that takes them.
Sources: IAM User Guide, "Grant a user permissions to pass a role to an AWS service"; IAM User Guide, "IAM and AWS STS
    condition context keys" (iam:PassedToService).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.passing import unbounded_passing
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.statements import Written
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-011", "pass-role-unbounded", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that lets pass every role."""
    for passing in unbounded_passing(graph):
        if passing.verdict is Verdict.YES:
            yield _finding(passing.written)
        else:
            written = passing.written
            yield RULE.undecided(written.entity, f"which roles {written.title} lets pass", written.needs)


def _finding(written: Written) -> Finding:
    message = f"{written.title} lets its holder pass every role to every service (iam:PassRole)"
    primary = written.evidence("allows iam:PassRole with no condition on iam:PassedToService")
    related = [written.evidence("covers every role", "Resource")]
    service = NewCondition("StringEquals", "iam:PassedToService", "SERVICE.amazonaws.com")
    added = conditions(written.source, written.statement.path, service)
    return RULE.finding(message, primary, *related, fix=f"name the roles as resources, and add\n{added}")
