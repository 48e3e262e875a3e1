"""A bucket policy denies everybody the right to change it.

What: explicit denials of ``s3:*``, or of the actions that change a bucket's policy, leave no principal but the
    account's root user able to put or delete the policy: no condition and no ``NotPrincipal`` spares anybody else.
Why: nobody who deploys can mend the policy or the bucket again, administrators included. Somebody has to sign in as the
    root user and delete it.
Fix: spare the role that deploys, or deny the actions on objects alone.
Sources: Amazon S3 User Guide, "Bucket policies for Amazon S3"; IAM User Guide, "AWS JSON policy elements:
    NotPrincipal"; AWS re:Post, "I accidentally denied everyone access to my Amazon S3 bucket".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.storage.policy_lockout import locked_out
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.storage.policy_lockout import LockedOut
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("S3-012", "bucket-policy-locks-out-everyone", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each bucket policy that nobody can change again."""
    for found in locked_out(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            reason = f"whether anybody can change the policy of {found.bucket.address} again"
            yield RULE.undecided(found.denials[0].entity, reason, found.needs or (found.bucket.address,))


def _finding(found: LockedOut) -> Finding:
    first, *others = found.denials
    message = f"nobody but the account's root user can change the policy of {found.bucket.address} once it is in place"
    primary = first.evidence("denies everybody s3:PutBucketPolicy and s3:DeleteBucketPolicy")
    also = (each.evidence("denies it, too") for each in others)
    spared = NewCondition("ArnNotLike", "aws:PrincipalArn", "ARN_OF_THE_ROLE_THAT_DEPLOYS")
    spare = conditions(first.source, first.statement.path, spared)
    fix = f"spare the role that deploys, with its ARN:\n{spare}\nor deny the actions on objects alone"
    return RULE.finding(message, primary, *also, fix=fix)
