"""A network ACL entry is covered by lower-numbered entries, so that it never decides anything.

What: everything that an entry matches is matched by entries with lower numbers. With the other action the order is
    wrong (a deny that comes too late, an allow that is never reached); with the same action the entry is superfluous,
    which is a note.
Why: entries are read by number and the first match decides. A deny behind an allow for the same traffic looks like
    protection and is none.
Fix: give the entry a number below those that cover it, or remove it.
Sources: Amazon VPC User Guide, "Network ACL rules"; Amazon VPC User Guide, "Network ACL basics".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.shadowing import shadows
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.shadowing import Shadow
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-006", "nacl-entry-never-matches", Severity.WARNING)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each entry that is covered."""
    for shadow in shadows(graph):
        if shadow.covered is Verdict.YES and shadow.reversed is not Verdict.UNDECIDED:
            yield _finding(shadow)
        elif shadow.covered is not Verdict.NO:
            reason = f"whether entries before it cover entry {_number(shadow)} of {shadow.acl.address}"
            yield RULE.undecided(shadow.entry, reason, shadow.needs)


def _finding(shadow: Shadow) -> Finding:
    numbers = [entry.number for entry in shadow.by if isinstance(entry.number, int)]
    one = len(numbers) == 1
    covering = (
        f"{'rule' if one else 'rules'} {' and '.join(map(str, numbers))} already {'decides' if one else 'decide'}"
    )
    action = "allow" if shadow.entry.allow else "deny"
    wrong = shadow.reversed is Verdict.YES
    effect = "comes too late and has no effect" if wrong else "is superfluous"
    message = f"rule {_number(shadow)} of {shadow.acl.address} ({action}) {effect}: {covering} all of it"
    related = [entry.evidence(f"rule {entry.number} {'allows' if entry.allow else 'denies'} it first", "number")
               for entry in shadow.by]  # fmt: skip
    fix = f"give it a number below {min(numbers)}" if wrong else f"remove rule {_number(shadow)}"
    severity = Severity.WARNING if wrong else Severity.NOTE
    return RULE.finding(message, shadow.entry.evidence("never decides anything"), *related, fix=fix, severity=severity)


def _number(shadow: Shadow) -> str:
    return str(shadow.entry.number) if isinstance(shadow.entry.number, int) else "of unknown number"
