"""Whether a bucket's policy lets a distribution read what its behaviours take from there (S3-001, S3-007).

The IAM engine answers for one path of each behaviour, with letters that no policy holds where its pattern leaves the
path open: what is not granted there is not granted for the behaviour. "Restrict access to an Amazon S3 origin" in the
Amazon CloudFront Developer Guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.facts.edge.asking import ask
from seamlint.facts.edge.origin_access import origin_accesses
from seamlint.facts.iam.access.names import joined, readable_needs
from seamlint.facts.iam.access.targets import resource_target
from seamlint.facts.storage.handed import handed_over
from seamlint.graph.graph import fact
from seamlint.model.iam import ProtectedResource
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.evaluate.values import Value
    from seamlint.facts.edge.asking import Said
    from seamlint.facts.edge.origin_access import OriginAccess
    from seamlint.facts.edge.routes import Route
    from seamlint.facts.iam.access.can import Target
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Maybe

READ = "s3:GetObject"


@dataclass(frozen=True, eq=False)
class Read:
    """A behaviour takes paths from a bucket: what the bucket's policies say of it.

    Attributes:
        access: as whom, and from where.
        route: the behaviour and one of its paths.
        said: whether the object there may be read.
        absent: modules that are not on disk, and may set the bucket's policy where none is in sight.
    """

    access: OriginAccess
    route: Route
    said: Said
    absent: tuple[str, ...] = ()

    @property
    def lacking(self) -> Verdict:
        """Whether nothing allows it."""
        return ~self.said.allowed & (Verdict.UNDECIDED if self.absent else Verdict.YES)

    @property
    def exists(self) -> Verdict:
        """Whether CloudFront reads there at all."""
        return self.access.verdict & self.route.verdict

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of what would decide it."""
        found = (*self.said.answer.decision.missing, *self.absent, *self.route.needs, *self.access.needs)
        return readable_needs(found) or self.said.answer.needs or (f"the policy of {self.access.bucket.address}",)


class Ungranted(NamedTuple):
    """A bucket that a distribution reads, and the behaviours whose paths its policy does not, or may not, grant."""

    access: OriginAccess
    reads: tuple[Read, ...]
    verdict: Verdict


class Denial(NamedTuple):
    """A statement of a bucket's policy that also denies, or may deny, what a distribution reads."""

    read: Read
    policy: Policy
    statement: Statement
    verdict: Verdict


@fact
def reads(graph: Graph) -> list[Read]:
    """Return what each behaviour takes from a bucket with an identity."""
    return [_read(graph, access, route) for access in origin_accesses(graph) for route in access.routes]


@fact
def ungranted(graph: Graph) -> list[Ungranted]:
    """Return the buckets of which a distribution may not read all that its behaviours take from there."""
    found: dict[int, list[Read]] = {}
    for read in reads(graph):
        found.setdefault(id(read.access), []).append(read)
    return [
        Ungranted(several[0].access, tuple(lacking), verdict)
        for several in found.values()
        for verdict, lacking in (_lacking(several),)
        if lacking
    ]


@fact
def denials(graph: Graph) -> list[Denial]:
    """Return the statements that deny what distributions read, one for each distribution and origin."""
    found: dict[tuple[int, int], Denial] = {}
    for read in reads(graph):
        for policy, statement, verdict in read.said.denials():
            denial = Denial(read, policy, statement, verdict & read.exists)
            known = found.get((id(read.access), id(statement)))
            if known is None or denial.verdict is Verdict.YES is not known.verdict:
                found[id(read.access), id(statement)] = denial
    return list(found.values())


def object_of(graph: Graph, access: OriginAccess, route: Route) -> Target:
    """Return the object that a path of a behaviour leads to."""
    bucket = resource_target(graph, graph.of(ProtectedResource, access.bucket)[0])
    before = _path_of_any_tenant(access.origin.origin_path)
    # Whatever an unknown origin path is, it begins with a slash, and another one follows it.
    parts = ("/", before, route.path) if isinstance(before, Unknown) else (before.rstrip("/"), "/", route.path)
    shown = "".join(part if isinstance(part, str) else "…" for part in parts)
    return replace(bucket, arn=_extended(bucket.arn, parts), title=f"{bucket.title}{shown}")


def _path_of_any_tenant(path: Maybe[str]) -> Maybe[str]:
    """Return an origin path; unknown where tenants of the distribution fill in their own parameters."""
    return Unknown(("the parameters of tenants",)) if isinstance(path, str) and "{{" in path else path


def _read(graph: Graph, access: OriginAccess, route: Route) -> Read:
    said = ask(graph, access, READ, object_of(graph, access, route))
    absent = () if said.answer.target.policies else handed_over(graph, access.bucket)
    return Read(access, route, said, absent)


def _extended(arn: Value, parts: tuple[str | Unknown, ...]) -> Value:
    return joined((arn, *parts)) if isinstance(arn, (str, Text, Reference)) else arn


def _lacking(several: list[Read]) -> tuple[Verdict, list[Read]]:
    """Return the reads that are certainly not granted; where none is, those that may not be."""
    for verdict in (Verdict.YES, Verdict.UNDECIDED):
        lacking = [each for each in several if each.lacking & each.exists is verdict]
        if lacking:
            return verdict, lacking
    return Verdict.NO, []
