"""A principal may read or write data, but not use the key that encrypts it.

What: a user or role may read objects of a bucket, a secret, a parameter, messages of a queue, items of a table, records
    of a stream or a snapshot that a customer managed key encrypts, and is not allowed `kms:Decrypt` on that key; or it
    may write to a bucket or stream without `kms:GenerateDataKey`, or send to a queue or topic without both.
Why: the service asks AWS KMS with the caller's credentials. Access to the data alone ends in an access denied error
    that names the key.
Fix: allow the operations on the key, in a policy of the principal if the key policy leaves the key to identity policies
    of the account, else in the key policy.
Sources: AWS KMS Developer Guide, "Using AWS KMS encryption with AWS services"; Amazon S3 User Guide, "Using server-side
    encryption with AWS KMS keys (SSE-KMS)"; Amazon SQS Developer Guide, "Amazon SQS Key management"; AWS Secrets
    Manager User Guide, "Secret encryption and decryption in AWS Secrets Manager".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.data import key_title
from seamlint.facts.encryption.readers import locked_out
from seamlint.facts.iam.proof import Kind
from seamlint.model.encryption import Key
from seamlint.model.paste import statements
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.readers import Attempt, LockedOut
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-007", "reader-cannot-decrypt", Severity.ERROR)
_MOST = 20


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each principal and key."""
    for out in locked_out(graph):
        if out.verdict is Verdict.YES:
            yield _finding(out)
        elif out.verdict is Verdict.UNDECIDED:
            reason = f"whether {out.who.address} may use {key_title(out.keys[0])}"
            yield RULE.undecided(out.who.entity, reason, out.needs or out.who.needs or (key_title(out.keys[0]),))


def _finding(out: LockedOut) -> Finding:
    first = out.attempts[0]
    who, key = out.who.address, key_title(out.keys[0])
    lacking = list(dict.fromkeys(each.operation for each in out.attempts))
    names = list(dict.fromkeys(each.data.title for each in out.attempts))
    what = f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else names[0]
    message = f"{who} may {first.access.does} {what}, but not call {' or '.join(lacking)} on its key {key}"
    return RULE.finding(message, _granted(first), *_steps(out), fix=_fix(out))


def _granted(attempt: Attempt) -> Evidence:
    says = f"lets {attempt.by.who.address} call {attempt.access.action} on {attempt.data.title}"
    return attempt.policy.evidence(attempt.statement, says)[0]


def _steps(out: LockedOut) -> Iterator[Evidence]:
    """Yield what else it may do in vain, the keys of the data, and why each operation is refused, once."""
    found: dict[Evidence, None] = {}
    for each in out.attempts[:_MOST]:
        found |= dict.fromkeys((_granted(each), each.data.evidence))
    for each in {each.operation: each for each in reversed(out.attempts)}.values():
        found |= dict.fromkeys(_refusal(out, each))
    found.pop(_granted(out.attempts[0]))
    yield from found


def _refusal(out: LockedOut, attempt: Attempt) -> Iterator[Evidence]:
    """Yield why an operation on the key is refused: by a Deny, else because nothing allows it."""
    who, key, answer = out.who, attempt.data.key_title, attempt.refused
    if any(answer.decision.denying):
        yield from answer.because
        return
    for policy, statement in answer.allowing(Kind.RESOURCE):
        yield from policy.evidence(statement, f"leaves {key} to the identity policies of the account")
    source = next((each.source for each in answer.target.policies if each.source is not None), None)
    if not out.is_delegated and source is not None:
        yield source.evidence(f"no statement lets {who.address} call {attempt.operation}")
    yield who.entity.evidence(f"no identity policy of {who.address} lets it call {attempt.operation} on {key}")


def _fix(out: LockedOut) -> str:
    first = out.attempts[0]
    access = {each.access.action: each.access for each in out.attempts}.values()
    needed = list(dict.fromkeys(operation for each in access for operation in each.needs))
    if out.is_delegated and first.policy.source is not None:
        arns = {each.data.key_title: each.refused.target.arn for each in out.attempts}
        resources = [statements.arn(key, arns[key.address]) for key in out.keys if isinstance(key, Key)]
        statement = statements.allow(first.policy.source, needed, resources=resources)
        return f"add this to a policy of {out.who.address}:\n{statement}"
    source = next((each.source for each in first.refused.target.policies if each.source is not None), None)
    if source is None:
        return f"let {out.who.address} call {' and '.join(needed)} in the policy of {key_title(out.keys[0])}"
    who = statements.arn(out.who.entity, out.who.arn)
    statement = statements.allow(source, needed, principals=[who], resources=["*"])
    return f"add this to the policy of {key_title(out.keys[0])}:\n{statement}"
