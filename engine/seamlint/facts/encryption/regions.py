"""Keys of other regions than the data that they are to encrypt (KMS-009).

"Multi-Region keys in AWS KMS" and "kms:ViaService" in the AWS KMS Developer Guide: a key is used in its own region
alone; replicas of a multi-Region key are keys of theirs. A trail's key lies in the region of its bucket ("Encrypting
CloudTrail log files with AWS KMS keys" in the AWS CloudTrail User Guide).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict, needs
from seamlint.facts.encryption.data import encrypted, key_title
from seamlint.facts.encryption.keys import AwsManagedKey, key_behind, key_of, primary_of, replicas_of
from seamlint.facts.iam.access.holders import is_exact
from seamlint.facts.iam.access.names import joined
from seamlint.facts.iam.access.targets import resource_target, resources_by_arn
from seamlint.facts.iam.arns import parse_arn
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob
from seamlint.facts.iam.statements import statements
from seamlint.graph.graph import Elsewhere, fact
from seamlint.model.encryption import Key, KeyAlias
from seamlint.model.iam import PolicyKind, ProtectedResource
from seamlint.model.logs import LogDelivery
from seamlint.model.storage import Bucket, Replication
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.keys import KeyFound
    from seamlint.facts.iam.conditions import Condition
    from seamlint.facts.iam.documents import Statement
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity, Maybe, Pointer
    from seamlint.model.evidence import Evidence
    from seamlint.model.iam import PolicyDocument

_VIA = "kms:viaservice"
_SERVICE = Pattern(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?")
_EQUAL = ("stringequals", "stringlike", "stringequalsignorecase")
_BY_BUCKET = frozenset({"trail", "objects that the delivery stream writes"})
"""Kinds of data that lie where their bucket does."""


class Abroad(NamedTuple):
    """Something encrypted with a key of another region.

    Attributes:
        entity: names the key.
        title: what is encrypted, in words.
        key: the key, in words.
        regions: of the data and of the key.
        proof: the place that names the key, then what shows where both lie.
        verdict: UNDECIDED where a region is not known, or a replica may be in the right one.
        needs: names of what would decide it.
    """

    entity: Entity
    title: str
    key: str
    regions: tuple[str, str]
    proof: tuple[Evidence, ...]
    verdict: Verdict
    needs: tuple[str, ...]


class Via(NamedTuple):
    """A statement about a key that admits services of other regions alone.

    Attributes:
        key: of whose policy it is, or which it names.
        region: of the key.
        source: the policy.
        statement: the statement.
        condition: the one on ``kms:ViaService``.
        named: the regions that it names.
    """

    key: Key
    region: str
    source: PolicyDocument
    statement: Statement
    condition: Condition
    named: tuple[str, ...]


@fact
def keys_abroad(graph: Graph) -> list[Abroad]:
    """Return what is, or may be, encrypted with a key of another region."""
    found = (*_data(graph), *_logs(graph), *_copies(graph), *_aliases(graph))
    return [each for each in found if each is not None and each.verdict is not Verdict.NO]


def _data(graph: Graph) -> Iterator[Abroad | None]:
    for data in encrypted(graph):
        if data.kind not in _BY_BUCKET and data.verdict is Verdict.YES:
            yield _abroad(graph, data.by, data.title, data.key, data.region)


def _logs(graph: Graph) -> Iterator[Abroad | None]:
    for each in graph.all(LogDelivery):
        if each.kms_key is not None:
            yield _in_bucket(graph, each, each.kms_key, each.bucket)


def _copies(graph: Graph) -> Iterator[Abroad | None]:
    for each in graph.all(Replication):
        if each.kms_key is not None and each.enabled is not False:
            yield _in_bucket(graph, each, each.kms_key, each.destination)


def _aliases(graph: Graph) -> Iterator[Abroad | None]:
    """Yield the aliases of keys: both are of one region ("Aliases in AWS KMS")."""
    for each in graph.all(KeyAlias):
        if not each.looked_up and each.target is not None and isinstance(each.resource.region, str):
            key = key_of(graph, each.target, each)
            yield _abroad(graph, each, each.address, key, each.resource.region)


def _in_bucket(graph: Graph, by: Entity, key: Pointer, named: Pointer) -> Abroad | None:
    """Compare a key with the bucket where what it encrypts lies."""
    bucket = graph.find(named, Bucket, by)
    region = bucket.resource.region if isinstance(bucket, Bucket) else None
    found = _abroad(graph, by, by.address, key_of(graph, key, by), region)
    if found is None or not isinstance(bucket, Bucket):
        return found
    shown = bucket.evidence(f"{bucket.address}, where this lies, is in {region}")
    return found._replace(proof=(*found.proof, shown))


def _abroad(graph: Graph, by: Entity, title: str, key: KeyFound | None, region: Maybe[str] | None) -> Abroad | None:
    if key is None or isinstance(key, (AwsManagedKey, Unknown)):
        return None
    there = _region(key)
    if there is None:
        return None
    if not isinstance(region, str):
        missing = needs(region) if isinstance(region, Unknown) else (f"the region of {title}",)
        return _told(by, title, key, ("", there))._replace(needs=missing)
    if region == there:
        return None
    verdict = by.presence & ~_replicated(graph, key, region)
    missing = (f"whether {key_title(key)} has a replica in {region}",)
    return _told(by, title, key, (region, there))._replace(verdict=verdict, needs=missing)


def _told(by: Entity, title: str, key: Key | Elsewhere, regions: tuple[str, str]) -> Abroad:
    """Return the use of a key with its proof, undecided yet."""
    named = key_title(key)
    does, place = ("is to name", "target") if isinstance(by, KeyAlias) else ("is to be encrypted with", "kms_key")
    proof = [by.evidence(f"{title}, in {regions[0]}, {does} {named}", place)]
    if isinstance(key, Key):
        proof.append(key.evidence(f"{named} is in {regions[1]}"))
    return Abroad(by, title, named, regions, tuple(proof), Verdict.UNDECIDED, ())


def _region(key: Key | Elsewhere) -> str | None:
    """Return the region of a key, as far as the code or its ARN tells it."""
    if isinstance(key, Key):
        looked_up = parse_arn(key.looked_up_as) if isinstance(key.looked_up_as, str) else None
        return looked_up.region if looked_up is not None and looked_up.region else key.resource.region
    arn = parse_arn(key.text)
    return arn.region if arn is not None and arn.service == "kms" and arn.region else None


def _replicated(graph: Graph, key: Key | Elsewhere, region: str) -> Verdict:
    """Tell whether a multi-Region key has a replica, or is one, in a region."""
    if isinstance(key, Elsewhere):
        return Verdict.UNDECIDED if "key/mrk-" in key.text else Verdict.NO
    primary = primary_of(graph, key)
    multi_region = key.multi_region if primary is None else primary.multi_region
    if multi_region is False and key.primary is None:
        return Verdict.NO
    family = [key, *([primary, *replicas_of(graph, primary)] if primary is not None else [])]
    return Verdict.YES if any(each.resource.region == region for each in family) else Verdict.UNDECIDED


@fact
def services_abroad(graph: Graph) -> list[Via]:
    """Return the statements about keys that admit requests through services of other regions alone."""
    return [*_of_keys(graph), *_of_principals(graph)]


def _of_keys(graph: Graph) -> Iterator[Via]:
    for resource in graph.all(ProtectedResource):
        for policy in resource_target(graph, resource).policies if resource.service == "kms" else ():
            for statement in policy.document.statements:
                if policy.source is not None:
                    yield from _vias(graph, resource, policy.source, statement)


def _of_principals(graph: Graph) -> Iterator[Via]:
    """Yield the statements of identity policies that name keys in full."""
    for written in statements(graph):
        if written.kind is not PolicyKind.IDENTITY or not any(map(_regions, written.statement.conditions)):
            continue
        for pattern in written.statement.resources or ():
            named = joined(pattern.tokens) if isinstance(pattern, Glob) and is_exact(pattern) else None  # type: ignore[arg-type]
            resource = resources_by_arn(graph).get(named) if isinstance(named, (str, Text, Reference)) else None
            if resource is not None:
                yield from _vias(graph, resource, written.source, written.statement)


def _vias(graph: Graph, resource: ProtectedResource, source: PolicyDocument, statement: Statement) -> Iterator[Via]:
    key, region = key_behind(graph, resource), resource.resource.region
    if key is None or region is None or key.looked_up or key.multi_region is not False or key.primary is not None:
        return
    for condition in statement.conditions if statement.effect is Effect.ALLOW else ():
        named = _regions(condition)
        if named and region not in named:
            yield Via(key, region, source, statement, condition, named)


def _regions(condition: Condition) -> tuple[str, ...]:
    """Return the regions whose services a condition admits; none where it may admit others."""
    if condition.key != _VIA or condition.written.lower().rpartition(":")[2].removesuffix("ifexists") not in _EQUAL:
        return ()
    matches = [_SERVICE.fullmatch(value) if isinstance(value, str) else None for value in condition.values]
    found = [match[1] for match in matches if match is not None]
    return tuple(dict.fromkeys(found)) if len(found) == len(matches) else ()
