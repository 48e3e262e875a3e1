"""A distribution's certificate is not in us-east-1.

What: the viewer certificate of a distribution is a certificate in ACM of another region than us-east-1.
Why: CloudFront looks for certificates in us-east-1 alone: the distribution is refused.
Fix: request or import the certificate in us-east-1.
Sources: Amazon CloudFront Developer Guide, "Requirements for using SSL/TLS certificates with CloudFront".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.certificates.presented import misplaced
from seamlint.facts.certificates.words import said
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.graph.graph import Graph
    from seamlint.rule import Outcome

RULE = Rule("ACM-001", "cloudfront-certificate-region", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each distribution whose certificate is not in us-east-1."""
    for found in misplaced(graph):
        use = found.presented.use
        if use.kind != "distribution":
            continue
        if found.verdict is Verdict.YES:
            primary, related, fix = said(found)
            message = (
                f"{use.address} presents a certificate that is in {found.presented.region}: CloudFront looks in "
                f"{found.wanted} alone"
            )
            yield RULE.finding(message, primary, *related, fix=fix)
        else:
            reason = f"whether the certificate of {use.address} is in the region where it is looked for"
            yield RULE.undecided(use, reason, found.needs)
