"""Whether a plan is one of the code beside it: what both declare, and what only one of them does.

Compared is what a plan keeps of the code as it is written: names of resources and calls, in local modules too, and
constants. Source: Terraform documentation, "JSON Output Format" ("Configuration Representation").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.evaluate.plan.configuration import Configuration, ModuleConfiguration
from seamlint.evaluate.plan.document import object_of
from seamlint.evaluate.terraform.module_sources import is_local, local_folder
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern
from seamlint.sources.repository import inside
from seamlint.syntax.hcl.tree import Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.plan.document import Document
    from seamlint.evaluate.terraform.declarations import Declarations
    from seamlint.evaluate.terraform.module import Declared, Module

DEEPEST = 20
"""Modules inside each other."""
_KEY = Pattern(r'\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\]')


class Overlap(NamedTuple):
    """What a plan and a root have in common.

    Attributes:
        shared: names of what both declare at their top.
        different: where they differ: addresses of what only one declares, or of arguments with other values.
    """

    shared: set[str]
    different: set[str]


def overlap(document: Document, folder: str, declarations: Declarations) -> Overlap:
    """Compare a plan with the code in a folder."""
    module = declarations.module(folder)
    configuration = Configuration(document.configuration)
    code, planned = _names(module), set(configuration.declared()) or _told(document)
    different = code ^ planned
    if not configuration.is_empty and code & planned:
        different |= set(_differences(module, configuration.module(()), declarations, ""))
    return Overlap(code & planned, different)


def _differences(
    module: Module, planned: ModuleConfiguration, declarations: Declarations, prefix: str
) -> Iterator[str]:
    resources = {f"{kind}.{name}": each for (mode, kind, name), each in planned.resources.items() if mode == "managed"}
    names = resources.keys() | {f"module.{name}" for name in planned.calls}
    yield from (prefix + name for name in _names(module) ^ names)
    for (kind, name), declared in module.managed.items():
        told = object_of(resources.get(f"{kind}.{name}")).get("expressions")
        yield from (f"{prefix}{kind}.{name}.{each}" for each in _changed(declared, object_of(told)))
    for name in module.calls.keys() & planned.calls.keys():
        below = _local(module, object_of(planned.calls[name]).get("source"), declarations)
        if below is not None and prefix.count("module.") < DEEPEST:
            yield from _differences(below, planned.call(name), declarations, f"{prefix}module.{name}.")


def _names(module: Module) -> set[str]:
    return {".".join(key) for key in module.managed} | {f"module.{name}" for name in module.calls}


def _told(document: Document) -> set[str]:
    """Return what a document that holds no configuration tells of at its top."""
    own = (_KEY.sub("", each.address).split(".") for each in document.resources if each.mode == "managed")
    return {".".join(parts[:2]) for parts in own}


def _changed(declared: Declared, told: dict[str, Any]) -> Iterator[str]:
    """Yield the arguments that are constants in both and not the same."""
    for name, attribute in declared.block.body.attributes.items():
        constant = object_of(told.get(name)).get("constant_value")
        written = attribute.expression
        if isinstance(written, Literal) and isinstance(constant, (str, int, bool)) and written.value != constant:
            yield name


def _local(caller: Module, source: Any, declarations: Declarations) -> Module | None:
    """Return the module of a local source, None where it is not in the repository."""
    if not isinstance(source, str) or not is_local(source):
        return None
    folder = local_folder(caller.folder, source)
    return declarations.module(folder) if inside(folder, declarations.files.boundary(caller.folder)) else None
