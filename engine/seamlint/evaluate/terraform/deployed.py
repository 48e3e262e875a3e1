"""What a module instance deploys, with all modules that it calls.

Of instances that are alike (`seamlint.evaluate.terraform.likeness`) one is evaluated. The others have its resources
under their own addresses, and evaluate for themselves only what a finding asks places of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.expansion import STEPS_AN_INSTANCE
from seamlint.evaluate.terraform.locator import BlockLocator
from seamlint.evaluate.terraform.waiting import handed_over
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Locator, Resource
    from seamlint.evaluate.terraform.instance import ModuleInstance
    from seamlint.evaluate.terraform.resources import ResourceInstance


class Deployed(NamedTuple):
    """What is deployed.

    Attributes:
        resources: every resource and data source instance, those of called modules included; ephemeral ones are left
            out, for nothing is deployed for them.
        absent: module calls of which nothing is known, for people.
        handed: addresses, without instance keys, of what these calls tell their modules of.
        modules: how many module instances these are.
    """

    resources: list[Resource]
    absent: list[str]
    handed: list[str]
    modules: int


def deploy(module: ModuleInstance) -> Deployed:
    """Return what a module instance deploys, all of it evaluated."""
    first = module.first_like
    found = None if first is module else _like(module, first)
    return found or _by_itself(module)


def _by_itself(module: ModuleInstance) -> Deployed:
    groups = (group for mode in ("managed", "data") for group in module.resources[mode].values())
    resources = [instance.evaluated() for group in groups for instance in group.instances.values()]
    absent: list[str] = []
    handed: list[str] = []
    modules = 1
    for call in module.calls.values():
        inner = [child.deployed for child in call.children.values()]
        absent.extend(call.absent)
        handed.extend(handed_over(call.declared, module) if call.absent else ())
        for each in inner:
            resources += each.resources
            absent += each.absent
            handed += each.handed
            modules += each.modules
    return Deployed(resources, absent, handed, modules)


def _like(module: ModuleInstance, first: ModuleInstance) -> Deployed | None:
    """Return what another instance deploys, as this one's.

    None where so much is not evaluated any more, and where modules are absent: what those are told of depends on how
    arguments are written, not on their values.
    """
    found, root = first.deployed, module.root
    if found.absent:
        return None
    repeated = sum(resource.address.endswith("]") for resource in found.resources)
    assert module.call is not None
    may_grow = root.may_grow(module.call.declared.span, found.modules - 1)
    if not may_grow or not root.work.spend(repeated * STEPS_AN_INSTANCE):
        return None
    renaming = module.renaming
    resources = [renaming.resource(each, LikeLocator(each.locator, first, module)) for each in found.resources]
    return Deployed(resources, [], [], found.modules)


class LikeLocator(BlockLocator):
    """Finds places of a resource whose values were evaluated for another module instance."""

    __slots__ = ("_first", "_like", "_module")

    def __init__(self, like: Locator, first: ModuleInstance, module: ModuleInstance) -> None:
        assert isinstance(like, BlockLocator)
        self._like = like
        self._first = first
        self._module = module

    @property
    def resource(self) -> ResourceInstance:
        """The resource instance itself."""
        like = self._like.resource
        block = like.declared.block
        group = self._counterpart(like.module).resources[like.mode][block.labels[0], block.labels[1]]
        return group.instances[like.key]

    def _counterpart(self, module: ModuleInstance) -> ModuleInstance:
        """Return what stands below this module instance where another stands below the first."""
        if module is self._first or module.call is None:
            return self._module
        caller = self._counterpart(module.call.caller)
        return caller.calls[module.call.name].children[module.key]
