"""What one module instance evaluates to, said of another that is like it: the same under another address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.evaluate import values as neutral
from seamlint.evaluate.terraform.lazy import Entries
from seamlint.evaluate.terraform.values import (
    Instance,
    Null,
    Object,
    Part,
    Unknown,
    UnknownInstances,
    Value,
    is_wholly_known,
    mapped,
)  # fmt: skip
from seamlint.evaluate.values import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.resource import Locator, Resource


class Renaming:
    """Puts one module address in the place of another, wherever an address begins with it.

    Attributes:
        old, new: addresses of module instances, a dot behind them.
        unit: the unit that both belong to.
    """

    def __init__(self, old: str, new: str, unit: str) -> None:
        self.old = f"{old}."
        self.new = f"{new}."
        self.unit = unit
        self._entries: dict[int, tuple[Entries, Entries]] = {}

    def text(self, text: str) -> str:
        """Return an address, or the name of what is missing."""
        return self.new + text[len(self.old) :] if text.startswith(self.old) else text

    def texts(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return names of what is missing."""
        return tuple(map(self.text, texts))

    def value(self, value: Value) -> Value:
        """Return a value as expressions see it; what it says of no address stays the same object."""
        if isinstance(value, (str, bool, int, Null)) or self._is_elsewhere(value):
            return value
        if isinstance(value, Unknown):
            return self._unknown(value)
        if isinstance(value, Object) and isinstance(value.entries, Entries):
            renamed: Value = replace(value, entries=self._lazily(value.entries))
        elif is_wholly_known(value):
            return value
        else:
            renamed = mapped(value, self.value)
        return replace(renamed, address=self.text(renamed.address)) if isinstance(renamed, Instance) else renamed

    def neutral(self, value: neutral.Value) -> neutral.Value:
        """Return a value as resources hold it; what says nothing of an address stays the same object."""
        if isinstance(value, list):
            items = [self.neutral(item) for item in value]
            return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
        if isinstance(value, dict):
            entries = {name: self.neutral(item) for name, item in value.items()}
            return entries if any(entries[name] is not value[name] for name in value) else value
        if isinstance(value, (Reference, neutral.Unknown)):
            return self._part(value)
        if isinstance(value, neutral.Text):
            parts = tuple(map(self._part, value.parts))
            return neutral.Text(parts) if parts != value.parts else value
        if isinstance(value, neutral.Sensitive):
            inner = self.neutral(value.value)
            return value if inner is value.value else neutral.Sensitive(inner)
        return value

    def resource(self, resource: Resource, locator: Locator) -> Resource:
        """Return a resource, with places of its own."""
        return replace(
            resource,
            address=self.text(resource.address),
            locator=locator,
            values={name: self.neutral(value) for name, value in resource.values.items()},
            missing=self.texts(resource.missing),
            awaited=self.texts(resource.awaited),
            ids={name: self.neutral(value) for name, value in resource.ids.items()},
        )

    def _is_elsewhere(self, value: Value) -> bool:
        return isinstance(value, Instance) and not value.address.startswith(self.old)

    def _lazily(self, entries: Entries) -> Entries:
        if id(entries) not in self._entries:
            renamed = Entries(entries, lambda name: self.value(entries[name]))
            self._entries[id(entries)] = (entries, renamed)
        return self._entries[id(entries)][1]

    def _unknown(self, value: Unknown) -> Unknown:
        needs = self.texts(value.needs)
        if isinstance(value, UnknownInstances):
            instances = {key: self.value(item) for key, item in value.instances.items()}
            return UnknownInstances(needs, instances, self.value(value.stand_in))
        parts = tuple(map(self._part, value.parts))
        if needs == value.needs and parts == value.parts:
            return value
        return Unknown(value.type, needs, parts, value.refinement)

    def _part(self, part: Part) -> Part:
        if isinstance(part, str):
            return part
        if isinstance(part, Reference):
            if part.unit != self.unit or not part.address.startswith(self.old):
                return part
            return Reference(part.unit, self.text(part.address), part.attribute)
        needs = self.texts(part.needs)
        return part if needs == part.needs else neutral.Unknown(needs)
