"""Functions that combine sets.

Source: Terraform documentation, "Collection Functions".
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.convert import convert, refined
from seamlint.evaluate.terraform.errors import ConversionError, FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.sets import identity, make_set
from seamlint.evaluate.terraform.types import COLLECTIONS, DYNAMIC, ListOf, SetOf, TupleOf, Type
from seamlint.evaluate.terraform.unify import unify
from seamlint.evaluate.terraform.values import (
    NOT_NULL,
    List,
    Refinement,
    Set,
    Tuple,
    Unknown,
    Value,
    is_wholly_known,
    mark,
    needs_of,
    type_of,
    unknown,
    unmark,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGEST_PRODUCT = 100_000
_FIRST = Parameter("first_set", SetOf(DYNAMIC), dynamic=True)
_OTHERS = Parameter("other_sets", SetOf(DYNAMIC), dynamic=True)


def _result_type(*sets: Value) -> Type:
    elements = []
    for value in sets:
        kind = type_of(value)
        element = kind.element if isinstance(kind, SetOf) else DYNAMIC
        if not (isinstance(value, Set) and not value.items and element is DYNAMIC):
            elements.append(element)
    if not elements:
        return SetOf(DYNAMIC)
    common = unify(elements)
    if common is None:
        raise FunctionError("given sets must all have compatible element types")
    return SetOf(common)


def _same_type(sets: tuple[Value, ...]) -> tuple[Type, list[Value]]:
    kind = _result_type(*sets)
    converted = []
    for position, value in enumerate(sets):
        try:
            converted.append(convert(value, kind))
        except ConversionError as error:
            raise FunctionError(str(error), position) from None
    return kind, converted


def _combine(sets: tuple[Value, ...], keep: Callable[[object, list[set[tuple[str, object]]]], bool]) -> Value:
    """Return the elements of the first set that are to be kept, given the other sets."""
    kind, converted = _same_type(sets)
    if not all(is_wholly_known(value) and isinstance(value, Set) for value in converted):
        return unknown(kind, *converted, refinement=NOT_NULL)
    first, *others = (value.items for value in converted if isinstance(value, Set))
    keys = [set(map(identity, items)) for items in others]
    return make_set(_element(kind), (item for item in first if keep(identity(item), keys)))


def _element(kind: Type) -> Type:
    return kind.element if isinstance(kind, COLLECTIONS) else DYNAMIC


@function("setunion", _FIRST, rest=_OTHERS, returns=_result_type, refinement=NOT_NULL)
def setunion(*sets: Value) -> Value:
    """Return all elements of some sets."""
    kind, converted = _same_type(sets)
    if not all(isinstance(value, Set) for value in converted):
        return unknown(kind, *converted, refinement=NOT_NULL)
    return make_set(_element(kind), (item for value in converted if isinstance(value, Set) for item in value.items))


@function("setintersection", _FIRST, rest=_OTHERS, returns=_result_type, refinement=NOT_NULL)
def setintersection(*sets: Value) -> Value:
    """Return the elements that are in all of some sets."""
    return _combine(sets, lambda item, others: all(item in other for other in others))


@function(
    "setsubtract",
    Parameter("a", SetOf(DYNAMIC), dynamic=True),
    Parameter("b", SetOf(DYNAMIC), dynamic=True),
    returns=_result_type,
    refinement=NOT_NULL,
)
def setsubtract(left: Value, right: Value) -> Value:
    """Return the elements of one set that are not in another."""
    return _combine((left, right), lambda item, others: item not in others[0])


def _product_type(*sets: Value) -> Type:
    if len(sets) < 2:
        raise FunctionError("at least two arguments are required")
    kinds = [type_of(value) for value in sets]
    items = tuple(_factor(position, kind) for position, kind in enumerate(kinds))
    return (SetOf if any(isinstance(kind, SetOf) for kind in kinds) else ListOf)(TupleOf(items))


def _factor(position: int, kind: Type) -> Type:
    if isinstance(kind, (SetOf, ListOf)):
        return kind.element
    if not isinstance(kind, TupleOf):
        raise FunctionError("a set or a list is required", position)
    element = unify(kind.items) if kind.items else DYNAMIC
    if element is None:
        raise FunctionError("all elements must be of the same type", position)
    return element


@function("setproduct", rest=Parameter("sets", unknown=True, marked=True), returns=_product_type, refinement=NOT_NULL)
def setproduct(*sets: Value) -> Value:
    """Return every combination of one element of each; a list when no set is among the arguments."""
    kind = _product_type(*sets)
    bare, marks = zip(*map(unmark, sets), strict=True)
    result = _product(kind, bare) if all(map(_has_length, bare)) else _unknown_product(kind, bare)
    return mark(result, frozenset().union(*marks))


def _has_length(value: Value) -> bool:
    if isinstance(value, Set):
        return len(value.items) <= 1 or is_wholly_known(value)
    return isinstance(value, (List, Tuple))


def _product(kind: Type, factors: tuple[Value, ...]) -> Value:
    inner = _element(kind)
    assert isinstance(inner, TupleOf)
    columns = [
        [convert(item, wanted) for item in factor.items]
        for factor, wanted in zip(factors, inner.items, strict=True)
        if isinstance(factor, (List, Set, Tuple))
    ]
    if prod(map(len, columns)) > _LARGEST_PRODUCT:
        return Unknown(kind, (f"a setproduct of at most {_LARGEST_PRODUCT} combinations",))
    rows: list[Value] = [Tuple(list(row)) for row in product(*columns)]
    if isinstance(kind, ListOf):
        return List(type_of(rows[0]) if rows else inner, rows)
    return make_set(type_of(rows[0]) if rows else inner, rows)


def _unknown_product(kind: Type, factors: tuple[Value, ...]) -> Value:
    highest = [high for high in map(_longest, factors) if high is not None]
    high = prod(highest) if len(highest) == len(factors) else None
    bounds = NOT_NULL if high is None else Refinement(not_null=True, low=min(high, 1), high=high)
    return refined(Unknown(kind, needs_of(*factors), refinement=bounds))


def _longest(value: Value) -> int | None:
    if isinstance(value, (List, Set, Tuple)):
        return len(value.items) if _has_length(value) else None
    if isinstance(value, Unknown) and isinstance(value.type, TupleOf):
        return len(value.type.items)
    high = value.refinement.high if isinstance(value, Unknown) else None
    return None if high is None else int(high)
