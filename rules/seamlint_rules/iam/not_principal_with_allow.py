"""Everyone but a few is let in.

What: a statement allows with ``NotPrincipal``, or a trust policy uses ``NotPrincipal`` at all.
Why: AWS refuses it in trust policies and advises against it everywhere. Where it is still in place, it lets in everyone
    who is not named: every other AWS account, and callers who did not sign in at all.
Fix: name whom you mean under ``Principal``; to shut out a few, deny them by a condition on ``aws:PrincipalArn``.
Sources: IAM User Guide, "AWS JSON policy elements: NotPrincipal".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.statements import statements
from seamlint.model.iam import PolicyKind
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.statements import Written
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-014", "not-principal-with-allow", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that lets in everyone who is not named."""
    for written in statements(graph):
        principals = written.statement.principals
        if principals is None or not principals.inverted:
            continue
        verdict = written.entity.presence if written.kind is PolicyKind.TRUST else written.allows
        if verdict is Verdict.YES:
            yield _finding(written)
        elif verdict is Verdict.UNDECIDED:
            yield RULE.undecided(written.entity, f"whether {written.title} allows all but some", written.needs)


def _finding(written: Written) -> Finding:
    if written.kind is PolicyKind.TRUST:
        message = f"{written.title} uses NotPrincipal, which AWS refuses in a trust policy"
    else:
        message = f"{written.title} allows everyone whom NotPrincipal does not name, strangers included"
    primary = written.evidence("speaks of everyone but those that it names")
    named = written.evidence("whom it leaves out", "NotPrincipal")
    return RULE.finding(message, primary, named, fix="name those whom you mean under Principal")
