"""A bucket lets CloudFront in for every distribution of every customer.

What: a statement of a bucket's policy grants ``cloudfront.amazonaws.com`` something, and no ``aws:SourceArn`` or
    ``aws:SourceAccount`` tells for which distribution.
Why: CloudFront has one name for all its customers. A stranger who makes your bucket the origin of his distribution
    reads it through that.
Fix: add a condition on ``aws:SourceArn`` with the distribution's ARN.
Sources: Amazon CloudFront Developer Guide, "Restrict access to an Amazon S3 origin"; IAM User Guide, "The confused
    deputy problem".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.edge.grants import unscoped_grants
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.paste.edge import distribution_arn
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.edge.grants import UnscopedGrant
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("S3-003", "origin-access-control-unscoped", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each grant to CloudFront that does not tell for which distribution."""
    for grant in unscoped_grants(graph):
        if grant.verdict is Verdict.YES:
            yield _finding(grant)
        else:
            reason = f"whether {grant.written.title} tells for which distribution CloudFront acts"
            yield RULE.undecided(grant.written.entity, reason, grant.written.needs or (grant.written.entity.address,))


def _finding(grant: UnscopedGrant) -> Finding:
    written = grant.written
    message = (
        f"{written.title} lets in CloudFront for any distribution of any customer: "
        "neither aws:SourceArn nor aws:SourceAccount tells which"
    )
    primary = written.evidence("lets CloudFront in for every customer")
    named = written.evidence("cloudfront.amazonaws.com is one name for all distributions", "Principal")
    arn = distribution_arn(grant.reader) if grant.reader else "arn:aws:cloudfront::ACCOUNT:distribution/ID"
    added = NewCondition("StringEquals", "aws:SourceArn", arn)
    return RULE.finding(message, primary, named, fix=conditions(written.source, written.statement.path, added))
