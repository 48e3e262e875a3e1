"""The other end of a seam: what the code at a place names, and what names it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from seamlint.evaluate.inspection import inspect
from seamlint.evaluate.values import Reference, Text, Value
from seamlint.facts.network.acls import subnet_acls
from seamlint.graph.edges import edges_from, edges_to
from seamlint.graph.graph import fact
from seamlint.graph.names import UNIQUE
from seamlint.model.entity import Entity
from seamlint.model.iam import ProtectedResource, ResourcePolicy
from seamlint.model.network import Subnet
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.inspection import Cursor
    from seamlint.evaluate.resource import Resource
    from seamlint.graph.graph import Graph
    from seamlint.lsp.checking import Snapshot
    from seamlint.sources.span import Span

MOST_ENTITIES = 200
"""Of one block: it may stand for thousands of instances, which name the same."""
_WORD = Pattern(r"[\w:/.*@+=,-]+")
_OBJECTS = Pattern(r"(arn:[^:]*:s3:::[^/]+)/.*")
"""ARNs of objects; their bucket is declared."""


def definitions(snapshot: Snapshot, cursor: Cursor, line: str) -> list[Span]:
    """Return where that is declared which the code at a place names, in whichever unit; for a resource, its other ends.

    Args:
        line: the line of code that the place is in.
    """
    graph = snapshot.found.graph
    ways = (_of_values(graph, cursor), _of_word(graph, cursor, line), _of_edges(graph, cursor))
    found = dict.fromkeys(span for way in (*ways, _of_declaration(graph, cursor)) for span in way)
    return [span for span in found if not cursor.within(span)] or list(_of_proofs(snapshot, cursor))


def references(snapshot: Snapshot, cursor: Cursor, line: str) -> list[Span]:
    """Return what names, anywhere, the resource that is declared at a place, or else the one that is named there."""
    graph = snapshot.found.graph
    targets = [each for each in _in_block(graph, cursor) if cursor.within(each.resource.span_at())]
    if not targets:
        named = set(definitions(snapshot, cursor, line))
        targets = [each for each in graph if each.resource.span_at() in named]
    return list(dict.fromkeys(edge.reason.span for edge in edges_to(graph, targets)))


def declared(snapshot: Snapshot, cursor: Cursor) -> list[Resource]:
    """Return the resources whose header stands at a place: the instances of one block."""
    here = _headers(snapshot.found.graph).get((cursor.file, cursor.line), ())
    return [each for each in here if cursor.within(each.span_at())]


def _of_values(graph: Graph, cursor: Cursor) -> Iterator[Span]:
    for inspected in islice(inspect(graph.units, cursor), MOST_ENTITIES):
        yield from _named_by(graph, inspected.value)


def _named_by(graph: Graph, value: Value) -> Iterator[Span]:
    if isinstance(value, list):
        for item in value[:MOST_ENTITIES]:
            yield from _named_by(graph, item)
    elif isinstance(value, Text):
        for part in value.parts:
            yield from _named_by(graph, part)
    elif isinstance(value, Reference):
        resource = _resources(graph).get((value.unit, value.address))
        yield from (resource.span_at(),) if resource else ()
    elif isinstance(value, str):
        yield from _called(graph, value)


def _of_word(graph: Graph, cursor: Cursor, line: str) -> Iterator[Span]:
    """Yield what an id or ARN means that is written out at a place, be it in a string, a heredoc or JSON."""
    for word in _WORD.finditer(line):
        if word.start() < cursor.column <= word.end() + 1:
            yield from _called(graph, word[0].strip(",="))


def _called(graph: Graph, text: str) -> Iterator[Span]:
    if UNIQUE.match(text):
        text = _OBJECTS.sub(r"\1", text)
        found = (graph.find(text, kind) for kind in _kinds(graph))
        yield from (each.resource.span_at() for each in found if isinstance(each, Entity))


def _of_edges(graph: Graph, cursor: Cursor) -> Iterator[Span]:
    for source in islice(_in_block(graph, cursor), MOST_ENTITIES):
        for edge in edges_from(graph, source):
            if cursor.within(edge.reason.span):
                yield edge.target.resource.span_at()


def _of_declaration(graph: Graph, cursor: Cursor) -> Iterator[Span]:
    """Yield what decides over the resource that is declared at a place: a subnet's network ACL, policies on it."""
    for entity in islice(_in_block(graph, cursor), MOST_ENTITIES):
        if not cursor.within(entity.resource.span_at()):
            continue
        if isinstance(entity, Subnet) and (acl := subnet_acls(graph)[entity].acl):
            yield acl.span()
        if isinstance(entity, ProtectedResource):
            yield from (policy.span() for policy in graph.pointing(ResourcePolicy, "protects", entity))


def _of_proofs(snapshot: Snapshot, cursor: Cursor) -> Iterator[Span]:
    """Yield the places that the proofs of findings at a place lead to."""
    here = (each for each in snapshot.found.findings if cursor.within(each.primary.span))
    spans = (step.span for finding in here for step in finding.related)
    yield from dict.fromkeys(span for span in spans if not cursor.within(span))


def _in_block(graph: Graph, cursor: Cursor) -> Iterator[Entity]:
    """Yield the entities of the resources that begin nearest above a place, or at it."""
    beginnings = _by_file(graph).get(cursor.file, {})
    nearest = max((line for line in beginnings if line <= cursor.line), default=0)
    yield from beginnings.get(nearest, ())


@fact
def _by_file(graph: Graph) -> dict[str, dict[int, list[Entity]]]:
    """Return the entities by file and line of the resources that declare them."""
    found: dict[str, dict[int, list[Entity]]] = {}
    for entity in graph:
        span = entity.resource.span_at()
        found.setdefault(span.file, {}).setdefault(span.line, []).append(entity)
    return found


@fact
def _headers(graph: Graph) -> dict[tuple[str, int], list[Resource]]:
    found: dict[tuple[str, int], list[Resource]] = {}
    for each in (each for unit in graph.units for each in unit.resources):
        found.setdefault(each.span_at()[:2], []).append(each)
    return found


@fact
def _resources(graph: Graph) -> dict[tuple[str, str], Resource]:
    return {(each.unit, each.address): each for unit in graph.units for each in unit.resources}


@fact
def _kinds(graph: Graph) -> tuple[type[Entity], ...]:
    return tuple(dict.fromkeys(type(entity) for entity in graph))
