"""Server certificates of IAM on distributions, and whether CloudFront sees them.

Source: IAM User Guide, "Manage server certificates in IAM" (a path under ``/cloudfront/`` for CloudFront).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict, needs
from seamlint.facts.regions.whereabouts import absent
from seamlint.graph.graph import Graph, fact
from seamlint.model.certificates import ServerCertificate
from seamlint.model.edge import Distribution

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEN = "/cloudfront/"


@dataclass(frozen=True, eq=False)
class Served:
    """A distribution's certificate in IAM.

    Attributes:
        verdict: whether CloudFront does not see it.
        needs: what is missing to decide.
    """

    distribution: Distribution
    certificate: ServerCertificate
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def server_certificates(graph: Graph) -> list[Served]:
    """Return the server certificates that CloudFront does not see, or may not."""
    return [each for each in _served(graph) if each.verdict is not Verdict.NO]


def _served(graph: Graph) -> Iterator[Served]:
    for distribution in graph.all(Distribution):
        certificate = graph.find(distribution.iam_certificate, ServerCertificate, distribution)
        if isinstance(certificate, ServerCertificate):
            path, lost = certificate.iam_path, absent(distribution, certificate)
            hidden = Verdict.UNDECIDED if isinstance(path, Unknown) else Verdict.of(not path.startswith(SEEN))
            verdict = Verdict.UNDECIDED if lost and hidden is Verdict.YES else hidden
            yield Served(distribution, certificate, verdict, (*needs(path), *lost))
