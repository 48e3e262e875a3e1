"""A denial that is meant for others also hits a distribution's reads.

What: a Deny in a bucket's policy (callers outside a VPC, a VPC endpoint, some addresses or the organisation, or that
    are not a certain principal) applies to what CloudFront sends for a distribution, whose origin the bucket is through
    an origin access identity or control.
Why: CloudFront comes through no VPC endpoint and from none of your addresses, and belongs to no organisation. A denial
    beats every grant, so that S3 answers 403.
Fix: exempt it: by ``aws:PrincipalIsAWSService``, by ``aws:SourceArn``, or by its principal.
Sources: IAM User Guide, "AWS global condition context keys"; Amazon CloudFront Developer Guide, "Restrict access to an
    Amazon S3 origin".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.edge.origin_access import CONTROL
from seamlint.facts.edge.reads import READ, denials
from seamlint.facts.edge.routes import title
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.edge.reads import Denial
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("S3-007", "deny-blocks-origin", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each denial that hits what a distribution reads."""
    for found in denials(graph):
        access = found.read.access
        if found.verdict is Verdict.YES:
            yield from _findings(found)
        elif found.verdict is Verdict.UNDECIDED:
            reason = f"whether {found.statement.title} of {access.bucket.address} denies {access.title} what it reads"
            yield RULE.undecided(access.bucket, reason, found.read.needs)


def _findings(found: Denial) -> Iterator[Finding]:
    access, source = found.read.access, found.policy.source
    if source is None:
        return
    bucket, who = access.bucket.address, access.title
    message = (
        f"{access.distribution.address} cannot read {bucket}: {found.statement.title} of its policy "
        f"also denies {who} {READ} for {title(found.read.route.behavior)}"
    )
    primary = source.statement_evidence(found.statement.index, f"also denies {who} {READ}")
    yield RULE.finding(message, primary, *access.because, fix=_fix(found))


def _fix(found: Denial) -> str:
    source = found.policy.source
    assert source is not None
    if found.read.access.kind == CONTROL and found.read.access.signs:
        exempt = NewCondition("Bool", "aws:PrincipalIsAWSService", "false")
        added = conditions(source, found.statement.path, exempt)
        open_ = any(each.missing for each in found.statement.conditions)
        return f"add to the conditions of {found.statement.title}:\n{added}" if open_ else added
    return f"exempt {found.read.access.title} from it: as NotPrincipal in place of Principal"
