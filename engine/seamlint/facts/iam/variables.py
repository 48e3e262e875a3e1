"""Policy variables: ``${aws:username}``, ``${aws:PrincipalTag/team, 'none'}``, ``${*}``.

"IAM policy elements: Variables and tags" in the IAM User Guide: they stand in ``Resource`` and in values of string and
ARN conditions of documents of version 2012-10-17; a default follows a comma and a space, in single quotes; a variable
of a multivalued key, or of a key that the request does not carry, has no value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Union

from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Value
from seamlint.facts.iam.automata import STAR, normal
from seamlint.facts.iam.context import Presence
from seamlint.facts.iam.globs import WILDCARDS, tokens_of
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from seamlint.facts.iam.automata import Token, Tokens
    from seamlint.facts.iam.context import Context

_VARIABLE = Pattern(r"\$\{([^${}]*|[*?$])\}")
_DEFAULT = Pattern(r"([^,]*), '(.*)'", re.DOTALL)
_ESCAPED = frozenset("*?$")
_VALUELESS = Unknown(("a variable without value",))
_COLON = ":"


class Variable(NamedTuple):
    """A policy variable: its condition key in lower case, and its default."""

    key: str
    default: str | None


class Escaped(NamedTuple):
    """Text whose ``*`` and ``?`` are letters."""

    text: str


Part = Union[str, Variable, Escaped, Reference, Unknown]


class Template(NamedTuple):
    """A string with policy variables."""

    parts: tuple[Part, ...]

    def filled(self, context: Context, wild: Mapping[str, Token] = WILDCARDS) -> Tokens | None:
        """Return the pattern with its variables filled in, or None where one of them has no value.

        Args:
            context: where the values come from.
            wild: which letters of the written text are wildcards; those of a variable's value never are.
        """
        tokens = self._tokens(context, wild)
        return None if _VALUELESS in tokens else tuple(tokens)

    def around(self, context: Context) -> Tokens:
        """Return an ARN's pattern in which each segment that holds a variable without value is any text."""
        result: list[Token] = []
        segment: list[Token] = []
        for token in (*self._tokens(context, WILDCARDS), _COLON):
            segment.append(token)
            if token == _COLON:
                result += [STAR, token] if _VALUELESS in segment else segment
                segment = []
        return normal(result[:-1])

    def widest(self) -> Tokens:
        """Return a pattern that matches whatever the variables turn out to be."""
        return tuple(token for part in self.parts for token in _widest(part))

    def _tokens(self, context: Context, wild: Mapping[str, Token]) -> list[Token]:
        result: list[Token] = []
        for part in self.parts:
            filled = _filled(part, context) if isinstance(part, Variable) else part
            if filled is None:
                result.append(_VALUELESS)
            elif isinstance(filled, Escaped):
                result += filled.text
            else:
                result += tokens_of(filled, wild)
        return result


def _widest(part: Part) -> Iterable[Token]:
    if isinstance(part, Variable):
        return (STAR,)
    return part.text if isinstance(part, Escaped) else tokens_of(part)


def _filled(variable: Variable, context: Context) -> Escaped | Value:
    """Return a variable's value, None where it has none."""
    value = context.get(variable.key)
    if value is Presence.UNKNOWN:
        return Unknown((variable.key,))
    if value is Presence.ABSENT or isinstance(value, tuple):
        return None if variable.default is None else Escaped(variable.default)
    return Escaped(value) if isinstance(value, str) else value


def template(value: Value) -> Template | None:
    """Return a string's variables and what stands between them, or None where it has no variable."""
    if isinstance(value, str):
        if "${" not in value:
            return None
        parts = tuple(_parts(value))
    elif isinstance(value, Text):
        parts = tuple(piece for part in value.parts for piece in (_parts(part) if isinstance(part, str) else [part]))
    else:
        return template(value.value) if isinstance(value, Sensitive) else None
    return Template(parts) if any(isinstance(part, (Variable, Escaped)) for part in parts) else None


def has_variables(value: Value) -> bool:
    """Tell whether a string holds what would be a policy variable in a 2012-10-17 document."""
    return template(value) is not None


def _parts(text: str) -> Iterator[Part]:
    end = 0
    for found in _VARIABLE.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        yield _variable(found[1])
        end = found.end()
    if end < len(text):
        yield text[end:]


def _variable(inside: str) -> Variable | Escaped:
    if inside in _ESCAPED:
        return Escaped(inside)
    with_default = _DEFAULT.fullmatch(inside)
    if with_default:
        return Variable(with_default[1].lower(), with_default[2])
    return Variable(inside.lower(), None)
