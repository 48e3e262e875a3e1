"""A module as one call of it makes it: its names, evaluated on demand.

Source: Terraform language documentation, "References to Named Values", "Calling a Child Module".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from seamlint.evaluate.terraform.addresses import joined
from seamlint.evaluate.terraform.body import BodyValues, Evaluator
from seamlint.evaluate.terraform.lazy import Entries, Names
from seamlint.evaluate.terraform.module_calls import ModuleCall
from seamlint.evaluate.terraform.providers import Provider
from seamlint.evaluate.terraform.resources import ResourceGroup, ResourceInstance
from seamlint.evaluate.terraform.scope import Scope
from seamlint.evaluate.terraform.values import NULL, Object, Value, mark
from seamlint.evaluate.terraform.variables import marks_given
from seamlint.syntax.hcl.tree import GetAttr, Literal, Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.evaluate.terraform.module import Module
    from seamlint.evaluate.terraform.root import Root
    from seamlint.evaluate.terraform.scope import Namespace
    from seamlint.evaluate.terraform.variables import Variable
    from seamlint.sources.span import SourceText
    from seamlint.syntax.hcl.tree import Block, Expression


class Place(NamedTuple):
    """Where a called module stands.

    Attributes:
        address: ``module.a["x"].module.b``; empty for the root.
        path: value of ``path.module``.
        call: the call that made it, None for the root.
        scope: the names that the call's arguments know.
        missing: why it is not known whether it exists; empty when it is.
    """

    address: str
    path: str
    call: ModuleCall | None
    scope: Scope | None
    missing: tuple[str, ...]


class ModuleInstance:
    """One instance of a module; the root is one too.

    Attributes:
        module: what its files declare.
        root: what all modules of one root share.
        address, path, call, missing: see `Place`; ``caller_scope`` is its scope.
        resources: by mode, then by type and name.
        calls: its own module calls by name.
    """

    def __init__(
        self, module: Module, root: Root, variables: Callable[[Variable], Value], place: Place | None = None
    ) -> None:
        place = place or Place("", ".", None, None, ())
        self.module = module
        self.root = root
        self.address = place.address
        self.path = place.path
        self.call = place.call
        self.caller_scope = place.scope
        self.missing = place.missing
        self.problems = root.hushed if place.missing else root.problems
        self._variables = variables
        self._evaluators: dict[int, Evaluator] = {}
        self._providers: dict[str, Provider | None] = {}
        self.calls = {name: ModuleCall(self, name, declared) for name, declared in module.calls.items()}
        self.resources = {
            mode: {key: ResourceGroup(self, mode, declared) for key, declared in table.items()}
            for mode, table in (("managed", module.managed), ("data", module.data), ("ephemeral", module.ephemeral))
        }
        self.scope = Scope(self._names(), root.access, root.work)
        self.outputs = Entries(module.outputs, self._output)

    def _names(self) -> dict[str, Value | Namespace]:
        module, root = self.module, self.root
        names: dict[str, Value | Namespace] = {
            "var": Names("var", module.variables, self._variable),
            "local": Names("local", module.locals, self._local),
            "module": Names("module", module.calls, lambda name: self.calls[name].value()),
            "path": Object({"module": self.path, "root": ".", "cwd": root.folder}),
            "terraform": Object({"workspace": root.options.workspace}),
        }
        for mode in ("data", "ephemeral"):
            types = self._types(mode)
            names[mode] = Names(mode, types, types.__getitem__)
        managed = self._types("managed")
        names["resource"] = Names("resource", managed, managed.__getitem__)
        names.update(managed)
        return names

    def _types(self, mode: str) -> dict[str, Names]:
        by_type: dict[str, dict[str, ResourceGroup]] = {}
        for (kind, name), group in self.resources[mode].items():
            by_type.setdefault(kind, {})[name] = group
        prefix = "" if mode == "managed" else f"{mode}."
        return {kind: _resource_names(prefix + kind, groups) for kind, groups in by_type.items()}

    def address_of(self, name: str) -> str:
        """Return the address of something that this instance declares."""
        return joined(self.address, name)

    def evaluator(self, source: SourceText) -> Evaluator:
        """Return what evaluates the expressions of one of the module's files."""
        found = self._evaluators.get(id(source))
        if found is None:
            found = self._evaluators[id(source)] = Evaluator(self.module, source, self.problems)
        return found

    def resource_instances(self) -> Iterator[ResourceInstance]:
        """Yield every resource and data source instance, those of called modules included.

        Ephemeral resources are left out: nothing is deployed for them.
        """
        for mode in ("managed", "data"):
            for group in self.resources[mode].values():
                yield from group.instances.values()
        for call in self.calls.values():
            for child in call.children.values():
                yield from child.resource_instances()

    def _variable(self, name: str) -> Value:
        return self._variables(self.root.declarations.variable(self.module, name, self.problems))

    def _local(self, name: str) -> Value:
        local = self.module.locals[name]
        return self.evaluator(local.source).expression(local.attribute.expression, self.scope)

    def _output(self, name: str) -> Value:
        declared = self.module.outputs[name]
        written = declared.block.body.attributes.get("value")
        evaluator = self.evaluator(declared.source)
        if written is None:
            return evaluator.problems.unusable(f'output "{name}" has no value', declared.span)
        return mark(evaluator.attribute(written, self.scope), marks_given(declared))

    def provider_of(self, block: Block) -> Provider:
        """Return the provider configuration of a resource or data source."""
        written = block.body.attributes.get("provider")
        name = provider_reference(written.expression) if written else None
        return self.provider(name or block.labels[0].partition("_")[0])

    def provider(self, name: str) -> Provider:
        """Return a provider configuration by the name it has in this module."""
        if name not in self._providers:
            self._providers[name] = self._find_provider(name)
        return self._providers[name] or self.root.undeclared_provider(name)

    def _find_provider(self, name: str) -> Provider | None:
        declared = self.module.providers.get(name)
        passed = self.call.passed_provider(name) if self.call else None
        if passed is not None:
            return passed
        if declared is not None and (self.call is None or declared.block.body.attributes.keys() - {"version"}):
            default = None if "." not in name else self.provider(name.partition(".")[0])
            evaluator = self.evaluator(declared.source)
            values = BodyValues(declared.block.body, self.scope, evaluator, lambda _: NULL)
            return Provider(name, self.root.options, default, values)
        if self.call is None or "." in name:
            return None
        return self.call.caller.provider(name)


def _resource_names(prefix: str, groups: dict[str, ResourceGroup]) -> Names:
    return Names(prefix, groups, lambda name: groups[name].value())


def provider_reference(expression: Expression) -> str | None:
    """Return the provider configuration that an expression names: ``aws``, ``aws.west`` (or so in quotes)."""
    if isinstance(expression, Name):
        return expression.name
    if isinstance(expression, GetAttr) and isinstance(expression.object, Name):
        return f"{expression.object.name}.{expression.name}"
    return expression.value if isinstance(expression, Literal) and isinstance(expression.value, str) else None
