"""A public bucket policy is refused, or has no effect, for a public access block is on.

What: a statement of a bucket's policy is public, and ``BlockPublicPolicy`` is on for the bucket or its account, so that
    the policy is refused; or ``RestrictPublicBuckets`` is, so that it lets nobody in from outside. A warning where no
    block is declared: new buckets have them all on.
Why: the deployment fails with ``AccessDenied``, or the public gets ``AccessDenied`` although the policy lets it in.
Fix: name who may read, or hold the statement to an account, organization, VPC or distribution; where the bucket is
    meant to be public, switch the two blocks off.
Sources: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage"; Amazon S3 User Guide, "Default
    settings for new S3 buckets FAQ".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.storage.public_policies import blocked_policies
from seamlint.facts.storage.settings import API_NAMES
from seamlint.model.paste import buckets
from seamlint.model.storage import PublicAccessBlock
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.storage.public_policies import BlockedPolicy
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("S3-008", "public-policy-meets-public-access-block", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each public policy that a block stops."""
    for found in blocked_policies(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            reason = f"whether a public policy of {found.bucket.address} meets a public access block"
            yield RULE.undecided(found.statements[0].written.entity, reason, found.needs or (found.bucket.address,))


def _finding(found: BlockedPolicy) -> Finding:
    first, *others = (each.written for each in found.statements if each.verdict is Verdict.YES)
    refused = found.block == "block_public_policy"
    happens = "AWS refuses it" if refused else "it lets in nobody outside the account"
    name = API_NAMES[found.block]
    if not found.setting.declared:
        message = f"the policy of {found.bucket.address} is public, and no block is declared: new buckets refuse it"
    else:
        message = f"the policy of {found.bucket.address} is public, but {name} is on: {happens}"
    primary = first.evidence("lets in everyone")
    also = (each.evidence("lets in everyone, too") for each in others)
    severity = None if found.setting.declared else Severity.WARNING
    return RULE.finding(message, primary, *also, found.setting.evidence, fix=_fix(found), severity=severity)


def _fix(found: BlockedPolicy) -> str:
    limit = "name the principals that may, or hold the statement to aws:SourceArn, aws:PrincipalOrgID or the like"
    by = found.setting.by
    if isinstance(by, PublicAccessBlock) and not by.path:
        off = f"in {buckets.own_address(by)}:\nblock_public_policy     = false\nrestrict_public_buckets = false"
    elif found.setting.declared and by.resource is not found.bucket.resource:
        off = f"in {buckets.own_address(by)}, for all buckets of the account:\nblock_public_policy     = false"
    else:
        off = buckets.public_policies_allowed(found.bucket)
    return f"{limit}; where everyone is meant:\n{off}"
