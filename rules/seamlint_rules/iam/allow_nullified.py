"""An Allow grants nothing, because everything it grants is taken away.

What: all that an Allow grants is explicitly denied to everybody who holds it, or lies outside their permissions
    boundary or a service control policy of their account.
Why: the statement reads like a permission, and the calls fail.
Fix: narrow the Deny, widen the boundary, or remove the Allow.
Sources: IAM User Guide, "Policy evaluation logic"; IAM User Guide, "Permissions boundaries for IAM entities"; AWS
    Organizations User Guide, "SCP evaluation".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.limits import nullified_allows
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.limits import Nullified
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-009", "allow-nullified", Severity.WARNING)
_FIXES = {
    "denied": "narrow the Deny, or remove this statement",
    "outside the permissions boundary": "let the permissions boundary allow it, or remove this statement",
    "outside a service control policy": "let the service control policy allow it, or remove this statement",
}


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each Allow that grants nothing to anybody."""
    for nullified in nullified_allows(graph):
        yield _finding(nullified)


def _finding(nullified: Nullified) -> Finding:
    first, *others = nullified.who
    who = f"{first.address} and {len(others)} more" if others else first.address
    how = list(dict.fromkeys(loss.how for loss in nullified.losses))
    reasons = " or ".join(f"is {each}" if each == "denied" else f"lies {each}" for each in how)
    message = f"this statement allows {who} nothing: all that it grants {reasons}"
    primary = nullified.policy.evidence(nullified.statement, f"would allow it to {who}")[0]
    related = dict.fromkeys(step for loss in nullified.losses for step in loss.because)
    return RULE.finding(message, primary, *related, fix=_FIXES[how[0]])
