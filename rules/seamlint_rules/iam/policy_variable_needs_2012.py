"""A policy variable stands where it is plain text.

What: ``${aws:username}`` or another policy variable stands in a document whose version is missing or ``2008-10-17``.
Why: only version ``2012-10-17`` knows variables. In an older document the dollar sign and the braces are letters: the
    statement matches a resource or value of just that name, which is none, so that an Allow gives nothing and a Deny
    protects nothing.
Fix: set the document's version to ``2012-10-17``.
Sources: IAM User Guide, "IAM policy elements: Variables and tags"; IAM User Guide, "IAM JSON policy elements: Version".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.variables_in_force import literal_variables
from seamlint.model.paste.conditions import version
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.variables_in_force import LiteralVariable
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-013", "policy-variable-needs-2012", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement whose variables are plain text."""
    for found in literal_variables(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            reason = f"whether {found.variable} is a variable in {found.written.title}"
            yield RULE.undecided(found.written.entity, reason, found.written.needs or ("the document's version",))


def _finding(found: LiteralVariable) -> Finding:
    written = found.written
    why = "is 2008-10-17" if found.is_set else "is not set, which means 2008-10-17"
    message = f"{found.variable} in {written.title} is plain text: the document's version {why}"
    primary = written.evidence(f"{found.variable} stands for itself here", because=())
    held = written.source.evidence(f"the version {why}", *(("Version",) if found.is_set else ()))
    return RULE.finding(message, primary, held, fix=version(written.source, written.statement.path, "2012-10-17"))
