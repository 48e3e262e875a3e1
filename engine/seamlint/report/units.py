"""What the code evaluates to, as JSON: ``seamlint show``."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.resource import Resource, Unit

VERSION = 1


def render(units: Iterable[Unit]) -> str:
    """Return the units as a JSON document; ASCII only, so that it is the same text in every encoding."""
    return json.dumps(as_data(units), indent=2) + "\n"


def as_data(units: Iterable[Unit]) -> dict[str, Any]:
    """Return the units with every resource and its values, as data for JSON."""
    return {"version": VERSION, "units": [_unit(unit) for unit in units]}


def _unit(unit: Unit) -> dict[str, Any]:
    by_mode: dict[str, dict[str, Any]] = {"managed": {}, "data": {}}
    for resource in unit.resources:
        by_mode["data" if resource.mode == "data" else "managed"][resource.address] = _resource(resource)
    return {
        "path": unit.path,
        "dialect": unit.dialect,
        "account": unit.account,
        "region": unit.region,
        "outputs": {name: as_json(value) for name, value in unit.outputs.items()},
        "resources": by_mode["managed"],
        "data": by_mode["data"],
    }


def _resource(resource: Resource) -> dict[str, Any]:
    span = resource.span_at()
    return {
        "type": resource.type,
        "file": span.file,
        "line": span.line,
        "account": resource.account,
        "region": resource.region,
        "presence": resource.presence.value,
        "values": {name: as_json(value) for name, value in resource.values.items()},
    }


def as_json(value: Value) -> Any:
    """Return a value as data for JSON: what is not known, computed, partly known or sensitive as a marked object."""
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {name: as_json(item) for name, item in value.items()}
    if isinstance(value, Fraction):
        return float(value)
    return _marked(value) if isinstance(value, (Unknown, Reference, Text, Sensitive)) else value


def _marked(value: Unknown | Reference | Text | Sensitive) -> dict[str, Any]:
    if isinstance(value, Unknown):
        return {"__unknown__": list(value.needs)}
    if isinstance(value, Reference):
        return {"__reference__": f"{value.address}.{value.attribute}"}
    return {"__text__": [as_json(part) for part in value.parts]} if isinstance(value, Text) else {"__sensitive__": True}
