"""An origin access identity or control on a website endpoint.

What: an origin's domain name is an S3 website endpoint, and the origin has an origin access identity or an origin
    access control.
Why: a website endpoint is a custom origin: it speaks plain HTTP and knows no identity. CloudFront refuses the
    distribution, and a private bucket cannot be read this way at all.
Fix: take the bucket's REST endpoint (its regional domain name) as the origin.
Sources: Amazon CloudFront Developer Guide, "Use various origins with CloudFront distributions"; Amazon S3 User Guide,
    "Website endpoints".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.edge.websites import Website, identified_websites
from seamlint.model.paste.edge import rest_endpoint
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("S3-006", "website-endpoint-with-origin-access", Severity.ERROR)
_CALLED = {"access_identity": "origin access identity", "access_control": "origin access control"}


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each website endpoint that is to be read with an identity."""
    for found in identified_websites(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            reason = f"whether {found.origin.address} reads a website endpoint with an identity"
            yield RULE.undecided(found.origin, reason, found.needs or (found.origin.address,))


def _finding(found: Website) -> Finding:
    origin, called = found.origin, _CALLED[found.kind]
    message = (
        f"{origin.address} reads a website endpoint with an {called}: a website endpoint is a custom origin "
        "and knows no identity"
    )
    primary = origin.evidence("the origin is a website endpoint", "domain")
    told = origin.evidence(f"it has an {called}", found.kind)
    endpoint = rest_endpoint(found.bucket) if found.bucket else "BUCKET.s3.REGION.amazonaws.com"
    return RULE.finding(message, primary, told, fix=f"take the bucket's REST endpoint: {endpoint}")
