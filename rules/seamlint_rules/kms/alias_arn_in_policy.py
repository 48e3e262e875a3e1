"""An identity policy grants operations on a key by the ARN of an alias.

What: an Allow of an identity policy grants operations on keys, and names an alias as the resource, while no other
    resource of the statement is the alias's key.
Why: the resource of an operation on a key is the key, also when the request names it by an alias. Only operations on
    aliases (``kms:CreateAlias``, ``kms:UpdateAlias``, ``kms:DeleteAlias``) match an alias: the rest of the statement
    does nothing.
Fix: name the key's ARN, or all keys under a condition on ``kms:ResourceAliases``.
Sources: AWS KMS Developer Guide, "Controlling access to aliases"; AWS KMS Developer Guide, "Using aliases to control
    access to KMS keys"; AWS KMS Developer Guide, "Specifying KMS keys in IAM policy statements".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.aliases import alias_grants
from seamlint.facts.encryption.keys import key_target
from seamlint.model.paste import statements
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.aliases import AliasGrant
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-012", "alias-arn-in-policy", Severity.ERROR)
_SHOWN = 3
_BY_ALIAS = """name the ARN of the key, or all keys under a condition on the alias:
"Resource": "arn:aws:kms:*:*:key/*",
"Condition": {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/THE-ALIAS"}}"""


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that grants operations on keys on an alias."""
    for grant in alias_grants(graph):
        if grant.verdict is Verdict.YES:
            yield _finding(graph, grant)
        elif grant.verdict is Verdict.UNDECIDED:
            reason = f"whether {grant.written.title} names the key behind its alias"
            yield RULE.undecided(grant.written.entity, reason, grant.needs)


def _finding(graph: Graph, grant: AliasGrant) -> Finding:
    written = grant.written
    shown = ", ".join(grant.actions[:_SHOWN]) + (" and others" if len(grant.actions) > _SHOWN else "")
    what = "operations on keys" if any(each.endswith("*") for each in grant.actions) else shown
    message = f"{written.title} does not grant {what}: its resource is an alias, which such operations never match"
    primary = written.evidence(f"grants {shown}, whose resource is a key")
    related = [written.evidence("names an alias", "Resource")]
    if grant.key is None:
        fix = _BY_ALIAS
    else:
        related.append(grant.key.evidence(f"{grant.key.address} is the key that the alias names"))
        arn = statements.arn(grant.key, key_target(graph, grant.key).arn)
        fix = f"name the key:\n{statements.allow(written.source, grant.actions, resources=[arn])}"
    return RULE.finding(message, primary, *related, fix=fix)
