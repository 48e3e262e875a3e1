"""Amazon Resource Names: their segments, and how the ``Arn...`` condition operators compare them.

"Identify AWS resources with Amazon Resource Names (ARNs)" and "IAM JSON policy elements: Condition operators" in the
IAM User Guide: an ``Arn...`` operator checks each of the six colon-separated segments by itself; in a ``Resource``
element a ``*`` at the end of a segment goes on beyond its colon, so there a pattern is one string (`globs`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown, Value, Verdict
from seamlint.facts.iam.automata import STAR, Token, Tokens
from seamlint.facts.iam.globs import Glob, glob, literal
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEGMENTS = 6
_COLON = ":"


class Arn(NamedTuple):
    """The segments of an ARN; ``region`` and ``account`` are empty where the service leaves them out."""

    partition: str
    service: str
    region: str
    account: str
    resource: str


@lru_cache(maxsize=16_384)
def parse_arn(text: str) -> Arn | None:
    """Return the segments of an ARN, or None where the text is none."""
    segments = text.split(":", _SEGMENTS - 1)
    return Arn(*segments[1:]) if len(segments) == _SEGMENTS and segments[0] == "arn" else None


class ArnPattern:
    """What one value of an ``Arn...`` condition stands for."""

    __slots__ = ("_glob", "_segments")

    def __init__(self, pattern: Glob) -> None:
        self._glob = pattern
        self._segments = _segments(pattern.tokens)

    def match(self, subject: Value) -> Verdict | None:
        """Compare segment by segment; None where the subject, or the pattern, is no ARN and nothing is compared."""
        if isinstance(subject, str) and self._glob.is_known:
            texts = subject.split(":", _SEGMENTS - 1)
            if len(texts) < _SEGMENTS or self._segments is None:
                return None
            return Verdict.of(all(map(Glob.matches, self._segments, texts)))
        return self._match_partly_known(literal(subject))

    def _match_partly_known(self, subject: Glob) -> Verdict:
        texts = _segments(subject.tokens)
        if self._segments is None or texts is None:
            as_one = self._glob.match_literal(subject)
            return as_one if as_one is Verdict.NO or STAR not in self._glob.tokens else Verdict.UNDECIDED
        verdict = Verdict.YES
        for pattern, text in zip(self._segments, texts, strict=True):
            verdict &= pattern.match_literal(text)
        return verdict


def _segments(tokens: Tokens) -> Sequence[Glob] | None:
    """Split a pattern at its first five colons; None where it has fewer, or an unknown part may hold some."""
    segments: list[list[Token]] = [[]]
    for token in tokens:
        if isinstance(token, (Reference, Unknown)) and len(segments) < _SEGMENTS and _may_hold_colons(token):
            return None
        if token == _COLON and len(segments) < _SEGMENTS:
            segments.append([])
        else:
            segments[-1].append(token)
    return [_shared(segment) for segment in segments] if len(segments) == _SEGMENTS else None


def _shared(tokens: list[Token]) -> Glob:
    """Return the pattern of one segment."""
    if not all(isinstance(token, str) for token in tokens):
        return Glob(tokens)
    return literal("".join(map(str, tokens)))


def _may_hold_colons(part: Reference | Unknown) -> bool:
    return isinstance(part, Unknown) or part.attribute.lower().endswith("arn")


def arn_pattern(value: Value) -> ArnPattern:
    """Return the pattern that a value of an ``Arn...`` condition spells."""
    return _known_pattern(value) if isinstance(value, str) else ArnPattern(glob(value))


@lru_cache(maxsize=16_384)
def _known_pattern(text: str) -> ArnPattern:
    return ArnPattern(glob(text))
