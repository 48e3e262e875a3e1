"""Resources and data sources of one module instance, and what expressions see of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate.resource import Resource
from seamlint.evaluate.terraform.addresses import UNKNOWN_KEY, InstanceKey, with_key
from seamlint.evaluate.terraform.body import BodyValues
from seamlint.evaluate.terraform.computed import computed_attribute, known_names
from seamlint.evaluate.terraform.data_sources import answers
from seamlint.evaluate.terraform.expansion import Expansion, expand
from seamlint.evaluate.terraform.locator import BlockLocator
from seamlint.evaluate.terraform.plain import plain
from seamlint.evaluate.terraform.values import Instance, Null, Value, unmark
from seamlint.evaluate.terraform.waiting import awaited
from seamlint.evaluate.values import Verdict

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.instance import ModuleInstance
    from seamlint.evaluate.terraform.module import Declared
    from seamlint.evaluate.terraform.providers import Provider
    from seamlint.evaluate.terraform.scope import Scope


class ResourceInstance:
    """One instance of a resource, data source or ephemeral resource.

    Attributes:
        type: its type.
        key: what tells it from the others of its block.
        address: full address.
        scope: the names that its expressions know.
        values: what is set; reading what is not set gives what AWS computes.
        missing: why it is not known whether it exists; empty when it is.
    """

    __slots__ = ("_pending", "address", "declared", "key", "missing", "mode", "module", "scope", "type", "values")

    def __init__(self, group: ResourceGroup, key: InstanceKey, scope: Scope, missing: tuple[str, ...]) -> None:
        module, declared = group.module, group.declared
        self.key = key
        self.module = module
        self.mode = group.mode
        self.declared = declared
        self.type = declared.block.labels[0]
        self.address = with_key(group.address, key)
        self.scope = scope
        self.missing = missing
        evaluator = module.evaluator(declared.source)
        if missing:
            evaluator = replace(evaluator, problems=module.root.hushed)
        self.values = BodyValues(declared.block.body, scope, evaluator, lambda path: computed_attribute(self, path))

    @property
    def value(self) -> Value:
        """What an expression sees of it."""
        return Instance(self.values, self.module.root.unit, self.address)

    @property
    def provider(self) -> Provider:
        """The provider configuration that deploys it."""
        return self.module.provider_of(self.declared.block)

    def region(self) -> str | None:
        """Return where it is deployed: its own ``region`` (provider version 6), else its provider's."""
        written = self.declared.block.body.attributes.get("region") if self.type.startswith("aws_") else None
        if written is None:
            return self.provider.region
        own, _ = unmark(self.module.evaluator(self.declared.source).attribute(written, self.scope))
        return self.provider.region if isinstance(own, Null) else own if isinstance(own, str) else None

    def evaluated(self) -> Resource:
        """Return it as every dialect becomes, all of it evaluated."""
        provider, region = self.provider, self.region()
        values = self.values.to_neutral()
        if self.mode == "data":
            values.update((name, plain(value)) for name, value in answers(self).items())
        return Resource(
            unit=self.module.root.unit,
            address=self.address,
            type=self.type,
            dialect="terraform",
            values=values,
            locator=BlockLocator(self),
            presence=Verdict.UNDECIDED if self.missing else Verdict.YES,
            account=provider.account,
            region=region,
            partition=provider.partition_in(region),
            missing=self.missing,
            ids={name: plain(value) for name, value in known_names(self).items()},
            awaited=awaited(self.declared.block.body, self.module),
        )


class ResourceGroup:
    """All instances of one declared resource.

    Attributes:
        mode: ``managed``, ``data`` or ``ephemeral``.
        address: without instance keys of its own.
    """

    def __init__(self, module: ModuleInstance, mode: str, declared: Declared) -> None:
        prefix = "" if mode == "managed" else f"{mode}."
        self.address = module.address_of(prefix + ".".join(declared.block.labels))
        self.module = module
        self.mode = mode
        self.declared = declared
        self._expansion: Expansion | None = None
        self._instances: dict[InstanceKey, ResourceInstance] = {}

    @property
    def instances(self) -> dict[InstanceKey, ResourceInstance]:
        """The instances by key, in order."""
        if self._expansion is None:
            self._expansion = self._expand()
        return self._instances

    def value(self) -> Value:
        """Return what the resource's name stands for in an expression."""
        values = {key: instance.value for key, instance in self.instances.items()}
        assert self._expansion is not None
        return self._expansion.combined(values)

    def _expand(self) -> Expansion:
        module, block = self.module, self.declared.block
        expansion = expand(block.body, module.scope, module.evaluator(self.declared.source))
        for key, names in expansion.instances:
            scope = module.scope.child(dict(names)) if names else module.scope
            missing = (*module.missing, *(expansion.missing if key is UNKNOWN_KEY else ()))
            self._instances[key] = ResourceInstance(self, key, scope, missing)
        return expansion
