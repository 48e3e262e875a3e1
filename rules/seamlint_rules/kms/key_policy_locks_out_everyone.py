"""A key policy leaves nobody the right to change it.

What: no statement of a key policy gives ``kms:PutKeyPolicy`` to the key's own account, to everyone in it, or to a
    principal of it that exists; a statement for the account with fewer actions, or under a condition that such a call
    never meets, does not either. A literal principal that no scanned code declares may have it: that is undecided.
Why: AWS refuses to create such a key, or to set such a policy. Where the safety check is bypassed, the key can never be
    managed or deleted again except through AWS Support: administrators and the root user have no more rights to a key
    than its policy gives.
Fix: delegate to the account, or name an administrator of the key.
Sources: AWS KMS Developer Guide, "Default key policy"; AWS KMS API Reference, "PutKeyPolicy" and "CreateKey"
    (BypassPolicyLockoutSafetyCheck).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.keys import key_behind
from seamlint.facts.encryption.lockout import PUT_KEY_POLICY, lockouts
from seamlint.model.paste import statements
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.key_policies import KeyStatement
    from seamlint.facts.encryption.lockout import Lockout
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-002", "key-policy-locks-out-everyone", Severity.ERROR)
_MOST = 5


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each key policy that nobody can change."""
    for lockout in lockouts(graph):
        first = lockout.statements[0]
        if lockout.verdict is Verdict.YES:
            yield _finding(graph, lockout)
        else:
            yield RULE.undecided(first.policy_holder, f"whether somebody can change {first.title}", lockout.needs)


def _finding(graph: Graph, lockout: Lockout) -> Finding:
    first = lockout.statements[0]
    key = first.title
    bypasses = None
    if first.key is not None:
        found = key_behind(graph, first.key)
        bypasses = found.bypasses_lockout_check if found is not None else None
    message = f"the key policy of {key} gives nobody {PUT_KEY_POLICY}: {_outcome(bypasses)}"
    source = first.written.source
    if lockout.denying is not None:
        return _denied(lockout, lockout.denying, message)
    primary = source.evidence(f"no statement gives {PUT_KEY_POLICY} to the account or to a principal that exists")
    related = (
        each.written.evidence(f"{each.written.title} does not give it to anybody of the account")
        for each in lockout.statements[:_MOST]
    )
    root = statements.root(source, first.account)
    statement = statements.allow(source, ["kms:*"], principals=[root], resources=["*"])
    return RULE.finding(message, primary, *related, fix=f"add this to the key policy:\n{statement}")


def _denied(lockout: Lockout, denying: KeyStatement, message: str) -> Finding:
    primary = denying.written.evidence(f"denies {PUT_KEY_POLICY} to everyone whom the policy gives it")
    others = [each for each in lockout.statements if each is not denying]
    related = (each.written.evidence(f"{each.written.title} leaves it to nobody else") for each in others[:_MOST])
    exempt = NewCondition("ArnNotEquals", "aws:PrincipalArn", "THE-ARN-OF-AN-ADMINISTRATOR-OF-THE-KEY")
    added = conditions(denying.written.source, denying.written.statement.path, exempt)
    fix = f"take the denial out of the policy, or exempt an administrator from it:\n{added}"
    return RULE.finding(message, primary, *related, fix=fix)


def _outcome(bypasses: object) -> str:
    if bypasses is True:
        return "the safety check is bypassed, so that the key can never be managed again"
    if bypasses not in (False, None):
        return "AWS refuses it, or, where the safety check is bypassed, the key can never be managed again"
    return "AWS refuses it, for nobody could ever change it again"
