"""What a change of some files is worth checking: the roots that read them, by whatever way.

A file of a module affects the roots that call it; any other file affects those in whose modules it lies, or whose code
writes its name (``file("policy.json")``, a nested stack, a variable file). Deleted files count like changed ones, and a
folder (a submodule that moves) like all that lies in it. Where it is not sure that a root reads a file, it is affected.
"""

from __future__ import annotations

import os
import re
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
_WORD = re.compile(rb"[\w.-]+")


class Affected(NamedTuple):
    """What to check.

    Attributes:
        paths: of each affected root one of its files, and the affected documents; as `Request.paths` takes them.
        because: for each of these, as people see it, the first file that affects it.
    """

    paths: tuple[str, ...]
    because: dict[str, str]


class _Readers(NamedTuple):
    """Who reads what.

    Attributes:
        callers: by folder with Terraform files, the roots whose code it is a part of.
        documents: templates, policies, plans.
        mentions: by the name of a changed file, the files that write it.
        everything: files that all of them depend on, besides `CONFIGURATION`.
    """

    callers: Mapping[str, list[str]]
    documents: frozenset[str]
    mentions: Mapping[str, list[str]]
    everything: frozenset[str]


def affected(request: Request, changed: Iterable[str]) -> Affected:
    """Return what of the request's paths reads any of some files, which need not exist any more."""
    paths = list(dict.fromkeys(os.path.realpath(each) for each in changed))
    inventory = take_inventory(request.paths)
    readers = _readers(paths, inventory, request)
    found: dict[str, str] = {}
    for path in paths:
        for each in _reading(path, readers):
            found.setdefault(each, path)
    return Affected(tuple(_named(each, inventory) for each in found), {shown(a): shown(b) for a, b in found.items()})


def _readers(changed: list[str], inventory: Inventory, request: Request) -> _Readers:
    files = SourceFiles(inventory.named, Cache.of_user() if request.cache else None)
    callers: dict[str, list[str]] = {folder: [] for folder in inventory.terraform}
    for root, folders in modules_of_roots(inventory.terraform, Declarations(files), request.config.modules).items():
        for folder in folders:
            callers.setdefault(folder, []).append(root)
    code = (path for folder in callers for paths in files.module_files(folder) for path in paths)
    names = {os.path.basename(path) for path in changed if not path.endswith(TERRAFORM_FILES)}
    mentions = _mentions(names, [*code, *inventory.documents])
    return _Readers(callers, frozenset(inventory.documents), mentions, frozenset(request.config.rule_files))


def _mentions(names: set[str], files: Iterable[str]) -> dict[str, list[str]]:
    """Return by name the files that write it; each is read once, however many names there are."""
    sought = {os.fsencode(name): name for name in names}
    words = {word for word in sought if _WORD.fullmatch(word)}
    others = [name for name in sought if name not in words]
    found: dict[str, list[str]] = {}
    for file in files if names else ():
        try:
            content = read_bytes(file)
        except Unreadable:
            continue
        for name in (*(name for name in others if name in content), *words.intersection(_WORD.findall(content))):
            found.setdefault(sought[name], []).append(file)
    return found


def _reading(path: str, readers: _Readers) -> Iterator[str]:
    """Yield the folders of roots, and the documents, that a file or folder affects."""
    if os.path.basename(path) in CONFIGURATION or path in readers.everything:
        yield from (root for roots in readers.callers.values() for root in roots)
        yield from readers.documents
        return
    if os.path.isdir(path):
        yield from _inside(path, readers)
    if path in readers.documents:
        yield _assembly(path) or path
    # The folder of a deleted module is in no inventory; those that call it still name it.
    yield from readers.callers.get(_nearest(os.path.dirname(path), readers.callers) or "", ())
    for file in readers.mentions.get(os.path.basename(path), ()):
        yield from readers.callers.get(os.path.dirname(file), ())
        if file in readers.documents and file != path and path.endswith(DOCUMENTS):
            yield file


def _inside(folder: str, readers: _Readers) -> Iterator[str]:
    for each, roots in readers.callers.items():
        if f"{each}{os.sep}".startswith(f"{folder}{os.sep}"):
            yield from roots
    yield from (each for each in readers.documents if each.startswith(f"{folder}{os.sep}"))


def _nearest(folder: str, modules: Mapping[str, object]) -> str | None:
    """Return the innermost folder with Terraform files that holds a folder, or is it."""
    while folder not in modules:
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def _assembly(path: str) -> str | None:
    """Return the folder of the cloud assembly that a document belongs to."""
    folder = os.path.dirname(path)
    return folder if os.path.exists(os.path.join(folder, ASSEMBLY)) else None


def _named(affected: str, inventory: Inventory) -> str:
    """Return what stands for a root on the command line: one of its files, so that no root below it is checked too."""
    names = inventory.terraform.get(affected)
    return os.path.join(affected, names[0]) if names else affected
