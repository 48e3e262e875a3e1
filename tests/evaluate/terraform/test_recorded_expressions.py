"""Every recorded expression evaluates as the real Terraform evaluated it: value, type, unknowns and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evaluate.terraform.expression_cases import FOLDER, difference, read_cases

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(FOLDER.glob("*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_evaluates_as_terraform_does(path: Path) -> None:
    found = [difference(case) for case in read_cases(path) if "differs" not in case]
    assert "\n".join(filter(None, found)) == ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_said_to_differ_differs(path: Path) -> None:
    assert [case["id"] for case in read_cases(path) if "differs" in case and difference(case) is None] == []


def test_covers_the_language() -> None:
    cases = [case for path in FILES for case in read_cases(path)]
    assert len({case["id"] for case in cases}) == len(cases) > 600
    assert sum("error" in case for case in cases) > 100
