"""Website endpoints that a distribution is to read with an identity (S3-006).

"Use various origins with CloudFront distributions" in the Amazon CloudFront Developer Guide: a website endpoint is a
custom origin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.edge.origin_access import how
from seamlint.graph.graph import fact
from seamlint.model.edge import Origin
from seamlint.model.origin_domains import WEBSITE
from seamlint.model.storage import Bucket
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.graph.graph import Graph


class Website(NamedTuple):
    """An origin that is, or may be, a website endpoint, and has, or may have, an identity.

    Attributes:
        kind: the field that gives it the identity.
        bucket: the bucket; None where no scanned code declares it.
        verdict: whether it is one and has one.
        needs: names of what would decide it.
    """

    origin: Origin
    kind: str
    bucket: Bucket | None
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def identified_websites(graph: Graph) -> list[Website]:
    """Return the origins that are website endpoints and have an identity, or may have one."""
    return [
        _website(graph, each)
        for each in graph.all(Origin)
        if (each.kind == WEBSITE and _may_have_one(each)) or (isinstance(each.kind, Unknown) and how(each))
    ]


def _may_have_one(origin: Origin) -> bool:
    return origin.access_control is not None or origin.access_identity is not None


def _website(graph: Graph, origin: Origin) -> Website:
    bucket = graph.find(origin.bucket, Bucket, origin)
    kind = how(origin)
    asked = (origin.kind, origin.access_control, origin.access_identity)
    unknown = [each for each in asked if isinstance(each, Unknown)]
    needs = (*(name for each in unknown for name in each.needs), *origin.resource.missing)
    verdict = origin.presence if kind and not isinstance(origin.kind, Unknown) else Verdict.UNDECIDED
    return Website(origin, kind, bucket if isinstance(bucket, Bucket) else None, verdict, needs)
