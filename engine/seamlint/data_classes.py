"""Python's data classes, their methods written when the first instance is made: few of those imported ever have one.

Python writes the source of a data class's methods and compiles it, which took a third of a small run. Here a class
waits as it was declared until an instance of it is made, or its fields are asked for. Type checkers see the standard
library's decorator, and it is they who keep what is frozen: methods that refuse at run time would make each instance
slower to create.
"""

from __future__ import annotations

import dataclasses
from _thread import RLock
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from dataclasses import dataclass, fields
else:

    def dataclass(kind: type | None = None, /, **options: bool) -> type | Callable[[type], type]:
        """Let a class wait to be made a data class, or return the decorator that does."""
        return (lambda kind: _waiting(kind, **options)) if kind is None else _waiting(kind, **options)

    def fields(of: object) -> tuple[dataclasses.Field[Any], ...]:
        """Return the fields of a data class, or of an instance of one."""
        _write(of if isinstance(of, type) else type(of))
        return dataclasses.fields(of)


__all__ = ["dataclass", "field", "fields", "replace"]

_DESCRIPTION = ("__dataclass_fields__", "__dataclass_params__", "__match_args__")
_METHODS = ("__repr__", "__eq__", "__hash__", "__init__")
_unwritten: dict[type, Callable[[], None]] = {}
_writing = RLock()


def _waiting(kind: type, *, frozen: bool = False, eq: bool = True, slots: bool = False, **options: bool) -> type:
    own = [name for name, of in kind.__annotations__.items() if not str(of).startswith("ClassVar")]
    waiting = _alike(kind, leaving=own, __slots__=tuple(own)) if slots else kind
    hashed = eq and frozen and not kind.__dict__.get("__hash__")

    def write() -> None:
        model = kind if slots else _alike(kind, leaving=("__init__",))
        model = dataclasses.dataclass(model, eq=eq, unsafe_hash=hashed, slots=slots, **options)
        for name in (*(() if slots else own), *_DESCRIPTION, *_METHODS):
            if name in model.__dict__:
                setattr(waiting, name, model.__dict__[name])
            elif name in waiting.__dict__:
                delattr(waiting, name)

    def __init__(self: object, *values: object, **named: object) -> None:  # noqa: N807 - until the true one is written
        _write(waiting)
        waiting.__init__(self, *values, **named)  # type: ignore[misc]

    waiting.__init__ = __init__  # type: ignore[misc]
    _unwritten[waiting] = write
    return waiting


def _alike(kind: type, leaving: Iterable[str], **more: object) -> type:
    """Return a class with the members of another, but for some."""
    left = {*leaving, "__dict__", "__weakref__"}
    members = {name: value for name, value in kind.__dict__.items() if name not in left}
    return type(kind)(kind.__name__, kind.__bases__, {**members, **more, "__qualname__": kind.__qualname__})


def _write(kind: type) -> None:
    """Write the methods of a class, those that it extends first."""
    with _writing:
        for each in reversed(kind.__mro__):
            if each in _unwritten:
                _unwritten[each]()
                del _unwritten[each]
