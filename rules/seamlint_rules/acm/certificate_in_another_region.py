"""Something regional presents a certificate of another region.

What: a listener of a load balancer, a regional domain name of an API, a search domain's endpoint, a Client VPN
    endpoint or another regional presenter names a certificate in ACM of another region than its own.
Why: certificates do not leave their region: the deployment is refused.
Fix: request or import the certificate in the region of what presents it.
Sources: AWS Certificate Manager User Guide, "Supported Regions"; Elastic Load Balancing, "SSL certificates for your
    Application Load Balancer"; Amazon API Gateway Developer Guide, "Set up a Regional custom domain name in API
    Gateway".
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

RULE = Rule("ACM-002", "certificate-in-another-region", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each regional presenter whose certificate is in another region."""
    for found in misplaced(graph):
        use = found.presented.use
        if use.kind == "distribution" or use.edge is True:
            continue
        if found.verdict is Verdict.YES:
            primary, related, fix = said(found)
            message = (
                f"{use.address} is in {found.wanted} and presents a certificate that is in {found.presented.region}: a "
                "certificate does not leave its region"
            )
            yield RULE.finding(message, primary, *related, fix=fix)
        else:
            reason = f"whether the certificate of {use.address} is in the region where it is looked for"
            yield RULE.undecided(use, reason, found.needs)
