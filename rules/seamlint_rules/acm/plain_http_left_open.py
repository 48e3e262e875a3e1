"""Plain HTTP is answered beside TLS.

What: a load balancer has a listener with TLS, and another that forwards plain HTTP; or a distribution with a
    certificate of its own allows plain HTTP to viewers.
Why: who comes by plain HTTP is served unencrypted, and nobody is told.
Fix: redirect plain HTTP to HTTPS.
Sources: Elastic Load Balancing, "Listeners for your Application Load Balancers" (redirect actions); Amazon CloudFront
    Developer Guide, "Require HTTPS for communication between viewers and CloudFront".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.certificates.plain_http import plain_http
from seamlint.model.paste.redirect import redirect
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.certificates.plain_http import PlainHttp
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("ACM-009", "plain-http-left-open", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each listener, rule and cache behaviour that answers plain HTTP."""
    for found in plain_http(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            yield RULE.undecided(found.entity, f"whether {found.entity.address} answers plain HTTP", found.needs)


def _finding(found: PlainHttp) -> Finding:
    entity, beside = found.entity, found.beside
    if found.field == "viewer_protocol":
        message = f"{entity.address} has a certificate of its own and answers viewers by plain HTTP too"
        primary = entity.evidence("allows plain HTTP", found.field)
        related = beside.evidence(f"{beside.address} presents a certificate of its own", found.proof)
    else:
        message = f"{entity.address} forwards plain HTTP, though {beside.address} takes TLS on the same load balancer"
        primary = entity.evidence("forwards what comes by plain HTTP", found.field)
        related = beside.evidence(f"{beside.address} takes TLS", found.proof)
    return RULE.finding(message, primary, related, fix=redirect(entity))
