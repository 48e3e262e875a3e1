"""A statement of a key policy speaks of another resource than its key.

What: a statement of a key policy names a resource other than ``*`` or the key's own ARN: an alias, another key, a
    resource of another service.
Why: the only resource of a key policy is the key that it is attached to. What else a statement names never matches, so
    that what it should allow is refused, and what it should deny is not.
Fix: write ``*``, which stands for this key.
Sources: AWS KMS Developer Guide, "Key policies in AWS KMS"; AWS KMS Developer Guide, "Controlling access to aliases".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.aliases import ignored_resources
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.aliases import IgnoredResource
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-011", "key-policy-resource-ignored", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement with a resource that is not the key."""
    for found in ignored_resources(graph):
        each = found.key_statement
        if found.verdict is Verdict.YES:
            yield _finding(found)
        elif found.verdict is Verdict.UNDECIDED:
            reason = f"whether the resource of {each.written.title} is {each.title}"
            yield RULE.undecided(each.policy_holder, reason, found.needs)


def _finding(found: IgnoredResource) -> Finding:
    each = found.key_statement
    named = "an alias" if found.is_alias else "another resource than the key"
    effect = "never matches" if found.is_whole else "holds a resource that never matches"
    message = f"{each.written.title} {effect}: it names {named}, and a key policy speaks of its own key alone"
    primary = each.written.evidence(f"speaks of another resource than {each.title}")
    related = (
        each.written.evidence(f"names {named}", "Resource"),
        each.policy_holder.evidence(f"{each.title} is what the policy protects"),
    )
    return RULE.finding(message, primary, *related, fix='"Resource": "*"')
