"""Whether what a distribution reads with an identity can be read without the distribution (S3-002).

"The meaning of public" in "Blocking public access to your Amazon S3 storage", Amazon S3 User Guide.
`BlockPublicPolicy` refuses a public policy, `RestrictPublicBuckets` takes its effect on strangers away. A canned ACL of
a bucket lets nobody read its objects; one of an object does ("Access control list (ACL) overview").
"""

from __future__ import annotations

from functools import reduce
from itertools import product
from operator import or_
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, replace
from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.facts.edge.origin_access import origin_accesses
from seamlint.facts.edge.reads import READ, object_of
from seamlint.facts.edge.routes import ANY
from seamlint.facts.iam import automata
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.names import joined, readable_needs
from seamlint.facts.iam.access.targets import resource_target
from seamlint.facts.iam.access.visitors import anyone
from seamlint.facts.iam.globs import Glob, glob
from seamlint.facts.storage.public import public_statements
from seamlint.facts.storage.settings import ENFORCED, block, ownership
from seamlint.graph.graph import fact
from seamlint.model.iam import ProtectedResource
from seamlint.model.storage import ObjectAcl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.edge.origin_access import OriginAccess
    from seamlint.facts.iam.access.can import Target
    from seamlint.facts.iam.statements import Written
    from seamlint.facts.storage.settings import Setting
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

STOPPING = ("block_public_policy", "restrict_public_buckets")
_STRANGER: dict[str, object] = {
    "aws:SecureTransport": "true",
    "s3:TlsVersion": "1.3",
    "aws:SourceIp": "203.0.114.7",
    "aws:SourceVpc": None,
    "aws:SourceVpce": None,
}
"""Somebody on the internet, who takes care not to be denied for how he comes."""
_SIGNING: dict[str, object] = {
    **_STRANGER,
    "aws:PrincipalAccount": "000000000000",
    "aws:PrincipalArn": "arn:aws:iam::000000000000:role/stranger",
    "aws:PrincipalOrgID": "o-strangers0",
    "aws:PrincipalOrgPaths": ("o-strangers0/r-strangers0/",),
}
"""The same with a role in an account and an organisation of his own."""
_PUBLIC_READ = ("public-read", "public-read-write")
_STOPPING_ACLS = ("block_public_acls", "ignore_public_acls")


@dataclass(frozen=True, eq=False)
class Bypass:
    """A public statement lets everyone read what a distribution reads with an identity.

    Attributes:
        blocks: the public access blocks that would stop it.
        verdict: whether everyone may.
        needs: names of what would decide it.
    """

    access: OriginAccess
    written: Written
    blocks: tuple[Setting[bool], ...]
    verdict: Verdict
    needs: tuple[str, ...]

    @property
    def because(self) -> tuple[Evidence, ...]:
        """The origin, and the blocks that are off."""
        return (*self.access.because, *(each.evidence for each in self.blocks))


@dataclass(frozen=True, eq=False)
class PublicObject:
    """An object's ACL lets everyone read it, and a distribution reads its bucket with an identity.

    Attributes:
        because: the origin, and the settings that let the ACL take effect.
        verdict: whether everyone may.
        needs: names of what would decide it.
    """

    access: OriginAccess
    acl: ObjectAcl
    because: tuple[Evidence, ...]
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def bypasses(graph: Graph) -> list[Bypass]:
    """Return the public statements on what distributions read with an identity, that blocks do not certainly stop."""
    return [found for access in origin_accesses(graph) for found in _bypasses(graph, access)]


@fact
def public_objects(graph: Graph) -> list[PublicObject]:
    """Return the objects with public ACLs in what distributions read with an identity, that nothing certainly stops."""
    found = [
        _public_object(graph, access, acl)
        for access in origin_accesses(graph)
        for acl in graph.pointing(ObjectAcl, "bucket", access.bucket)
        if acl.canned in _PUBLIC_READ
    ]
    return [each for each in found if each.verdict is not Verdict.NO]


def _public_object(graph: Graph, access: OriginAccess, acl: ObjectAcl) -> PublicObject:
    owner = ownership(graph, access.bucket)
    blocks = tuple(block(graph, access.bucket, name) for name in _STOPPING_ACLS)
    stopped = reduce(or_, (each.is_(True) for each in blocks), owner.is_(ENFORCED))
    needs = (*owner.needs, *(name for each in blocks for name in each.needs), *access.needs, *acl.resource.missing)
    because = (*access.because, owner.evidence, *(each.evidence for each in blocks))
    return PublicObject(access, acl, because, access.verdict & acl.presence & ~stopped, readable_needs(needs))


def _bypasses(graph: Graph, access: OriginAccess) -> Iterator[Bypass]:
    for statement in public_statements(graph, access.bucket):
        blocks = tuple(block(graph, access.bucket, name) for name in STOPPING)
        stopped = reduce(or_, (each.is_(True) for each in blocks), Verdict.NO)
        verdict = statement.verdict & access.verdict & ~stopped
        if verdict is not Verdict.NO:
            verdict &= _readable(graph, access, statement.written)
        if verdict is not Verdict.NO:
            needs = (*(name for each in blocks for name in each.needs), *access.needs, *statement.written.needs)
            yield Bypass(access, statement.written, blocks, verdict, readable_needs(needs))


def _readable(graph: Graph, access: OriginAccess, written: Written) -> Verdict:
    """Tell whether a stranger may read, by a statement, an object that behaviours take."""
    result = Verdict.NO
    for target, stranger in product(_objects(graph, access, written), (_STRANGER, _SIGNING)):
        answer = can(graph, anyone(), READ, target, stranger)
        by_this = any(match.statement is written.statement for _, match in answer.decision.allowing)
        certain = answer.verdict if by_this and not answer.decision.allowed_unless else answer.decision.verdict
        result |= certain if by_this else Verdict.NO
    return result


def _objects(graph: Graph, access: OriginAccess, written: Written) -> Iterator[Target]:
    """Yield an object for each behaviour, and one for each resource of the statement that behaviours take too."""
    yield from (object_of(graph, access, route) for route in access.routes)
    bucket = resource_target(graph, graph.of(ProtectedResource, access.bucket)[0])
    taken = [_pattern(bucket.arn, access, route.behavior.pattern) for route in access.routes]
    for resource in written.statement.resources or ():
        tokens = resource.tokens if isinstance(resource, Glob) else resource.widest()
        if not written.statement.resources_inverted and _meets(Glob(tokens), taken):
            yield replace(bucket, arn=_filled(tokens))


def _pattern(arn: Value, access: OriginAccess, pattern: str | Unknown | None) -> Glob:
    written = "*" if pattern is None else pattern.removeprefix("/") if isinstance(pattern, str) else pattern
    before = access.origin.origin_path
    return glob(joined((arn, before if isinstance(before, Unknown) else before.rstrip("/"), "/", written)))


def _meets(one: Glob, others: Iterable[Glob]) -> bool:
    return any(one.overlaps(other) is Verdict.YES for other in others)


def _filled(tokens: Iterable[object]) -> Value:
    """Return a resource that a pattern matches."""
    wild = (automata.ANY, automata.STAR)
    parts = (ANY if token in wild else token for token in tokens)
    return joined(part for part in parts if isinstance(part, (str, Reference, Text, Unknown)))
