"""A role can be assumed by everyone.

What: a trust policy admits the principal ``*``, and no condition fixes an account, an organisation, a source ARN or a
    federated subject. An external id, a session name or an address is none of these.
Why: every AWS account in the world can take the role's permissions as soon as somebody there knows its ARN, which
    appears in logs, error messages and public repositories.
Fix: name the account or the role that is meant, or add a condition on ``aws:PrincipalOrgID``.
Sources: IAM User Guide, "AWS JSON policy elements: Principal"; IAM User Guide, "AWS global condition context keys"; IAM
    User Guide, "How to use trust policies with IAM roles".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.strangers import open_trusts
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.statements import Written
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-004", "trust-open-to-everyone", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each trust statement that lets everyone in."""
    for found in open_trusts(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found.written)
        else:
            written = found.written
            yield RULE.undecided(written.entity, f"whether {written.title} lets everyone in", written.needs)


def _finding(written: Written) -> Finding:
    message = f"everyone can assume {written.entity.address}: its trust policy admits '*', whatever the account"
    primary = written.evidence("admits '*' with no condition that fixes account, organisation, source or subject")
    related = [written.evidence("'*' stands for every AWS account", "Principal")]
    if written.statement.conditions:
        related.append(written.evidence("these conditions can be met from any account", "Condition"))
    organization = NewCondition("StringEquals", "aws:PrincipalOrgID", "o-YOURORGANIZATION")
    return RULE.finding(
        message, primary, *related, fix=conditions(written.source, written.statement.path, organization)
    )
