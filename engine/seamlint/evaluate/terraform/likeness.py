"""Module instances that evaluate to the same but for their addresses: evaluated once, for all of them.

What a module instance gives depends on its folder, its arguments, the provider configurations that reach it, the
modules above it (a module must not call itself), where its own modules are installed, what the calls wait for, and
whether it is known to exist. Instances that agree in all of them are alike. Those that ``import`` blocks reach into,
and those that a cycle leads through, are evaluated by themselves.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import EvaluationError
from seamlint.evaluate.terraform.lazy import Entries
from seamlint.evaluate.terraform.types import ListOf, MapOf, ObjectOf, Primitive, SetOf, TupleOf
from seamlint.evaluate.terraform.values import (
    Instance,
    List,
    Map,
    Marked,
    Null,
    Object,
    Set,
    Tuple,
    Unknown,
    UnknownInstances,
    Value,
)
from seamlint.evaluate.terraform.waiting import awaited_by_calls

if TYPE_CHECKING:
    from collections.abc import Hashable

    from seamlint.evaluate.terraform.instance import ModuleInstance
    from seamlint.evaluate.terraform.types import Type


class Likeness:
    """The module instances of a root by what they depend on."""

    def __init__(self) -> None:
        self._first: dict[Hashable, ModuleInstance] = {}
        self._inputs = Inputs()

    def first_like(self, instance: ModuleInstance) -> ModuleInstance:
        """Return the first instance asked about that is like this one; itself where there was none."""
        call = instance.call
        if call is None or not instance.is_acyclic or instance.root.is_imported_into(instance.address):
            return instance
        try:
            names = sorted(call.arguments & instance.module.variables.keys())
            given = tuple((name, self._inputs.number(instance.variable(name))) for name in names)
        except EvaluationError:
            return instance
        key = (
            given,
            instance.module.folder,
            instance.missing,
            awaited_by_calls(instance),
            call.caller.folders,
            call.caller.provider_environment,
            call.passed_providers,
            instance.root.installed_below(call.path),
        )
        return self._first.setdefault(key, instance)


class Inputs:
    """Numbers for values: two values have one number exactly when no expression could tell them apart."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._seen: dict[int, tuple[object, int]] = {}

    def number(self, value: Value) -> int:
        """Return the number of a value."""
        if isinstance(value, (str, bool, int, Fraction)):
            return self._of((type(value), value))
        seen = self._seen.get(id(value))
        if seen is None:
            seen = self._seen[id(value)] = (value, self._of(self._form(value)))
        return seen[1]

    def _of(self, form: Hashable) -> int:
        return self._numbers.setdefault(form, len(self._numbers))

    def _form(self, value: Value) -> Hashable:
        if isinstance(value, Null):
            return Null, self._type(value.type)
        if isinstance(value, Marked):
            return Marked, value.marks, self.number(value.value)
        if isinstance(value, (List, Set)):
            return type(value), self._type(value.element), tuple(map(self.number, value.items))
        if isinstance(value, Tuple):
            return Tuple, tuple(map(self.number, value.items))
        return self._unknown(value) if isinstance(value, Unknown) else self._mapping(value)  # type: ignore[arg-type]

    def _mapping(self, value: Map | Object) -> Hashable:
        element = self._type(value.element) if isinstance(value, Map) else None
        whose = value.address if isinstance(value, Instance) else None
        if isinstance(value.entries, Entries):
            # What it computes beyond its names depends on whose entries they are.
            self._seen.setdefault(id(value.entries), (value.entries, 0))
            return type(value), whose, id(value.entries)
        entries = tuple((name, self.number(item)) for name, item in value.entries.items())
        return type(value), whose, element, entries

    def _unknown(self, value: Unknown) -> Hashable:
        form = (type(value), self._type(value.type), value.needs, value.parts, value.refinement)
        if not isinstance(value, UnknownInstances):
            return form
        instances = tuple((type(key), key, self.number(item)) for key, item in value.instances.items())
        return form, instances, self.number(value.stand_in)

    def _type(self, kind: Type) -> int:
        """Return the number of a type; the order of an object's attributes is the order of values made of it."""
        seen = self._seen.get(id(kind))
        if seen is None:
            seen = self._seen[id(kind)] = (kind, self._of(self._type_form(kind)))
        return seen[1]

    def _type_form(self, kind: Type) -> Hashable:
        if isinstance(kind, Primitive):
            return Primitive, kind.name
        if isinstance(kind, (ListOf, SetOf, MapOf)):
            return type(kind), self._type(kind.element)
        if isinstance(kind, TupleOf):
            return TupleOf, tuple(map(self._type, kind.items))
        attributes = tuple((name, self._type(item)) for name, item in kind.attributes.items())
        return ObjectOf, attributes, kind.optional
