"""Functions of lists, sets and tuples.

Source: Terraform documentation, "Collection Functions".
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate.terraform.convert import convert, refined
from seamlint.evaluate.terraform.errors import ConversionError, FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.functions.whole_numbers import whole_number
from seamlint.evaluate.terraform.numbers import Number, rounded
from seamlint.evaluate.terraform.sets import identity
from seamlint.evaluate.terraform.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
    friendly_name,
)
from seamlint.evaluate.terraform.unify import unify
from seamlint.evaluate.terraform.values import (
    NOT_NULL,
    List,
    Map,
    Null,
    Object,
    Set,
    Tuple,
    Unknown,
    Value,
    computed,
    entries_of,
    is_wholly_known,
    mark,
    type_of,
    unknown,
    unmark,
)
from seamlint.evaluate.values import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_RANGE = 1024
_LIST_OF_ANY = Parameter("list", ListOf(DYNAMIC))


@function("compact", Parameter("list", ListOf(STRING)), returns=ListOf(STRING), refinement=NOT_NULL)
def compact(values: List) -> Value:
    """Return a list without its nulls and empty texts; a text of which something is known is none."""
    if not all(is_wholly_known(item) or _has_text(item) for item in values.items):
        return unknown(ListOf(STRING), values, refinement=NOT_NULL)
    return List(STRING, [item for item in values.items if not isinstance(item, Null) and item != ""])


def _has_text(item: Value) -> bool:
    return isinstance(item, Unknown) and any(isinstance(part, str) for part in item.parts)


@function("distinct", _LIST_OF_ANY, returns=type_of, refinement=NOT_NULL)
def distinct(values: List) -> Value:
    """Return a list without later doubles."""
    if not is_wholly_known(values):
        return unknown(type_of(values), values, refinement=NOT_NULL)
    found: dict[object, Value] = {}
    for item in values.items:
        found.setdefault(identity(item), item)
    return List(values.element, list(found.values()))


def _chunks_type(values: Value, _: Value) -> Type:
    return ListOf(type_of(values))


@function(
    "chunklist",
    Parameter("list", ListOf(DYNAMIC), marked=True),
    Parameter("size", NUMBER, marked=True),
    returns=_chunks_type,
    refinement=NOT_NULL,
)
def chunklist(values: Value, size: Value) -> Value:
    """Return a list cut into lists of a size; of size 0, one list of all."""
    (bare, marks), (number, size_marks) = unmark(values), unmark(size)
    assert isinstance(bare, List)
    assert isinstance(number, (int, Fraction))
    length = whole_number(number, 1)
    if length < 0:
        raise FunctionError("the size argument must be positive")
    length = length or max(len(bare.items), 1)
    chunks: list[Value] = [List(bare.element, bare.items[at : at + length]) for at in range(0, len(bare.items), length)]
    return mark(List(ListOf(bare.element), chunks), marks | size_marks)


def _concat_type(*sequences: Value) -> Type:
    if not sequences:
        raise FunctionError("at least one argument is required")
    kinds = [type_of(value) for value in sequences]
    if all(isinstance(kind, ListOf) for kind in kinds) and (common := unify(kinds)) is not None:
        return common
    items: list[Type] = []
    for position, (kind, value) in enumerate(zip(kinds, sequences, strict=True)):
        bare = unmark(value)[0]
        if isinstance(kind, TupleOf):
            items += kind.items
        elif not isinstance(kind, ListOf):
            message = f"all arguments must be lists or tuples; got {friendly_name(kind)}"
            raise FunctionError(message, position)
        elif not isinstance(bare, List):
            return DYNAMIC
        else:
            items += [kind.element] * len(bare.items)
    return TupleOf(tuple(items))


@function("concat", rest=Parameter("seqs", marked=True), returns=_concat_type, refinement=NOT_NULL)
def concat(*sequences: Value) -> Value:
    """Return the items of lists and tuples, one after the other: a list when all are lists of a common type."""
    kind = _concat_type(*sequences)
    items: list[Value] = []
    marks: frozenset[str] = frozenset()
    for value in sequences:
        bare, own = unmark(convert(value, kind) if isinstance(kind, ListOf) else value)
        assert isinstance(bare, (List, Tuple))
        items += bare.items
        marks |= own
    return mark(List(kind.element, items) if isinstance(kind, ListOf) else Tuple(items), marks)


def _element_type(values: Value, index: Value) -> Type:
    kind = type_of(values)
    if isinstance(kind, ListOf):
        return kind.element
    if not isinstance(kind, TupleOf):
        raise FunctionError(f"cannot read elements from {friendly_name(kind)}")
    if isinstance(index, Unknown):
        return DYNAMIC
    return kind.items[_wrapped(index, len(kind.items))]


def _wrapped(index: Value, length: int) -> int:
    assert isinstance(index, (int, Fraction))
    position = whole_number(index, 1)
    if length == 0:
        raise FunctionError("cannot use element function with an empty list")
    return position % length


@function("element", Parameter("list", marked=True), Parameter("index", NUMBER), returns=_element_type)
def element(values: Value, index: Value) -> Value:
    """Return the item at a position, counted on from the start again beyond the end."""
    bare, marks = unmark(values)
    if not isinstance(bare, (List, Tuple)):
        raise FunctionError(f"cannot read elements from {friendly_name(type_of(bare))}")
    position = _wrapped(index, len(bare.items))
    if isinstance(bare, Tuple) and isinstance(index, int) and index < 0 < position:
        # Terraform 1.11 counts from the end of lists only.
        raise FunctionError("a negative index is possible only for a list; convert with tolist() first", 1)
    return mark(bare.items[position], marks)


def _flatten_type(values: Value) -> Type:
    if not is_wholly_known(values):
        return DYNAMIC
    kind = type_of(values)
    if not isinstance(kind, (ListOf, SetOf, TupleOf)):
        raise FunctionError("can only flatten lists, sets and tuples")
    return DYNAMIC


@function("flatten", Parameter("list", marked=True), returns=_flatten_type, refinement=NOT_NULL)
def flatten(values: Value) -> Value:
    """Return a tuple with the items of all nested lists, sets and tuples."""
    bare, own = unmark(values)
    if isinstance(bare, (Map, Object)) and not is_wholly_known(bare):
        # Terraform looks at the type only once everything is known.
        values = mark(Tuple([item for _, item in entries_of(bare)]), own)
    elif not isinstance(bare, (List, Set, Tuple)):
        raise FunctionError("can only flatten lists, sets and tuples")
    marks: set[str] = set()
    items = list(_flattened(values, marks))
    unknowns = [item for item in items if isinstance(unmark(item)[0], Unknown) and _may_be_sequence(type_of(item))]
    return mark(unknown(DYNAMIC, *unknowns) if unknowns else Tuple(items), frozenset(marks))


def _flattened(value: Value, marks: set[str]) -> Iterator[Value]:
    bare, own = unmark(value)
    if not isinstance(bare, (List, Set, Tuple)):
        yield value
        return
    marks |= own
    if isinstance(bare, Set) and len(bare.items) > 1 and not is_wholly_known(bare):
        yield unknown(ListOf(bare.element), bare)
        return
    for item in bare.items:
        yield from _flattened(item, marks)


def _may_be_sequence(kind: Type) -> bool:
    return kind is DYNAMIC or isinstance(kind, (ListOf, SetOf, TupleOf))


def _reverse_type(values: Value) -> Type:
    kind = type_of(values)
    if isinstance(kind, TupleOf):
        return TupleOf(kind.items[::-1])
    if not isinstance(kind, (ListOf, SetOf)):
        raise FunctionError(f"can only reverse list or tuple values, not {friendly_name(kind)}", 0)
    return ListOf(kind.element)


@function("reverse", Parameter("list", marked=True), returns=_reverse_type, refinement=NOT_NULL)
def reverse(values: Value) -> Value:
    """Return the items from last to first."""
    bare, marks = unmark(values)
    if not isinstance(bare, (List, Set, Tuple)):
        raise FunctionError(f"can only reverse list or tuple values, not {friendly_name(type_of(bare))}", 0)
    items = bare.items[::-1]
    return mark(Tuple(items) if isinstance(bare, Tuple) else List(bare.element, items), marks)


def _slice_type(values: Value, start: Value, end: Value) -> Type:
    kind = type_of(values)
    if isinstance(kind, SetOf):
        message = "cannot slice a set, because its elements do not have indices; explicitly convert to a list first"
        raise FunctionError(message, 0)
    if not isinstance(kind, (ListOf, TupleOf)):
        raise FunctionError("must be a list or tuple value", 0)
    bare = unmark(values)[0]
    length = len(kind.items) if isinstance(kind, TupleOf) else len(bare.items) if isinstance(bare, List) else None
    first, last = _bound(start, length, 1, "start"), _bound(end, length, 2, "end")
    if first is not None and last is not None and first > last:
        raise FunctionError("start index must not be greater than end index", 1)
    if isinstance(kind, ListOf):
        return kind
    return DYNAMIC if first is None or last is None else TupleOf(kind.items[first:last])


def _bound(index: Value, length: int | None, argument: int, side: str) -> int | None:
    if isinstance(index, Unknown):
        return None
    assert isinstance(index, (int, Fraction))
    position = whole_number(index, argument)
    if position < 0:
        raise FunctionError(f"{side} index must not be less than zero", argument)
    if length is not None and position > length:
        raise FunctionError(f"{side} index must not be greater than the length of the list", argument)
    return position


@function(
    "slice",
    Parameter("list", marked=True, unknown=True),
    Parameter("start_index", NUMBER),
    Parameter("end_index", NUMBER),
    returns=_slice_type,
    refinement=NOT_NULL,
)
def slice_(values: Value, start: int, end: int) -> Value:
    """Return the items from one position up to another, exclusive."""
    kind = _slice_type(values, start, end)
    bare, marks = unmark(values)
    if isinstance(bare, Unknown):
        return mark(_slice_of_unknown(bare, range(start, end), kind), marks)
    assert isinstance(bare, (List, Tuple))
    items = bare.items[start:end]
    return mark(Tuple(items) if isinstance(bare, Tuple) else List(bare.element, items), marks)


def _slice_of_unknown(values: Unknown, positions: range, kind: Type) -> Value:
    """Return the items of a list that AWS computes: if it were too short for the slice, nothing would be deployed."""
    whose = values.parts[0] if len(values.parts) == 1 else None
    if not isinstance(whose, Reference) or not isinstance(kind, ListOf) or len(positions) > _LONGEST_RANGE:
        return unknown(kind, values, refinement=NOT_NULL)
    names = [f"{whose.attribute}.{position}" for position in positions]
    return List(kind.element, [computed(whose.unit, whose.address, name, kind.element) for name in names])


@function("range", rest=Parameter("params", NUMBER), returns=ListOf(NUMBER), refinement=NOT_NULL)
def range_(*limits: Number) -> Value:
    """Return the numbers from a start up to an end, exclusive, by steps."""
    if not 1 <= len(limits) <= 3:
        raise FunctionError("must have one, two, or three arguments")
    start, end = (0, limits[0]) if len(limits) == 1 else limits[:2]
    step = limits[2] if len(limits) == 3 else -1 if end < start else 1
    if step == 0:
        raise FunctionError("step must not be zero", 2)
    if (end - start) * step < 0:
        sign, side = ("negative", "less") if step < 0 else ("positive", "greater")
        raise FunctionError(f"end must be {side} than start when step is {sign}", 1)
    items: list[Value] = []
    while start < end if step > 0 else start > end:
        if len(items) == _LONGEST_RANGE:
            raise FunctionError(
                f"more than {_LONGEST_RANGE} values were generated; either decrease the difference between start and"
                " end or use a smaller step"
            )
        items.append(start)
        start = rounded(start + step)
    return List(NUMBER, items)


@function("sort", Parameter("list", ListOf(STRING), unknown=True), returns=ListOf(STRING), refinement=NOT_NULL)
def sort(values: List | Unknown) -> Value:
    """Return texts in the order of their bytes."""
    if isinstance(values, Unknown):
        bounds = replace(values.refinement, not_null=True)
        return refined(Unknown(ListOf(STRING), values.needs, refinement=bounds))
    if not is_wholly_known(values):
        return List(STRING, [unknown(STRING, values) for _ in values.items])
    for position, item in enumerate(values.items):
        if isinstance(item, Null):
            raise FunctionError(f"given list element {position} is null; a null string cannot be sorted", 0)
    return List(STRING, sorted(values.items, key=str))


def _one_type(values: Value) -> Type:
    kind = type_of(values)
    if isinstance(kind, (ListOf, SetOf)):
        return kind.element
    if isinstance(kind, TupleOf) and len(kind.items) <= 1:
        return kind.items[0] if kind.items else DYNAMIC
    raise FunctionError("must be a list, set, or tuple value with either zero or one elements", 0)


@function("one", Parameter("list"), returns=_one_type)
def one(values: Value) -> Value:
    """Return the only item, or null when there is none."""
    kind = _one_type(values)
    assert isinstance(values, (List, Set, Tuple))
    if isinstance(values, Set) and len(values.items) > 1 and not is_wholly_known(values):
        return unknown(kind, values)
    if len(values.items) > 1:
        raise FunctionError("must be a list, set, or tuple value with either zero or one elements", 0)
    return values.items[0] if values.items else Null(kind)


@function("sum", Parameter("list"), returns=NUMBER, refinement=NOT_NULL)
def sum_(values: Value) -> Value:
    """Return the sum of numbers."""
    kind = type_of(values)
    if isinstance(kind, (MapOf, ObjectOf)):
        raise FunctionError(f"argument must be list, set, or tuple. Received {friendly_name(kind)}", 0)
    if not isinstance(values, (List, Set, Tuple)):
        raise FunctionError("cannot sum noniterable", 0)
    if not values.items:
        raise FunctionError("cannot sum an empty list", 0)
    if not is_wholly_known(values):
        return unknown(NUMBER, values, refinement=NOT_NULL)
    total: Number = 0
    for item in values.items:
        total = rounded(total + _number(item))
    return total


def _number(item: Value) -> Number:
    try:
        number = convert(item, NUMBER)
    except ConversionError:
        number = Null(NUMBER)
    if isinstance(number, (int, Fraction)):
        return number
    raise FunctionError("argument must be list, set, or tuple of number values", 0)
