"""Origins that a distribution reads from a bucket with an identity: an origin access identity or control.

"Restrict access to an Amazon S3 origin" in the Amazon CloudFront Developer Guide: with an origin access control,
CloudFront calls S3 by its own name for the distribution; with an origin access identity, as that identity. A control
that never signs makes it call as anyone.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Reference, Unknown, Verdict
from seamlint.facts.edge.nobody import NOBODYS, without_id
from seamlint.facts.edge.routes import Route, routes
from seamlint.facts.iam.access.names import names
from seamlint.facts.iam.access.visitors import anyone, origin_access_identity, service
from seamlint.facts.iam.deputies import CLOUDFRONT
from seamlint.graph.graph import Elsewhere, fact
from seamlint.model.edge import (
    ACCESS_IDENTITY_PATH,
    Distribution,
    Origin,
    OriginAccessControl,
    OriginAccessIdentity,
    identity_arn,
)
from seamlint.model.origin_domains import ACCESS_POINT, BUCKET
from seamlint.model.storage import Bucket

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.access.visitors import Visitor
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

IDENTITY, CONTROL = "access_identity", "access_control"
_NEVER = "never"
_ON_BUCKETS = (BUCKET, ACCESS_POINT)
_OF_POINTS = ("s3:DataAccessPointAccount", "s3:DataAccessPointArn")


@dataclass(frozen=True, eq=False)
class OriginAccess:
    """A distribution reads a bucket with an identity.

    Attributes:
        kind: the field of the origin that says so: `IDENTITY` or `CONTROL`.
        via: the identity or control; None where no scanned code declares it.
        who: as whom CloudFront calls S3.
        context: the condition keys that it sends.
        stranger: as whom it would call, and with which keys, if its id were nobody's; None where the id is known.
        routes: what takes paths from the origin.
        verdict: whether all of that will exist, and some path is taken.
    """

    distribution: Distribution
    origin: Origin
    bucket: Bucket
    kind: str
    via: OriginAccessIdentity | OriginAccessControl | None
    who: Visitor
    context: dict[str, object]
    stranger: tuple[Visitor, dict[str, object]] | None
    routes: tuple[Route, ...]
    verdict: Verdict

    @property
    def title(self) -> str:
        """As whom CloudFront reads, in words."""
        if self.kind == IDENTITY:
            return self.who.address
        return f"{CLOUDFRONT} for {self.distribution.address}" if self.signs else "CloudFront, which does not sign,"

    @property
    def signs(self) -> bool:
        """Whether CloudFront signs its requests."""
        return not isinstance(self.via, OriginAccessControl) or self.via.signing != _NEVER

    @property
    def because(self) -> tuple[Evidence, ...]:
        """The origin, and what it is read with."""
        origin, with_ = self.origin, self.via.address if self.via else "the one that it names"
        kind = "origin access identity" if self.kind == IDENTITY else "origin access control"
        found = origin.evidence(f"{self.bucket.address} is an origin of {origin.address}", "domain")
        told = origin.evidence(f"it is read with the {kind} {with_}", self.kind)
        if self.signs or self.via is None:
            return found, told
        return found, told, self.via.evidence("it never signs requests", "signing")

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of what would decide whether it exists."""
        sides = (self.distribution, self.bucket, *([self.via] if self.via else ()))
        missing = [name for each in sides for name in each.resource.missing]
        return tuple(dict.fromkeys((*missing, *(name for each in self.routes for name in each.needs))))


@fact
def origin_accesses(graph: Graph) -> list[OriginAccess]:
    """Return what distributions read with an identity from which buckets, in the graph's order."""
    return [found for distribution in graph.all(Distribution) for found in _accesses(graph, distribution)]


@fact
def unclear_origins(graph: Graph) -> list[tuple[Origin, tuple[str, ...]]]:
    """Return the origins of which nobody knows whether, or from which bucket, they are read with an identity."""
    return [(origin, needs) for origin in graph.all(Origin) if (needs := _unclear(graph, origin))]


def how(origin: Origin) -> str:
    """Return the field by which an origin is given an identity; empty where it has none."""
    if origin.access_control is not None and not isinstance(origin.access_control, Unknown):
        return CONTROL
    return IDENTITY if origin.access_identity is not None and not isinstance(origin.access_identity, Unknown) else ""


def _unclear(graph: Graph, origin: Origin) -> tuple[str, ...]:
    unknown = [each for each in (origin.access_control, origin.access_identity) if isinstance(each, Unknown)]
    if not how(origin):
        on_bucket = origin.kind == BUCKET or isinstance(origin.kind, Unknown)
        return tuple(name for each in unknown for name in each.needs) if on_bucket else ()
    if isinstance(origin.kind, Unknown):
        return origin.kind.needs
    bucket = graph.find(origin.bucket, Bucket, origin) if origin.kind == BUCKET else None
    if isinstance(bucket, Elsewhere):
        return (f"the bucket {bucket.text}",)
    return bucket.needs if isinstance(bucket, Unknown) else ()


def _accesses(graph: Graph, distribution: Distribution) -> Iterator[OriginAccess]:
    if distribution.enabled is False:
        return
    taken: dict[int, list[Route]] = {}
    for route in routes(graph, distribution):
        taken.setdefault(id(route.origin), []).append(route)
    for origin in graph.of(Origin, distribution):
        bucket = graph.find(origin.bucket, Bucket, origin) if origin.kind in _ON_BUCKETS and how(origin) else None
        if isinstance(bucket, Bucket) and id(origin) in taken:
            yield _access(graph, distribution, bucket, tuple(taken[id(origin)]))


def _access(graph: Graph, distribution: Distribution, bucket: Bucket, taken: tuple[Route, ...]) -> OriginAccess:
    origin = taken[0].origin
    kind = how(origin)
    via, who = (_control if kind == CONTROL else _identity)(graph, origin)
    exist = distribution.presence & bucket.presence & (via.presence if via else Verdict.YES)
    some = reduce(or_, (each.verdict for each in taken), Verdict.NO)
    by_way = _way(graph, origin)
    context: dict[str, object] = {"aws:PrincipalArn": who.arn, **by_way}
    stranger = _nobody(who, by_way)
    if kind == CONTROL:
        known = names(graph)
        arn, account = known.arn(distribution), known.account(distribution)
        context = {"aws:SourceArn": arn, "aws:SourceAccount": account, **by_way}
        nobodys = without_id(arn)
        stranger = (who, context | {"aws:SourceArn": nobodys}) if nobodys else None
    return OriginAccess(distribution, origin, bucket, kind, via, who, context, stranger, taken, exist & some)


def _way(graph: Graph, origin: Origin) -> dict[str, object]:
    """Return the condition keys that tell whether requests come through an access point of the account."""
    if origin.kind == ACCESS_POINT:
        return {_OF_POINTS[0]: names(graph).account(origin)}
    return dict.fromkeys(_OF_POINTS)


def _nobody(identity: Visitor, by_way: dict[str, object]) -> tuple[Visitor, dict[str, object]] | None:
    """Return an origin access identity that no code can name; None where the id of this one is known."""
    arn = without_id(identity.arn)
    if arn is None:
        return None
    return origin_access_identity(identity.address, (arn,), (NOBODYS,)), {"aws:PrincipalArn": arn, **by_way}


def _control(graph: Graph, origin: Origin) -> tuple[OriginAccessControl | None, Visitor]:
    found = graph.find(origin.access_control, OriginAccessControl, origin)
    control = found if isinstance(found, OriginAccessControl) else None
    return control, anyone() if control is not None and control.signing == _NEVER else service(CLOUDFRONT)


def _identity(graph: Graph, origin: Origin) -> tuple[OriginAccessIdentity | None, Visitor]:
    pointer = origin.access_identity
    found = graph.find(pointer, OriginAccessIdentity, origin)
    if isinstance(found, OriginAccessIdentity):
        arns = tuple(names(graph).settled(each) for each in found.arns)
        return found, origin_access_identity(found.address, arns, tuple(found.canonical_ids))
    written = found.text if isinstance(found, Elsewhere) else origin.address
    own = written.removeprefix(ACCESS_IDENTITY_PATH)
    elsewhere = Reference("", written, "s3_canonical_user_id")
    named = own if isinstance(found, Elsewhere) else Reference("", written, "id")
    return None, origin_access_identity(
        f"the origin access identity {own}", (identity_arn(named, origin.resource.partition),), (elsewhere,)
    )
