"""Functions of collections of any kind.

Source: Terraform documentation, "Collection Functions".
"""

from __future__ import annotations

from seamlint.data_classes import replace
from seamlint.evaluate.terraform.convert import convert, refined
from seamlint.evaluate.terraform.equality import equal
from seamlint.evaluate.terraform.errors import ConversionError, FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.functions.graphemes import graphemes
from seamlint.evaluate.terraform.types import (
    BOOL,
    COLLECTIONS,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    ObjectOf,
    Primitive,
    TupleOf,
    Type,
)
from seamlint.evaluate.terraform.unify import unify
from seamlint.evaluate.terraform.values import (
    NOT_NULL,
    List,
    Map,
    Null,
    Object,
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

_BOOLS = Parameter("list", ListOf(BOOL))
_ANYTHING = Parameter("vals", null=True, unknown=True, dynamic=True)


@function("length", Parameter("value", unknown=True, dynamic=True, marked=True), returns=NUMBER, refinement=NOT_NULL)
def length(value: Value) -> Value:
    """Return the number of elements, attributes or characters."""
    bare, marks = unmark(value)
    kind = type_of(bare)
    if isinstance(kind, Primitive) and kind not in (STRING, DYNAMIC):
        raise FunctionError("argument must be a string, a collection type, or a structural type")
    if isinstance(bare, str):
        return mark(len(graphemes(bare)), marks)
    return mark(_unknown_length(bare) if isinstance(bare, Unknown) else _known_length(bare), marks)


def _known_length(value: Value) -> Value:
    if isinstance(value, (Map, Object)):
        return len(value.entries)
    assert isinstance(value, (List, Set, Tuple))
    count = len(value.items)
    if isinstance(value, Set) and count > 1 and not is_wholly_known(value):
        return Unknown(NUMBER, needs_of(value), refinement=Refinement(not_null=True, low=1, high=count))
    return count


def _unknown_length(value: Unknown) -> Value:
    kind = value.type
    if isinstance(kind, (TupleOf, ObjectOf)):
        return len(kind.items if isinstance(kind, TupleOf) else kind.attributes)
    bounds = NOT_NULL
    if kind is STRING:
        bounds = Refinement(not_null=True, low=len(graphemes(value.refinement.prefix)))
    elif isinstance(kind, COLLECTIONS):
        bounds = replace(value.refinement, not_null=True, low=value.refinement.low or 0)
    return refined(Unknown(NUMBER, value.needs, refinement=bounds))


@function("alltrue", _BOOLS, returns=BOOL, refinement=NOT_NULL)
def alltrue(values: List) -> Value:
    """Tell whether all of some booleans are true; a null is not."""
    for item in values.items:
        if isinstance(item, Unknown):
            return unknown(BOOL, values, refinement=NOT_NULL)
        if item is not True:
            return False
    return True


@function("anytrue", _BOOLS, returns=BOOL, refinement=NOT_NULL)
def anytrue(values: List) -> Value:
    """Tell whether one of some booleans is true."""
    if any(item is True for item in values.items):
        return True
    return False if is_wholly_known(values) else unknown(BOOL, values, refinement=NOT_NULL)


@function("contains", Parameter("list"), Parameter("value"), returns=BOOL, refinement=NOT_NULL)
def contains(values: Value, wanted: Value) -> Value:
    """Tell whether a value is in a list, set or tuple."""
    if not isinstance(values, (List, Set, Tuple)):
        raise FunctionError("argument must be list, tuple, or set")
    answers = [equal(wanted, item) for item in values.items]
    if True in answers:
        return True
    return unknown(BOOL, values, wanted, refinement=NOT_NULL) if None in answers else False


@function("index", Parameter("list"), Parameter("value"), returns=NUMBER, refinement=NOT_NULL)
def index(values: Value, wanted: Value) -> Value:
    """Return the position of a value in a list or tuple."""
    if not isinstance(values, (List, Tuple)):
        raise FunctionError("argument must be a list or tuple")
    if not values.items:
        raise FunctionError("cannot search an empty list")
    for position, item in enumerate(values.items):
        answer = equal(item, wanted)
        if answer is not False:
            return position if answer else unknown(NUMBER, values, wanted, refinement=NOT_NULL)
    raise FunctionError("item not found")


def _coalesce_type(*values: Value) -> Type:
    kind = unify([type_of(value) for value in values])
    if kind is None:
        raise FunctionError("all arguments must have the same type")
    return kind


@function("coalesce", rest=_ANYTHING, returns=_coalesce_type, refinement=NOT_NULL)
def coalesce(*values: Value) -> Value:
    """Return the first value that is neither null nor an empty text."""
    kind = _coalesce_type(*values)
    for value in values:
        found = _converted(value, kind)
        if isinstance(found, Unknown):
            refinement = replace(found.refinement, not_null=kind is not DYNAMIC)
            return Unknown(kind, needs_of(*values), found.parts, refinement)
        if not isinstance(found, Null) and found != "":
            return found
    raise FunctionError("no non-null, non-empty-string arguments")


def _converted(value: Value, kind: Type) -> Value:
    try:
        return convert(value, kind)
    except ConversionError as error:
        raise FunctionError(str(error)) from None


def _coalescelist_type(*values: Value) -> Type:
    if not values:
        raise FunctionError("at least one argument is required")
    kinds = []
    for value in values:
        kind = type_of(value)
        if isinstance(value, Unknown):
            return DYNAMIC
        if not isinstance(kind, (ListOf, TupleOf)):
            raise FunctionError("coalescelist arguments must be lists or tuples")
        kinds.append(kind)
    return kinds[0] if all(kind == kinds[0] for kind in kinds) else DYNAMIC


@function("coalescelist", rest=_ANYTHING, returns=_coalescelist_type, refinement=NOT_NULL)
def coalescelist(*values: Value) -> Value:
    """Return the first list or tuple that has items."""
    kind = _coalescelist_type(*values)
    for value in values:
        if isinstance(value, Unknown):
            return Unknown(kind, needs_of(*values), value.parts, value.refinement)
        if isinstance(value, (List, Tuple)) and value.items:
            return value
    raise FunctionError("no non-null arguments")


@function(
    "matchkeys",
    Parameter("values", ListOf(DYNAMIC)),
    Parameter("keys", ListOf(DYNAMIC)),
    Parameter("searchset", ListOf(DYNAMIC)),
    returns=lambda values, *_: type_of(values),
    refinement=NOT_NULL,
)
def matchkeys(values: List, keys: List, searched: List) -> Value:
    """Return the values whose keys, at the same positions, are among those searched for."""
    common = unify((type_of(keys), type_of(searched)))
    if common is None:
        raise FunctionError("keys and searchset must be of the same type")
    if len(values.items) != len(keys.items):
        raise FunctionError("length of keys and values should be equal")
    if not searched.items:
        return List(values.element, [])
    if not (is_wholly_known(values) and is_wholly_known(keys)):
        return unknown(type_of(values), values, keys, refinement=NOT_NULL)
    found = []
    for key, value in zip(_list(keys, common), values.items, strict=True):
        answer = _search(key, _list(searched, common))
        if answer is None:
            # Terraform gives up with nothing found when a searched key is unknown.
            return List(values.element, [])
        if answer:
            found.append(value)
    return List(values.element, found)


def _list(values: List, kind: Type) -> list[Value]:
    converted = _converted(values, kind)
    assert isinstance(converted, List)
    return converted.items


def _search(key: Value, searched: list[Value]) -> bool | None:
    for item in searched:
        answer = equal(key, item)
        if answer is not False:
            return answer
    return False


@function("list", rest=_ANYTHING, returns=DYNAMIC)
def list_(*_: Value) -> Value:
    """Refuse: Terraform has dropped the function."""
    raise FunctionError(
        'the "list" function was deprecated in Terraform v0.12 and is no longer available; use tolist([ ... ]) to'
        " write a literal list"
    )


@function("map", rest=_ANYTHING, returns=DYNAMIC)
def map_(*_: Value) -> Value:
    """Refuse: Terraform has dropped the function."""
    raise FunctionError(
        'the "map" function was deprecated in Terraform v0.12 and is no longer available; use tomap({ ... }) syntax to'
        " write a literal map"
    )
