"""What is here: the files of the folders named on the command line that some dialect may read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.reading import shown
from seamlint.sources.repository import boundary, inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SKIPPED = frozenset({
    ".git", ".hg", ".svn", ".terraform", ".terragrunt-cache", ".serverless", ".aws-sam", ".idea", ".vscode",
    "node_modules", "__pycache__", ".tox", ".nox", ".venv", "site-packages", ".mypy_cache", ".pytest_cache",
})  # fmt: skip
"""Folders that hold copies, tools and caches, never code of the repository's own."""

TERRAFORM_FILES = (".tf", ".tf.json", ".tofu", ".tofu.json")
DOCUMENTS = (".json", ".yaml", ".yml", ".template")


@dataclass
class Inventory:
    """The files found.

    Attributes:
        named: the folders named on the command line (a file stands for its folder), absolute and resolved; those around
            them that may be read, too.
        terraform: names of Terraform's files by absolute folder, both in order of their names.
        documents: absolute paths of the YAML and JSON files that are not Terraform's, in order.
        diagnostics: paths that do not exist, and links that lead out of the repository.
    """

    named: tuple[str, ...] = ()
    terraform: dict[str, list[str]] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def take_inventory(paths: Iterable[str], around: Iterable[str] = ()) -> Inventory:
    """Walk the paths named on the command line, each folder once.

    Args:
        around: folders (absolute, resolved) that may be read though they are not walked.
    """
    resolved = [(path, os.path.realpath(path)) for path in paths]
    folders = [real if os.path.isdir(real) else os.path.dirname(real) for _, real in resolved]
    inventory = Inventory(named=tuple(dict.fromkeys((*folders, *around))))
    for path, real in resolved:
        if os.path.isdir(real):
            _walk(real, inventory)
        elif os.path.isfile(real):
            _add(inventory, os.path.dirname(real), [os.path.basename(real)])
        else:
            message = f"{path} does not exist; name a file or folder to check"
            inventory.diagnostics.append(Diagnostic(Level.ERROR, message))
    inventory.terraform = {folder: sorted(inventory.terraform[folder]) for folder in sorted(inventory.terraform)}
    inventory.documents = sorted(set(inventory.documents))
    return inventory


def _walk(top: str, inventory: Inventory) -> None:
    limit = boundary(top, inventory.named)
    for folder, below, files in os.walk(top):
        below[:] = [name for name in below if not _skipped(os.path.join(folder, name), name)]
        _add(inventory, folder, list(_readable(folder, files, limit, inventory)))


def _skipped(path: str, name: str) -> bool:
    return name in SKIPPED or os.path.islink(path) or os.path.isfile(os.path.join(path, "pyvenv.cfg"))


def _readable(folder: str, files: Iterable[str], limit: str, inventory: Inventory) -> Iterator[str]:
    for name in files:
        path = os.path.join(folder, name)
        read = name.endswith((*TERRAFORM_FILES, *DOCUMENTS))
        if read and (not os.path.islink(path) or inside(path, limit)):
            yield name
        elif read:
            message = f"{shown(path)} is a link out of the repository and was not read"
            inventory.diagnostics.append(Diagnostic(Level.WARNING, message))


def _add(inventory: Inventory, folder: str, files: Iterable[str]) -> None:
    for name in files:
        if name.endswith(TERRAFORM_FILES):
            known = inventory.terraform.setdefault(folder, [])
            if name not in known:
                known.append(name)
        elif name.endswith(DOCUMENTS):
            inventory.documents.append(os.path.join(folder, name))
