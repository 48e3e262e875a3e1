"""Traversals: names, attributes, indexes and splats.

Source: Terraform language documentation, "References to Values", "Splat Expressions".
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate.terraform.convert import convert, element_type, refined
from seamlint.evaluate.terraform.dispatch import evaluate
from seamlint.evaluate.terraform.errors import ConversionError, EvaluationError, UndeclaredError
from seamlint.evaluate.terraform.invariants import once
from seamlint.evaluate.terraform.types import (
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
)
from seamlint.evaluate.terraform.values import (
    NOT_NULL,
    VALUE_CLASSES,
    Instance,
    List,
    Map,
    Marked,
    Null,
    Object,
    Refinement,
    Set,
    Tuple,
    Unknown,
    UnknownInstances,
    Value,
    mark,
    type_of,
    unknown,
    unmark,
)
from seamlint.evaluate.values import Reference
from seamlint.syntax.hcl.tree import Expression, GetAttr, Index, Name, Splat, SplatItem

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.scope import Namespace, Scope

_ITEM = "*"
_NO_ELEMENT = "Invalid index: The given key does not identify an element in this collection value"


def evaluate_name(node: Name, scope: Scope) -> Value:
    """Return what a name by itself stands for: a variable of a ``for`` or of a template."""
    found = scope.lookup(node.name)
    if type(found) in VALUE_CLASSES:
        return found  # type: ignore[return-value]
    if found is None:
        raise _undeclared(node)
    message = f'The "{node.name}" object cannot be accessed directly. Instead, access one of its attributes.'
    raise UndeclaredError(f"Invalid reference: {message}", node.start, node.end)


def _undeclared(node: Name) -> UndeclaredError:
    return UndeclaredError(
        f'Invalid reference: "{node.name}" is not declared here. A reference to a resource type must be followed by at'
        " least one attribute access, specifying the resource name.",
        node.start,
        node.end,
    )


def evaluate_get_attr(node: GetAttr, scope: Scope) -> Value:
    """Return ``object.name``."""
    found = _named(node, scope)
    if type(found) in VALUE_CLASSES:
        return found  # type: ignore[return-value]
    message = "Invalid reference: this must be followed by at least one more attribute access, such as a name."
    raise UndeclaredError(message, node.start, node.end)


def _named(node: Expression, scope: Scope) -> Value | Namespace:
    """Return the value of a traversal, or the namespace that it ends at."""
    if isinstance(node, Name):
        named = scope.lookup(node.name)
        if named is None:
            raise _undeclared(node)
        return named
    if not isinstance(node, GetAttr):
        return evaluate(node, scope)
    inner = _named(node.object, scope)
    if type(inner) in VALUE_CLASSES:
        return get_attribute(inner, node.name, node)  # type: ignore[arg-type]
    return inner.attribute(node.name, node.start, node.end)  # type: ignore[union-attr]


def get_attribute(value: Value, name: str, node: Expression) -> Value:
    """Return an attribute of an object or map.

    Raises:
        EvaluationError: the value has none of that name, with the node's offsets.
    """
    if isinstance(value, Object):
        found = value.entries.get(name)
        if found is not None:
            return found
        if isinstance(value, Instance):
            return value.computed(name)
    if isinstance(value, Marked):
        return mark(get_attribute(value.value, name, node), value.marks)
    if isinstance(value, Map) and name in value.entries:
        return value.entries[name]
    if isinstance(value, Unknown):
        return _attribute_of_unknown(value, name, node)
    raise EvaluationError(_why_no_attribute(value, type_of(value), name), node.start, node.end)


def _attribute_of_unknown(value: Unknown, name: str, node: Expression) -> Value:
    kind: Type | None = None
    if value.type is DYNAMIC:
        kind = DYNAMIC
    elif isinstance(value.type, ObjectOf):
        kind = value.type.attributes.get(name)
    elif isinstance(value.type, MapOf):
        kind = value.type.element
    if kind is None:
        raise EvaluationError(_why_no_attribute(value, value.type, name), node.start, node.end)
    return _step_into(value, name, kind)


def _step_into(value: Unknown, step: str, kind: Type) -> Unknown:
    """Return a part of an unknown: of a computed attribute it stays known whose it is."""
    if len(value.parts) == 1 and isinstance(value.parts[0], Reference):
        found = value.parts[0]
        inner = replace(found, attribute=f"{found.attribute}.{step}")
        return Unknown(kind, (f"{inner.address}.{inner.attribute}",), (inner,))
    return Unknown(kind, value.needs)


def _why_no_attribute(value: Value, kind: Type, name: str) -> str:
    if isinstance(value, Null):
        return "Attempt to get attribute from null value: This value is null, so it does not have any attributes."
    if isinstance(kind, ObjectOf):
        return f'Unsupported attribute: This object does not have an attribute named "{name}".'
    if isinstance(kind, MapOf):
        return f'Missing map element: This map does not have an element with the key "{name}".'
    if isinstance(kind, (ListOf, SetOf)) and isinstance(kind.element, ObjectOf):
        noun = "list" if isinstance(kind, ListOf) else "set"
        return (
            f"Unsupported attribute: Can't access attributes on a {noun} of objects. Did you mean to access an"
            f" attribute across all elements of the {noun}?"
        )
    if isinstance(kind, Primitive):
        return f"Unsupported attribute: Can't access attributes on a primitive-typed value ({friendly_name(kind)})."
    return "Unsupported attribute: This value does not have any attributes."


def evaluate_index(node: Index, scope: Scope) -> Value:
    """Return ``object[key]``."""
    value, key = evaluate(node.object, scope), evaluate(node.key, scope)
    return get_index(value, key, node)


def get_index(value: Value, key: Value, node: Expression) -> Value:
    """Return an element of a list, tuple, map or object.

    Raises:
        EvaluationError: the key identifies none, with the node's offsets.
    """
    if isinstance(value, Marked) or isinstance(key, Marked):
        (value, marks), (key, key_marks) = unmark(value), unmark(key)
        return mark(get_index(value, key, node), marks | key_marks)
    if isinstance(value, (List, Tuple)) and type(key) is int and 0 <= key < len(value.items):
        return value.items[key]
    if isinstance(value, (Map, Object)) and isinstance(key, str) and key in value.entries:
        return value.entries[key]
    if isinstance(value, UnknownInstances):
        return value.instances.get(key, value.stand_in) if isinstance(key, (int, str)) else value.stand_in
    return _index_by_type(value, key, node)


def _index_by_type(value: Value, key: Value, node: Expression) -> Value:
    kind = type_of(value)
    if isinstance(value, Null) or isinstance(key, Null):
        raise EvaluationError(_why_no_index(value, kind), node.start, node.end)
    if kind is DYNAMIC or type_of(key) is DYNAMIC:
        return _index_unknown(value, key, DYNAMIC)
    if isinstance(kind, (ListOf, TupleOf)):
        return _index_sequence(value, kind, key, node)
    if isinstance(kind, (MapOf, ObjectOf)):
        return _index_mapping(value, kind, key, node)
    raise EvaluationError(_why_no_index(value, kind), node.start, node.end)


def _why_no_index(value: Value, kind: Type) -> str:
    if isinstance(value, Null):
        return "Attempt to index null value: This value is null, so it does not have any indices."
    if not isinstance(kind, (Primitive, SetOf)):
        return "Invalid index: Can't use a null value as an indexing key."
    if isinstance(kind, SetOf):
        return (
            "Invalid index: Elements of a set are identified only by their value and don't have any separate index or"
            " key to select with, so it's only possible to perform operations across all elements of the set."
        )
    return "Invalid index: This value does not have any indices."


def _index_unknown(value: Value, key: Value, kind: Type) -> Value:
    if isinstance(value, Unknown) and isinstance(key, (str, int)):
        return _step_into(value, str(key), kind)
    return unknown(kind, key) if isinstance(key, Unknown) else unknown(kind, value)


def _key(key: Value, kind: Type, node: Expression) -> Value:
    try:
        return convert(key, kind)
    except ConversionError as error:
        raise EvaluationError(f"{_NO_ELEMENT}: {error}.", node.start, node.end) from None


def _index_sequence(value: Value, kind: ListOf | TupleOf, key: Value, node: Expression) -> Value:
    position = _key(key, NUMBER, node)
    if isinstance(position, Unknown):
        return _index_unknown(value, position, kind.element if isinstance(kind, ListOf) else DYNAMIC)
    assert isinstance(position, (int, Fraction))
    if isinstance(value, Unknown) and isinstance(kind, ListOf):
        return _index_unknown(value, position, kind.element)
    if isinstance(position, Fraction):
        why = "indexing a sequence requires a whole number, but the given index has a fractional part"
    elif position < 0:
        why = "a negative number is not a valid index for a sequence"
    elif isinstance(value, (List, Tuple)) and position < len(value.items):
        return value.items[position]
    elif isinstance(kind, TupleOf) and position < len(kind.items):
        return _index_unknown(value, position, kind.items[position])
    else:
        why = "the given index is greater than or equal to the length of the collection"
    raise EvaluationError(f"{_NO_ELEMENT}: {why}.", node.start, node.end)


def _index_mapping(value: Value, kind: MapOf | ObjectOf, key: Value, node: Expression) -> Value:
    name = _key(key, STRING, node)
    if isinstance(name, str) and isinstance(value, (Map, Object)):
        if name in value.entries:
            return value.entries[name]
        if isinstance(value, Instance):
            return value.computed(name)
        hint = " An object only supports looking up attributes by name, not by numeric index."
        numeric = isinstance(kind, ObjectOf) and isinstance(key, (int, Fraction)) and not isinstance(key, bool)
        raise EvaluationError(f"{_NO_ELEMENT}.{hint if numeric else ''}", node.start, node.end)
    return _index_unknown(value, name, kind.element if isinstance(kind, MapOf) else DYNAMIC)


def evaluate_splat_item(_: SplatItem, scope: Scope) -> Value:
    """Return the item that a splat is at."""
    return scope.lookup(_ITEM)  # type: ignore[return-value]


@once
def evaluate_splat(node: Splat, scope: Scope) -> Value:
    """Return ``object[*].rest``: the rest of every item; of a single value one, of null none."""
    source = evaluate(node.object, scope)
    value, marks = unmark(source)
    inner = scope.child({})
    if isinstance(value, (List, Set, Tuple)):
        return mark(_splat_known(value, node, inner), marks)
    if isinstance(value, Null):
        return mark(_splat_null(value, node), marks)
    if not isinstance(value, Unknown):
        return mark(Tuple([_each(source, node, inner)]), marks)
    return mark(_splat_unknown(source, value, node, inner), marks)


def _splat_known(value: List | Set | Tuple, node: Splat, scope: Scope) -> Value:
    items = [_each(item, node, scope) for item in value.items]
    if isinstance(value, Tuple):
        return Tuple(items)
    return List(element_type(items) if items else type_of(_each(Unknown(value.element, ()), node, scope)), items)


def _splat_null(value: Null, node: Splat) -> Value:
    if not isinstance(value.type, (ListOf, SetOf, TupleOf)):
        return Tuple([])
    message = "Splat of null value: Splat expressions (with the * symbol) cannot be applied to null sequences."
    raise EvaluationError(message, node.object.start, node.object.end)


def _each(item: Value, node: Splat, scope: Scope) -> Value:
    scope.names[_ITEM] = item
    return evaluate(node.each, scope)


def _splat_unknown(source: Value, value: Unknown, node: Splat, scope: Scope) -> Value:
    kind = value.type
    if kind is DYNAMIC:
        return _index_unknown(value, _ITEM, DYNAMIC)
    if not isinstance(kind, (ListOf, SetOf, TupleOf)):
        # Whether it is null is not known, so neither whether the result has an item.
        item = _each(source, node, scope)
        return Tuple([item]) if value.refinement.not_null else unknown(DYNAMIC, value)
    if isinstance(kind, TupleOf):
        items = tuple(type_of(_each(Unknown(item, value.needs), node, scope)) for item in kind.items)
        return unknown(TupleOf(items), value, refinement=NOT_NULL)
    element = type_of(_each(Unknown(kind.element, value.needs), node, scope))
    bounds = Refinement(not_null=True, low=value.refinement.low, high=value.refinement.high)
    return refined(Unknown(ListOf(element), value.needs, refinement=bounds))


FORMS = {
    Name: evaluate_name,
    GetAttr: evaluate_get_attr,
    Index: evaluate_index,
    Splat: evaluate_splat,
    SplatItem: evaluate_splat_item,
}
