"""What a change of some files is worth checking: the roots that read them, by whatever way.

A file of a module affects the roots that call it; any other file affects those in whose modules it lies, or whose code
writes its name (``file("policy.json")``, a nested stack, a variable file). Deleted files count like changed ones. Where
it is not sure that a root reads a file, it is affected.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint.cache import Cache
from seamlint.evaluate.terraform.declarations import Declarations
from seamlint.evaluate.terraform.files import SourceFiles
from seamlint.evaluate.terraform.roots import modules_of_roots
from seamlint.named_tuples import NamedTuple
from seamlint.sources.reading import Unreadable, read_bytes, shown
from seamlint.sources.walk import DOCUMENTS, TERRAFORM_FILES, take_inventory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from seamlint.request import Request
    from seamlint.sources.walk import Inventory

CONFIGURATION = ("seamlint.toml", "pyproject.toml")
ASSEMBLY = "manifest.json"


class Affected(NamedTuple):
    """What to check.

    Attributes:
        paths: of each affected root one of its files, and the affected documents; as `Request.paths` takes them.
        because: for each of these, as people see it, the first file that affects it.
    """

    paths: tuple[str, ...]
    because: dict[str, str]


def affected(request: Request, changed: Iterable[str]) -> Affected:
    """Return what of the request's paths reads any of some files, which need not exist any more."""
    inventory = take_inventory(request.paths)
    files = SourceFiles(inventory.named, Cache.of_user() if request.cache else None)
    roots = modules_of_roots(inventory.terraform, Declarations(files), request.config.modules)
    found: dict[str, str] = {}
    for path in dict.fromkeys(os.path.realpath(each) for each in changed):
        for each in _reading(path, inventory, roots, files):
            found.setdefault(each, path)
    return Affected(tuple(_named(each, inventory) for each in found), {shown(a): shown(b) for a, b in found.items()})


def _reading(path: str, inventory: Inventory, roots: Mapping[str, set[str]], files: SourceFiles) -> Iterator[str]:
    """Yield the folders of roots, and the documents, that a file affects."""
    if os.path.basename(path) in CONFIGURATION:
        yield from (*roots, *inventory.documents)
        return
    if path in inventory.documents:
        yield _assembly(path) or path
    # The folder of a deleted module is in no inventory; those that call it still name it.
    nearest = _nearest(os.path.dirname(path), set().union(inventory.terraform, *roots.values()))
    whole = path.endswith(TERRAFORM_FILES)
    for root, folders in roots.items():
        if nearest in folders or (not whole and _mention(path, folders, files)):
            yield root
    if path.endswith(DOCUMENTS):
        yield from (each for each in inventory.documents if each != path and _is_named(path, each))


def _nearest(folder: str, modules: set[str]) -> str | None:
    """Return the innermost folder with Terraform files that holds a folder, or is it."""
    while folder not in modules:
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def _mention(path: str, folders: Iterable[str], files: SourceFiles) -> bool:
    """Tell whether the code in some folders writes the name of a file."""
    return any(_is_named(path, each) for folder in folders for paths in files.module_files(folder) for each in paths)


def _is_named(path: str, document: str) -> bool:
    try:
        return os.path.basename(path).encode() in read_bytes(document)
    except Unreadable:
        return False


def _assembly(path: str) -> str | None:
    """Return the folder of the cloud assembly that a document belongs to."""
    folder = os.path.dirname(path)
    return folder if os.path.exists(os.path.join(folder, ASSEMBLY)) else None


def _named(affected: str, inventory: Inventory) -> str:
    """Return what stands for a root on the command line: one of its files, so that no root below it is checked too."""
    names = inventory.terraform.get(affected)
    return os.path.join(affected, names[0]) if names else affected
