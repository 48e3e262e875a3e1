"""What a module's files declare, before anything is evaluated: shared by all calls of the module.

Source: Terraform language documentation, "Modules", "Resources", "Data Sources", "Checks".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.terraform.overrides import merge_block, merge_requirements
from seamlint.named_tuples import NamedTuple
from seamlint.sources.diagnostic import Diagnostic, Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.terraform.files import SourceFiles
    from seamlint.sources.span import SourceText, Span
    from seamlint.syntax.hcl.tree import Attribute, Block, File


LABELS = {"resource": 2, "data": 2, "ephemeral": 2, "variable": 1, "output": 1, "module": 1, "provider": 1}
"""How many labels a block has."""


class Declared(NamedTuple):
    """A block and the file it stands in."""

    block: Block
    source: SourceText

    @property
    def span(self) -> Span:
        """The block's header."""
        return self.source.span(self.block.start, self.block.header_end)


class Local(NamedTuple):
    """A local value and the file it stands in."""

    attribute: Attribute
    source: SourceText


@dataclass
class Module:
    """Everything a folder declares.

    Attributes:
        folder: absolute path.
        managed, data, ephemeral: resources by type and name.
        imported: ``import`` blocks.
        foreign: files of the attributes and blocks that override files put in place of others, by their node's `id`.
    """

    folder: str
    variables: dict[str, Declared] = field(default_factory=dict)
    locals: dict[str, Local] = field(default_factory=dict)
    outputs: dict[str, Declared] = field(default_factory=dict)
    managed: dict[tuple[str, str], Declared] = field(default_factory=dict)
    data: dict[tuple[str, str], Declared] = field(default_factory=dict)
    ephemeral: dict[tuple[str, str], Declared] = field(default_factory=dict)
    calls: dict[str, Declared] = field(default_factory=dict)
    providers: dict[str, Declared] = field(default_factory=dict)
    settings: list[Declared] = field(default_factory=list)
    imported: list[Declared] = field(default_factory=list)
    foreign: dict[int, SourceText] = field(default_factory=dict)

    def source_of(self, node: Attribute | Block, otherwise: SourceText) -> SourceText:
        """Return the file of an attribute or block of a declaration that stands in the file ``otherwise``."""
        return self.foreign.get(id(node), otherwise) if self.foreign else otherwise

    @property
    def is_configured(self) -> bool:
        """Tell whether it configures a backend or a provider, as only a root should (an empty proxy does not)."""
        stored = any(block.type in ("backend", "cloud") for at in self.settings for block in at.block.body.blocks)
        return stored or any(_configures(declared.block) for declared in self.providers.values())


def _configures(provider: Block) -> bool:
    body = provider.body
    return bool(body.blocks) or not body.attributes.keys() <= {"alias", "version"}


def read_module(folder: str, files: SourceFiles) -> Module:
    """Read a folder's files, the override files merged in; what cannot be read becomes diagnostics of ``files``."""
    module = Module(folder)
    primary, override = files.module_files(folder)
    for path in primary:
        file = files.parsed(path)
        if file is not None:
            _declare_file(module, file, files.diagnostics)
    for path in override:
        file = files.parsed(path)
        if file is not None:
            _override_file(module, file, files.diagnostics)
    return module


def _declare_file(module: Module, file: File, diagnostics: list[Diagnostic]) -> None:
    for block in file.body.blocks:
        for name, table, declared in _places(module, Declared(block, file.source)):
            if name in table:
                message = f"{_title(declared.block)} is declared twice in this module; rename or remove one"
                diagnostics.append(Diagnostic(Level.WARNING, message, declared.span))
            else:
                table[name] = declared
        if len(block.labels) != LABELS.get(block.type, len(block.labels)):
            message = f"{_title(block)} needs {LABELS[block.type]} labels between its type and its body"
            diagnostics.append(Diagnostic(Level.WARNING, message, Declared(block, file.source).span))
        _declare_nameless(module, Declared(block, file.source))


def _override_file(module: Module, file: File, diagnostics: list[Diagnostic]) -> None:
    for block in file.body.blocks:
        for name, table, declared in _places(module, Declared(block, file.source)):
            if name in table:
                table[name] = Declared(merge_block(table[name], declared, module.foreign), table[name].source)
            else:
                message = f"{_title(declared.block)} is overridden here but declared in no other file of this module"
                diagnostics.append(Diagnostic(Level.WARNING, message, declared.span))
        if block.type == "locals":
            module.locals.update(_locals(Declared(block, file.source)))
        elif block.type == "terraform":
            module.settings = merge_requirements(module.settings, Declared(block, file.source))


def _places(module: Module, declared: Declared) -> Iterator[tuple[object, dict[object, Declared], Declared]]:
    """Yield under which name, in which of the module's tables, a block is declared."""
    block = declared.block
    kinds = {"resource": module.managed, "data": module.data, "ephemeral": module.ephemeral}
    if block.type in kinds and len(block.labels) == 2:
        yield tuple(block.labels), kinds[block.type], declared  # type: ignore[misc]
    named = {"variable": module.variables, "output": module.outputs, "module": module.calls}
    if block.type in named and len(block.labels) == 1:
        yield block.labels[0], named[block.type], declared  # type: ignore[misc]
    elif block.type == "provider" and len(block.labels) == 1:
        yield provider_name(block), module.providers, declared  # type: ignore[misc]
    elif block.type == "check":
        for scoped in block.body.blocks:
            yield from _places(module, Declared(scoped, declared.source)) if scoped.type == "data" else ()


def _declare_nameless(module: Module, declared: Declared) -> None:
    if declared.block.type == "locals":
        for name, local in _locals(declared).items():
            module.locals.setdefault(name, local)
    elif declared.block.type == "terraform":
        module.settings.append(declared)
    elif declared.block.type == "import":
        module.imported.append(declared)


def _locals(declared: Declared) -> dict[str, Local]:
    return {name: Local(attribute, declared.source) for name, attribute in declared.block.body.attributes.items()}


def provider_name(block: Block) -> str:
    """Return how a module's resources name the provider configuration of a block: ``aws``, ``aws.west``."""
    alias = block.body.attributes.get("alias")
    text = getattr(alias.expression, "value", None) if alias else None
    return f"{block.labels[0]}.{text}" if isinstance(text, str) else block.labels[0]


def _title(block: Block) -> str:
    return " ".join((block.type, *(f'"{label}"' for label in block.labels)))
