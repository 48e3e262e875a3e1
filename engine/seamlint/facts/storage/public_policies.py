"""Public bucket policies that meet public access blocks (S3-008).

``BlockPublicPolicy`` refuses the call that sets a public policy; under ``RestrictPublicBuckets`` a public policy lets
in AWS services and the bucket owner's account alone.
Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.access.names import readable_needs
from seamlint.facts.iam.guards import guarded
from seamlint.facts.storage.public import FIXED, public_statements
from seamlint.facts.storage.settings import block
from seamlint.graph.graph import fact
from seamlint.model.storage import Bucket
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.storage.public import Public
    from seamlint.facts.storage.settings import Setting
    from seamlint.graph.graph import Graph

_BLOCKS = ("block_public_policy", "restrict_public_buckets")


class BlockedPolicy(NamedTuple):
    """A public policy that a block stops, or may.

    Attributes:
        statements: of one policy that are, or may be, public.
        block: the field of `seamlint.model.storage.Blocks` that stops it.
        setting: what says that the block is on.
        verdict: YES, or UNDECIDED.
        needs: names of what would decide it.
    """

    bucket: Bucket
    statements: tuple[Public, ...]
    block: str
    setting: Setting[bool]
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def blocked_policies(graph: Graph) -> list[BlockedPolicy]:
    """Return the public policies that a block stops, or may."""
    return [each for bucket in graph.all(Bucket) for each in _blocked(graph, bucket)]


def _blocked(graph: Graph, bucket: Bucket) -> Iterator[BlockedPolicy]:
    by_policy: dict[int, list[Public]] = {}
    for each in _not_guarded(public_statements(graph, bucket)):
        by_policy.setdefault(id(each.written.source), []).append(each)
    for statements in by_policy.values():
        found = _stopped(graph, bucket, sorted(statements, key=lambda each: each.verdict is not Verdict.YES))
        if found is not None:
            yield found


def _not_guarded(statements: list[Public]) -> Iterator[Public]:
    """Leave out what a Deny of the same policy takes from everybody but some: S3 weighs a policy as a whole."""
    for each in statements:
        verdict = each.verdict & ~guarded(each.written.document, each.written.statement, FIXED)
        if verdict is not Verdict.NO:
            yield each._replace(verdict=verdict)


def _stopped(graph: Graph, bucket: Bucket, statements: list[Public]) -> BlockedPolicy | None:
    settings = {name: block(graph, bucket, name) for name in _BLOCKS}
    on = {name: each.is_(True) for name, each in settings.items()}
    name = next((name for name in _BLOCKS if on[name] is Verdict.YES), None)
    if name is None:
        name = next((name for name in _BLOCKS if on[name] is Verdict.UNDECIDED), None)
    if name is None:
        return None
    verdict = on[name] & statements[0].verdict & bucket.presence
    written = statements[0].written
    missing = (*settings[name].needs, *(written.needs if statements[0].verdict is not Verdict.YES else ()))
    return BlockedPolicy(bucket, tuple(statements), name, settings[name], verdict, readable_needs(missing))
