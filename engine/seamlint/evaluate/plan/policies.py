"""Policies that a plan knows in part: what ``aws_iam_policy_document`` will make of its arguments.

Terraform reads the data source while it applies where an argument is not known yet; the plan holds the others.
Source: Terraform documentation, "JSON Output Format" ("Change Representation": data sources with the action ``read``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.plan.identifiers import DOCUMENT
from seamlint.evaluate.terraform.policy_document import document_text
from seamlint.evaluate.values import Reference, Sensitive, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.resource import Resource

DEEPEST = 50
"""Documents made of documents."""


class Policies:
    """The policy documents of a plan that will only be read."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._open = {
            each.address: each
            for each in resources
            if each.type == DOCUMENT[0] and not isinstance(each.values.get("json"), (str, Sensitive))
        }
        self._made: dict[str, Value] = {}

    def join(self, resource: Resource) -> None:
        """Put what these documents will hold in the place of references to them."""
        if self._open:
            for name, value in resource.values.items():
                resource.values[name] = self._joined(value, 0)

    def _joined(self, value: Value, depth: int) -> Value:
        if isinstance(value, Reference):
            known = value.address in self._open and value.attribute in DOCUMENT[1]
            return self._text(value.address, depth) if known else value
        if isinstance(value, list):
            return [self._joined(item, depth) for item in value]
        if isinstance(value, dict):
            return {name: self._joined(item, depth) for name, item in value.items()}
        return Sensitive(self._joined(value.value, depth)) if isinstance(value, Sensitive) else value

    def _text(self, address: str, depth: int) -> Value:
        """Return the JSON of a document."""
        if address not in self._made:
            unknown: Value = Unknown((f"{address}.json",))
            if depth > DEEPEST:
                return unknown
            self._made[address] = unknown
            arguments = {name: self._joined(each, depth + 1) for name, each in self._open[address].values.items()}
            self._made[address] = document_text(arguments)
        return self._made[address]
