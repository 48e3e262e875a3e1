"""Calls of modules, and the instances that they make.

Source: Terraform language documentation, "Modules", "The Module providers Meta-Argument".
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.addresses import UNKNOWN_KEY, InstanceKey, with_key
from seamlint.evaluate.terraform.expansion import Expansion, expand
from seamlint.evaluate.terraform.module_sources import is_local
from seamlint.evaluate.terraform.values import Object, Value
from seamlint.sources.diagnostic import Level
from seamlint.sources.reading import shown

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.instance import ModuleInstance
    from seamlint.evaluate.terraform.module import Declared, Module
    from seamlint.evaluate.terraform.providers import Provider
    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.evaluate.terraform.variables import Variable

META_ARGUMENTS = frozenset({"source", "version", "providers", "count", "for_each", "depends_on"})


class ModuleCall:
    """A ``module`` block of a module instance.

    Attributes:
        caller: the module instance that it stands in.
        declared: the block.
        absent: that its module is not on disk, for people; known with the children.
    """

    def __init__(self, caller: ModuleInstance, name: str, declared: Declared) -> None:
        self.caller = caller
        self.name = name
        self.declared = declared
        self.absent: tuple[str, ...] = ()
        self._expansion: Expansion | None = None
        self._children: dict[InstanceKey, ModuleInstance] = {}

    @property
    def address(self) -> str:
        """The call's address, without an instance key of its own."""
        return self.caller.address_of(f"module.{self.name}")

    @property
    def children(self) -> dict[InstanceKey, ModuleInstance]:
        """The instances by key, in order; none when the module is not on disk."""
        if self._expansion is None:
            self._expansion = self._make_children()
        return self._children

    def value(self) -> Value:
        """Return what ``module.name`` stands for."""
        values: dict[InstanceKey, Value] = {key: Object(child.outputs) for key, child in self.children.items()}
        assert self._expansion is not None
        return self._expansion.combined(values)

    @cached_property
    def path(self) -> str:
        """The call path as the manifest of installed modules writes it: ``a.b``."""
        above = self.caller.call
        return f"{above.path}.{self.name}" if above else self.name

    @cached_property
    def arguments(self) -> set[str]:
        """The names of the arguments that are for the module."""
        return self.declared.block.body.attributes.keys() - META_ARGUMENTS

    @cached_property
    def passed_providers(self) -> tuple[tuple[str, Provider], ...]:
        """The configurations that the ``providers`` argument passes, by the name that the module knows them by."""
        from seamlint.evaluate.terraform.instance import provider_reference

        written = self.declared.block.body.attributes.get("providers")
        items = getattr(written.expression, "items", ()) if written else ()
        named = ((provider_reference(key), provider_reference(value)) for key, value in items)
        return tuple((name, self.caller.provider(passed)) for name, passed in named if name and passed)

    def passed_provider(self, name: str) -> Provider | None:
        """Return the configuration that is passed under a name, None when none is."""
        return next((provider for passed, provider in self.passed_providers if passed == name), None)

    def argument(self, variable: Variable, scope: Scope) -> Value:
        """Return the value of a variable of the called module, from the call's argument or its default."""
        problems = self.caller.problems
        if variable.name in self.arguments:
            written = self.declared.block.body.attributes[variable.name]
            value = self.caller.evaluator(self.declared.source).attribute(written, scope)
            if not variable.replaces(value):
                return variable.accept(value, self.declared.source.span(written.start, written.end), problems)
        elif variable.default is None:
            message = f"module {self.name} is called without {variable.name}, which has no default"
            return problems.unusable(message, self.declared.span)
        return self.caller.root.default_of(variable)

    def _make_children(self) -> Expansion:
        module = self._module()
        if module is None:
            self.absent = (f"{self.address} is not on disk",)
            return Expansion(None, [], self.absent)
        caller = self.caller
        expansion = expand(self.declared.block.body, caller.scope, caller.evaluator(self.declared.source))
        for key, names in expansion.instances:
            if not caller.root.may_grow(self.declared.span):
                return Expansion(None, [], (f"{self.address} was not evaluated",))
            scope = caller.scope.child(dict(names)) if names else caller.scope
            undecided = (*caller.missing, *(expansion.missing if key is UNKNOWN_KEY else ()))
            self._children[key] = self._child(module, key, scope, undecided)
        return expansion

    def _child(self, module: Module, key: InstanceKey, scope: Scope, missing: tuple[str, ...]) -> ModuleInstance:
        from seamlint.evaluate.terraform.instance import ModuleInstance, Place

        root = self.caller.root
        path = os.path.relpath(module.folder, root.folder).replace(os.sep, "/")
        place = Place(with_key(self.address, key), key, path, self, scope, missing)
        return ModuleInstance(module, root, lambda variable: self.argument(variable, scope), place)

    def _module(self) -> Module | None:
        root, declared = self.caller.root, self.declared
        written = declared.block.body.attributes.get("source")
        source = self.caller.evaluator(declared.source).attribute(written, self.caller.scope) if written else None
        if not isinstance(source, str):
            root.problems.tell(Level.WARNING, f"module {self.name} has no source that is known", declared.span)
            return None
        above = self.caller.module.folder
        folder = root.module_folder(source, above, root.installed.get(self.path))
        if folder is None:
            root.problems.tell(Level.WARNING, self._not_found(source), declared.span)
        elif self._is_recursive(folder):
            root.problems.tell(Level.WARNING, f"module {self.name} calls itself; Terraform refuses it", declared.span)
        else:
            return root.called(folder)
        return None

    def _not_found(self, source: str) -> str:
        what = f"module {self.name} ({source}) is not on disk"
        if is_local(source):
            return f"{what}, or lies outside the repository and the folders named; what it makes is not known"
        return (
            f"{what}; what it makes is not known. Run terraform init in {shown(self.caller.root.folder)}, "
            "or map it to a folder under [modules] in seamlint.toml"
        )

    def _is_recursive(self, folder: str) -> bool:
        at: ModuleInstance | None = self.caller
        while at is not None:
            if at.module.folder == folder:
                return True
            at = at.call.caller if at.call else None
        return False
