"""``for`` expressions.

Source: Terraform language documentation, "For Expressions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.dispatch import evaluate
from seamlint.evaluate.terraform.errors import ConversionError, EvaluationError
from seamlint.evaluate.terraform.invariants import once
from seamlint.evaluate.terraform.limits import TOO_MUCH, bounded
from seamlint.evaluate.terraform.types import BOOL, DYNAMIC, STRING, Primitive, friendly_name
from seamlint.evaluate.terraform.values import (
    List,
    Map,
    Null,
    Object,
    Set,
    Tuple,
    Unknown,
    Value,
    entries_of,
    mark,
    type_of,
    unknown,
    unmark,
)
from seamlint.syntax.hcl.tree import Expression, ForObject, ForTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.terraform.scope import Scope

_STEPS_A_ROUND = 8
Rounds = tuple["Iterator[Scope]", frozenset[str], "Unknown | None"]


def iterate(collection: Expression, key: str | None, value: str, scope: Scope) -> Rounds:
    """Return the scopes of the rounds over a collection, its marks, and the collection itself while it is unknown.

    One scope serves all rounds: it is to be used before the next is asked for.

    Raises:
        EvaluationError: it is null or nothing that can be iterated over.
    """
    source, marks = unmark(evaluate(collection, scope))
    if isinstance(source, Null):
        message = "Iteration over null value: A null value cannot be used as the collection in a 'for' expression."
        raise EvaluationError(message, collection.start, collection.end)
    kind = type_of(source)
    if isinstance(kind, Primitive) and kind is not DYNAMIC:
        raise EvaluationError(
            f"Iteration over non-iterable value: A value of type {friendly_name(kind)} cannot be used as the collection"
            " in a 'for' expression.",
            collection.start,
            collection.end,
        )
    if isinstance(source, Unknown):
        return iter(()), marks, source
    return _rounds(collection, elements(source), key, value, scope), marks, None


def elements(source: Value) -> Iterable[tuple[Value, Value]]:
    """Return the pairs of key and value that iteration over a known collection gives."""
    if isinstance(source, (Map, Object)):
        return entries_of(source)
    if isinstance(source, Set):
        return zip(source.items, source.items, strict=True)
    assert isinstance(source, (List, Tuple))
    return enumerate(source.items)


def _rounds(
    collection: Expression, pairs: Iterable[tuple[Value, Value]], key: str | None, value: str, scope: Scope
) -> Iterator[Scope]:
    inner = scope.child({})
    for at, item in pairs:
        if not scope.work.spend(_STEPS_A_ROUND):
            raise EvaluationError(f"{TOO_MUCH}.", collection.start, collection.end)
        if key is not None:
            inner.names[key] = at
        inner.names[value] = item
        yield inner


class _Collecting:
    """What the rounds of one ``for`` add up to besides their results: marks, and what leaves the whole unknown."""

    def __init__(self, node: ForTuple | ForObject, marks: frozenset[str]) -> None:
        self.node = node
        self.marks = marks
        self.undecided: list[Value] = []

    def includes(self, scope: Scope) -> bool:
        """Tell whether the ``if`` clause lets a round in."""
        node = self.node.condition
        if node is None:
            return True
        value, marks = unmark(_as_bool(evaluate(node, scope), node))
        self.marks |= marks
        if isinstance(value, Unknown):
            self.undecided.append(value)
        return value is True

    def finish(self, result: Value) -> Value:
        """Return the result, or an unknown when some round was undecided."""
        if self.undecided:
            return mark(unknown(DYNAMIC, *self.undecided), self.marks)
        return mark(bounded(result, self.node), self.marks)


def _as_bool(value: Value, node: Expression) -> Value:
    if isinstance(unmark(value)[0], Null):
        message = "Invalid 'for' condition: The value of the 'if' clause must not be null."
        raise EvaluationError(message, node.start, node.end)
    try:
        return convert(value, BOOL)
    except ConversionError as error:
        message = f"Invalid 'for' condition: The 'if' clause value is invalid: {error}."
        raise EvaluationError(message, node.start, node.end) from None


def _start(node: ForTuple | ForObject, scope: Scope) -> tuple[_Collecting, Iterator[Scope]]:
    rounds, marks, source = iterate(node.collection, node.key_name, node.value_name, scope)
    collecting = _Collecting(node, marks)
    if source is not None:
        collecting.undecided.append(source)
    if node.condition is not None and (source is None or source.type is not DYNAMIC):
        _check_condition(node, node.condition, scope)
    return collecting, rounds


def _check_condition(node: ForTuple | ForObject, condition: Expression, scope: Scope) -> None:
    """Refuse an ``if`` clause that can hold for no item, even when there is none: Terraform does."""
    anything = Unknown(DYNAMIC, ())
    names: dict[str, Value] = {node.value_name: anything}
    if node.key_name is not None:
        names[node.key_name] = anything
    _as_bool(evaluate(condition, scope.child({**names})), condition)


@once
def evaluate_for_tuple(node: ForTuple, scope: Scope) -> Value:
    """Return ``[for ...]``."""
    collecting, rounds = _start(node, scope)
    items = [evaluate(node.result, inner) for inner in rounds if collecting.includes(inner)]
    return collecting.finish(Tuple(items))


@once
def evaluate_for_object(node: ForObject, scope: Scope) -> Value:
    """Return ``{for ...}``."""
    collecting, rounds = _start(node, scope)
    entries: dict[str, Value] = {}
    groups: dict[str, list[Value]] = {}
    for inner in rounds:
        key = _key(node, inner, collecting) if collecting.includes(inner) else None
        if key is None:
            continue
        value = evaluate(node.result, inner)
        if node.group:
            groups.setdefault(key, []).append(value)
        elif key in entries:
            raise _duplicate(node, key)
        else:
            entries[key] = value
    return collecting.finish(Object({key: Tuple(items) for key, items in groups.items()} if node.group else entries))


def _key(node: ForObject, scope: Scope, collecting: _Collecting) -> str | None:
    value, marks = unmark(evaluate(node.key, scope))
    collecting.marks |= marks
    if isinstance(value, Null):
        message = "Invalid object key: Key expression in 'for' expression must not produce a null value."
        raise EvaluationError(message, node.key.start, node.key.end)
    if isinstance(value, Unknown):
        collecting.undecided.append(value)
        return None
    try:
        key = convert(value, STRING)
    except ConversionError as error:
        message = f"Invalid object key: The key expression produced an invalid result: {error}."
        raise EvaluationError(message, node.key.start, node.key.end) from None
    return key if isinstance(key, str) else None


def _duplicate(node: ForObject, key: str) -> EvaluationError:
    return EvaluationError(
        f"Duplicate object key: Two different items produced the key \"{key}\" in this 'for' expression. If duplicates"
        " are expected, use the ellipsis (...) after the value expression to enable grouping by key.",
        node.key.start,
        node.key.end,
    )


FORMS = {ForTuple: evaluate_for_tuple, ForObject: evaluate_for_object}
