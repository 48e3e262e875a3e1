"""Type constraints: what a variable's ``type`` says.

Source: Terraform language documentation, "Type Constraints": "Optional Object Type Attributes".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from seamlint.data_classes import dataclass, field, replace
from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.errors import ConversionError, EvaluationError
from seamlint.evaluate.terraform.expressions import evaluate
from seamlint.evaluate.terraform.scope import Scope
from seamlint.evaluate.terraform.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
)
from seamlint.evaluate.terraform.values import (
    List,
    Map,
    Marked,
    Object,
    Set,
    Tuple,
    Unknown,
    Value,
    is_null,
    mark,
)
from seamlint.syntax.hcl.tree import Call, Expression, Literal, Name, ObjectExpr, TupleExpr

if TYPE_CHECKING:
    from collections.abc import Callable

_KEYWORDS = {"string": STRING, "number": NUMBER, "bool": BOOL, "any": DYNAMIC}
_COLLECTIONS: dict[str, type[ListOf | SetOf | MapOf]] = {"list": ListOf, "set": SetOf, "map": MapOf}
_EVERY = ""


@dataclass(frozen=True)
class Defaults:
    """Defaults of optional attributes, as a tree beside the type.

    Attributes:
        values: of an object's own attributes.
        children: of what is inside: by attribute name, by position in a tuple, by ``""`` for every element.
    """

    values: dict[str, Value] = field(default_factory=dict)
    children: dict[str | int, Defaults] = field(default_factory=dict)

    def apply(self, value: Value) -> Value:
        """Fill in what a value lacks; nulls and unknowns are left alone."""
        if isinstance(value, Marked):
            return mark(self.apply(value.value), value.marks)
        if isinstance(value, (List, Set, Tuple)):
            return Tuple([self._inside(position, item) for position, item in enumerate(value.items)])
        if isinstance(value, (Map, Object)):
            entries = {name: self._inside(name, item) for name, item in value.entries.items()}
            return Object(entries | {name: self._filled(name, entries.get(name)) for name in self.values})
        return value

    def _inside(self, key: str | int, value: Value) -> Value:
        child = self.children.get(key) or self.children.get(_EVERY)
        return child.apply(value) if child else value

    def _filled(self, name: str, value: Value | None) -> Value:
        default = self.values[name]
        if value is None or is_null(value):
            child = self.children.get(name)
            return child.apply(default) if child else default
        if isinstance(value, Unknown) and value.type is not DYNAMIC and not is_null(default):
            refinement = replace(value.refinement, not_null=True)
            return Unknown(value.type, value.needs, value.parts, refinement)
        return value


@dataclass(frozen=True)
class Constraint:
    """A type, with the defaults of its optional attributes."""

    type: Type
    defaults: Defaults | None = None

    def apply(self, value: Value) -> Value:
        """Fill in the defaults of optional attributes, then convert to the type.

        Raises:
            ConversionError: the value does not convert.
        """
        return convert(self.defaults.apply(value) if self.defaults else value, self.type)


ANY = Constraint(DYNAMIC)


def parse_type(expression: Expression) -> Constraint:
    """Read a type constraint: ``map(object({a = optional(number, 3)}))``.

    Raises:
        EvaluationError: it is no type.
    """
    keyword = _keyword(expression)
    if keyword in _KEYWORDS:
        return Constraint(_KEYWORDS[keyword])
    if keyword in ("list", "map"):
        # Terraform 0.11 wrote bare "list" and "map"; Terraform still reads them as collections of anything.
        return Constraint(_COLLECTIONS[keyword](DYNAMIC))
    if not isinstance(expression, Call):
        _refuse(
            "A type specification is either a primitive type keyword (bool, number, string) or a complex type"
            " constructor call, like list(string).",
            expression,
        )
    reader = _CONSTRUCTORS.get(expression.name)
    if reader is None:
        _refuse(f'Keyword "{expression.name}" is not a valid type constructor.', expression)
    if len(expression.arguments) != 1:
        _refuse(f"The {expression.name} type constructor requires one argument.", expression)
    return reader(expression.name, expression.arguments[0])


def _keyword(expression: Expression) -> str:
    if isinstance(expression, Literal) and isinstance(expression.value, str):
        return expression.value
    return expression.name if isinstance(expression, Name) else ""


def _refuse(message: str, expression: Expression) -> NoReturn:
    raise EvaluationError(f"Invalid type specification: {message}", expression.start, expression.end)


def _read_collection(name: str, argument: Expression) -> Constraint:
    element = parse_type(argument)
    defaults = Defaults(children={_EVERY: element.defaults}) if element.defaults else None
    return Constraint(_COLLECTIONS[name](element.type), defaults)


def _read_tuple(_: str, argument: Expression) -> Constraint:
    if not isinstance(argument, TupleExpr):
        _refuse("Tuple type constructor requires a list of element types.", argument)
    items = [parse_type(item) for item in argument.items]
    children: dict[str | int, Defaults] = {at: item.defaults for at, item in enumerate(items) if item.defaults}
    return Constraint(TupleOf(tuple(item.type for item in items)), Defaults(children=children) if children else None)


def _read_object(_: str, argument: Expression) -> Constraint:
    if not isinstance(argument, ObjectExpr):
        _refuse(
            "Object type constructor requires a map whose keys are attribute names and whose values are the"
            " corresponding attribute types.",
            argument,
        )
    defaults = Defaults()
    attributes: dict[str, Type] = {}
    optional: set[str] = set()
    for key, value in argument.items:
        name = _attribute_name(key, attributes)
        attributes[name] = _read_attribute(name, value, optional, defaults)
    found = defaults if defaults.values or defaults.children else None
    return Constraint(ObjectOf(attributes, frozenset(optional)), found)


def _attribute_name(key: Expression, attributes: dict[str, Type]) -> str:
    if not isinstance(key, Literal) or not isinstance(key.value, str):
        _refuse("Object constructor map keys must be attribute names.", key)
    if key.value in attributes:
        _refuse("Object constructor map keys must be unique.", key)
    return key.value


def _read_attribute(name: str, expression: Expression, optional: set[str], defaults: Defaults) -> Type:
    if not isinstance(expression, Call) or expression.name != "optional":
        constraint = parse_type(expression)
    else:
        if not 1 <= len(expression.arguments) <= 2:
            _refuse(
                "Optional attribute modifier expects at most two arguments: the attribute type, and a default value.",
                expression,
            )
        optional.add(name)
        constraint = parse_type(expression.arguments[0])
        if len(expression.arguments) == 2:
            defaults.values[name] = _read_default(expression.arguments[1], constraint.type)
    if constraint.defaults:
        defaults.children[name] = constraint.defaults
    return constraint.type


def _read_default(expression: Expression, kind: Type) -> Value:

    try:
        return convert(evaluate(expression, Scope({})), kind)
    except ConversionError as error:
        raise EvaluationError(
            "Invalid default value for optional attribute: This default value is not compatible with the attribute's"
            f" type constraint: {error}.",
            expression.start,
            expression.end,
        ) from None


_CONSTRUCTORS: dict[str, Callable[[str, Expression], Constraint]] = {
    **dict.fromkeys(_COLLECTIONS, _read_collection),
    "tuple": _read_tuple,
    "object": _read_object,
}
