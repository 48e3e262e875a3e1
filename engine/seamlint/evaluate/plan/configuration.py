"""What a plan keeps of the code: expressions with what they refer to, without their operators.

Blocks that are generated (``dynamic``) are not in it, nor are blocks of attributes that Terraform lets be written as
blocks, nor locals. Source: Terraform documentation, "JSON Output Format" ("Configuration Representation").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.evaluate.plan.document import object_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.plan.addresses import Step


class Configuration:
    """The configuration of all modules, by the calls that lead to them."""

    def __init__(self, written: dict[str, Any]) -> None:
        self.providers: dict[str, dict[str, Any]] = {
            name: object_of(each) for name, each in object_of(written.get("provider_config")).items()
        }
        self._root = ModuleConfiguration({"module": written.get("root_module")})
        self.is_empty = not self._root.resources and not self._root.calls

    def module(self, steps: Iterable[Step]) -> ModuleConfiguration:
        """Return the configuration of a module; an empty one where there is none."""
        found = self._root
        for step in steps:
            found = found.call(step.name)
        return found

    def declared(self) -> Iterator[str]:
        """Yield what the root itself declares: addresses of resources, names of calls."""
        yield from (f"{kind}.{name}" for mode, kind, name in self._root.resources if mode == "managed")
        yield from (f"module.{name}" for name in self._root.calls)


class ModuleConfiguration:
    """One module's, as one call has it.

    Attributes:
        arguments: expressions of the call's arguments.
        repeated: the expression of the call's ``for_each`` or ``count``.
        resources: by mode, type and name.
        outputs: expressions by name.
    """

    def __init__(self, call: dict[str, Any]) -> None:
        module = object_of(call.get("module"))
        self.arguments = object_of(call.get("expressions"))
        self.repeated = call.get("for_each_expression")
        self.calls = object_of(module.get("module_calls"))
        self.outputs = {
            name: object_of(each).get("expression") for name, each in object_of(module.get("outputs")).items()
        }
        self.resources = {
            (text_of(each.get("mode")), text_of(each.get("type")), text_of(each.get("name"))): each
            for each in _objects(module.get("resources"))
        }
        self._children: dict[str, ModuleConfiguration] = {}

    def call(self, name: str) -> ModuleConfiguration:
        """Return the configuration of a called module."""
        if name not in self._children:
            self._children[name] = ModuleConfiguration(object_of(self.calls.get(name)))
        return self._children[name]


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    yield from (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()
