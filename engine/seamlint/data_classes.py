"""Data classes as the standard library's, but cheap to declare: a constructor is compiled for the first instance.

The standard library compiles up to six methods of each class when it is declared, which took a third of a small run,
and most classes of a run never have an instance. Type checkers see the standard library's decorator, and it is they who
hold what is frozen: methods that refuse at run time would make each instance slower to create.
"""

from __future__ import annotations

from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from dataclasses import dataclass, field, fields, replace
else:

    def dataclass(kind: type | None = None, /, **options: bool) -> type | Callable[[type], type]:
        """Return a class as a data class, or the decorator that does; options are frozen, eq, repr and slots."""
        return (lambda kind: _declared(kind, **options)) if kind is None else _declared(kind, **options)

    def field(**settings: Any) -> Field:
        """Return how a field is set; settings are default, default_factory, init and kw_only."""
        return Field("", "", **settings)

    def fields(of: Any) -> tuple[Field, ...]:
        """Return the fields of a data class, or of an instance of one."""
        return tuple(of._fields.values())

    def replace(instance: object, /, **values: object) -> object:
        """Return an instance like another, but for some fields."""
        kept = {each.name: getattr(instance, each.name) for each in fields(instance) if each.init}
        return type(instance)(**{**kept, **values})


__all__ = ["dataclass", "field", "fields", "replace"]

_NONE: Any = object()


class Field(NamedTuple):
    """A field of a data class; its type is as written."""

    name: str
    type: str
    default: Any = _NONE
    default_factory: Any = _NONE
    init: bool = True
    kw_only: bool = False


def _declared(kind: Any, *, frozen: bool = False, eq: bool = True, repr: bool = True, slots: bool = False) -> type:  # noqa: A002
    own = {name: _field(kind, name, str(of)) for name, of in kind.__annotations__.items() if "ClassVar" not in str(of)}
    inherited = [vars(base).get("_fields", {}) for base in reversed(kind.__mro__[1:])]
    kind = _with_slots(kind, own) if slots else _with_defaults(kind, own)
    kind._fields = {name: each for known in (*inherited, own) for name, each in known.items()}
    positional = tuple(name for name, each in kind._fields.items() if each.init and not each.kw_only)
    setattr(kind, "__match_args__", positional)  # noqa: B010 - type checkers refuse to assign it
    kind.__dataclass_fields__ = _STANDARD
    if repr and "__repr__" not in vars(kind):
        kind.__repr__ = _shown
    if eq:
        _compared(kind, frozen=frozen)
    kind.__init__ = _at_first(kind)
    return kind  # type: ignore[no-any-return]


def _field(kind: type, name: str, of: str) -> Field:
    default = vars(kind).get(name, _NONE)
    return default._replace(name=name, type=of) if isinstance(default, Field) else Field(name, of, default)


def _with_defaults(kind: type, own: Mapping[str, Field]) -> type:
    """Return a class whose attributes are the defaults of its fields."""
    for name, each in own.items():
        if each.default is not _NONE:
            setattr(kind, name, each.default)
        elif name in vars(kind):
            delattr(kind, name)
    return kind


def _with_slots(kind: type, own: Mapping[str, Field]) -> type:
    """Return a class like another, whose instances hold their own fields and no further attributes."""
    members = {name: value for name, value in vars(kind).items() if name not in {*own, "__dict__", "__weakref__"}}
    members |= {"__slots__": tuple(own), "__qualname__": kind.__qualname__}
    return type(kind)(kind.__name__, kind.__bases__, members)


@recursive_repr()
def _shown(self: Any) -> str:
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
    return f"{type(self).__qualname__}({values})"


def _compared(kind: Any, *, frozen: bool) -> None:
    """Let instances of a class be equal where their fields are; what is frozen has a hash."""
    names = tuple(kind._fields)
    values: Callable[[object], object] = attrgetter(*names) if names else lambda _: ()

    def __eq__(self: object, other: object) -> bool:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: object) -> int:  # noqa: N807
        return hash(values(self))

    if "__eq__" not in vars(kind):
        kind.__eq__ = __eq__
    if not vars(kind).get("__hash__"):
        kind.__hash__ = __hash__ if frozen else None


def _at_first(kind: Any) -> Callable[..., None]:
    """Return a constructor that has the true one compiled."""

    def __init__(self: object, *values: object, **named: object) -> None:  # noqa: N807
        kind.__init__ = _compiled(kind)
        kind.__init__(self, *values, **named)

    return __init__


def _compiled(kind: Any) -> Callable[..., None]:
    """Return the constructor of a data class; its fields are names of Python, for they come from a class."""
    given: list[str] = []
    named: list[str] = []
    lines = []
    known: dict[str, Any] = {"_NONE": _NONE}
    for name, each in kind._fields.items():
        made = f"_default_{name}"
        known[made] = each.default if each.default_factory is _NONE else each.default_factory
        if each.default_factory is not _NONE:
            parameter, value = f"{name}=_NONE", f"{made}() if {name} is _NONE else {name}" if each.init else f"{made}()"
        elif each.default is not _NONE:
            parameter, value = f"{name}={made}", name if each.init else made
        else:
            parameter, value = name, name if each.init else ""
        if each.init:
            (named if each.kw_only else given).append(parameter)
        lines += [f" self.{name} = {value}"] if value else []
    lines += [" self.__post_init__()"] if hasattr(kind, "__post_init__") else []
    parameters = ", ".join(("self", *given, *(("*", *named) if named else ())))
    exec("\n".join((f"def __init__({parameters}):", *lines, " return")), known)  # noqa: S102
    constructor: Callable[..., None] = known["__init__"]
    constructor.__qualname__ = f"{kind.__qualname__}.__init__"
    return constructor


class _Standard:
    """The fields as the standard library's functions know them: made when they ask."""

    def __get__(self, instance: object, kind: Any) -> dict[str, Any]:
        import dataclasses

        def described(each: Field) -> tuple[str, str, Any]:
            settings = {name: value for name, value in each._asdict().items() if value is not _NONE}
            return settings.pop("name"), settings.pop("type"), dataclasses.field(**settings)

        made: Any = dataclasses.make_dataclass(kind.__name__, map(described, kind._fields.values()))
        return made.__dataclass_fields__  # type: ignore[no-any-return]


_STANDARD = _Standard()
