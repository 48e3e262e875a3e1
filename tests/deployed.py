"""Templates written in tests, evaluated."""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from seamlint.evaluate.cloudformation.scan import Evaluated, evaluate_templates
from seamlint.evaluate.cloudformation.settings import Options
from seamlint.report.units import as_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seamlint.evaluate.resource import Resource

ACCOUNT, REGION = "111122223333", "eu-west-1"
HERE = Options(ACCOUNT, REGION)
NOWHERE = Options()


def deploy(folder: Path, files: Mapping[str, str], options: Options = HERE) -> Evaluated:
    """Write templates by path and evaluate them all."""
    paths = []
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        paths.append(os.path.realpath(path))
    return evaluate_templates(paths, [os.path.realpath(folder)], lambda _: options)


def resources(folder: Path, text: str, options: Options = HERE) -> dict[str, Resource]:
    """Evaluate one template and return its resources by address."""
    (unit,) = deploy(folder, {"stack.yaml": text}, options).units
    return {resource.address: resource for resource in unit.resources}


def shown(evaluated: Evaluated) -> Any:
    """Return the first unit as `seamlint show` prints it."""
    return as_data(evaluated.units)["units"][0]


def messages(evaluated: Evaluated) -> list[str]:
    """Return what its reader is told: level, line and words."""
    return [f"{each.level.value} {each.span.line if each.span else 0} {each.message}" for each in evaluated.diagnostics]
