"""The types of Terraform's language.

Source: Terraform language documentation, "Types and Values" and "Type Constraints".
"""

from __future__ import annotations

from seamlint.data_classes import dataclass, field


@dataclass(frozen=True, slots=True)
class Primitive:
    """``string``, ``number``, ``bool``, or ``dynamic``: not known yet, or any type in a constraint."""

    name: str


STRING = Primitive("string")
NUMBER = Primitive("number")
BOOL = Primitive("bool")
DYNAMIC = Primitive("dynamic")


@dataclass(frozen=True, slots=True)
class ListOf:
    """``list(element)``."""

    element: Type


@dataclass(frozen=True, slots=True)
class SetOf:
    """``set(element)``."""

    element: Type


@dataclass(frozen=True, slots=True)
class MapOf:
    """``map(element)``; keys are strings."""

    element: Type


@dataclass(frozen=True, slots=True)
class TupleOf:
    """``tuple([items])``."""

    items: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class ObjectOf:
    """``object({attributes})``; `optional` names the attributes that a value to convert may lack."""

    attributes: dict[str, Type]
    optional: frozenset[str] = field(default=frozenset())

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.attributes)), self.optional))


Type = Primitive | ListOf | SetOf | MapOf | TupleOf | ObjectOf
COLLECTIONS = (ListOf, SetOf, MapOf)


def friendly_name(kind: Type) -> str:
    """Return the type as Terraform's messages write it: ``list of string``."""
    if isinstance(kind, Primitive):
        return kind.name
    if isinstance(kind, (TupleOf, ObjectOf)):
        return "tuple" if isinstance(kind, TupleOf) else "object"
    element = "any single type" if kind.element is DYNAMIC else friendly_name(kind.element)
    return f"{'list' if isinstance(kind, ListOf) else 'set' if isinstance(kind, SetOf) else 'map'} of {element}"


def has_dynamic(kind: Type) -> bool:
    """Tell whether a part of a type is not known."""
    if isinstance(kind, Primitive):
        return kind is DYNAMIC
    if isinstance(kind, TupleOf):
        return any(map(has_dynamic, kind.items))
    if isinstance(kind, ObjectOf):
        return any(map(has_dynamic, kind.attributes.values()))
    return has_dynamic(kind.element)


def without_optional(kind: Type) -> Type:
    """Return the type that values have once their optional attributes are filled in, at every depth."""
    if isinstance(kind, Primitive):
        return kind
    if isinstance(kind, TupleOf):
        return TupleOf(tuple(map(without_optional, kind.items)))
    if isinstance(kind, ObjectOf):
        return ObjectOf({name: without_optional(item) for name, item in kind.attributes.items()})
    return type(kind)(without_optional(kind.element))
