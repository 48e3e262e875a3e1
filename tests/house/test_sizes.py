"""Functions and modules stay as short as CONTRIBUTING.md says."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import quantiles

import pytest

ROOT = Path(__file__).parents[2]
MODULES = [*ROOT.glob("engine/**/*.py"), *ROOT.glob("rules/**/*.py")]


def functions() -> dict[str, int]:
    return {
        f"{path.relative_to(ROOT)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


def test_functions_are_short() -> None:
    lengths = functions()
    assert {name: length for name, length in lengths.items() if length > 45} == {}
    assert quantiles(lengths.values(), n=10)[-1] < 35


@pytest.mark.parametrize(("folder", "limit"), [("engine", 400), ("rules", 120)])
def test_modules_are_short(folder: str, limit: int) -> None:
    lengths = {path: path.read_text("utf-8").count("\n") for path in MODULES if path.is_relative_to(ROOT / folder)}
    assert {path.name: length for path, length in lengths.items() if length > limit} == {}
