"""Entries of an object that are evaluated when they are first read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import CycleError, EvaluationError, UndeclaredError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from seamlint.evaluate.terraform.scope import Namespace
    from seamlint.evaluate.terraform.values import Value


class Entries(dict[str, "Value"]):
    """The entries of an `Object`: some names, each evaluated once, on demand.

    It is a dict to whoever reads it: its length, its order and whether it holds a name follow the names alone. Reading
    an entry raises `CycleError` where that entry is being evaluated already.
    """

    __slots__ = ("_evaluate", "_names", "_pending")

    def __init__(self, names: Collection[str], evaluate: Callable[[str], Value]) -> None:
        super().__init__()
        self._names = names
        self._evaluate = evaluate
        self._pending: set[str] = set()

    def __missing__(self, name: str) -> Value:
        if name not in self:
            raise KeyError(name)
        if name in self._pending:
            raise CycleError
        self._pending.add(name)
        try:
            self[name] = value = self._evaluate(name)
        finally:
            self._pending.discard(name)
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def get(self, name: str, default: Value | None = None) -> Value | None:  # type: ignore[override]
        """Return an entry, or the default when there is none of that name."""
        return self[name] if name in self else default  # noqa: SIM401 - it is what the dict calls

    def keys(self) -> Collection[str]:  # type: ignore[override]
        """Return the names."""
        return list(self)

    def values(self) -> Collection[Value]:  # type: ignore[override]
        """Evaluate every entry."""
        return [self[name] for name in self]

    def items(self) -> Collection[tuple[str, Value]]:  # type: ignore[override]
        """Evaluate every entry, with its name."""
        return [(name, self[name]) for name in self]


class Names:
    """A namespace of declared names, each evaluated once, on demand: ``var``, ``local``, ``aws_vpc``.

    Attributes:
        prefix: what stands before the names in code.
    """

    __slots__ = ("_declared", "_evaluate", "_known", "_pending", "prefix")

    def __init__(self, prefix: str, declared: Collection[str], evaluate: Callable[[str], Value | Namespace]) -> None:
        self.prefix = prefix
        self._declared = declared
        self._evaluate = evaluate
        self._known: dict[str, Value | Namespace] = {}
        self._pending: set[str] = set()

    def attribute(self, name: str, start: int, end: int) -> Value | Namespace:
        """Return what a name stands for.

        Raises:
            UndeclaredError: the module does not declare it.
            EvaluationError: it needs itself.
        """
        found = self._known.get(name)
        if found is not None:
            return found
        if name not in self._declared:
            raise UndeclaredError(f"{self.prefix}.{name} is not declared in this module", start, end)
        if name in self._pending:
            raise EvaluationError(f"{self.prefix}.{name} depends on itself", start, end)
        self._pending.add(name)
        try:
            self._known[name] = value = self._evaluate(name)
        finally:
            self._pending.discard(name)
        return value
