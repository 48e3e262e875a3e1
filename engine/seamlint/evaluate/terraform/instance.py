"""A module as one call of it makes it: its names, evaluated on demand.

Source: Terraform language documentation, "References to Named Values", "Calling a Child Module".
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from seamlint.evaluate.terraform.addresses import joined
from seamlint.evaluate.terraform.body import BodyValues, Evaluator
from seamlint.evaluate.terraform.deployed import deploy
from seamlint.evaluate.terraform.lazy import Entries, Names
from seamlint.evaluate.terraform.module_calls import ModuleCall
from seamlint.evaluate.terraform.providers import Provider
from seamlint.evaluate.terraform.renaming import Renaming
from seamlint.evaluate.terraform.resources import ResourceGroup
from seamlint.evaluate.terraform.scope import Scope
from seamlint.evaluate.terraform.values import NULL, Object, Value, mark
from seamlint.evaluate.terraform.variables import marks_given
from seamlint.named_tuples import NamedTuple
from seamlint.syntax.hcl.tree import GetAttr, Literal, Name

if TYPE_CHECKING:
    from collections.abc import Callable

    from seamlint.evaluate.terraform.addresses import InstanceKey
    from seamlint.evaluate.terraform.deployed import Deployed
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
        key: what tells it from the call's other instances.
        path: value of ``path.module``.
        call: the call that made it, None for the root.
        scope: the names that the call's arguments know.
        missing: why it is not known whether it exists; empty when it is.
    """

    address: str
    key: InstanceKey
    path: str
    call: ModuleCall | None
    scope: Scope | None
    missing: tuple[str, ...]


class ModuleInstance:
    """One instance of a module; the root is one too.

    Attributes:
        module: what its files declare.
        root: what all modules of one root share.
        address, key, path, call, missing: see `Place`; ``caller_scope`` is its scope.
        outputs: by name.
    """

    def __init__(
        self, module: Module, root: Root, variables: Callable[[Variable], Value], place: Place | None = None
    ) -> None:
        place = place or Place("", None, ".", None, None, ())
        self.module = module
        self.root = root
        self.address = place.address
        self.key = place.key
        self.path = place.path
        self.call = place.call
        self.caller_scope = place.scope
        self.missing = place.missing
        self.problems = root.hushed if place.missing else root.problems
        self._variables = variables
        self._evaluators: dict[int, Evaluator] = {}
        self._providers: dict[str, Provider | None] = {}
        self._variables_seen = Names("var", module.variables, self._variable)
        self._first_like: ModuleInstance | None = None
        self.outputs = Entries(module.outputs, self._output)

    @cached_property
    def calls(self) -> dict[str, ModuleCall]:
        """Its own module calls by name."""
        return {name: ModuleCall(self, name, declared) for name, declared in self.module.calls.items()}

    @cached_property
    def resources(self) -> dict[str, dict[tuple[str, str], ResourceGroup]]:
        """What it declares by mode, then by type and name."""
        module = self.module
        return {
            mode: {key: ResourceGroup(self, mode, declared) for key, declared in table.items()}
            for mode, table in (("managed", module.managed), ("data", module.data), ("ephemeral", module.ephemeral))
        }

    @cached_property
    def scope(self) -> Scope:
        """The names that its expressions know."""
        return Scope(self._names(), self.root.access, self.root.work)

    @cached_property
    def deployed(self) -> Deployed:
        """What it deploys, with all that the modules it calls deploy."""
        return deploy(self)

    def _names(self) -> dict[str, Value | Namespace]:
        module, root = self.module, self.root
        names: dict[str, Value | Namespace] = {
            "var": self._variables_seen,
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

    def variable(self, name: str) -> Value:
        """Return the value of a variable that the module declares; raises `EvaluationError` when it needs itself."""
        return cast("Value", self._variables_seen.attribute(name, 0, 0))

    @property
    def first_like(self) -> ModuleInstance:
        """The instance that is evaluated for this one too, since they evaluate to the same; often itself."""
        if self._first_like is None:
            self._first_like = self  # for whoever asks meanwhile
            self._first_like = self.root.likeness.first_like(self)
        return self._first_like

    @cached_property
    def renaming(self) -> Renaming:
        """How what is evaluated for this one too is said of it."""
        return Renaming(self.first_like.address, self.address, self.root.unit)

    @cached_property
    def is_acyclic(self) -> bool:
        """Whether nothing that its arguments need depends on itself."""
        if self.call is None:
            return True
        caller = self.call.caller
        return caller.is_acyclic and self.root.declarations.dependencies(caller.module).is_acyclic(self.call.name)

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders of its module and of those above it."""
        return frozenset({self.module.folder, *(self.call.caller.folders if self.call else ())})

    @cached_property
    def provider_environment(self) -> tuple[object, ...]:
        """What decides which provider configurations the modules that it calls inherit."""
        if self.call is None:
            return ()
        own = self.address if self.module.providers else ""
        return (*self.call.caller.provider_environment, self.call.passed_providers, own)

    def _variable(self, name: str) -> Value:
        return self._variables(self.root.declarations.variable(self.module, name, self.problems))

    def _local(self, name: str) -> Value:
        local = self.module.locals[name]
        return self.evaluator(local.source).expression(local.attribute.expression, self.scope)

    def _output(self, name: str) -> Value:
        if self.first_like is not self:
            return self.renaming.value(self.first_like.outputs[name])
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
