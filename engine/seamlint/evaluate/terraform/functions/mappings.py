"""Functions of maps and objects.

Source: Terraform documentation, "Collection Functions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.errors import ConversionError, FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.types import (
    DYNAMIC,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    TupleOf,
    Type,
    friendly_name,
)
from seamlint.evaluate.terraform.values import (
    NOT_NULL,
    SENSITIVE,
    Instance,
    List,
    Map,
    Null,
    Object,
    Tuple,
    Unknown,
    Value,
    entries_of,
    is_wholly_known,
    mark,
    type_of,
    unknown,
    unmark,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def _keys_type(mapping: Value) -> Type:
    kind = type_of(mapping)
    if isinstance(kind, ObjectOf):
        return TupleOf((STRING,) * len(kind.attributes))
    if not isinstance(kind, MapOf):
        raise FunctionError("must have map or object type", 0)
    return ListOf(STRING)


@function("keys", Parameter("inputMap", unknown=True, marked=True), returns=_keys_type, refinement=NOT_NULL)
def keys(mapping: Value) -> Value:
    """Return the keys in order: a list of a map's, a tuple of an object's."""
    kind = _keys_type(mapping)
    bare, marks = unmark(mapping)
    if isinstance(bare, Map):
        return mark(List(STRING, [*sorted(bare.entries)]), marks)
    names = type_of(bare)
    if isinstance(names, ObjectOf):
        return mark(Tuple([*sorted(names.attributes)]), marks)
    return mark(unknown(kind, bare, refinement=NOT_NULL), marks)


def _values_type(mapping: Value) -> Type:
    kind = type_of(mapping)
    if isinstance(kind, ObjectOf):
        return TupleOf(tuple(kind.attributes[name] for name in sorted(kind.attributes)))
    if not isinstance(kind, MapOf):
        raise FunctionError("values() requires a map as the first argument")
    return ListOf(kind.element)


@function("values", Parameter("mapping", marked=True), returns=_values_type, refinement=NOT_NULL)
def values(mapping: Value) -> Value:
    """Return the values in the order of their keys."""
    bare, marks = unmark(mapping)
    if not isinstance(bare, (Map, Object)):
        raise FunctionError("values() requires a map as the first argument")
    items = [item for _, item in entries_of(bare)]
    return mark(List(bare.element, items) if isinstance(bare, Map) else Tuple(items), marks)


def _lookup_type(mapping: Value, key: Value, *default: Value) -> Type:
    kind = type_of(mapping)
    if len(default) > 1:
        raise FunctionError(f"lookup() takes two or three arguments, got {2 + len(default)}")
    if isinstance(kind, ObjectOf):
        return _attribute_type(mapping, kind, key, default)
    if not isinstance(kind, MapOf):
        raise FunctionError("lookup() requires a map as the first argument", 0)
    if default:
        _default(default[0], kind.element)
    return kind.element


def _attribute_type(mapping: Value, kind: ObjectOf, key: Value, default: Sequence[Value]) -> Type:
    name = unmark(key)[0]
    if not isinstance(name, str):
        return DYNAMIC
    if name in kind.attributes:
        return kind.attributes[name]
    if isinstance(unmark(mapping)[0], Instance):
        return DYNAMIC
    if not default:
        raise FunctionError(f'the given object has no attribute "{name}"', 0)
    return type_of(default[0])


def _default(value: Value, kind: Type) -> Value:
    try:
        return convert(value, kind)
    except ConversionError:
        raise FunctionError("the default value must have the same type as the map elements", 2) from None


@function(
    "lookup",
    Parameter("inputMap", unknown=True, marked=True),
    Parameter("key", STRING, unknown=True, marked=True),
    rest=Parameter("default", null=True, unknown=True, dynamic=True, marked=True),
    returns=_lookup_type,
)
def lookup(mapping: Value, key: Value, *default: Value) -> Value:
    """Return the value of a key, else the default."""
    kind = _lookup_type(mapping, key, *default)
    (bare, marks), (name, key_marks) = unmark(mapping), unmark(key)
    marks |= key_marks
    if isinstance(bare, Unknown) or isinstance(name, Unknown):
        return mark(unknown(kind, bare, name), marks)
    assert isinstance(bare, (Map, Object))
    assert isinstance(name, str)
    if name in bare.entries:
        return mark(bare.entries[name], marks)
    if isinstance(bare, Instance):
        return mark(bare.computed(name), marks)
    if default:
        return mark(_default(default[0], kind), marks)
    shown = "(sensitive value)" if SENSITIVE in key_marks else f'"{name}"'
    raise FunctionError(f"lookup failed to find key {shown}")


def _merge_type(*mappings: Value) -> Type:
    kinds = [type_of(mapping) for mapping in mappings]
    if not kinds:
        return ObjectOf({})
    for kind in kinds:
        if kind is DYNAMIC:
            return DYNAMIC
        if not isinstance(kind, (MapOf, ObjectOf)):
            raise FunctionError(f'arguments must be maps or objects, got "{friendly_name(kind)}"')
    if all(kind == kinds[0] for kind in kinds):
        return kinds[0]
    attributes: dict[str, Type] = {}
    for kind, mapping in zip(kinds, mappings, strict=True):
        bare = unmark(mapping)[0]
        if isinstance(kind, ObjectOf) and not isinstance(bare, Null):
            attributes |= kind.attributes
        elif isinstance(kind, MapOf) and isinstance(bare, Map):
            attributes |= dict.fromkeys(bare.entries, kind.element)
        elif isinstance(bare, Unknown):
            return DYNAMIC
    return ObjectOf(attributes)


@function(
    "merge",
    rest=Parameter("maps", null=True, dynamic=True, marked=True),
    returns=_merge_type,
    refinement=NOT_NULL,
)
def merge(*mappings: Value) -> Value:
    """Return one map or object with the entries of all, the later ones winning; nulls are left out."""
    kind = _merge_type(*mappings)
    entries: dict[str, Value] = {}
    marks: frozenset[str] = frozenset()
    for mapping in mappings:
        bare, own = unmark(mapping)
        if isinstance(bare, (Map, Object)):
            entries |= bare.entries
            marks |= own
    return mark(Map(kind.element, entries) if isinstance(kind, MapOf) else Object(entries), marks)


def _zipmap_type(names: Value, items: Value) -> Type:
    kind = type_of(items)
    if isinstance(kind, ListOf):
        return MapOf(kind.element)
    if not isinstance(kind, TupleOf):
        raise FunctionError("values argument must be a list or tuple value")
    if not is_wholly_known(names):
        return DYNAMIC
    return ObjectOf(dict(zip(_texts(names, len(kind.items)), kind.items, strict=True)))


def _texts(names: Value, count: int) -> list[str]:
    bare = unmark(names)[0]
    assert isinstance(bare, List)
    if len(bare.items) != count:
        raise FunctionError(f"number of keys ({len(bare.items)}) does not match number of values ({count})")
    texts = [unmark(item)[0] for item in bare.items]
    for position, text in enumerate(texts):
        if isinstance(text, Null):
            raise FunctionError(f"keys list has null value at index {position}")
    return [text for text in texts if isinstance(text, str)]


@function(
    "zipmap",
    Parameter("keys", ListOf(STRING), marked=True),
    Parameter("values", marked=True),
    returns=_zipmap_type,
    refinement=NOT_NULL,
)
def zipmap(names: Value, items: Value) -> Value:
    """Return a map of keys and the values at the same positions; an object when the values are a tuple."""
    kind = _zipmap_type(names, items)
    (listed, marks), (bare, item_marks) = unmark(names), unmark(items)
    assert isinstance(listed, List)
    assert isinstance(bare, (List, Tuple))
    marks = marks.union(item_marks, *(unmark(name)[1] for name in listed.items))
    if not is_wholly_known(listed):
        return mark(unknown(kind, listed, refinement=NOT_NULL), marks)
    entries = dict(zip(_texts(names, len(bare.items)), bare.items, strict=True))
    return mark(Map(bare.element, entries) if isinstance(bare, List) else Object(entries), marks)


@function("transpose", Parameter("values", MapOf(ListOf(STRING))), returns=MapOf(ListOf(STRING)), refinement=NOT_NULL)
def transpose(mapping: Map) -> Value:
    """Return a map of texts to the sorted keys whose lists hold them."""
    if not is_wholly_known(mapping):
        return unknown(type_of(mapping), mapping, refinement=NOT_NULL)
    found: dict[str, list[str]] = {}
    for key, listed in mapping.entries.items():
        if not isinstance(listed, List):
            raise FunctionError("input must not contain null list")
        for text in listed.items:
            if not isinstance(text, str):
                raise FunctionError("input list must not contain null string")
            found.setdefault(text, []).append(key)
    return Map(ListOf(STRING), {text: List(STRING, [*sorted(names)]) for text, names in found.items()})
