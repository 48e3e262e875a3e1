"""One type for several values: which conversions exist, and what types have in common.

A conversion is *safe* when every value of the type converts; else it may fail for some.
Source: go-cty documentation, "Converting between cty types": "Conversion Rules", "Type Unification".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.types import (
    COLLECTIONS,
    DYNAMIC,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    Primitive,
    SetOf,
    TupleOf,
    Type,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def convertible(source: Type, target: Type, *, safe: bool = False) -> bool:
    """Tell whether values of one type convert to another: all of them when `safe`, else some."""
    if target is DYNAMIC or source == target:
        return True
    if source is DYNAMIC:
        return not safe
    rule = _CONVERSIONS.get((type(source), type(target)))
    return rule is not None and rule(source, target, safe)


def unify(kinds: Sequence[Type], *, safe: bool = False) -> Type | None:
    """Return the type that values of all the given types convert to, None when there is none.

    Conversions that may fail count too, unless `safe`.
    """
    if not kinds:
        return None
    first = kinds[0]
    if all(kind == first for kind in kinds):
        return first
    distinct = _distinct(kinds)
    sorts = {type(kind) for kind in distinct if kind is not DYNAMIC}
    dynamic = DYNAMIC in distinct
    if sorts in ({MapOf, ObjectOf}, {ListOf, TupleOf}):
        found = _unify_disguised(distinct, safe)
        if found is not None:
            return found
    elif len(sorts) == 1 and (special := _STRUCTURAL.get(next(iter(sorts)))):
        return DYNAMIC if dynamic else special([kind for kind in distinct if kind is not DYNAMIC], safe)
    elif {ObjectOf, TupleOf} <= sorts:
        return None
    return _most_general(distinct, safe)


def unified_element(kind: Type) -> Type | None:
    """Return the element type of the collection that a tuple or object becomes when none is asked for."""
    return unify(kind.items if isinstance(kind, TupleOf) else tuple(kind.attributes.values()))  # type: ignore[union-attr]


def _primitives(source: Primitive, target: Primitive, safe: bool) -> bool:
    return target is STRING or (source is STRING and not safe)


def _objects(source: ObjectOf, target: ObjectOf, safe: bool) -> bool:
    return all(
        convertible(source.attributes[name], kind, safe=safe) if name in source.attributes else name in target.optional
        for name, kind in target.attributes.items()
    )


def _tuples(source: TupleOf, target: TupleOf, safe: bool) -> bool:
    return len(source.items) == len(target.items) and all(
        convertible(item, kind, safe=safe) for item, kind in zip(source.items, target.items, strict=True)
    )


def _collections(source: ListOf | SetOf | MapOf, target: ListOf | SetOf | MapOf, safe: bool) -> bool:
    return convertible(source.element, target.element, safe=safe)


def _list_to_set(source: ListOf, target: SetOf, safe: bool) -> bool:
    return not safe and convertible(source.element, target.element)


def _structure_to_collection(source: TupleOf | ObjectOf, target: ListOf | SetOf | MapOf, safe: bool) -> bool:
    inside = source.items if isinstance(source, TupleOf) else tuple(source.attributes.values())
    element: Type | None = target.element
    if element is DYNAMIC and inside:
        element = unify(inside, safe=safe)
        if element is None or (element is DYNAMIC and isinstance(source, TupleOf) and set(inside) != {DYNAMIC}):
            return False
    return all(convertible(item, element, safe=safe) for item in inside if element is not None)


def _map_to_object(source: MapOf, target: ObjectOf, safe: bool) -> bool:
    return not safe and all(
        name in target.optional or convertible(source.element, kind) for name, kind in target.attributes.items()
    )


_CONVERSIONS: dict[tuple[type, type], Callable[..., bool]] = {
    (Primitive, Primitive): _primitives,
    (ObjectOf, ObjectOf): _objects,
    (TupleOf, TupleOf): _tuples,
    (ListOf, ListOf): _collections,
    (SetOf, ListOf): _collections,
    (SetOf, SetOf): _collections,
    (MapOf, MapOf): _collections,
    (ListOf, SetOf): _list_to_set,
    (TupleOf, ListOf): _structure_to_collection,
    (TupleOf, SetOf): _structure_to_collection,
    (ObjectOf, MapOf): _structure_to_collection,
    (MapOf, ObjectOf): _map_to_object,
}


def _distinct(kinds: Sequence[Type]) -> list[Type]:
    return list(dict.fromkeys(kinds))


def _unify_disguised(kinds: list[Type], safe: bool) -> Type | None:
    """Objects beside maps are taken for maps, tuples beside lists for lists."""
    structures = [kind for kind in kinds if isinstance(kind, (ObjectOf, TupleOf))]
    collection = _to_collection(structures, safe)
    if collection is None:
        return None
    found = unify([collection, *(kind for kind in kinds if kind not in structures)], safe=safe)
    return found if isinstance(found, type(collection)) else None


def _to_collection(kinds: Sequence[Type], safe: bool) -> Type | None:
    """Return the map or list that all of some objects or tuples convert to."""
    insides = [
        item
        for kind in kinds
        for item in (kind.items if isinstance(kind, TupleOf) else kind.attributes.values())  # type: ignore[union-attr]
    ]
    element = unify(insides, safe=safe)
    if element is None:
        return None
    found = ListOf(element) if isinstance(kinds[0], TupleOf) else MapOf(element)
    return found if all(convertible(kind, found, safe=safe) for kind in kinds) else None


def _unify_collections(kinds: Sequence[ListOf | SetOf | MapOf], safe: bool) -> Type | None:
    element = unify([kind.element for kind in kinds], safe=safe)
    return None if element is None else type(kinds[0])(element)


def _unify_objects(kinds: Sequence[ObjectOf], safe: bool) -> Type | None:
    names = kinds[0].attributes.keys()
    if any(kind.attributes.keys() != names for kind in kinds):
        return _to_collection(kinds, safe)
    attributes = {name: unify([kind.attributes[name] for kind in kinds], safe=safe) for name in names}
    if None in attributes.values():
        return None
    found = ObjectOf(attributes)  # type: ignore[arg-type]
    return found if all(convertible(kind, found, safe=safe) for kind in kinds) else _to_collection(kinds, safe)


def _unify_tuples(kinds: Sequence[TupleOf], safe: bool) -> Type | None:
    if len({len(kind.items) for kind in kinds}) > 1:
        return _to_collection(kinds, safe)
    items = tuple(unify(across, safe=safe) for across in zip(*(kind.items for kind in kinds), strict=True))
    if None in items:
        return None
    found = TupleOf(items)  # type: ignore[arg-type]
    return found if all(convertible(kind, found, safe=safe) for kind in kinds) else _to_collection(kinds, safe)


_STRUCTURAL: dict[type, Callable[..., Type | None]] = {
    **dict.fromkeys(COLLECTIONS, _unify_collections),
    ObjectOf: _unify_objects,
    TupleOf: _unify_tuples,
}


def _most_general(kinds: list[Type], safe: bool) -> Type | None:
    """Return the first type, the most general first, that all others convert to."""
    for wanted in sorted(kinds, key=_generality):
        if all(convertible(kind, wanted, safe=safe) for kind in kinds):
            return wanted
    return None


def _generality(kind: Type) -> int:
    """Rank types: what is converted to is first; a type that is not known yet is last."""
    if isinstance(kind, Primitive):
        return 0 if kind is STRING else 4 if kind is DYNAMIC else 1
    return 0 if isinstance(kind, (ListOf, MapOf)) else 1 if isinstance(kind, SetOf) else 2
