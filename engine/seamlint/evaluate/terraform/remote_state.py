"""Roots that read each other's outputs through the state that one of them keeps.

Source: Terraform documentation, "The terraform_remote_state Data Source", "Backend Type: s3", "Backend Type: local",
"Terraform Settings: cloud".
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown
from seamlint.syntax.hcl.tree import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from seamlint.evaluate.resource import Resource, Unit
    from seamlint.evaluate.terraform.module import Module
    from seamlint.evaluate.values import Value
    from seamlint.syntax.hcl.tree import Body

State = tuple[str, ...]
"""What tells one state from another: the kind of backend, and where it keeps the state there."""

KEYS = {
    "s3": ("bucket", "key"),
    "gcs": ("bucket", "prefix"),
    "azurerm": ("storage_account_name", "container_name", "key"),
}
MOST_VALUES = 1_000_000
"""How many values are copied from outputs in a run: outputs that hold others several times over multiply."""

MOST_HOPS = 32
"""Outputs that are read from state, which were themselves read from state."""


def state_of(backend: str, config: Mapping[str, Value], folder: str) -> State | None:
    """Return where a backend keeps the state of the default workspace, None where that is not known.

    Relative paths of a local backend start at ``folder``.
    """
    if backend == "local":
        path = config.get("path", "terraform.tfstate")
        return ("local", os.path.normpath(os.path.join(folder, path))) if isinstance(path, str) else None
    place: tuple[Value, ...]
    if backend in ("remote", "cloud"):
        place = (config.get("organization"), _workspace(config.get("workspaces")))
        backend = "remote"
    else:
        place = tuple(config.get(key) for key in KEYS.get(backend, ()))
    known = [part for part in place if isinstance(part, str)]
    return (backend, *known) if known and len(known) == len(place) else None


def _workspace(value: Value) -> Value:
    block = value[0] if isinstance(value, list) and len(value) == 1 else value
    return block.get("name") if isinstance(block, dict) else None


def kept_in(module: Module, folder: str) -> State | None:
    """Return where a root (its folder as people see it) keeps its state; beside its files where it does not say."""
    for declared in module.settings:
        for block in declared.block.body.blocks:
            if block.type in ("backend", "cloud"):
                return state_of(block.labels[0] if block.labels else "cloud", _literals(block.body), folder)
    return state_of("local", {}, folder)


def _literals(body: Body) -> dict[str, Value]:
    written = {name: attribute.expression for name, attribute in body.attributes.items()}
    found: dict[str, Value] = {name: node.value for name, node in written.items() if isinstance(node, Literal)}
    return found | {block.type: _literals(block.body) for block in body.blocks}


def join(units: Iterable[Unit]) -> None:
    """Put the outputs of scanned roots in the place of references to them, in every unit that reads another's state."""
    units = list(units)
    by_state = {unit.state: unit for unit in units if unit.state}
    joint = _Joint({unit.path: _read_by(unit, by_state) for unit in units})
    for unit in units:
        if joint.read[unit.path]:
            for resource in unit.resources:
                resource.values = {name: joint.replaced(value) for name, value in resource.values.items()}
            unit.outputs = {name: joint.replaced(value) for name, value in unit.outputs.items()}


def _read_by(unit: Unit, by_state: Mapping[State, Unit]) -> dict[str, Unit]:
    """Return the units whose state a unit's data sources read, by address."""
    sources = (each for each in unit.resources if each.type == "terraform_remote_state" and each.mode == "data")
    states = ((source.address, _state_read(source, unit)) for source in sources)
    return {address: by_state[state] for address, state in states if state is not None and state in by_state}


def _state_read(source: Resource, unit: Unit) -> State | None:
    backend, config = source.values.get("backend"), source.values.get("config", {})
    if not isinstance(backend, str) or not isinstance(config, dict) or source.values.get("workspace"):
        return None
    return state_of(backend, config, unit.path)


class _Joint:
    """Follows references into other units' outputs.

    Attributes:
        read: by path of a unit, the units that its data sources read, by address.
    """

    def __init__(self, read: Mapping[str, Mapping[str, Unit]]) -> None:
        self.read = read
        self._left = MOST_VALUES
        self._following: set[Reference] = set()

    def replaced(self, value: Value) -> Value:
        """Return a value with outputs in the place of references to them."""
        if self._following:
            self._left -= 1
        if isinstance(value, Reference):
            return self._output(value)
        if isinstance(value, list):
            return [self.replaced(each) for each in value]
        if isinstance(value, dict):
            return {name: self.replaced(each) for name, each in value.items()}
        if isinstance(value, Sensitive):
            return Sensitive(self.replaced(value.value))
        return self._text(value) if isinstance(value, Text) else value

    def _output(self, reference: Reference) -> Value:
        """Return the output that a reference (``outputs.subnet_ids.0``) means; itself where there is none."""
        unit = self.read.get(reference.unit, {}).get(reference.address)
        outputs, *path = reference.attribute.split(".")
        too_much = self._left <= 0 or len(self._following) >= MOST_HOPS or reference in self._following
        if unit is None or outputs != "outputs" or too_much:
            return reference
        self._following.add(reference)
        found = self.replaced(_at(unit.outputs, path))
        self._following.remove(reference)
        return reference if found is None else found

    def _text(self, text: Text) -> Value:
        """Return a text with what is known of its parts now."""
        parts: list[str | Reference | Unknown] = []
        for part in text.parts:
            known = self.replaced(part)
            plain = known if isinstance(known, (str, Reference, Unknown)) else part
            if isinstance(plain, str) and parts and isinstance(parts[-1], str):
                parts[-1] += plain
            else:
                parts.append(plain)
        return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else Text(tuple(parts))


def _at(value: Value, path: list[str]) -> Value:
    """Return what stands at a path in a value, None where nothing does."""
    for step in path:
        value = value.value if isinstance(value, Sensitive) else value
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return (
                Reference(value.unit, value.address, f"{value.attribute}.{step}")
                if isinstance(value, Reference)
                else None
            )
    return value
