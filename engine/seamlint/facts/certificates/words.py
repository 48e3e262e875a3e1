"""What is said of certificates that are where nobody looks for them: proof and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.certificates import PRESENTERS
from seamlint.model.entity import Place
from seamlint.model.paste.regions import in_region
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.facts.certificates.presented import Misplaced
    from seamlint.model.evidence import Evidence


class Said(NamedTuple):
    """A proof: where the certificate is named, and what shows the two regions; and how to mend it."""

    primary: Evidence
    related: tuple[Evidence, ...]
    fix: str


def said(found: Misplaced) -> Said:
    """Return proof and remedy for a certificate that is known to be in a wrong region."""
    use, certificate, region = found.presented.use, found.presented.certificate, found.presented.region
    presenter, wanted = PRESENTERS[use.kind], str(found.wanted)
    looks = Place(use.resource, ()).evidence(f"{presenter.words} looks for it in {wanted} alone: {presenter.page}")
    primary = use.evidence(f"names a certificate in {region}", "certificate")
    if certificate is None:
        return Said(primary, (looks,), f"name a certificate that is in {wanted}")
    where = certificate.evidence(f"{certificate.address} is in {region}")
    return Said(primary, (where, looks), in_region(certificate, wanted))
