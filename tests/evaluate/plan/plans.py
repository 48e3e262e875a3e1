"""Plans as tests write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from seamlint.config import Config
from seamlint.pipeline import evaluate
from seamlint.request import Request

if TYPE_CHECKING:
    from pathlib import Path

    from seamlint.evaluate.resource import Resource, Unit

UNKNOWN = object()


def change(address: str, actions: str = "create", key: str | int | None = None, **values: Any) -> dict[str, Any]:
    """Return a resource change; an attribute that is `UNKNOWN` is computed."""
    *module, kind, name = address.partition("[")[0].split(".") if "module." not in address else _parts(address)
    after = {each: value for each, value in values.items() if value is not UNKNOWN}
    found = {
        "address": address,
        "mode": "managed",
        "type": kind,
        "name": name,
        "change": {
            "actions": actions.split(),
            "after": None if actions == "delete" else after,
            "after_unknown": {"id": True, **{each: True for each, value in values.items() if value is UNKNOWN}},
        },
    }
    if module:
        found["module_address"] = ".".join(module)
    return found if key is None else {**found, "index": key}


def _parts(address: str) -> list[str]:
    module, _, rest = address.rpartition(".aws_")
    kind, name = ("aws_" + rest).partition("[")[0].split(".")
    return [module, kind, name]


def refers(*references: str) -> dict[str, Any]:
    """Return an expression that refers to something, with the wholes that Terraform lists after each part."""
    listed = []
    for each in references:
        parts = each.split(".")
        listed += [".".join(parts[:length]) for length in range(len(parts), 1, -1)]
    return {"references": listed}


def declared(address: str, **expressions: Any) -> dict[str, Any]:
    kind, name = address.split(".")
    return {"address": address, "mode": "managed", "type": kind, "name": name, "expressions": expressions}


def plan(changes: list[dict[str, Any]], *resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    root = {"resources": list(resources), **more.pop("root", {})}
    configuration = {"root_module": root, "provider_config": more.pop("providers", {})}
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "resource_changes": changes,
        "configuration": configuration,
        **more,
    }


def evaluated(folder: Path, document: dict[str, Any], **given: Any) -> Unit:
    (folder / "plan.json").write_text(json.dumps(document, indent=1), "utf-8")
    units, diagnostics = evaluate(Request((str(folder),), Config(str(folder)), cache=False, **given))
    assert [each.message for each in diagnostics] == []
    return units[0]


def resources(unit: Unit) -> dict[str, Resource]:
    return {each.address: each for each in unit.resources}
