"""Modules read from disk, shared by all roots of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.dependencies import Dependencies
from seamlint.evaluate.terraform.module import Module, read_module
from seamlint.evaluate.terraform.variables import Variable, read_variable

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.files import SourceFiles
    from seamlint.evaluate.terraform.problems import Problems


class Declarations:
    """Every module's declarations, read once however often and from wherever it is called.

    Attributes:
        files: the parsed files.
    """

    def __init__(self, files: SourceFiles) -> None:
        self.files = files
        self._modules: dict[str, Module] = {}
        self._dependencies: dict[str, Dependencies] = {}
        self._variables: dict[tuple[str, str], Variable] = {}

    def module(self, folder: str) -> Module:
        """Return what the files in a folder (absolute, resolved) declare."""
        if folder not in self._modules:
            self._modules[folder] = read_module(folder, self.files)
        return self._modules[folder]

    def dependencies(self, module: Module) -> Dependencies:
        """Return what the names of a module depend on."""
        if module.folder not in self._dependencies:
            self._dependencies[module.folder] = Dependencies(module)
        return self._dependencies[module.folder]

    def variable(self, module: Module, name: str, problems: Problems) -> Variable:
        """Return a variable's declaration, its type read."""
        key = (module.folder, name)
        if key not in self._variables:
            self._variables[key] = read_variable(name, module.variables[name], problems)
        return self._variables[key]
