"""The code of a plan: where its resources are written, and whose the values are that AWS will compute."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from seamlint.evaluate.plan.alignment import merged
from seamlint.evaluate.terraform.root import evaluate_root
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Value
from seamlint.patterns import Pattern
from seamlint.sources.span import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.plan.document import Document
    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.terraform.declarations import Declarations
    from seamlint.evaluate.terraform.settings import Options

_KEY = Pattern(r'\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\]')


class Beside:
    """A root that a plan was made of.

    Attributes:
        folder: absolute.
        files: what was read for it.
        state: where its state is kept.
    """

    def __init__(self, folder: str, options: Options, declarations: Declarations) -> None:
        self.folder = folder
        unit = evaluate_root(folder, options, declarations).unit
        self.files = unit.files
        self.state = unit.state
        self._unit = unit.path
        self._written = {resource.address: resource for resource in unit.resources}
        self._repeated = {_KEY.sub("[*]", each.address): each for each in unit.resources if "[*]" in each.address}

    def settle(self, resources: Iterable[Resource]) -> None:
        """Give resources the places of their code, and the references that it makes."""
        planned = {resource.address: resource.unit for resource in resources}
        for resource in resources:
            written = self._written.get(resource.address) or self._repeated.get(_KEY.sub("[*]", resource.address))
            if written is not None:
                resource.locator = written.locator
                resource.awaited = written.awaited
                values = {name: self._translated(each, planned) for name, each in written.values.items()}
                resource.values = merged(resource.values, values)

    def _translated(self, value: Value, planned: dict[str, str]) -> Value:
        """Return a value of the code with references into the plan."""
        if isinstance(value, Reference):
            unit = planned.get(value.address) if value.unit == self._unit else None
            return Unknown((f"{value.address}.{value.attribute}",)) if unit is None else value_in(unit, value)
        if isinstance(value, list):
            return [self._translated(each, planned) for each in value]
        if isinstance(value, dict):
            return {name: self._translated(each, planned) for name, each in value.items()}
        if isinstance(value, Sensitive):
            return Sensitive(self._translated(value.value, planned))
        if isinstance(value, Text):
            parts = [self._translated(part, planned) for part in value.parts]
            return Text(tuple(part for part in parts if isinstance(part, (str, Reference, Unknown))))
        return value


def value_in(unit: str, reference: Reference) -> Reference:
    """Return a reference to the same resource in another unit."""
    return Reference(unit, reference.address, reference.attribute)


def given(document: Document) -> SourceText:
    """Return the values of a plan's variables as text of a ``.tfvars.json`` file."""
    values = {name: _escaped(value) for name, value in document.variables.items() if value is not None}
    return SourceText(document.source.path, json.dumps(values, default=float))


def _escaped(value: Any) -> Any:
    """Return a value whose text Terraform reads as it is, not as templates."""
    if isinstance(value, str):
        return value.replace("${", "$${").replace("%{", "%%{")
    if isinstance(value, list):
        return [_escaped(each) for each in value]
    return {name: _escaped(each) for name, each in value.items()} if isinstance(value, dict) else value
