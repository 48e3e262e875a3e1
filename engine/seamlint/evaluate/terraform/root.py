"""A Terraform root, evaluated: the entry to this folder.

Everything is evaluated on demand, so a value costs only what it needs; a file is parsed once per run.
"""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.evaluate.resource import Unit
from seamlint.evaluate.terraform.addresses import beginning_with
from seamlint.evaluate.terraform.body import value_of
from seamlint.evaluate.terraform.instance import ModuleInstance
from seamlint.evaluate.terraform.likeness import Likeness
from seamlint.evaluate.terraform.module_sources import find_module, installed_modules
from seamlint.evaluate.terraform.plain import plain
from seamlint.evaluate.terraform.problems import Hushed, Problems
from seamlint.evaluate.terraform.providers import Provider
from seamlint.evaluate.terraform.references import written_address
from seamlint.evaluate.terraform.remote_state import kept_in
from seamlint.evaluate.terraform.repository_files import RepositoryFiles
from seamlint.evaluate.terraform.scope import Scope, Work
from seamlint.evaluate.terraform.settings import Options
from seamlint.evaluate.terraform.tfvars import Given, given_values, variable_files
from seamlint.named_tuples import NamedTuple
from seamlint.sources.diagnostic import Level
from seamlint.sources.reading import shown
from seamlint.sources.repository import inside
from seamlint.syntax.hcl import parse_expression
from seamlint.syntax.hcl.tree import SyntaxFailure

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.declarations import Declarations
    from seamlint.evaluate.terraform.module import Declared, Module
    from seamlint.evaluate.terraform.values import Value
    from seamlint.evaluate.terraform.variables import Variable
    from seamlint.sources.diagnostic import Diagnostic
    from seamlint.sources.span import Span

MOST_MODULES = 10_000
"""Module instances of one root."""
STACK = 6_000
"""Python frames: values that depend on each other, a hundred deep, need more than the usual thousand."""


class Evaluated(NamedTuple):
    """A root's unit, and what its reader has to be told."""

    unit: Unit
    diagnostics: list[Diagnostic]


def evaluate_root(folder: str, options: Options, declarations: Declarations) -> Evaluated:
    """Evaluate the root in a folder (absolute, resolved). Never raises on what the code says."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), STACK))
    root = Root(folder, options, declarations)
    top = root.instance
    provider = top.provider("aws")
    unit = Unit(
        path=root.unit,
        dialect="terraform",
        account=provider.account,
        region=provider.region,
        resources=top.deployed.resources,
        outputs={name: plain(value) for name, value in top.outputs.items()},
        files=root.files_read(),
        state=kept_in(root.instance.module, root.unit),
        absent=tuple(top.deployed.absent),
        handed=frozenset(top.deployed.handed),
    )
    return Evaluated(unit, root.problems.diagnostics)


class Root:
    """What all module instances of one root share.

    Attributes:
        folder: absolute path.
        unit: the same as people see it.
        access: the files that functions may read.
        work: what evaluation may still cost.
        problems: what is told; `hushed` is for what may not exist.
        work: what evaluating all of them may still cost.
        installed: folders that ``terraform init`` installed modules to, by call path.
        given: values of variables from outside.
        likeness: which module instances evaluate to the same.
        instance: the root module.
    """

    def __init__(self, folder: str, options: Options, declarations: Declarations) -> None:
        self.folder = folder
        self.unit = shown(folder)
        self.options = options
        self.declarations = declarations
        self.problems = Problems()
        self.hushed = Hushed()
        self.work = Work()
        self.access = RepositoryFiles(folder, declarations.files.boundary(folder))
        self.installed = installed_modules(folder)
        self.given = given_values(folder, options, declarations.files, self.problems)
        self.work = Work()
        self.likeness = Likeness()
        self._undeclared: dict[str, Provider] = {}
        self._modules_made = 0
        self._defaults: dict[int, Value] = {}
        self._folders = {folder}
        self._module_folders: dict[tuple[str, str, str | None], str | None] = {}
        self.instance = ModuleInstance(declarations.module(folder), self, self._from_outside)

    def files_read(self) -> tuple[str, ...]:
        """Return every file that was read for this root, as people see it, sorted."""
        files = self.declarations.files
        modules = (path for folder in self._folders for paths in files.module_files(folder) for path in paths)
        read = map(shown, (*modules, *variable_files(self.folder, files), *self.access.read_paths))
        given = (given.source.path for given in self.given.values() if given.attribute is not None)
        return tuple(sorted({*read, *given}))

    def called(self, folder: str) -> Module:
        """Return what a called module's folder declares."""
        self._folders.add(folder)
        return self.declarations.module(folder)

    def undeclared_provider(self, name: str) -> Provider:
        """Return what stands in for a provider configuration that the code does not have.

        AWS's default one may be configured by the environment; an alias that nobody passes is not known at all.
        """
        if name not in self._undeclared:
            self._undeclared[name] = Provider(name, self.options if name == "aws" else Options())
        return self._undeclared[name]

    @cached_property
    def imported(self) -> dict[str, Value]:
        """The ids that ``import`` blocks give, by address of the resource."""
        found = {}
        for address, declared in self._imports.items():
            identity = declared.block.body.attributes.get("id")
            if identity is not None:
                evaluator = self.instance.evaluator(declared.source)
                found[address] = evaluator.attribute(identity, self.instance.scope)
        return found

    def is_imported_into(self, module: str) -> bool:
        """Tell whether an ``import`` block names a resource below a module address."""
        return bool(self._imports) and any(beginning_with(f"{module}.", self._import_addresses))

    @cached_property
    def _imports(self) -> dict[str, Declared]:
        """The ``import`` blocks by the address that they write."""
        declared = ((each.block.body.attributes.get("to"), each) for each in self.instance.module.imported)
        written = ((written_address(to.expression), each) for to, each in declared if to is not None)
        return {address: each for address, each in written if address is not None}

    @cached_property
    def _import_addresses(self) -> list[str]:
        return sorted(self._imports)

    @cached_property
    def _call_paths(self) -> list[str]:
        return sorted(self.installed)

    def installed_below(self, path: str) -> tuple[tuple[str, str], ...]:
        """Return where the modules that a call leads to are installed: call paths below its own, and folders."""
        return tuple((each[len(path) :], self.installed[each]) for each in beginning_with(f"{path}.", self._call_paths))

    def may_grow(self, span: Span, instances: int = 1) -> bool:
        """Count some more module instances; tell, and return False, when there are too many."""
        self._modules_made += instances
        if self._modules_made - instances <= MOST_MODULES < self._modules_made:
            message = f"this root makes more than {MOST_MODULES} module instances; the rest was not evaluated"
            self.problems.tell(Level.WARNING, message, span)
        return self._modules_made <= MOST_MODULES

    def module_folder(self, source: str, caller: str, installed: str | None) -> str | None:
        """Return the folder of a module called from a folder, None when it is not on disk or must not be read."""
        key = (source, caller, installed)
        if key not in self._module_folders:
            folder = find_module(source, caller, installed, self.options.modules)
            self._module_folders[key] = folder if folder and self._may_read(folder, caller) else None
        return self._module_folders[key]

    def _may_read(self, folder: str, caller: str) -> bool:
        """Tell whether a module's folder lies in the repository, or where the configuration maps modules to."""
        allowed = (self.declarations.files.boundary(caller), *self.options.modules.values())
        return any(inside(folder, top) for top in allowed)

    def default_of(self, variable: Variable) -> Value:
        """Return a variable's default as the module sees it; it is the same for every call."""
        if variable.default is None:
            return variable.missing()
        key = id(variable.default)
        if key not in self._defaults:
            source = variable.declared.source
            value = value_of(variable.default, Scope({}, work=self.work), source, self.problems)
            span = source.span(variable.default.start, variable.default.end)
            self._defaults[key] = variable.accept(value, span, self.problems)
        return self._defaults[key]

    def _from_outside(self, variable: Variable) -> Value:
        given = self.given.get(variable.name)
        value = None if given is None else self._read(given, variable)
        if given is None or value is None or variable.replaces(value):
            return self.default_of(variable)
        return variable.accept(value, given.origin.span, self.problems)

    def _read(self, given: Given, variable: Variable) -> Value:
        if given.attribute is not None:
            return value_of(given.attribute.expression, Scope({}, work=self.work), given.source, self.problems)
        assert given.text is not None
        if variable.is_literal:
            return given.text
        try:
            expression = parse_expression(given.text)
        except SyntaxFailure as failure:
            return self.problems.unusable(f"{given.source.path} is no expression: {failure.message}", given.origin.span)
        return value_of(expression, Scope({}, work=self.work), given.source, self.problems)
