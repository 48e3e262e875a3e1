"""Bucket policies that let in one VPC endpoint alone, and readers whose calls come through another one (S3-013).

Source: Amazon S3 User Guide, "Controlling access from VPC endpoints with bucket policies"; IAM User Guide, "AWS global
condition context keys" (``aws:SourceVpce``).
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.facts.iam.access.can import can
from seamlint.facts.iam.access.policies import Policy
from seamlint.facts.iam.access.targets import resource_target
from seamlint.facts.storage.gateway_readers import gateway_readers, goes_around
from seamlint.facts.storage.public import bucket_statements
from seamlint.facts.storage.s3_needs import granted_needs, s3_needs
from seamlint.graph.graph import fact
from seamlint.model.iam import ProtectedResource
from seamlint.model.network import Endpoint
from seamlint.model.storage import Bucket
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.can import Target
    from seamlint.facts.iam.conditions import Condition
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.statements import Written
    from seamlint.facts.storage.gateway_readers import Reader
    from seamlint.facts.storage.s3_needs import Need
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

_KEY = "aws:sourcevpce"


class Pinned(NamedTuple):
    """A statement of a bucket's policy with a condition on the endpoint that calls come through.

    Attributes:
        endpoints: those of the graph that it names.
        others: endpoints that it names otherwise: by an id that no scanned code declares, by a pattern, or unknown.
    """

    bucket: Bucket
    written: Written
    endpoints: tuple[Endpoint, ...]
    others: tuple[Value, ...]

    @property
    def asks(self) -> Verdict:
        """Whether it lets in calls through these endpoints, or denies all others."""
        negated = any(
            each.operator is not None and each.operator.negated
            for each in self.written.statement.conditions
            if each.key == _KEY
        )
        return self.written.denies if negated else self.written.allows


class Around(NamedTuple):
    """A reader whose calls do not come through the endpoint that a bucket's policy pins.

    Attributes:
        verdict: YES, or UNDECIDED.
        because: the rest of the proof.
    """

    pinned: Pinned
    reader: Reader
    need: Need
    verdict: Verdict
    because: tuple[Evidence, ...]


@fact
def pinned_statements(graph: Graph) -> list[Pinned]:
    """Return the statements of bucket policies that pin endpoints."""
    return [
        pinned
        for bucket in graph.all(Bucket)
        for written in bucket_statements(graph, bucket)
        for pinned in _pinned(graph, bucket, written)
    ]


def _pinned(graph: Graph, bucket: Bucket, written: Written) -> Iterator[Pinned]:
    values = [value for each in written.statement.conditions if each.key == _KEY for value in each.values]
    if values:
        found = [_endpoint(graph, value, written) for value in values]
        endpoints = tuple(each for each in found if isinstance(each, Endpoint))
        others = tuple(value for value, each in zip(values, found, strict=True) if not isinstance(each, Endpoint))
        yield Pinned(bucket, written, endpoints, others)


def _endpoint(graph: Graph, value: Value, written: Written) -> object:
    named = isinstance(value, (str, Reference, Text, Unknown))
    return graph.find(value, Endpoint, written.entity) if named else None  # type: ignore[arg-type]


@fact
def readers_around(graph: Graph) -> list[Around]:
    """Return the readers whom a bucket's policy keeps out, or may, for they come by another way than it pins."""
    found: dict[tuple[int, int], Around] = {}
    for pinned in pinned_statements(graph):
        for reader in gateway_readers(graph):
            around = _around(graph, pinned, reader)
            if around is not None:
                found.setdefault((id(pinned.written.statement), id(reader.use)), around)
    return list(found.values())


def _around(graph: Graph, pinned: Pinned, reader: Reader) -> Around | None:
    ways = [goes_around(graph, reader.subnet, each) for each in pinned.endpoints]
    ways += [~_is(graph, value, reader.endpoint, pinned.written) for value in pinned.others]
    verdict = reduce(and_, ways, reader.verdict)
    protected = next(iter(graph.of(ProtectedResource, pinned.bucket)), None)
    if verdict is Verdict.NO or protected is None:
        return None
    target = resource_target(graph, protected)
    by_own_way = _seen(target, lambda condition: _meets(graph, condition, reader.endpoint, pinned.written))
    as_pinned = _seen(target, lambda _: Verdict.YES)
    for need, because in _needs(reader, pinned):
        asked = (graph, reader.who, need.actions[0])
        if can(*asked, replace(by_own_way, arn=need.arn)).verdict is not Verdict.NO:
            continue
        if can(*asked, replace(as_pinned, arn=need.arn)).verdict is Verdict.YES:
            return Around(pinned, reader, need, verdict, (*because, *reader.because))
    return None


def _needs(reader: Reader, pinned: Pinned) -> Iterator[tuple[Need, tuple[Evidence, ...]]]:
    """Yield what a reader is for on S3: by its identity policies, and by the statement that pins the endpoint."""
    for policy, statement, need in granted_needs(reader.who.policies):
        yield need, policy.evidence(statement, f"lets {reader.who.address} use {need.written}")
    yield from ((need, ()) for need in s3_needs(pinned.written.statement))


def _is(graph: Graph, value: Value, endpoint: Endpoint | None, written: Written) -> Verdict:
    """Tell whether a value of a condition is the id of an endpoint; a call that comes through none may have any way."""
    if endpoint is None or not isinstance(value, (str, Reference, Text, Unknown)):
        return Verdict.UNDECIDED
    pattern = isinstance(value, str) and ("*" in value or "?" in value)
    return Verdict.UNDECIDED if pattern else graph.may_point(value, endpoint, written.entity)


def _meets(graph: Graph, condition: Condition, endpoint: Endpoint | None, written: Written) -> Verdict:
    """Tell whether calls through an endpoint, or through none, have one of the values that a condition asks for."""
    if endpoint is None:
        return Verdict.NO
    return reduce(or_, (_is(graph, value, endpoint, written) for value in condition.values), Verdict.NO)


def _seen(target: Target, met: Callable[[Condition], Verdict]) -> Target:
    """Return a bucket as it is for calls that come by one way: with what its policy says of endpoints settled."""
    policies = []
    for each in target.policies:
        settled = (_settled(statement, met) for statement in each.document.statements)
        statements = tuple(statement for statement in settled if statement is not None)
        policies.append(Policy(each.source, replace(each.document, statements=statements), each.through))
    return replace(target, policies=tuple(policies))


def _settled(statement: Statement, met: Callable[[Condition], Verdict]) -> Statement | None:
    """Return a statement without its conditions on endpoints that hold; None where one does not."""
    kept = []
    for condition in statement.conditions:
        meets = met(condition) if condition.key == _KEY else Verdict.UNDECIDED
        if condition.operator is not None and condition.operator.negated:
            meets = ~meets
        if meets is Verdict.NO:
            return None
        if meets is Verdict.UNDECIDED:
            kept.append(condition)
    return replace(statement, conditions=tuple(kept))
