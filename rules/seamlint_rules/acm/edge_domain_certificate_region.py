"""A domain name that CloudFront serves has a certificate outside us-east-1.

What: an edge-optimized domain name of API Gateway, a user pool's custom domain, a domain name of AppSync or of an
    Amplify app names a certificate in ACM of another region than us-east-1.
Why: the service makes a distribution for it, and CloudFront looks for certificates in us-east-1 alone: the domain
    name is refused.
Fix: request or import the certificate in us-east-1.
Sources: Amazon API Gateway Developer Guide, "Set up an edge-optimized custom domain name in API Gateway"; Amazon
    Cognito Developer Guide, "Using your own domain for managed login"; AWS AppSync Developer Guide, "Configuring
    custom domain names"; AWS Amplify API Reference, "CertificateSettings".
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

RULE = Rule("ACM-003", "edge-domain-certificate-region", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each domain name at the edge whose certificate is not in us-east-1."""
    for found in misplaced(graph):
        use = found.presented.use
        if use.kind == "distribution" or use.edge is not True:
            continue
        if found.verdict is Verdict.YES:
            primary, related, fix = said(found)
            looks = f"CloudFront serves it, and looks in {found.wanted} alone"
            message = f"{use.address} presents a certificate that is in {found.presented.region}: {looks}"
            yield RULE.finding(message, primary, *related, fix=fix)
        else:
            reason = f"whether the certificate of {use.address} is in the region where it is looked for"
            yield RULE.undecided(use, reason, found.needs)
