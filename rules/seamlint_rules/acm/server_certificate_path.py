"""A distribution's certificate in IAM is not under ``/cloudfront/``.

What: a distribution presents a server certificate that IAM holds under a path which does not begin with
    ``/cloudfront/``.
Why: CloudFront sees no other server certificates: the distribution is refused.
Fix: upload the certificate with a path under ``/cloudfront/``.
Sources: IAM User Guide, "Manage server certificates in IAM"; Terraform AWS provider, ``aws_iam_server_certificate``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.certificates.server_certificates import server_certificates
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.graph.graph import Graph
    from seamlint.rule import Outcome

RULE = Rule("ACM-008", "server-certificate-path", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each server certificate that CloudFront does not see."""
    for found in server_certificates(graph):
        distribution, certificate = found.distribution, found.certificate
        if found.verdict is not Verdict.YES:
            reason = f"whether {distribution.address} sees its server certificate"
            yield RULE.undecided(distribution, reason, found.needs)
            continue
        path = certificate.iam_path
        message = (
            f"{distribution.address} presents {certificate.address}, whose path is {path}: CloudFront sees none there"
        )
        primary = certificate.evidence(f"its path is {path}", "iam_path")
        related = distribution.evidence(f"{distribution.address} presents it", "iam_certificate")
        yield RULE.finding(message, primary, related, fix='path = "/cloudfront/"')
