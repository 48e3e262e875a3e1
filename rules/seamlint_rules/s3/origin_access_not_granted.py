"""A distribution reads a bucket with an identity that the bucket's policy does not let in.

What: an origin of a distribution is a bucket, read through an origin access identity or an origin access control, and
    the bucket's policy does not allow that identity (or ``cloudfront.amazonaws.com`` for that distribution)
    ``s3:GetObject`` on every path that a cache behaviour takes from there. A path is the behaviour's pattern behind the
    origin's path; conditions that no code decides are taken to hold.
Why: S3 answers 403, and viewers get an error for each of these paths.
Fix: add the statement to the bucket's policy.
Sources: Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3 origin".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.edge.origin_access import IDENTITY, unclear_origins
from seamlint.facts.edge.reads import READ, ungranted
from seamlint.facts.edge.routes import title
from seamlint.model.edge import OriginAccessIdentity
from seamlint.model.paste import edge, statements
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.edge.reads import Ungranted
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("S3-001", "origin-access-not-granted", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each bucket that a distribution may not read."""
    for found in ungranted(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            bucket = found.access.bucket
            reason = f"whether the policy of {bucket.address} lets {found.access.title} read it"
            yield RULE.undecided(bucket, reason, found.reads[0].needs)
    for origin, needs in unclear_origins(graph):
        yield RULE.undecided(origin, f"what {origin.address} reads, and with which identity", needs)


def _finding(found: Ungranted) -> Finding:
    access = found.access
    bucket, who = access.bucket.address, access.title
    lacking = " and ".join(dict.fromkeys(title(each.route.behavior) for each in found.reads))
    message = (
        f"{access.distribution.address} cannot read {bucket}: the bucket's policy does not let {who} "
        f"call {READ} on what {lacking} takes from it"
    )
    policies = found.reads[0].said.answer.target.policies
    source = policies[0].source if policies else None
    silent = f"no statement lets {who} call {READ} on {found.reads[0].said.answer.target.title}"
    primary = source.evidence(silent) if source else access.bucket.evidence("has no policy that would let it in")
    taken = (
        each.route.behavior.evidence(f"{title(each.route.behavior)} takes paths from it", "target_origin")
        for each in found.reads
    )
    return RULE.finding(message, primary, *access.because, *dict.fromkeys(taken), fix=_fix(found))


def _fix(found: Ungranted) -> str:
    access = found.access
    if not access.signs:
        return "let the origin access control sign requests (always), and the bucket's policy admit CloudFront"
    identity = ""
    if access.kind == IDENTITY:
        known = access.via if isinstance(access.via, OriginAccessIdentity) else None
        identity = edge.access_identity_arn(known) if known else str(access.who.arn)
    target = found.reads[0].said.answer.target
    objects = statements.arn(access.bucket, access.bucket.resource.ids.get("arn")) + "/*"
    statement = edge.admitting(access.distribution, [READ], [objects], identity)
    if target.policies and target.policies[0].source:
        return statements.added(target.policies[0].source, [statement])
    return statements.bucket_policy(access.bucket, [statement])
