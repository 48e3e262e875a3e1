"""Which folders are roots: deployed as a whole, not called as a module by another scanned folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.module_sources import is_local, local_folder, mapped_folder
from seamlint.sources.repository import is_path
from seamlint.syntax.hcl.tree import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from seamlint.evaluate.terraform.declarations import Declarations
    from seamlint.evaluate.terraform.module import Module


def find_roots(folders: Iterable[str], declarations: Declarations, mapped: Mapping[str, str]) -> list[str]:
    """Return the folders (absolute, resolved) that are roots, in order.

    A root is a folder that no other folder calls as a module, or that configures a backend or a provider. Folders that
    only call each other have one root among them: the first. `mapped` are the folders of module addresses that the
    configuration gives.
    """
    called = _calls(folders, declarations, mapped)
    targets = set().union(*called.values()) if called else set()
    roots = [folder for folder in called if folder not in targets or declarations.module(folder).is_configured]
    reached = _reachable(roots, called)
    for folder in called:
        if folder not in reached:
            roots.append(folder)
            reached |= _reachable([folder], called)
    return sorted(roots)


def modules_of_roots(
    folders: Iterable[str], declarations: Declarations, mapped: Mapping[str, str]
) -> dict[str, set[str]]:
    """Return for each root the folders of all modules that it calls, at whatever depth, and its own."""
    known = list(folders)
    called = _calls(known, declarations, mapped)
    return {root: _reachable([root], called) for root in find_roots(known, declarations, mapped)}


def _calls(folders: Iterable[str], declarations: Declarations, mapped: Mapping[str, str]) -> dict[str, set[str]]:
    return {folder: set(_called(declarations.module(folder), mapped)) - {folder} for folder in folders}


def _called(module: Module, mapped: Mapping[str, str]) -> Iterator[str]:
    for declared in module.calls.values():
        written = declared.block.body.attributes.get("source")
        expression = written.expression if written else None
        source = expression.value if isinstance(expression, Literal) else None
        if not isinstance(source, str) or not is_path(source):
            continue
        if is_local(source):
            yield local_folder(module.folder, source)
        else:
            folder = mapped_folder(source, mapped)
            yield from (local_folder(folder, "."),) if folder else ()


def _reachable(start: Iterable[str], called: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    pending = list(start)
    while pending:
        folder = pending.pop()
        if folder not in reached:
            reached.add(folder)
            pending.extend(called.get(folder, ()))
    return reached
