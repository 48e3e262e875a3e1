"""Roots evaluated by real Terraform (1.11), and by us: `expected.json` holds what it made of each."""

import json
from pathlib import Path

import pytest

from seamlint.report.units import as_data

from .roots import evaluated

CASES = sorted(path.parent for path in Path(__file__).parent.glob("cases/*/expected.json"))


def _mismatches(ours, theirs, path):
    """Yield where a value of ours is not Terraform's; what Terraform does not know we may know in part, by identity."""
    if isinstance(ours, dict) and "__sensitive__" in ours:
        return
    if isinstance(theirs, dict) and "__unknown__" in theirs:
        if not (isinstance(ours, dict) and ours.keys() & {"__unknown__", "__reference__", "__text__"}):
            yield f"{path}: {ours!r} is not unknown"
    elif isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted({*ours, *theirs}):
            yield from _mismatches(ours.get(name), theirs.get(name), f"{path}.{name}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, pair in enumerate(zip(ours, theirs, strict=True)):
            yield from _mismatches(*pair, f"{path}[{index}]")
    elif ours is None and theirs == []:
        return  # no blocks of a type: Terraform prints an empty list, we leave out what is not set
    elif ours != theirs or isinstance(ours, bool) is not isinstance(theirs, bool):
        yield f"{path}: {ours!r} is not {theirs!r}"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_every_value_is_as_terraform_evaluates_it(case):
    expected = json.loads((case / "expected.json").read_text())
    unit, diagnostics = evaluated(case)
    (shown,) = as_data([unit])["units"]
    assert [each.message for each in diagnostics] == []
    ours = {address: entry["values"] for address, entry in shown["resources"].items()}
    assert sorted(ours) == sorted(expected["resources"])
    assert list(_mismatches(ours, expected["resources"], "resources")) == []
    assert list(_mismatches(shown["outputs"], expected["outputs"], "output")) == []
    regions = {address: entry["region"] for address, entry in shown["resources"].items() if entry["region"]}
    assert regions == expected["regions"]
