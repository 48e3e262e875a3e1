"""What the tables of lines per CPU second have in common.

Every stage runs in a process of its own. CPU seconds are user and system time from after the imports to the end,
reading of files included.
"""

import argparse
import contextlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

from seamlint.named_tuples import NamedTuple

FACTORS = (1, 4, 16)
Stage = Callable[[Path], None]


class Table(NamedTuple):
    """What a script measures.

    Attributes:
        script: its path.
        says: what it prints.
        stages: what is done with a folder, by name.
        files: finds what is read of a folder.
        write: writes a folder of a factor times about 10,000 lines.
        warm: does what is done once a machine or process.
    """

    script: str
    says: str
    stages: dict[str, Stage]
    files: Callable[[Path], list[Path]]
    write: Callable[[Path, int], None]
    warm: Callable[[str, Path], None]


def texts(files: list[Path]) -> list[tuple[str, str]]:
    """Return paths and texts of what can be read."""
    from seamlint.sources.reading import Unreadable, read_text

    found = []
    for path in files:
        try:
            found.append((str(path), read_text(str(path)).text))
        except Unreadable:
            continue
    return found


def evaluation(folder: Path) -> None:
    """Evaluate a folder as ``seamlint show`` does."""
    from seamlint.config import Config
    from seamlint.pipeline import evaluate
    from seamlint.request import Request

    evaluate(Request(paths=(str(folder),), config=Config(str(folder)), cache=False))


def check(folder: Path) -> None:
    """All that ``seamlint check`` does, all rules on, nothing from earlier runs."""
    from seamlint.cli import main

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main(["check", str(folder), "--no-cache"])


def measured(script: str, stage: str, folder: Path) -> dict[str, float]:
    """Return the CPU seconds and the peak memory (MiB) of one stage in a process of its own."""
    command = [sys.executable, script, "--measure", stage, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{stage} on {folder} failed:\n{done.stderr}")
    numbers: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return numbers


def _measured_here(table: Table, stage: str, folder: Path) -> None:
    """Run one stage in this process and print what it took."""
    import gc
    import resource

    table.warm(stage, folder)
    gc.collect()
    begun = process_time()
    table.stages[stage](folder)
    seconds = process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))
    print(json.dumps({"seconds": seconds, "peak": peak}))


def _report(table: Table, name: str, folder: Path, stages: list[str]) -> None:
    files = table.files(folder)
    lines = sum(path.read_bytes().count(b"\n") for path in files)
    print(f"{name}: {lines:,} lines in {len(files):,} files")
    for stage in stages:
        taken = measured(table.script, stage, folder)
        rate = lines / max(taken["seconds"], 1e-6)
        print(f"  {stage:14} {taken['seconds']:8.2f} s {rate:12,.0f} lines/s {taken['peak']:7.0f} MiB", flush=True)


def main(table: Table) -> None:
    """Print a table for the folders of the command line, or for generated ones of 1, 4 and 16 times 10,000 lines."""
    parser = argparse.ArgumentParser(description=table.says, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--stage", action="append", choices=table.stages, help="only this one (repeatable)")
    parser.add_argument("--measure", nargs=2, metavar=("STAGE", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        _measured_here(table, arguments.measure[0], Path(arguments.measure[1]))
        return
    stages = arguments.stage or list(table.stages)
    for folder in arguments.folders:
        _report(table, str(folder), folder, stages)
    for factor in () if arguments.folders else FACTORS:
        with tempfile.TemporaryDirectory() as folder:
            table.write(Path(folder), factor)
            _report(table, f"generated x{factor}", Path(folder), stages)
