"""Another account reaches administrator's rights over a chain of roles.

What: a principal of another account, not listed as trusted, assumes a role that may assume a role (and so on) that is
    an administrator, or holds a permission that the configuration calls sensitive.
Why: each hop looks harmless where it is written; together they hand the account to somebody outside of it.
Fix: take a hop out: narrow the trust at the beginning, or the permission to assume the next role.
Sources: IAM User Guide, "Roles terms and concepts" (role chaining); IAM User Guide, "Cross-account policy evaluation
    logic".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.access.chains import external_chains
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.chains import Chain
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-005", "external-chain-to-privilege", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each principal of another account that reaches a privileged role."""
    for chain in external_chains(graph):
        if chain.foreign is Verdict.YES:
            yield _finding(chain)
        elif chain.foreign is Verdict.UNDECIDED:
            reason = f"whether {chain.title}, which reaches {chain.hops[-1].role.address}, is of another account"
            yield RULE.undecided(chain.hops[0].role.entity, reason, chain.needs)


def _finding(chain: Chain) -> Finding:
    last = chain.hops[-1].role.address
    path = " -> ".join([chain.title, *(hop.role.address for hop in chain.hops)])
    power = "is an administrator" if chain.power.title == "administrator" else f"may call {chain.power.title}"
    message = f"{chain.title} reaches {last}, which {power}, over {len(chain.hops)} hops: {path}"
    steps = [step for hop in chain.hops for step in hop.because if step.span != chain.entry.span]
    first = chain.hops[0].role.address
    fix = f"let {first} trust only who needs it, or take from it the permission to assume {chain.hops[1].role.address}"
    return RULE.finding(message, chain.entry, *steps, *chain.power.because, fix=fix)
