"""Glob patterns (``*``, ``?``) over strings that may be partly unknown: matching, intersection and inclusion.

"IAM JSON policy elements: Resource" and "...: Action" in the IAM User Guide define the wildcards. Answers about known
text are exact; where a part is not known the answer is `Verdict.UNDECIDED` unless it holds, or fails, whatever the
part is. No pattern can make matching slow: the literal pieces between two ``*`` are found from left to right, once.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from seamlint.evaluate.resource import DATA
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Value, Verdict
from seamlint.facts.iam.automata import ANY, STAR, Token, Tokens, Wild, covers, intersects, normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

WILDCARDS: Mapping[str, Token] = {"*": STAR, "?": ANY}
NO_WILDCARDS: Mapping[str, Token] = {}
_DELIMITERS = (None, "/", ":")
_UNIQUE = frozenset({"arn", "s3_canonical_user_id", "S3CanonicalUserId"})


class Glob:
    """One pattern. Build it with `glob` or `literal`, which share equal ones.

    Attributes:
        tokens: its letters, wildcards, and the parts that are not known (`Reference`, `Unknown`).
        is_known: whether it has no part that is not known.
    """

    __slots__ = ("_pieces", "is_known", "tokens")

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.tokens = normal(tokens)
        self.is_known = all(isinstance(token, (str, Wild)) for token in self.tokens)
        self._pieces: tuple[_Piece, ...] = ()

    @classmethod
    def of_known(cls, tokens: Tokens) -> Glob:
        """Return the pattern of tokens that are `normal`, all of them letters and wildcards."""
        found = cls.__new__(cls)
        found.tokens = tokens
        found.is_known = True
        found._pieces = ()  # noqa: SLF001 - its own kind
        return found

    def matches(self, text: str) -> bool:
        """Tell whether a known pattern matches a known text.

        Raises:
            ValueError: the pattern is partly unknown; ask `match`.
        """
        if not self.is_known:
            raise ValueError("a partly unknown pattern matches no text for certain")
        if not self._pieces:
            self._pieces = tuple(map(_Piece, _split(self.tokens)))
        head, *middle = self._pieces
        if not middle:
            return len(text) == head.length and head.stands_at(text, 0)
        tail = middle.pop()
        start, end = head.length, len(text) - tail.length
        if end < start or not head.stands_at(text, 0) or not tail.stands_at(text, end):
            return False
        for piece in middle:
            start = piece.find(text, start, end)
            if start < 0:
                return False
            start += piece.length
        return True

    def match(self, subject: Value) -> Verdict:
        """Tell whether the pattern matches a string that may be partly unknown."""
        if self.is_known and isinstance(subject, str):
            return Verdict.of(self.matches(subject))
        return Verdict.YES if self.tokens == (STAR,) else self.match_literal(literal(subject))

    def overlaps(self, other: Glob) -> Verdict:
        """Tell whether some text matches both patterns."""
        if intersects(self.surely(), other.surely()):
            return Verdict.YES
        return Verdict.UNDECIDED if self._may_meet(other) else Verdict.NO

    def includes(self, part: Glob) -> Verdict:
        """Tell whether this pattern matches every text that `part` matches."""
        return includes_all((self,), part)

    def match_literal(self, subject: Glob) -> Verdict:
        """Tell whether the pattern matches a `literal`."""
        if covers((self.surely(),), subject.surely(unknown=STAR)):
            return Verdict.YES
        return Verdict.UNDECIDED if self._may_meet(subject) else Verdict.NO

    def surely(self, unknown: Token = None) -> Tokens:
        """Return the tokens with what is unknown as symbols of their own, or as `unknown`; references are symbols."""
        if self.is_known:
            return self.tokens
        return normal((unknown or object()) if isinstance(token, Unknown) else token for token in self.tokens)

    def _may_meet(self, other: Glob) -> bool:
        one, two = self.tokens, other.tokens
        if _distinct(one, two) or _outgrows(one, two) or _outgrows(two, one):
            return False
        alike = _common(self.tokens, other.tokens)
        return intersects(_possibly(self.tokens[alike:]), _possibly(other.tokens[alike:]))

    def __repr__(self) -> str:
        return f"Glob({''.join(t if isinstance(t, str) else getattr(t, 'value', '${?}') for t in self.tokens)})"


def includes_all(patterns: Iterable[Glob], part: Glob) -> Verdict:
    """Tell whether every text that `part` matches is matched by one of the patterns."""
    patterns = tuple(patterns)
    if covers([pattern.surely() for pattern in patterns], part.surely(unknown=STAR)):
        return Verdict.YES
    known = part.is_known and all(pattern.is_known for pattern in patterns)
    meets = any(pattern.overlaps(part) is not Verdict.NO for pattern in patterns)
    return Verdict.UNDECIDED if meets and not known else Verdict.NO


def glob(value: Value) -> Glob:
    """Return the pattern that a value spells: ``*`` and ``?`` in its known text are wildcards."""
    return _known_glob(value) if isinstance(value, str) else Glob(tokens_of(value))


def literal(value: Value) -> Glob:
    """Return the pattern that matches a value's text alone: ``*`` and ``?`` are letters."""
    return _known_literal(value) if isinstance(value, str) else Glob(tokens_of(value, NO_WILDCARDS))


@lru_cache(maxsize=65_536)
def _known_glob(text: str) -> Glob:
    tokens = tuple(map(WILDCARDS.get, text, text))
    return Glob.of_known(normal(tokens) if "**" in text or "*?" in text else tokens)


@lru_cache(maxsize=65_536)
def _known_literal(text: str) -> Glob:
    return Glob.of_known(tuple(text))


def folded(value: Value) -> Value:
    """Return a value with its known text in lower case, to compare without regard to case."""
    if isinstance(value, str):
        return value.lower()
    if isinstance(value, Text):
        return Text(tuple(part.lower() if isinstance(part, str) else part for part in value.parts))
    return value


def tokens_of(value: Value, wild: Mapping[str, Token] = WILDCARDS) -> Iterator[Token]:
    """Return a value's letters, wildcards and unknown parts in order."""
    if isinstance(value, Sensitive):
        yield from tokens_of(value.value, wild)
    elif isinstance(value, Text):
        for part in value.parts:
            yield from tokens_of(part, wild)
    elif isinstance(value, str):
        yield from (wild.get(letter, letter) for letter in value)
    elif isinstance(value, (Reference, Unknown)):
        yield value
    else:
        yield Unknown((f"text instead of {type(value).__name__}",))


def _possibly(tokens: Tokens) -> Tokens:
    """Take everything that is not known for any text."""
    return normal(STAR if isinstance(token, (Reference, Unknown)) else token for token in tokens)


def _common(one: Tokens, other: Tokens) -> int:
    """Return how many tokens two patterns begin with that stand for the same text in both."""
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right or not isinstance(left, (str, Reference)):
            return index
    return min(len(one), len(other))


def _distinct(one: Tokens, other: Tokens) -> bool:
    """Tell whether two texts begin with the ARNs of two different resources, and so differ.

    What follows the ARNs must be no part of a name.
    """
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left == right and isinstance(left, (str, Reference)):
            continue
        ends = {next(iter(tokens[index + 1 :]), None) for tokens in (one, other)}
        return _is_unique(left) and _is_unique(right) and len(ends) == 1 and ends <= set(_DELIMITERS)
    return False


def _outgrows(text: Tokens, pattern: Tokens) -> bool:
    """Tell whether a text holds all that a pattern holds, and more: an ARN never equals the id that it ends in."""
    if not all(isinstance(token, (str, Reference)) or token is ANY for token in pattern):
        return False
    held = Counter(token for token in text if isinstance(token, Reference))
    fits = not Counter(token for token in pattern if isinstance(token, Reference)) - held
    return fits and _length(text) > _length(pattern)


def _length(tokens: Tokens) -> int:
    """Return how many letters a pattern has at least, besides its references and unknown parts."""
    return sum(isinstance(token, str) or token is ANY for token in tokens)


def _is_unique(part: Token) -> bool:
    """Tell whether a part is a text that no other resource of the code has: a managed resource's ARN, a bucket."""
    if not isinstance(part, Reference) or DATA.match(f"{part.address}."):
        return False
    return part.attribute in _UNIQUE or (part.attribute in ("id", "bucket") and "aws_s3_bucket." in part.address)


def _split(tokens: Tokens) -> Iterator[Tokens]:
    """Split a pattern at its ``*``."""
    start = 0
    for index, token in enumerate(tokens):
        if token is STAR:
            yield tokens[start:index]
            start = index + 1
    yield tokens[start:]


class _Piece:
    """Letters and ``?`` between two ``*``."""

    __slots__ = ("_any", "_masks", "length", "text")

    def __init__(self, tokens: Tokens) -> None:
        self.length = len(tokens)
        self.text = "".join(map(str, tokens)) if ANY not in tokens else None
        self._masks: dict[Token, int] = {}
        self._any = sum(1 << index for index, token in enumerate(tokens) if token is ANY)
        for index, token in enumerate(tokens if self.text is None else ()):
            self._masks[token] = self._masks.get(token, self._any) | 1 << index

    def stands_at(self, text: str, start: int) -> bool:
        if self.text is not None:
            return text.startswith(self.text, start)
        return self.find(text, start, start + self.length) == start

    def find(self, text: str, start: int, end: int) -> int:
        """Return where the piece first stands in ``text[start:end]``, or -1: all beginnings are tried in one pass."""
        if self.text is not None:
            return text.find(self.text, start, end)
        standing, last = 0, 1 << (self.length - 1)
        for at in range(start, min(end, len(text))):
            standing = (standing << 1 | 1) & self._masks.get(text[at], self._any)
            if standing & last:
                return at - self.length + 1
        return -1
