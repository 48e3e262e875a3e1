"""Named tuples as the standard library's, but cheap to declare: nothing is compiled before there is an instance.

``typing.NamedTuple`` compiles every annotation, and a constructor for every class, which took a tenth of a small run.
"""

from __future__ import annotations

from collections import _tuplegetter  # type: ignore[attr-defined]  # an attribute of a named tuple, in C
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import NamedTuple
else:

    class _Declared(type):
        """Makes the classes that extend `NamedTuple` itself; what extends them in turn is as it is written."""

        def __new__(cls, name: str, bases: tuple[type, ...], members: dict[str, Any]) -> type:
            names = tuple(members.get("__annotations__", ()))
            if names:
                defaults = {each: members[each] for each in names if each in members}
                members |= {each: _tuplegetter(index, None) for index, each in enumerate(names)}
                members |= {"__match_args__": names, "_fields": names, "_field_defaults": defaults}
            made = super().__new__(cls, name, bases, {"__slots__": (), **members})
            if names:
                made.__new__ = _at_first(made)
            return made

    class NamedTuple(tuple, metaclass=_Declared):  # noqa: SLOT001 - its metaclass defines them
        """What ``typing.NamedTuple`` gives the classes that extend it, as far as it is used."""

        @classmethod
        def _make(cls, values: Iterable[object]) -> NamedTuple:
            return tuple.__new__(cls, values)

        def _replace(self, **values: object) -> NamedTuple:
            replaced = self._make(map(values.pop, self._fields, self))
            if values:
                raise TypeError(f"Got unexpected field names: {list(values)}")
            return replaced

        def _asdict(self) -> dict[str, object]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({values})"

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)


__all__ = ["NamedTuple"]


def _at_first(kind: Any) -> Callable[..., object]:
    """Return a constructor that has the true one compiled."""

    def __new__(of: type, *values: object, **named: object) -> object:  # noqa: N807
        kind.__new__ = _compiled(kind)
        return kind.__new__(of, *values, **named)

    return __new__


def _compiled(kind: Any) -> Callable[..., object]:
    """Return the constructor of a named tuple; its fields are names of Python, for they come from a class."""
    names = ", ".join(kind._fields)
    made = eval(f"lambda _of, {names}: _new(_of, ({names},))", {"_new": tuple.__new__})  # noqa: S307
    made.__name__ = "__new__"
    made.__qualname__ = f"{kind.__qualname__}.__new__"
    made.__defaults__ = tuple(kind._field_defaults.values())
    return made  # type: ignore[no-any-return]
