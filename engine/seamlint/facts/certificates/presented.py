"""Which certificate each use presents, where it is, and whether it waited for the certificate's validation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.regions.whereabouts import (
    GLOBAL_REGION,
    absent,
    arn,
    is_foreign,
    missing,
    region_in,
    region_of,
)
from seamlint.graph.graph import Graph, fact
from seamlint.model.certificates import Certificate, CertificateUse, CertificateValidation, ServerCertificate

if TYPE_CHECKING:
    from seamlint.model.entity import Entity, Maybe


@dataclass(frozen=True, eq=False)
class Presented:
    """A use of a certificate.

    Attributes:
        use: presents it.
        certificate: what the code declares or looks up; None where the certificate is elsewhere or not known.
        waits: the resource whose output names the certificate once it is validated; None where the certificate is named
            itself.
        region: of the certificate.
    """

    use: CertificateUse
    certificate: Certificate | None
    waits: CertificateValidation | None
    region: Maybe[str]

    @property
    def parts(self) -> tuple[Entity, ...]:
        """What has to exist for it to matter."""
        return (self.use,) if self.certificate is None else (self.use, self.certificate)


@dataclass(frozen=True, eq=False)
class Misplaced:
    """A use of an ACM certificate, asked whether it finds it where it looks.

    Attributes:
        wanted: the region in which the certificate has to be.
        verdict: whether it is elsewhere.
        needs: what is missing to decide.
    """

    presented: Presented
    wanted: Maybe[str]
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def presented(graph: Graph) -> list[Presented]:
    """Return every use of a certificate."""
    return [_presented(graph, use) for use in graph.all(CertificateUse)]


@fact
def misplaced(graph: Graph) -> list[Misplaced]:
    """Return the uses of ACM certificates that look elsewhere than where the certificate is, or may do so."""
    asked = (_placed(each) for each in presented(graph) if _is_in_acm(graph, each))
    return [each for each in asked if each.verdict is not Verdict.NO]


@fact
def uses_of(graph: Graph) -> dict[int, list[Presented]]:
    """Return the uses of each declared certificate, by the identity of its entity."""
    found: dict[int, list[Presented]] = {}
    for each in presented(graph):
        if each.certificate is not None:
            found.setdefault(id(each.certificate), []).append(each)
    return found


def _presented(graph: Graph, use: CertificateUse) -> Presented:
    certificate = graph.find(use.certificate, Certificate, use)
    waits = graph.find(use.certificate, CertificateValidation, use)
    if isinstance(waits, CertificateValidation):
        certificate = graph.find(waits.certificate, Certificate, waits)
    elif isinstance(certificate, Certificate):
        waits = _passed(graph, use, certificate)
    validation = waits if isinstance(waits, CertificateValidation) else None
    if isinstance(certificate, Certificate):
        return Presented(use, certificate, validation, region_of(certificate.resource))
    return Presented(use, None, validation, region_in(use.certificate))


def _passed(graph: Graph, use: CertificateUse, certificate: Certificate) -> CertificateValidation | None:
    """Return the validation that a use's value came through: its output is the certificate's own ARN."""
    waiting = graph.pointing(CertificateValidation, "certificate", certificate)
    if not waiting:
        return None
    place = use.place("certificate")
    steps = {origin.span for origin in place.resource.trail(place.path)}
    return next((each for each in waiting if each.span("certificate") in steps), None)


def _is_in_acm(graph: Graph, presented: Presented) -> bool:
    use = presented.use
    if isinstance(graph.find(use.certificate, ServerCertificate, use), ServerCertificate):
        return False
    named = arn(use.certificate)
    return presented.certificate is not None or named is None or named.service in ("acm", "")


def _placed(presented: Presented) -> Misplaced:
    use, region = presented.use, presented.region
    own = region_of(use.resource)
    if is_foreign(own) or is_foreign(region):
        wanted: Maybe[str] = own if use.edge is False else region
    else:
        wanted = use.edge if isinstance(use.edge, Unknown) else GLOBAL_REGION if use.edge else own
    present = use.presence if presented.certificate is None else use.presence & presented.certificate.presence
    apart = _differ(region, wanted) & present
    return Misplaced(presented, wanted, apart, (*missing(region, wanted), *absent(*presented.parts)))


def _differ(region: Maybe[str], wanted: Maybe[str]) -> Verdict:
    if isinstance(region, Unknown) or isinstance(wanted, Unknown):
        return Verdict.UNDECIDED
    return Verdict.of(region != wanted)
