"""When two values are equal: yes, no, or not known yet.

Source: Terraform language documentation, "Arithmetic and Logical Operators: Equality Operators"; go-cty documentation,
"Concepts: Unknown Values and the Dynamic Pseudo-type".
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.sets import identity
from seamlint.evaluate.terraform.types import (
    DYNAMIC,
    NUMBER,
    STRING,
    ObjectOf,
    Primitive,
    TupleOf,
    Type,
    has_dynamic,
)
from seamlint.evaluate.terraform.values import (
    List,
    Map,
    Null,
    Object,
    Set,
    Tuple,
    Unknown,
    Value,
    is_wholly_known,
    type_of,
    unmark_deep,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = (str, bool, int, Fraction)


def equal(left: Value, right: Value) -> bool | None:
    """Tell whether two values are equal, None when an unknown decides it. Marks do not matter.

    Values of different types are not equal; two nulls are, whatever their types.
    """
    if not (isinstance(left, _PLAIN) and isinstance(right, _PLAIN)):
        left, right = unmark_deep(left)[0], unmark_deep(right)[0]
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return _equal_unknown(left, right)
    if isinstance(left, Null) or isinstance(right, Null):
        return isinstance(left, Null) and isinstance(right, Null)
    if isinstance(left, _PLAIN) or isinstance(right, _PLAIN):
        return isinstance(left, _PLAIN) and isinstance(right, _PLAIN) and _equal_plain(left, right)
    return _equal_known(left, right)


def _equal_plain(left: str | int | Fraction, right: str | int | Fraction) -> bool:
    if isinstance(left, (str, bool)) or isinstance(right, (str, bool)):
        return type(left) is type(right) and left == right
    return left == right


def _equal_unknown(left: Value, right: Value) -> bool | None:
    if isinstance(left, Unknown) and isinstance(right, Unknown):
        return None
    unknown, known = (left, right) if isinstance(left, Unknown) else (right, left)
    assert isinstance(unknown, Unknown)
    if isinstance(known, Null):
        return False if unknown.refinement.not_null else None
    return None if could_be(unknown, known) else False


def could_be(unknown: Unknown, known: Value) -> bool:
    """Tell whether an unknown may turn out to be a known value that is not null."""
    kind = type_of(known)
    if not conforms(kind, unknown.type):
        return False
    bounds = unknown.refinement
    if isinstance(known, str):
        return unknown.type is not STRING or known.startswith(bounds.prefix)
    if unknown.type is NUMBER and isinstance(known, (int, Fraction)):
        return (bounds.low is None or known >= bounds.low) and (bounds.high is None or known <= bounds.high)
    if isinstance(known, (List, Map)) or (isinstance(known, Set) and is_wholly_known(known)):
        length = len(known.entries if isinstance(known, Map) else known.items)
        return (bounds.low is None or length >= bounds.low) and (bounds.high is None or length <= bounds.high)
    return True


def conforms(given: Type, wanted: Type) -> bool:
    """Tell whether a type is the wanted one, where dynamic stands for any."""
    if wanted is DYNAMIC or given == wanted:
        return True
    if type(given) is not type(wanted) or isinstance(given, Primitive):
        return False
    if isinstance(given, TupleOf) and isinstance(wanted, TupleOf):
        return len(given.items) == len(wanted.items) and all(map(conforms, given.items, wanted.items))
    if isinstance(given, ObjectOf) and isinstance(wanted, ObjectOf):
        return given.attributes.keys() == wanted.attributes.keys() and all(
            conforms(kind, wanted.attributes[name]) for name, kind in given.attributes.items()
        )
    return conforms(given.element, wanted.element)  # type: ignore[union-attr]


def _equal_known(left: Value, right: Value) -> bool | None:
    if is_wholly_known(left) and is_wholly_known(right):
        return type(left) is type(right) and identity(left) == identity(right) and type_of(left) == type_of(right)
    same_type = _equal_types(left, right)
    if same_type is not True:
        return same_type
    if isinstance(left, (List, Tuple)) and isinstance(right, (List, Tuple)):
        return len(left.items) == len(right.items) and _all_equal(zip(left.items, right.items, strict=True))
    if isinstance(left, (Map, Object)) and isinstance(right, (Map, Object)):
        names = left.entries.keys()
        return names == right.entries.keys() and _all_equal(
            (left.entries[name], right.entries[name]) for name in sorted(names)
        )
    return None


def _equal_types(left: Value, right: Value) -> bool | None:
    kinds = type_of(left), type_of(right)
    if not any(map(has_dynamic, kinds)):
        return kinds[0] == kinds[1]
    return None if conforms(*kinds) or conforms(*reversed(kinds)) else False


def _all_equal(pairs: Iterable[tuple[Value, Value]]) -> bool | None:
    for left, right in pairs:
        found = equal(left, right)
        if found is not True:
            return found
    return True
