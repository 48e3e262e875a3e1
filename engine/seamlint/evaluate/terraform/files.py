"""The files of a Terraform module, each parsed once per run.

Source: Terraform documentation, "Files and Configuration Structure", "Override Files", "JSON Configuration Syntax";
OpenTofu documentation, "Files and Directories" (a ``.tofu`` file hides the ``.tf`` file of the same name).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.reading import Unreadable, read_text, shown
from seamlint.sources.repository import boundary, inside
from seamlint.sources.span import Span
from seamlint.sources.walk import TERRAFORM_FILES
from seamlint.syntax.hcl import parse
from seamlint.syntax.hcl.tree import SyntaxFailure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.cache import Cache
    from seamlint.syntax.hcl.tree import File


class SourceFiles:
    """Terraform files by path, shared by every root of a run.

    Attributes:
        named: folders named on the command line, absolute and resolved: they bound what is read.
        cache: where trees of earlier runs are; None to parse everything.
        diagnostics: what could not be read or parsed, in the order met.
    """

    def __init__(self, named: Iterable[str] = (), cache: Cache | None = None) -> None:
        self.named = tuple(named)
        self.cache = cache
        self.diagnostics: list[Diagnostic] = []
        self._parsed: dict[str, File | None] = {}
        self._boundaries: dict[str, str] = {}
        self._listed: dict[str, tuple[list[str], list[str]]] = {}

    def boundary(self, folder: str) -> str:
        """Return the outermost folder that code in a folder may read."""
        if folder not in self._boundaries:
            self._boundaries[folder] = boundary(folder, self.named)
        return self._boundaries[folder]

    def parsed(self, path: str) -> File | None:
        """Parse a file of HCL or of Terraform's JSON, once; None, with a diagnostic, when that fails."""
        if path not in self._parsed:
            self._parsed[path] = self._parse(path)
        return self._parsed[path]

    def trees(self) -> Iterator[File]:
        """Yield every file that was parsed so far."""
        yield from (file for file in self._parsed.values() if file is not None)

    def read(self) -> tuple[str, ...]:
        """Return every path parsed so far, as people see it."""
        return tuple(shown(path) for path in self._parsed)

    def module_files(self, folder: str) -> tuple[list[str], list[str]]:
        """Return the paths of a module's files and of its override files, each in the order Terraform loads them."""
        if folder not in self._listed:
            primary, override = split_overrides(self.names(folder))
            whole = [os.path.join(folder, name) for name in primary], [os.path.join(folder, name) for name in override]
            self._listed[folder] = whole
        return self._listed[folder]

    def names(self, folder: str) -> list[str]:
        """Return the names of a folder's entries that do not lead out of the repository."""
        limit = self.boundary(folder)
        try:
            return [entry.name for entry in os.scandir(folder) if not entry.is_symlink() or inside(entry.path, limit)]
        except OSError:
            return []

    def _parse(self, path: str) -> File | None:
        try:
            source = read_text(path)
        except Unreadable as error:
            self.diagnostics.append(Diagnostic(Level.ERROR, str(error), Span(shown(path), 1, 1, 1, 1)))
            return None
        try:
            if path.endswith(".json"):
                from seamlint.syntax.hcl.json import parse_json

                return parse_json(source)
            return parse(source, self.cache)
        except SyntaxFailure as failure:
            at = source.span(failure.offset, failure.offset + 1)
            self.diagnostics.append(Diagnostic(Level.ERROR, failure.message, at))
        except RecursionError:
            message = "this file nests deeper than can be read; split its expressions"
            self.diagnostics.append(Diagnostic(Level.ERROR, message, source.span(0, 1)))
        return None


def split_overrides(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the names of Terraform's files in a folder, and of its override files, sorted.

    A ``.tofu`` file hides the ``.tf`` file of the same name. Editors' backups are no code.
    """
    present = {name for name in names if name.endswith(TERRAFORM_FILES) and not _is_backup(name)}
    loaded = sorted(name for name in present if name.replace(".tf", ".tofu") not in present or ".tofu" in name)
    override = [name for name in loaded if _is_override(name)]
    return [name for name in loaded if not _is_override(name)], override


def _is_backup(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith("~")


def _is_override(name: str) -> bool:
    stem = name.removesuffix(".json").removesuffix(".tf").removesuffix(".tofu")
    return stem == "override" or stem.endswith("_override")
