"""Conversions between types.

Source: Terraform language documentation, "Type Constraints: Conversion of Complex Types"; go-cty documentation,
"Converting between cty types".
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate.terraform.errors import ConversionError
from seamlint.evaluate.terraform.numbers import format_number, parse_number
from seamlint.evaluate.terraform.sets import make_set
from seamlint.evaluate.terraform.types import (
    BOOL,
    COLLECTIONS,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    Primitive,
    SetOf,
    TupleOf,
    Type,
    friendly_name,
    has_dynamic,
    without_optional,
)
from seamlint.evaluate.terraform.unify import convertible, unified_element, unify
from seamlint.evaluate.terraform.values import (
    List,
    Map,
    Marked,
    Null,
    Object,
    Refinement,
    Set,
    Tuple,
    Unknown,
    Value,
    is_wholly_known,
    mark,
    type_of,
    unknown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def convert(value: Value, kind: Type) -> Value:
    """Convert a value to a type, as an argument or a typed variable is.

    Marks stay where they are, unknowns stay unknown (and whose they are stays known), attributes that the type lacks
    are dropped, optional ones that the value lacks become null. Defaults are `Constraint.apply`'s.

    Raises:
        ConversionError: the value has no counterpart in the type; its text says what is required.
    """
    if kind is DYNAMIC or _is_of(value, kind):
        return value
    if isinstance(value, Marked):
        return mark(convert(value.value, kind), value.marks)
    if isinstance(value, (Unknown, Null)):
        return _convert_untold(value, kind)
    if isinstance(kind, Primitive):
        return _convert_primitive(value, kind)
    rule = _RULES.get((Object if isinstance(value, Object) else type(value), type(kind)))
    if rule is None:
        raise ConversionError(f"{friendly_name(kind)} required")
    return rule(value, kind)


def _is_of(value: Value, kind: Type) -> bool:
    python = type(value)
    if python is str:
        return kind is STRING
    if python is bool:
        return kind is BOOL
    return kind is NUMBER and python in (int, Fraction)


def _convert_primitive(value: Value, kind: Primitive) -> Value:
    if kind is STRING and isinstance(value, (bool, int, Fraction)):
        return ("true" if value else "false") if isinstance(value, bool) else format_number(value)
    if kind is BOOL:
        return _to_bool(value)
    number = parse_number(value) if kind is NUMBER and isinstance(value, str) else None
    if number is None:
        raise ConversionError("a number is required" if kind is NUMBER else f"{kind.name} required")
    return number


def _to_bool(value: Value) -> bool:
    if value in ("true", "1", "false", "0") and isinstance(value, str):
        return value in ("true", "1")
    lower = value.lower() if isinstance(value, str) else ""
    hint = f'; to convert from string, use lowercase "{lower}"' if lower in ("true", "false") else ""
    raise ConversionError(f"a bool is required{hint}")


def _convert_untold(value: Unknown | Null, kind: Type) -> Value:
    """Convert what has a type but no content."""
    if value.type == kind:
        return value
    if not convertible(value.type, kind):
        raise ConversionError(f"{friendly_name(kind)} required")
    target = _specific(value.type, without_optional(kind))
    if isinstance(value, Null):
        return Null(target)
    return refined(Unknown(target, value.needs, value.parts, _refinement(value, target)))


def refined(value: Unknown) -> Value:
    """Return an unknown as the known value that its refinement leaves: an empty collection, a list of unknowns."""
    bounds = value.refinement
    if not bounds.not_null or bounds.low is None or bounds.low != bounds.high or value.parts:
        return value
    if value.type is NUMBER:
        return bounds.low
    if isinstance(value.type, ListOf):
        return List(value.type.element, [unknown(value.type.element, value) for _ in range(int(bounds.low))])
    if isinstance(value.type, SetOf) and bounds.low <= 1:
        return Set(value.type.element, [unknown(value.type.element, value)] if bounds.low else [])
    if isinstance(value.type, MapOf) and bounds.low == 0:
        return Map(value.type.element, {})
    return value


def _refinement(value: Unknown, target: Type) -> Refinement:
    """Return what stays known of an unknown that is converted."""
    source = value.type
    kept = Refinement(not_null=value.refinement.not_null)
    if isinstance(target, COLLECTIONS) and isinstance(source, (TupleOf, ObjectOf)):
        length = len(source.items if isinstance(source, TupleOf) else source.attributes)
        return replace(kept, low=min(length, 1) if isinstance(target, SetOf) else length, high=length)
    if not (isinstance(target, COLLECTIONS) and isinstance(source, COLLECTIONS)):
        return kept
    low = value.refinement.low
    if isinstance(target, SetOf) and low:
        low = 1
    return replace(kept, low=low, high=value.refinement.high)


def _specific(source: Type, target: Type) -> Type:
    """Return the target with what it leaves open filled in from the source."""
    if source is DYNAMIC or target is DYNAMIC:
        return target if source is DYNAMIC else source
    if isinstance(target, TupleOf) and isinstance(source, TupleOf):
        return TupleOf(tuple(_specific(item, kind) for item, kind in zip(source.items, target.items, strict=True)))
    if isinstance(target, COLLECTIONS) and not isinstance(source, Primitive):
        inside = source.element if isinstance(source, COLLECTIONS) else unified_element(source) or DYNAMIC
        return type(target)(_specific(inside, target.element))
    if isinstance(target, ObjectOf) and isinstance(source, (ObjectOf, MapOf)):
        inside_of = (lambda _: source.element) if isinstance(source, MapOf) else source.attributes.get
        return ObjectOf({name: _specific(inside_of(name) or DYNAMIC, kind) for name, kind in target.attributes.items()})
    return target


def element_type(items: Iterable[Value]) -> Type:
    """Return the type of a collection of values that are of one type or of none known yet."""
    return next((kind for kind in map(type_of, items) if kind is not DYNAMIC), DYNAMIC)


def _items_to(value: List | Set | Tuple, element: Type) -> list[Value]:
    converted = []
    for position, item in enumerate(value.items):
        try:
            converted.append(convert(item, element))
        except ConversionError as error:
            raise ConversionError(f"element {position}: {error}") from None
    return converted


def _wanted_element(value: Tuple | Object, element: Type, kind: Type) -> Type:
    """Return the element type that a structure's items convert to, finding one when any would do."""
    if element is not DYNAMIC:
        return element
    source = type_of(value)
    if not convertible(source, kind):
        raise ConversionError(f"{friendly_name(kind)} required")
    return unified_element(source) or DYNAMIC


def _unified(items: list[Value], element: Type) -> tuple[Type, list[Value]]:
    """Give converted items one type where the type that was asked for leaves something open."""
    if not has_dynamic(element):
        return without_optional(element), items
    kinds = [type_of(item) for item in items]
    common = unify(kinds)
    if common is None:
        raise ConversionError("cannot find a common base type for all elements")
    return common, [convert(item, common) for item in items]


def _check_element(value: List | Set | Map, kind: ListOf | SetOf | MapOf) -> None:
    if not convertible(value.element, kind.element):
        raise ConversionError(f"incorrect {_NOUN[type(kind)]} element type: {friendly_name(kind.element)} required")


_NOUN = {ListOf: "list", SetOf: "set", MapOf: "map"}


def _collection_to_list(value: List | Set, kind: ListOf) -> Value:
    if isinstance(value, List) and value.element == kind.element:
        return value
    _check_element(value, kind)
    if isinstance(value, Set) and len(value.items) > 1 and not is_wholly_known(value):
        return unknown(ListOf(value.element), value)
    items = _items_to(value, kind.element)
    if kind.element is DYNAMIC or not items:
        return List(value.element if kind.element is DYNAMIC else without_optional(kind.element), items)
    return List(_one_type(items, kind.element, "list"), items)


def _collection_to_set(value: List | Set, kind: SetOf) -> Value:
    if isinstance(value, Set) and value.element == kind.element:
        return value
    _check_element(value, kind)
    items = _items_to(value, kind.element)
    if kind.element is DYNAMIC or not items:
        return make_set(value.element if kind.element is DYNAMIC else without_optional(kind.element), items)
    return make_set(_one_type(items, kind.element, "set"), items)


def _one_type(items: list[Value], element: Type, noun: str) -> Type:
    if not has_dynamic(element):
        return without_optional(element)
    found = element_type(items)
    if any(kind not in (found, DYNAMIC) for kind in map(type_of, items)):
        raise ConversionError(f"element types must all match for conversion to {noun}")
    return found


def _tuple_to_list(value: Tuple, kind: ListOf) -> Value:
    if not value.items:
        return List(without_optional(kind.element), [])
    wanted = _wanted_element(value, kind.element, kind)
    element, items = _unified(_items_to(value, wanted), wanted)
    return List(element, items)


def _tuple_to_set(value: Tuple, kind: SetOf) -> Value:
    if not value.items:
        return Set(without_optional(kind.element), [])
    wanted = _wanted_element(value, kind.element, kind)
    items = _items_to(value, wanted)
    return make_set(_one_type(items, wanted, "set"), items)


def _tuple_to_tuple(value: Tuple, kind: TupleOf) -> Value:
    if len(value.items) != len(kind.items):
        raise ConversionError(f"tuple required, with exactly {len(kind.items)} element(s)")
    return Tuple([convert(item, wanted) for item, wanted in zip(value.items, kind.items, strict=True)])


def _entries_to(value: Map | Object, wanted: Callable[[str], Type]) -> dict[str, Value]:
    converted = {}
    for name, item in value.entries.items():
        try:
            converted[name] = convert(item, wanted(name))
        except ConversionError as error:
            raise ConversionError(f'element "{name}": {error}') from None
    return converted


def _to_map(value: Map | Object, kind: MapOf) -> Value:
    if isinstance(value, Map):
        if value.element == kind.element:
            return value
        _check_element(value, kind)
    if not value.entries:
        inherited = value.element if isinstance(value, Map) and kind.element is DYNAMIC else kind.element
        return Map(without_optional(inherited), {})
    element = kind.element
    if isinstance(value, Object):
        element = _wanted_element(value, element, kind)
    elif element is DYNAMIC:
        return value
    entries = _entries_to(value, lambda _: element)
    if isinstance(element, Primitive):
        return Map(element if element is not DYNAMIC else element_type(entries.values()), entries)
    found, items = _unified(list(entries.values()), element)
    return Map(found, dict(zip(entries, items, strict=True)))


def _to_object(value: Map | Object, kind: ObjectOf) -> Value:
    if isinstance(value, Map) and not convertible(MapOf(value.element), kind):
        raise ConversionError(f"{friendly_name(kind)} required")
    entries: dict[str, Value] = {}
    for name, wanted in kind.attributes.items():
        if name in value.entries:
            entries[name] = _attribute(name, value.entries[name], wanted)
        elif name in kind.optional:
            entries[name] = Null(without_optional(wanted))
        else:
            raise ConversionError(f'attribute "{name}" is required')
    return Object(entries)


def _attribute(name: str, value: Value, kind: Type) -> Value:
    try:
        return convert(value, kind)
    except ConversionError as error:
        raise ConversionError(f'attribute "{name}": {error}') from None


_RULES: dict[tuple[type, type], Callable[..., Value]] = {
    (List, ListOf): _collection_to_list,
    (Set, ListOf): _collection_to_list,
    (List, SetOf): _collection_to_set,
    (Set, SetOf): _collection_to_set,
    (Tuple, ListOf): _tuple_to_list,
    (Tuple, SetOf): _tuple_to_set,
    (Tuple, TupleOf): _tuple_to_tuple,
    (Map, MapOf): _to_map,
    (Object, MapOf): _to_map,
    (Object, ObjectOf): _to_object,
    (Map, ObjectOf): _to_object,
}
