"""What the names of a module depend on, as written, before anything is evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.references import references

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.terraform.module import Module
    from seamlint.syntax.hcl.tree import Body, Expression

Name = tuple[str, ...]
"""``("local", name)``, ``("module", name)``, ``(mode, type, name)`` of a resource, or `_PROVIDERS`."""
_PROVIDERS = ("provider",)
_MODES = {"data": "data", "ephemeral": "ephemeral"}


class Dependencies:
    """Answers for one module; what is asked about is read from its trees once."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._settled: dict[Name, bool | None] = {}

    def is_acyclic(self, call: str) -> bool:
        """Tell whether nothing that a module call depends on depends on itself.

        Then all arguments of the call can be evaluated when its first output is asked for. (Terraform tells apart what
        a module's single outputs depend on, so that two modules may well use each other's outputs.)
        """
        start: Name = ("module", call)
        if start not in self._settled:
            self._settle(start)
        return self._settled[start] is True

    def _settle(self, start: Name) -> None:
        """Visit what a name leads to, depth first; None marks what leads to where the visit is."""
        path = [(start, self._needed(start))]
        self._settled[start] = None
        while path:
            inner = next(path[-1][1], None)
            if inner is not None and inner not in self._settled:
                self._settled[inner] = None
                path.append((inner, self._needed(inner)))
            elif inner is not None and not self._settled[inner]:
                self._leave(path, acyclic=False)
            elif inner is None:
                self._leave(path, acyclic=True)

    def _leave(self, path: list[tuple[Name, Iterator[Name]]], *, acyclic: bool) -> None:
        """Go back one step; all the way where there is a cycle, for every name on the way leads to it."""
        self._settled[path.pop()[0]] = acyclic
        while path and not acyclic:
            self._settled[path.pop()[0]] = False

    def _needed(self, name: Name) -> Iterator[Name]:
        if name != _PROVIDERS and name[0] != "local" and self._module.providers:
            yield _PROVIDERS
        for expression in self._expressions(name):
            for names in references(expression):
                found = self._declared(names)
                if found is not None:
                    yield found

    def _declared(self, names: tuple[str, ...]) -> Name | None:
        """Return what a traversal begins with, None for what depends on nothing in this module."""
        module = self._module
        if len(names) > 1 and names[0] in ("local", "module"):
            known = module.locals if names[0] == "local" else module.calls
            return names[:2] if names[1] in known else None
        mode = _MODES.get(names[0], "managed")
        steps = names[1:] if names[0] in ("resource", "data", "ephemeral") else names
        tables = {"managed": module.managed, "data": module.data, "ephemeral": module.ephemeral}
        return (mode, *steps[:2]) if len(steps) > 1 and steps[:2] in tables[mode] else None

    def _expressions(self, name: Name) -> Iterable[Expression]:
        module = self._module
        if name[0] == "local":
            return (module.locals[name[1]].attribute.expression,)
        if name == _PROVIDERS:
            return (each for declared in module.providers.values() for each in written_in(declared.block.body))
        if name[0] == "module":
            return written_in(module.calls[name[1]].block.body)
        tables = {"managed": module.managed, "data": module.data, "ephemeral": module.ephemeral}
        return written_in(tables[name[0]][name[1], name[2]].block.body)


def written_in(body: Body) -> Iterator[Expression]:
    """Yield every expression that is written in a body, at any depth."""
    pending = [body]
    while pending:
        at = pending.pop()
        yield from (attribute.expression for attribute in at.attributes.values())
        pending.extend(block.body for block in at.blocks)
