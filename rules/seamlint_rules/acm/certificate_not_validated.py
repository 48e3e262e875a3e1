"""A certificate is used that nothing validates, or before it is validated.

What: a certificate that is validated by DNS is used while nothing validates it: no records are made of what the
    validation asks for, and no resource waits for it. Or it is used by its own ARN beside the resource that waits, so
    that both happen at once (Terraform). Or its stack knows no hosted zone for its records (CloudFormation).
Why: a certificate can be used only after it is issued: the first deployment fails, or works by luck. CloudFormation
    waits until somebody adds the records by hand.
Fix: make the records, and use the certificate through the resource that waits for its validation; in CloudFormation
    name the hosted zone.
Sources: AWS Certificate Manager User Guide, "AWS Certificate Manager DNS validation"; Terraform AWS provider,
    ``aws_acm_certificate_validation``; AWS CloudFormation template reference,
    ``AWS::CertificateManager::Certificate``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.certificates.validation import NO_ZONE, NOTHING, unvalidated
from seamlint.model.paste.validation import hosted_zones, through, validation
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.certificates.validation import Unvalidated
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("ACM-005", "certificate-not-validated", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each certificate that nothing validates, and for each use that does not wait."""
    for found in unvalidated(graph):
        if found.verdict is not Verdict.YES:
            reason = f"whether {found.certificate.address} is validated before it is used"
            yield RULE.undecided(found.certificate, reason, found.needs)
        elif found.how == NO_ZONE:
            yield _without_zone(found)
        elif found.how == NOTHING:
            yield _without_validation(found)
        else:
            yield _race(found)


def _without_zone(found: Unvalidated) -> Finding:
    certificate = found.certificate
    names = ", ".join(found.names) or "its names"
    message = f"{certificate.address} names no hosted zone for {names}: its stack waits until somebody adds the records"
    primary = certificate.evidence(f"{certificate.address} is validated by DNS", "unrecorded")
    return RULE.finding(message, primary, fix=hosted_zones(found.names))


def _without_validation(found: Unvalidated) -> Finding:
    certificate = found.certificate
    message = f"{certificate.address} is used while nothing validates it: it has no records, and nothing waits for it"
    primary = certificate.evidence(f"{certificate.address} is validated by DNS")
    related = (each.use.evidence(f"{each.use.address} presents it", "certificate") for each in found.uses)
    return RULE.finding(message, primary, *related, fix=validation(certificate))


def _race(found: Unvalidated) -> Finding:
    (each,), waiting, certificate = found.uses, found.validation, found.certificate
    assert waiting is not None
    late = f"{certificate.address} may not be issued when it is used"
    message = f"{each.use.address} does not wait for {waiting.address}: {late}"
    primary = each.use.evidence(f"names {certificate.address} itself", "certificate")
    related = (waiting.evidence(f"{waiting.address} waits until {certificate.address} is issued", "certificate"),)
    return RULE.finding(message, primary, *related, fix=through(each.use, waiting))
