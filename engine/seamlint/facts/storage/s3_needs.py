"""What statements about S3 are for: single actions on buckets or objects that are named.

A statement on all buckets, or on buckets by a pattern, says nothing of what is really used, and is left out.
Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Verdict
from seamlint.facts.iam import services
from seamlint.facts.iam.access.holders import on_action
from seamlint.facts.iam.access.names import joined
from seamlint.facts.iam.access.witnesses import example
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import WILDCARDS, Glob
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.access.policies import Policy
    from seamlint.facts.iam.documents import Statement

_AROUND_ARN = Pattern(r"arn:[^:$]*:s3:::(\$\{[^}]*\.[aA]rn\})")
_ON_OBJECTS = ("s3:getobject", "s3:putobject", "s3:deleteobject")
_ON_BUCKETS = ("s3:listbucket", "s3:getbucketlocation")


class Need(NamedTuple):
    """What a statement is for on one bucket or object.

    Attributes:
        actions: in lower case.
        all_of_them: whether each is asked for by name; otherwise a pattern gives them, and any one may be what it is
            for.
        arn: of the bucket, or of an object.
        written: how the statement names it.
    """

    actions: tuple[str, ...]
    all_of_them: bool
    arn: Value
    written: str


def granted_needs(policies: Iterable[Policy]) -> Iterator[tuple[Policy, Statement, Need]]:
    """Yield what the Allow statements of policies are for, with where they stand."""
    for policy in policies:
        for statement in policy.document.statements:
            if statement.effect is Effect.ALLOW:
                yield from ((policy, statement, need) for need in s3_needs(statement))


def s3_needs(statement: Statement) -> Iterator[Need]:
    """Yield what a statement is about."""
    if statement.actions_inverted or statement.resources_inverted:
        return
    for pattern in statement.resources or ():
        if isinstance(pattern, Glob) and _names_a_bucket(pattern):
            arn = example(pattern)
            need = _need(statement, arn, _as_written(pattern))
            if need.actions:
                yield need


def bucket_arn(arn: Value) -> Value:
    """Return the ARN of the bucket that an object's ARN begins with."""
    if isinstance(arn, str):
        return arn.partition("/")[0]
    before: list[Value] = []
    for part in arn.parts if isinstance(arn, Text) else (arn,):
        head, slash, _ = part.partition("/") if isinstance(part, str) else (part, "", "")
        before.append(head)
        if slash:
            break
    return joined(before)


def _need(statement: Statement, arn: Value, written: str) -> Need:
    on_object = any(isinstance(part, str) and "/" in part for part in _parts(arn))
    named = tuple(filter(None, map(_exact, statement.actions)))
    fitting = tuple(each for each in named if _fits(each, on_object=on_object))
    if fitting:
        return Need(fitting, all_of_them=True, arn=arn, written=written)
    candidates = _ON_OBJECTS if on_object else _ON_BUCKETS
    meant = tuple(each for each in candidates if each not in named and on_action(statement, each) is Verdict.YES)
    return Need(meant, all_of_them=False, arn=arn, written=written)


def _exact(action: Glob) -> str | None:
    """Return an action of S3 that is written without wildcards."""
    text = "".join(token for token in action.tokens if isinstance(token, str))
    return text if len(text) == len(action.tokens) and text.startswith("s3:") else None


def _fits(action: str, *, on_object: bool) -> bool:
    known = services.action(action)
    return known is not None and ("object" if on_object else "bucket") in known.resource_types


def _names_a_bucket(pattern: Glob) -> bool:
    """Tell whether a pattern names one bucket, or objects of one."""
    return not any(letter in WILDCARDS.values() for letter in takewhile(lambda letter: letter != "/", pattern.tokens))


def _parts(arn: Value) -> tuple[object, ...]:
    return arn.parts if isinstance(arn, Text) else (arn,)


def _as_written(pattern: Glob) -> str:
    return _AROUND_ARN.sub(r"\1", "".join(map(_spelt, pattern.tokens)))


def _spelt(token: object) -> str:
    if isinstance(token, str):
        return token
    if isinstance(token, Reference):
        attribute = "Arn" if token.attribute == "arn" and "." not in token.address else token.attribute
        return f"${{{token.address}.{attribute}}}"
    return next((sign for sign, wild in WILDCARDS.items() if wild is token), "")
