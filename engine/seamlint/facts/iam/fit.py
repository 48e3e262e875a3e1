"""Actions that do not exist, and actions on resources that they never apply to (IAM-015, IAM-018).

Service Authorization Reference: the actions of each service, the resource types that each applies to, and their ARNs.
An action without a resource type is only ever called on ``*``.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown, Verdict
from seamlint.facts.iam import services
from seamlint.facts.iam.access.names import names
from seamlint.facts.iam.automata import ANY, STAR
from seamlint.facts.iam.globs import Glob, glob, literal
from seamlint.facts.iam.statements import Written, statements
from seamlint.facts.iam.variables import Template
from seamlint.graph.graph import fact
from seamlint.model.iam import ProtectedResource, ResourcePolicy
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.facts.iam.automata import Token, Tokens
    from seamlint.facts.iam.services import Action
    from seamlint.graph.graph import Graph

_BELOW: dict[str, tuple[str, ...]] = {"s3": ("", "/*"), "sqs": ("",), "sns": ("",)}
"""By service, what may follow the ARN of a resource in its own policy; KMS-011 looks at those of keys."""
_BUCKET = "aws_s3_bucket."
_BEFORE_BUCKET: Tokens = tuple("s3:::")
"""Ends what stands before a bucket's name in its ARN."""
_MOST_FORMATS = 2
_OPERATIONS: dict[str, tuple[str, ...]] = {
    "s3:copyobject": ("s3:GetObject", "s3:PutObject"),
    "s3:createmultipartupload": ("s3:PutObject",),
    "s3:deletebucketencryption": ("s3:PutEncryptionConfiguration",),
    "s3:deletebucketlifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:deletebucketreplication": ("s3:PutReplicationConfiguration",),
    "s3:deleteobjects": ("s3:DeleteObject",),
    "s3:getbucketencryption": ("s3:GetEncryptionConfiguration",),
    "s3:getbucketlifecycle": ("s3:GetLifecycleConfiguration",),
    "s3:getbucketlifecycleconfiguration": ("s3:GetLifecycleConfiguration",),
    "s3:getbucketreplication": ("s3:GetReplicationConfiguration",),
    "s3:getpublicaccessblock": ("s3:GetBucketPublicAccessBlock",),
    "s3:headbucket": ("s3:ListBucket",),
    "s3:headobject": ("s3:GetObject",),
    "s3:listbuckets": ("s3:ListAllMyBuckets",),
    "s3:listmultipartuploads": ("s3:ListBucketMultipartUploads",),
    "s3:listobjects": ("s3:ListBucket",),
    "s3:listobjectsv2": ("s3:ListBucket",),
    "s3:listobjectversions": ("s3:ListBucketVersions",),
    "s3:listparts": ("s3:ListMultipartUploadParts",),
    "s3:putbucketencryption": ("s3:PutEncryptionConfiguration",),
    "s3:putbucketlifecycle": ("s3:PutLifecycleConfiguration",),
    "s3:putbucketlifecycleconfiguration": ("s3:PutLifecycleConfiguration",),
    "s3:putbucketreplication": ("s3:PutReplicationConfiguration",),
    "s3:putpublicaccessblock": ("s3:PutBucketPublicAccessBlock",),
    "s3:uploadpart": ("s3:PutObject",),
    "lambda:invoke": ("lambda:InvokeFunction",),
}
"""API operations whose permission has another name: "Required permissions for Amazon S3 API operations"."""
_A_NAME, _COLON = "x", ":"
_SEGMENTS, _SERVICE, _REGION = 6, 2, 3
# Buckets and objects are named without region and account, everything else of S3 with one of them.
_S3 = ("s", "3")


class UnknownAction(NamedTuple):
    """An action pattern that matches no action of its service.

    Attributes:
        action: the pattern, as written.
        service: whose action it would be.
        near: actions with similar names.
    """

    written: Written
    action: str
    service: str
    near: tuple[str, ...]


class Misfit(NamedTuple):
    """A statement of which some actions apply to none of its resources.

    Attributes:
        actions: as written.
        expected: ARN formats that the first of them applies to, the likeliest; empty where it knows only ``*``.
        is_whole: whether no action of the statement applies.
    """

    written: Written
    actions: tuple[str, ...]
    expected: tuple[str, ...]
    is_whole: bool


class Stray(NamedTuple):
    """A statement of a resource policy that speaks of other resources."""

    written: Written
    resource: ProtectedResource
    verdict: Verdict


@fact
def unknown_actions(graph: Graph) -> list[UnknownAction]:
    """Return the action patterns that match nothing, of services that are known."""
    return [
        UnknownAction(written, _as_written(written, spelled), spelled.partition(":")[0], _near(spelled))
        for written in statements(graph)
        if written.entity.presence is Verdict.YES
        for pattern in written.statement.actions
        for spelled in _spelled(pattern)
        if _matching(spelled) == ()
    ]


@fact
def misfits(graph: Graph) -> list[Misfit]:
    """Return the statements with actions that apply to none of their resources."""
    return [
        misfit
        for written in statements(graph)
        if written.entity.presence is Verdict.YES
        for misfit in (_misfit(written),)
        if misfit is not None
    ]


@fact
def strays(graph: Graph) -> list[Stray]:
    """Return the statements of resource policies that speak, or may speak, of other resources alone."""
    return [
        stray
        for written in statements(graph)
        for stray in (_stray(graph, written),)
        if stray is not None and stray.verdict is not Verdict.NO
    ]


def _spelled(pattern: Glob) -> Iterator[str]:
    """Yield a known pattern as text, where it names a service."""
    if pattern.is_known:
        text = "".join(token if isinstance(token, str) else token.value for token in pattern.tokens)  # type: ignore[attr-defined]  # wildcards
        service, colon, _ = text.partition(":")
        if colon and "*" not in service and "?" not in service:
            yield text


@lru_cache(maxsize=16_384)
def _matching(pattern: str) -> tuple[Action, ...] | None:
    """Return the actions that a pattern matches; None where the service is not known."""
    service = pattern.partition(":")[0]
    known = services.actions(service)
    if not known:
        return None
    if "*" not in pattern and "?" not in pattern:
        found = known.get(pattern.partition(":")[2])
        return (found,) if found else ()
    return tuple(services.matching_actions(glob(pattern), service))


def _as_written(written: Written, text: str) -> str:
    """Return an action with its letters as the statement has them."""
    source = written.statement.source
    held = (
        source.get("NotAction" if written.statement.actions_inverted else "Action") if isinstance(source, dict) else ()
    )
    listed = held if isinstance(held, list) else [held]
    return next((each for each in listed if isinstance(each, str) and each.lower() == text), text)


def _near(pattern: str) -> tuple[str, ...]:
    """Return what the action may be called: by its API operation's name, or by a similar one."""
    if pattern in _OPERATIONS:
        return _OPERATIONS[pattern]
    from difflib import get_close_matches

    service, _, name = pattern.partition(":")
    known = services.actions(service)
    return tuple(known[each].name for each in get_close_matches(name.strip("*?"), known, 2, 0.7))


def _misfit(written: Written) -> Misfit | None:
    statement = written.statement
    if not statement.resources or statement.resources_inverted or statement.actions_inverted:
        return None
    resources = [_widest(each) for each in statement.resources]
    if any(each is None for each in resources):
        return None
    patterns = [each for each in resources if each is not None]
    idle = [text for each in statement.actions for text in _spelled(each) if _is_idle(text, patterns)]
    if not idle:
        return None
    first = (_matching(idle[0]) or ())[0]
    shown = tuple(_as_written(written, text) for text in idle)
    formats = sorted(services.resource_formats(first), key=_rarity)
    return Misfit(written, shown, tuple(formats[:_MOST_FORMATS]), len(idle) == len(statement.actions))


def _rarity(arn_format: str) -> tuple[bool, int]:
    """Order ARN formats: what has few parts that vary comes first, and access points last."""
    return "accesspoint" in arn_format, arn_format.count("${")


def _widest(pattern: Glob | Template) -> _Shape | None:
    """Return a pattern that matches whatever a resource pattern may turn out to match; None for what is no ARN."""
    tokens = pattern.widest() if isinstance(pattern, Template) else pattern.tokens
    wide = Glob(
        known
        for at, token in enumerate(tokens)
        for known in _wide(token, tokens[max(0, at - len(_BEFORE_BUCKET)) : at])
    )
    first = wide.tokens[:1]
    is_arn = first in ((STAR,), (ANY,)) or wide.tokens[:4] == tuple("arn:")
    return _Shape(wide, divided=False) if is_arn else None


def _wide(token: Token, before: Tokens) -> Iterable[Token]:
    if isinstance(token, Reference) and _BUCKET in token.address and token.attribute in ("arn", "id", "bucket"):
        return _A_NAME
    if isinstance(token, Reference) and before == _BEFORE_BUCKET and token.attribute in ("arn", "Ref"):
        return _A_NAME
    return (STAR,) if isinstance(token, (Reference, Unknown)) else (token,)


class _Shape:
    """An ARN pattern, in whole and by segments.

    Attributes:
        whole: the pattern.
        segments: the six of them; None where a ``*`` may stand for a colon among the first five.
        service: the third one.
        slashes: how many it holds.
        is_anything: whether it matches what an action without resources is called on.
    """

    __slots__ = ("is_anything", "segments", "service", "slashes", "whole")

    def __init__(self, whole: Glob, *, divided: bool) -> None:
        self.whole = whole
        self.slashes = whole.tokens.count("/")
        self.is_anything = whole.is_known and whole.matches("*")
        parts = _segments(whole.tokens)
        self.segments = [Glob(part) for part in parts] if divided or _is_plain(parts) else None
        self.service = parts[_SERVICE] if self.segments else ()


def _is_plain(parts: list[Tokens]) -> bool:
    return len(parts) == _SEGMENTS and not any(STAR in part for part in parts[:-1])


def _segments(tokens: Tokens) -> list[Tokens]:
    """Split a pattern at its first five colons."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token == _COLON and len(found) < _SEGMENTS:
            found.append([])
        else:
            found[-1].append(token)
    return [tuple(part) for part in found]


@lru_cache(maxsize=1024)
def _kind(pattern: Glob) -> _Shape:
    return _Shape(pattern, divided=True)


@lru_cache(maxsize=16_384)
def _kinds(pattern: str) -> tuple[tuple[_Shape, ...], bool] | None:
    """Return the resource types that some action of a pattern applies to, and whether one knows only ``*``.

    None where the pattern matches nothing, or the data does not tell the ARN of a type.
    """
    found = _matching(pattern) or ()
    patterns = services.resource_patterns(pattern.partition(":")[0])
    listed = dict.fromkeys(kind for each in found for kind in each.resource_types)
    if not found or not listed.keys() <= patterns.keys():
        return None
    return tuple(_kind(patterns[kind]) for kind in listed), any(not each.resource_types for each in found)


def _is_idle(action: str, resources: list[_Shape]) -> bool:
    """Tell whether the actions of a pattern are never called on any of some resources."""
    known = _kinds(action)
    if known is None:
        return False
    kinds, is_bare = known
    if is_bare and any(each.is_anything for each in resources):
        return False
    return not any(_meet(kind, each) for each in resources for kind in kinds)


def _meet(kind: _Shape, resource: _Shape) -> bool:
    """Tell whether something of a type matches; names of buckets, tables and the like hold no slash."""
    if resource.slashes > kind.slashes and kind.whole in services.undivided():
        return False
    if resource.segments is None or kind.segments is None:
        return kind.whole.overlaps(resource.whole) is Verdict.YES
    if kind.service != resource.service and ANY not in resource.service:
        return False
    pairs = list(zip(kind.segments, resource.segments, strict=True))
    if kind.service == _S3 and any(bool(one.tokens) is not bool(other.tokens) for one, other in pairs[_REGION:-1]):
        return False
    return all(one.overlaps(other) is Verdict.YES for one, other in pairs)


def _stray(graph: Graph, written: Written) -> Stray | None:
    entity, statement = written.entity, written.statement
    below = _BELOW.get(entity.service) if isinstance(entity, ResourcePolicy) else None
    if below is None or not isinstance(entity, ResourcePolicy) or not statement.resources:
        return None
    owner = graph.find(entity.protects, ProtectedResource, entity)
    if not isinstance(owner, ProtectedResource) or statement.resources_inverted:
        return None
    own = [Glob((*literal(names(graph).arn(owner)).tokens, *glob(end).tokens)) for end in below]
    verdict = reduce(and_, (_is_elsewhere(each, own) for each in statement.resources), Verdict.YES)
    return Stray(written, owner, verdict & entity.presence)


def _is_elsewhere(pattern: Glob | Template, own: list[Glob]) -> Verdict:
    if isinstance(pattern, Template):
        return Verdict.UNDECIDED
    if pattern.tokens[:1] != ("a",):
        return Verdict.NO
    return ~reduce(or_, (each.overlaps(pattern) for each in own), Verdict.NO)
