"""Aliases where a policy needs a key (KMS-012), and resources of key policies that are not the key (KMS-011).

"Controlling access to aliases" and "Key policies in AWS KMS" in the AWS KMS Developer Guide: the resource of an
operation on a key is the key, also when an alias names it in the request.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Verdict, needs
from seamlint.facts.encryption.key_policies import KeyStatement, key_statements, operations, own_arn, printable
from seamlint.facts.encryption.keys import key_of, protected_of
from seamlint.facts.iam.access.holders import on_action
from seamlint.facts.iam.access.names import joined, names, readable_needs
from seamlint.facts.iam.automata import ANY, STAR
from seamlint.facts.iam.globs import Glob
from seamlint.facts.iam.statements import Written, statements
from seamlint.graph.graph import fact
from seamlint.model.encryption import Key, KeyAlias
from seamlint.model.iam import PolicyKind
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.facts.iam.automata import Token
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.variables import Template
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity

_ALIAS = tuple("alias/")
_KEY = tuple("key/")
_COLON, _DECRYPT = ":", "kms:decrypt"
_SEGMENTS, _SERVICE = 6, 2


class AliasGrant(NamedTuple):
    """An Allow of operations on keys whose resource is an alias.

    Attributes:
        at: index of the resource among the statement's.
        key: the key that the alias names, where the code tells.
        actions: those that the statement grants on keys, as it spells them.
        verdict: UNDECIDED where the statement names keys too, and nobody knows whether the alias's is among them.
    """

    written: Written
    at: int
    key: Key | None
    actions: tuple[str, ...]
    verdict: Verdict
    needs: tuple[str, ...]


class IgnoredResource(NamedTuple):
    """A resource of a statement in a key policy that is not the policy's key.

    Attributes:
        at: index of the resource among the statement's.
        is_alias: whether it is an alias.
        is_whole: whether no other resource of the statement is, or may be, the key.
        verdict: UNDECIDED where it may be.
    """

    key_statement: KeyStatement
    at: int
    is_alias: bool
    is_whole: bool
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def alias_grants(graph: Graph) -> list[AliasGrant]:
    """Return the aliases to which identity policies grant operations on keys."""
    return [
        grant
        for written in statements(graph)
        if written.kind is PolicyKind.IDENTITY and written.allows is not Verdict.NO
        for grant in _alias_grants(graph, written)
    ]


@fact
def ignored_resources(graph: Graph) -> list[IgnoredResource]:
    """Return the resources of key policies that never match, or may not."""
    return [found for each in key_statements(graph) for found in _ignored(graph, each)]


def statements_on_aliases(graph: Graph) -> set[int]:
    """Return the statements, by identity, of which KMS-011 or KMS-012 says that a resource is idle."""
    granted = {id(each.written.statement) for each in alias_grants(graph)}
    return granted | {id(each.key_statement.written.statement) for each in ignored_resources(graph)}


def _alias_grants(graph: Graph, written: Written) -> Iterator[AliasGrant]:
    statement = written.statement
    patterns = statement.resources or ()
    if statement.resources_inverted or not any(is_alias(graph, each, written.entity) for each in patterns):
        return
    granted = tuple(spelled for spelled, _ in operations(statement)) or _all_but(statement)
    keys = [each for each in patterns if may_be_key(graph, each, written.entity)]
    for at, pattern in enumerate(patterns if granted else ()):
        if is_alias(graph, pattern, written.entity):
            key = _target(graph, pattern, written.entity)
            among = _is_among(graph, key, keys)
            if among is not Verdict.YES:
                missing = written.needs or (f"which key the alias in {written.title} names",)
                yield AliasGrant(written, at, key, printable(written.source, granted), written.allows & ~among, missing)


def _all_but(statement: Statement) -> tuple[str, ...]:
    """Return what a statement with ``NotAction`` grants on keys."""
    return ("the use of keys",) if statement.actions_inverted and on_action(statement, _DECRYPT) is Verdict.YES else ()


def is_alias(graph: Graph, pattern: Glob | Template, near: Entity) -> bool:
    """Tell whether a resource is an alias, or aliases, and never a key."""
    parts = _segments(pattern.tokens) if isinstance(pattern, Glob) else []
    if len(parts) == 1 and len(parts[0]) == 1:
        return _alias_named(graph, parts[0][0], near) is not None
    if len(parts) != _SEGMENTS or not _is_kms(parts[_SERVICE]):
        return False
    last = parts[-1]
    return last[: len(_ALIAS)] == _ALIAS or (len(last) == 1 and _alias_named(graph, last[0], near) is not None)


def may_be_key(graph: Graph, pattern: Glob | Template, near: Entity) -> bool:
    """Tell whether a resource may be a key."""
    if not isinstance(pattern, Glob):
        return True
    parts = _segments(pattern.tokens)
    if is_alias(graph, pattern, near):
        return False
    if len(parts) != _SEGMENTS:
        return not all(isinstance(each, str) for each in pattern.tokens)
    return _is_kms(parts[_SERVICE]) and _begins_like(parts[-1], _KEY)


def _is_kms(tokens: tuple[Token, ...]) -> bool:
    return Glob(tokens).match("kms") is not Verdict.NO


def _begins_like(tokens: tuple[Token, ...], start: tuple[str, ...]) -> bool:
    """Tell whether what matches a pattern may begin with a text."""
    for wanted, token in zip(start, tokens, strict=False):
        if token is STAR or (token is not ANY and not isinstance(token, str)):
            return True
        if token is not ANY and token != wanted:
            return False
    return True


def _segments(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """Split a pattern at its first five colons: a key's ARN holds no more, so that no wildcard stands for one."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token == _COLON and len(found) < _SEGMENTS:
            found.append([])
        else:
            found[-1].append(token)
    return [tuple(part) for part in found]


def _alias_named(graph: Graph, token: Token, near: Entity) -> KeyAlias | None:
    found = graph.find(token, KeyAlias, near) if isinstance(token, Reference) else None
    return found if isinstance(found, KeyAlias) else None


def _target(graph: Graph, pattern: Glob | Template, near: Entity) -> Key | None:
    """Return the key behind an alias ARN that holds no wildcards."""
    if not isinstance(pattern, Glob) or STAR in pattern.tokens or ANY in pattern.tokens:
        return None
    named = joined(pattern.tokens)  # type: ignore[arg-type]  # without wildcards, tokens are parts of a text
    found = key_of(graph, named, near)  # type: ignore[arg-type]  # likewise: a text, or a reference alone
    return found if isinstance(found, Key) and not found.looked_up else None


def _is_among(graph: Graph, key: Key | None, patterns: Iterable[Glob | Template]) -> Verdict:
    """Tell whether the statement's other resources name the key that an alias names."""
    patterns = tuple(patterns)
    if not patterns:
        return Verdict.NO
    if key is None:
        return Verdict.UNDECIDED
    arn = names(graph).arn(protected_of(graph, key))
    matched = (each.match(arn) if isinstance(each, Glob) else Verdict.UNDECIDED for each in patterns)
    return reduce(or_, matched, Verdict.NO)


def _ignored(graph: Graph, each: KeyStatement) -> Iterator[IgnoredResource]:
    statement, holder = each.written.statement, each.written.entity
    patterns = statement.resources or ()
    if statement.resources_inverted or any(isinstance(one, Glob) and one.tokens == (STAR,) for one in patterns):
        return
    arn = own_arn(graph, each)
    answers = [_is_not(graph, one, arn, holder) for one in patterns]
    for at, (pattern, answer) in enumerate(zip(patterns, answers, strict=True)):
        verdict = answer & holder.presence
        if verdict is not Verdict.NO:
            is_whole = all(other is Verdict.YES for other in answers)
            missing = readable_needs(needs(arn)) if each.key is None else each.written.needs
            found = is_alias(graph, pattern, holder)
            yield IgnoredResource(each, at, found, is_whole, verdict, missing or (each.title,))


def _is_not(graph: Graph, pattern: Glob | Template, arn: object, holder: Entity) -> Verdict:
    """Tell whether a resource is another one than the key of a given ARN."""
    if not may_be_key(graph, pattern, holder):
        return Verdict.YES
    return ~pattern.match(arn) if isinstance(pattern, Glob) else Verdict.UNDECIDED  # type: ignore[arg-type]  # a value
