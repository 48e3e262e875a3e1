"""Grants of bucket policies to CloudFront that do not tell for which distribution (S3-003).

"Restrict access to an Amazon S3 origin" in the Amazon CloudFront Developer Guide; "The confused deputy problem" in the
IAM User Guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.edge.origin_access import CONTROL, origin_accesses
from seamlint.facts.iam.deputies import CLOUDFRONT, deputies
from seamlint.graph.graph import fact
from seamlint.model.iam import PolicyKind, ProtectedResource, ResourcePolicy
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.evaluate.values import Verdict
    from seamlint.facts.iam.statements import Written
    from seamlint.graph.graph import Graph
    from seamlint.model.edge import Distribution
    from seamlint.model.entity import Entity, Key


class UnscopedGrant(NamedTuple):
    """A statement that lets CloudFront in.

    Attributes:
        reader: the distribution that the grant seems to be for; None where none is in sight.
        verdict: whether it does so for every customer.
    """

    written: Written
    reader: Distribution | None
    verdict: Verdict


@fact
def unscoped_grants(graph: Graph) -> list[UnscopedGrant]:
    """Return the statements on buckets that let in CloudFront, or may, for whatever distribution."""
    return [
        UnscopedGrant(each.written, _reader(graph, each.written.entity), each.verdict)
        for each in deputies(graph)
        if each.written.kind is PolicyKind.RESOURCE
        and each.written.source.service == "s3"
        and CLOUDFRONT in each.services
    ]


def _reader(graph: Graph, policy: Entity) -> Distribution | None:
    if not isinstance(policy, ResourcePolicy):
        return None
    bucket = graph.find(policy.protects, ProtectedResource, policy)
    return _readers(graph).get(bucket.key) if isinstance(bucket, ProtectedResource) else None


@fact
def _readers(graph: Graph) -> dict[Key, Distribution]:
    """Return distributions by the buckets that they read with an origin access control."""
    return {each.bucket.key: each.distribution for each in origin_accesses(graph) if each.kind == CONTROL}
