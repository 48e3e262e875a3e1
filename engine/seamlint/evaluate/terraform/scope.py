"""Names: what an expression can refer to where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.values import Value
    from seamlint.syntax.hcl.tree import Node


class Namespace(Protocol):
    """A name that is no value by itself: ``var``, ``local``, ``data``, ``data.aws_vpc``, ``aws_vpc``, ``each``."""

    def attribute(self, name: str, start: int, end: int) -> Value | Namespace:
        """Return what ``namespace.name`` stands for, evaluating it when it is first asked for.

        `start` and `end` are the offsets of the expression that asks. Nothing of that name raises `UndeclaredError`
        with them.
        """
        ...


class FileAccess(Protocol):
    """The files that functions may read: those inside the repository. Paths are as the expression gives them."""

    def read(self, path: str) -> bytes:
        """Return a file's content; raises `FunctionError` that says why when it cannot be read."""
        ...

    def exists(self, path: str) -> bool:
        """Tell whether a regular file is there; raises `FunctionError` for a folder or a path outside."""
        ...

    def matching(self, folder: str, pattern: str) -> list[str]:
        """Return the paths below a folder, relative to it, that match a ``fileset`` pattern, sorted."""
        ...

    def absolute(self, path: str) -> str:
        """Return the path as ``abspath`` does."""
        ...


class Work:
    """A store of steps that evaluation uses up, so that loops in loops end.

    Attributes:
        left: steps.
        outermost: the least depth of the scopes whose names were looked at, those of modules and templates left out
            (see `seamlint.evaluate.terraform.invariants`).
    """

    __slots__ = ("left", "outermost")

    def __init__(self) -> None:
        self.left = 10_000_000
        self.outermost = 0

    def spend(self, steps: int) -> bool:
        """Use up some steps, and tell whether there were as many."""
        self.left -= steps
        return self.left >= 0


class Scope:
    """The names of a module, and what its functions may touch.

    Attributes:
        names: by first step of a traversal.
        files: None where functions may read nothing.
        work: what evaluation may still cost; all scopes of a root share it.
        inside_template: evaluating what a ``templatefile`` renders, where templates cannot be nested.
        depth: how many scopes are around it: none around a module's or a template's.
        top: the outermost of them.
        invariants: of a top: values of expressions that need no name of the scopes inside it, by the node's `id`,
            with the node.
    """

    __slots__ = ("_parent", "depth", "files", "inside_template", "invariants", "names", "top", "work")

    def __init__(
        self, names: dict[str, Value | Namespace], files: FileAccess | None = None, work: Work | None = None
    ) -> None:
        self.names = names
        self.files = files
        self.inside_template = False
        self.work = work or Work()
        self.depth = 0
        self.top = self
        self.invariants: dict[int, tuple[Node, Value]] = {}
        self._parent: Scope | None = None

    def lookup(self, name: str) -> Value | Namespace | None:
        """Return what a name stands for here, None when nothing has it."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.names.get(name)
            if found is not None:
                if 0 < scope.depth < self.work.outermost:
                    self.work.outermost = scope.depth
                return found
            scope = scope._parent  # noqa: SLF001 - its own kind
        return None

    def child(self, names: dict[str, Value | Namespace]) -> Scope:
        """Return a scope with some more names, which hide those outside."""
        scope = Scope.__new__(Scope)
        scope.names = names
        scope.files = self.files
        scope.inside_template = self.inside_template
        scope.work = self.work
        scope.depth = self.depth + 1
        scope.top = self.top
        scope._parent = self  # noqa: SLF001 - its own kind
        return scope
