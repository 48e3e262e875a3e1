"""Conditions that keep strangers out: which condition keys a statement holds to values that a stranger cannot have.

An Allow is guarded by a condition of its own, or by a Deny of the same document that spares only who meets it. A
condition that a request without the key meets (``...IfExists``, ``ForAllValues:``) guards nothing.
"AWS global condition context keys", "The confused deputy problem", "Set operators for multivalued context keys" and
"IAM policy elements: Variables and tags" in the IAM User Guide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown, Value, Verdict
from seamlint.facts.iam.automata import ANY, STAR
from seamlint.facts.iam.conditions import Quantifier
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import Glob, glob, includes_all, literal
from seamlint.facts.iam.variables import Template, Variable, template
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from seamlint.facts.iam.automata import Token
    from seamlint.facts.iam.conditions import Condition
    from seamlint.facts.iam.documents import Document, Statement
    from seamlint.facts.iam.operators import Operator

Fixes = Callable[["Operator", Value], Verdict]
"""Whether a value of a condition keeps strangers out."""
Guards = Callable[[str], "Fixes | None"]
"""By condition key in lower case, what its value has to be; None for a key that tells nothing."""

_YES, _NO, _UNDECIDED = Verdict.YES, Verdict.NO, Verdict.UNDECIDED
_LIKE = Pattern(r"String(Not)?Like|Arn")
_OF_THE_RESOURCE = frozenset({"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"})
# "AWS global condition context keys": in the context of every signed request; "AWS KMS condition keys": of every
# request to KMS, of every kms:CreateGrant; of every iam:PassRole.
_ALWAYS_THERE = frozenset(
    (
        *("aws:principalarn", "aws:principalaccount", "aws:userid"),
        *("kms:calleraccount", "kms:grantoperations", "iam:passedtoservice"),
    )
)
_OWN_SERVICES = "aws:principalisawsservice"
_ACCOUNT_SEGMENT = 4
_SOME_TEXT, _COLON = "\0", ":"


def table(guards: Mapping[str, Fixes]) -> Guards:
    """Return guards by key; the keys are written as AWS writes them."""
    by_key = {key.lower(): fixes for key, fixes in guards.items()}
    return by_key.get


def guarded(document: Document, statement: Statement, guards: Guards) -> Verdict:
    """Tell whether an Allow is limited to callers that one of the guards tells apart."""
    own = _any(pinned(condition, guards) for condition in statement.conditions)
    if own is _YES:
        return own
    return own | _any(_spares_few(other, statement, guards) for other in document.statements if other is not statement)


def pinned(condition: Condition, guards: Guards) -> Verdict:
    """Tell whether a condition of an Allow holds only for callers that a guard tells apart."""
    if condition.is_unknown:
        return _UNDECIDED
    fixes = guards(condition.key)
    if fixes is None or condition.operator is None or condition.operator.negated or _holds_on_absence(condition):
        return _NO
    return _all(fixes(condition.operator, value) for value in condition.values)


def _holds_on_absence(condition: Condition) -> bool:
    lenient = condition.if_exists or condition.quantifier is Quantifier.ALL
    return lenient and condition.key not in _ALWAYS_THERE


def _spares_few(deny: Statement, allow: Statement, guards: Guards) -> Verdict:
    """Tell whether a statement denies what an Allow gives to all callers but those that a guard tells apart."""
    if deny.effect is None:
        return _UNDECIDED
    of_all = deny.principals is None or (deny.principals.everyone and not deny.principals.inverted)
    if deny.effect is Effect.ALLOW or not deny.conditions or not of_all:
        return _NO
    return covers(deny, allow) & _all(_spares(condition, guards) for condition in deny.conditions)


def _spares(condition: Condition, guards: Guards) -> Verdict:
    """Tell whether a condition of a Deny lets through only callers that a guard tells apart, or AWS's own services."""
    if condition.is_unknown:
        return _UNDECIDED
    values = {value.lower() if isinstance(value, str) else value for value in condition.values}
    if condition.key == _OWN_SERVICES:
        return Verdict.of(values == {"false"})
    fixes = guards(condition.key)
    if fixes is None or condition.operator is None:
        return _NO
    if condition.operator.name == "Bool":
        return Verdict.of(condition.if_exists and values == {"false"})
    if not condition.operator.negated or condition.quantifier is Quantifier.ANY:
        return _NO
    return _all(fixes(condition.operator, value) for value in condition.values)


def covers(one: Statement, other: Statement) -> Verdict:
    """Tell whether a statement speaks of all actions and resources that another one speaks of."""
    actions = _includes(one.actions, one.actions_inverted, other.actions, other.actions_inverted)
    if one.resources is None or other.resources is None:
        return actions
    inner = [each if isinstance(each, Glob) else Glob(each.widest()) for each in other.resources]
    outer = [each for each in one.resources if isinstance(each, Glob)]
    if one.resources_inverted and len(outer) < len(one.resources):
        return Verdict.NO
    return actions & _includes(outer, one.resources_inverted, inner, other.resources_inverted)


def _includes(outer: Sequence[Glob], all_but: bool, inner: Sequence[Glob], inner_all_but: bool) -> Verdict:
    """Tell whether some patterns, or everything but them, include others, or everything but those."""
    if not all_but and any(each.tokens == (STAR,) for each in outer):
        return _YES
    if all_but and inner_all_but:
        return _all(includes_all(inner, each) for each in outer)
    if all_but:
        return _all(~each.overlaps(other) for each in outer for other in inner)
    return _NO if inner_all_but else _all(includes_all(outer, each) for each in inner)


def any_value(_operator: Operator, value: Value) -> Verdict:
    """Accept every value that is not all wildcards: nobody guesses it."""
    tokens = _tokens(_operator, value)
    if tokens is None:
        return _NO
    return _YES if any(isinstance(token, (str, Reference)) for token in tokens) else _open(tokens)


def exact(operator: Operator, value: Value) -> Verdict:
    """Accept a value without wildcards and without variables that the caller fills in."""
    tokens = _tokens(operator, value)
    return _NO if tokens is None else _open(tokens)


def up_to(delimiter: str) -> Fixes:
    """Return what accepts values that are exact up to a delimiter, such as an organisation's id in a path."""

    def fixes(operator: Operator, value: Value) -> Verdict:
        tokens = _tokens(operator, value)
        return _NO if tokens is None else _open(_before(delimiter, tokens))

    return fixes


def arn_of_somebody(operator: Operator, value: Value) -> Verdict:
    """Accept ARNs that name an account, or, where the service leaves that out, one resource (a bucket)."""
    tokens = _tokens(operator, value)
    if tokens is None:
        return _NO
    segments: list[list[Token]] = [[]]
    for token in tokens:
        if token == _COLON and len(segments) <= _ACCOUNT_SEGMENT + 1:
            segments.append([])
        else:
            segments[-1].append(token)
    if len(segments) <= _ACCOUNT_SEGMENT + 1:
        first = next(iter(tokens), None)
        return _YES if isinstance(first, Reference) and first.attribute.lower().endswith("arn") else _open(tokens)
    account, resource = segments[_ACCOUNT_SEGMENT : _ACCOUNT_SEGMENT + 2]
    return _open(account) if account else _open(_before("/", resource))


def is_true(_operator: Operator, value: Value) -> Verdict:
    """Accept ``true``."""
    return Verdict.of(value.lower() == "true") if isinstance(value, str) else _UNDECIDED


def limit(_operator: Operator, _value: Value) -> Verdict:
    """Accept every limit of a number: a request without the key meets none."""
    return _YES


def addresses(_operator: Operator, value: Value) -> Verdict:
    """Accept every range of addresses but all of them."""
    return Verdict.of(not value.endswith("/0")) if isinstance(value, str) else _UNDECIDED


def _tokens(operator: Operator, value: Value) -> Iterable[Token] | None:
    """Return the pattern that a value spells; None where the caller's own attributes fill it in."""
    with_variables = template(value)
    if with_variables is not None:
        return () if _is_of_the_resource(with_variables) else None
    if _LIKE.match(operator.name):
        return glob(value).tokens
    return [_SOME_TEXT if isinstance(token, Unknown) else token for token in literal(value).tokens]


def _is_of_the_resource(value: Template) -> bool:
    return all(part.key in _OF_THE_RESOURCE for part in value.parts if isinstance(part, Variable))


def _before(delimiter: str, tokens: Iterable[Token]) -> list[Token]:
    """Return a pattern up to a delimiter; a pattern that ends before it goes on with anything if it may."""
    found: list[Token] = []
    for token in tokens:
        if token == delimiter:
            break
        found.append(token)
    return found


def _open(tokens: Iterable[Token]) -> Verdict:
    """Tell whether a pattern has one text only; one that nobody knows may hold wildcards."""
    tokens = tuple(tokens)
    if ANY in tokens or STAR in tokens:
        return _NO
    return _UNDECIDED if any(isinstance(token, Unknown) for token in tokens) else _YES


def _any(answers: Iterable[Verdict]) -> Verdict:
    return reduce(or_, answers, _NO)


def _all(answers: Iterable[Verdict]) -> Verdict:
    return reduce(and_, answers, _YES)
