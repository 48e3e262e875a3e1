"""Certificates that are used while nothing validates them.

Sources: AWS Certificate Manager User Guide, "AWS Certificate Manager DNS validation"; Terraform AWS provider,
``aws_acm_certificate_validation``; AWS CloudFormation template reference, ``AWS::CertificateManager::Certificate``
(``HostedZoneId``: without it a stack stays in creation until somebody adds the records).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.resource import LONGEST_TRAIL
from seamlint.evaluate.values import Verdict, needs
from seamlint.facts.certificates.presented import uses_of
from seamlint.facts.regions.whereabouts import absent
from seamlint.facts.waiting import waits_for
from seamlint.graph.graph import Graph, fact
from seamlint.model.certificates import Certificate, CertificateValidation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.certificates.presented import Presented

NOTHING, RACE, NO_ZONE = "nothing", "race", "no zone"


@dataclass(frozen=True, eq=False)
class Unvalidated:
    """A certificate that is validated by DNS.

    Attributes:
        how: `NOTHING` validates it, its use is in a `RACE` with its validation, or its stack knows `NO_ZONE`.
        uses: of the certificate; the one that does not wait.
        validation: the resource that waits for its validation.
        names: for which no hosted zone is named.
        verdict: whether that is so.
        needs: what is missing to decide.
    """

    certificate: Certificate
    how: str
    uses: tuple[Presented, ...]
    validation: CertificateValidation | None
    names: tuple[str, ...]
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def unvalidated(graph: Graph) -> list[Unvalidated]:
    """Return the certificates that are used though nothing validates them, or may be."""
    by_dns = (each for each in graph.all(Certificate) if each.validation == "DNS")
    return [found for each in by_dns for found in _unvalidated(graph, each)]


def _unvalidated(graph: Graph, certificate: Certificate) -> Iterator[Unvalidated]:
    if certificate.unrecorded is not None:
        yield from _without_zone(certificate)
        return
    uses = tuple(each for each in uses_of(graph).get(id(certificate), ()) if _is_beside(each, certificate))
    waiting = graph.pointing(CertificateValidation, "certificate", certificate)
    if uses and not waiting:
        yield from _without_validation(graph, certificate, uses)
    for each in uses if waiting else ():
        if each.waits is None and not _waits(graph, each, waiting):
            missing = absent(each.use, certificate, waiting[0])
            verdict = Verdict.UNDECIDED if missing else Verdict.YES
            yield Unvalidated(certificate, RACE, (each,), waiting[0], (), verdict, missing)


def _is_beside(presented: Presented, certificate: Certificate) -> bool:
    """Tell whether a use is deployed together with the certificate; other units come when it exists."""
    return presented.use.resource.unit == certificate.resource.unit


def _without_zone(certificate: Certificate) -> Iterator[Unvalidated]:
    names = tuple(name for name in certificate.unrecorded or () if isinstance(name, str))
    if certificate.unrecorded:
        missing = absent(certificate)
        verdict = Verdict.UNDECIDED if missing else Verdict.YES
        yield Unvalidated(certificate, NO_ZONE, (), None, names, verdict, missing)


def _without_validation(graph: Graph, certificate: Certificate, uses: tuple[Presented, ...]) -> Iterator[Unvalidated]:
    if certificate.recorded is True:
        return
    missing = [*needs(certificate.recorded), *absent(certificate)]
    missing += [
        name
        for each in graph.astray(CertificateValidation, "certificate", Certificate)
        for name in needs(each.certificate)
        if each.resource.unit == certificate.resource.unit
    ]
    if all(absent(each.use) for each in uses):
        missing += absent(uses[0].use)
    verdict = Verdict.UNDECIDED if missing else Verdict.YES
    yield Unvalidated(certificate, NOTHING, uses, None, (), verdict, tuple(dict.fromkeys(missing)))


def _waits(graph: Graph, presented: Presented, waiting: list[CertificateValidation]) -> bool:
    """Tell whether a use is deployed after a validation by other ways than its certificate's name, or may be."""
    place = presented.use.place("certificate")
    if len(place.resource.trail(place.path)) >= LONGEST_TRAIL:
        return True
    return any(waits_for(graph, presented.use.resource, each.resource) for each in waiting)
