"""What names a resource of a plan: the ids and ARNs of what exists, and what AWS's rules make of the rest.

A value that is the id of another resource of the plan becomes a reference to it, as the code has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.partitions import dns_suffix
from seamlint.evaluate.terraform.computed import PARTLY_KNOWN, SYNTHESISED
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Value
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.resource import Resource

OWN = ("id", "arn")
INITIAL = (
    "default_security_group_id", "default_network_acl_id", "default_route_table_id", "main_route_table_id",
    "primary_network_interface_id", "network_interface_id",
)  # fmt: skip
"""Ids of what AWS makes with a resource."""

_MADE_BY_AWS = Pattern(r"arn:[^:]+:|[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}\Z")
_PLACEHOLDER = Pattern(r"\{(\w+)\}")


def names(resource: Resource) -> dict[str, Value]:
    """Return the texts that name a resource from elsewhere, as far as they are known, by attribute."""
    known = {name: resource.values[name] for name in OWN if isinstance(resource.values.get(name), str)}
    if resource.mode != "managed":
        return known
    patterns = {**dict(SYNTHESISED.get(resource.type, {}))}
    if resource.type in PARTLY_KNOWN:
        patterns["arn"] = PARTLY_KNOWN[resource.type]
    made = {name: _filled(resource, patterns[name]) for name in (*OWN, "url") if name in patterns}
    return {**made, **known}


class Identities:
    """The resources of a unit by the ids that AWS gave them."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_text: dict[str, Reference] = {}
        for resource in sorted(resources, key=lambda each: each.mode == "data"):
            fixed = SYNTHESISED.get(resource.type, {})
            for name in (*OWN, *INITIAL):
                text = resource.values.get(name)
                if isinstance(text, str) and name not in fixed and _MADE_BY_AWS.match(text):
                    self._by_text.setdefault(text, Reference(resource.unit, resource.address, name))

    def join(self, resource: Resource) -> None:
        """Put references in the place of other resources' ids."""
        if self._by_text:
            for name, value in resource.values.items():
                resource.values[name] = self._joined(value, resource.address)

    def _joined(self, value: Value, own: str) -> Value:
        if isinstance(value, str):
            found = self._by_text.get(value)
            return value if found is None or found.address == own else found
        if isinstance(value, list):
            return [self._joined(item, own) for item in value]
        if isinstance(value, dict):
            return {name: self._joined(item, own) for name, item in value.items()}
        return Sensitive(self._joined(value.value, own)) if isinstance(value, Sensitive) else value


def _filled(resource: Resource, pattern: str) -> str | Text:
    """Return a pattern with its placeholders filled in; text when all of them are known."""
    parts: list[str | Reference | Unknown] = []
    at = 0
    for match in _PLACEHOLDER.finditer(pattern):
        for part in (pattern[at : match.start()], _placeholder(resource, match[1])):
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            else:
                parts.append(part)
        at = match.end()
    last = pattern[at:]
    if isinstance(parts[-1], str):
        parts[-1] += last
    elif last:
        parts.append(last)
    return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else Text(tuple(parts))


def _placeholder(resource: Resource, name: str) -> str | Unknown:
    region = resource.region
    fixed = {"region": region, "account": resource.account, "partition": resource.partition}
    fixed["suffix"] = dns_suffix(region) if region else None
    if name in fixed:
        asked = "region" if name in ("partition", "suffix") else name
        return fixed[name] or Unknown((f"the {asked} of {resource.unit}",))
    value = resource.values.get("name" if name == "parameter" else name, "/" if name == "path" else None)
    if not isinstance(value, str):
        return Unknown((f"{resource.address}.{name}",))
    return value.removeprefix("https://") if name == "url" else value.lstrip("/") if name == "parameter" else value
