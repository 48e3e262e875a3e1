"""Lines of Terraform per CPU second, by stage, and peak memory; beside python-hcl2 parsing the same files.

    python benchmarks/terraform.py [--stage STAGE ...] [FOLDER ...]

Without a folder, on generated repositories of 1, 4 and 16 times 10,000 lines: what takes four times as long for four
times the lines grows as it should. Every stage runs in a process of its own. CPU seconds are user and system time from
after the imports to the end, reading of files included.
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

HERE = Path(__file__).parent
FACTORS = (1, 4, 16)


def terraform_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.tf") if path.is_file())


def texts(folder: Path) -> list[tuple[str, str]]:
    from seamlint.sources.reading import Unreadable, read_text

    found = []
    for path in terraform_files(folder):
        try:
            found.append((str(path), read_text(str(path)).text))
        except Unreadable:
            continue
    return found


def python_hcl2(folder: Path) -> None:
    """The other parser, to its own tree of rules: the least that it does."""
    from hcl2.parser import parser
    from lark.exceptions import UnexpectedInput

    parse = parser().parse
    for _, text in texts(folder):
        try:
            parse(text + "\n")
        except UnexpectedInput:
            continue


def syntax(folder: Path, cache: object = None) -> None:
    from seamlint.sources.span import SourceText
    from seamlint.syntax.hcl import parse
    from seamlint.syntax.hcl.tree import SyntaxFailure

    kept = []
    for path, text in texts(folder):
        try:
            kept.append(parse(SourceText(path, text), cache))  # type: ignore[arg-type]
        except SyntaxFailure:
            continue


def cached_syntax(folder: Path) -> None:
    """The same from the cache that this fills when it is empty: the second run counts."""
    from seamlint.cache import Cache

    syntax(folder, Cache(str(Path(tempfile.gettempdir()) / "seamlint-benchmark")))


def evaluation(folder: Path) -> None:
    from seamlint.config import Config
    from seamlint.pipeline import evaluate
    from seamlint.request import Request

    evaluate(Request(paths=(str(folder),), config=Config(str(folder)), cache=False))


def check(folder: Path) -> None:
    """All that ``seamlint check`` does, all rules on, nothing from earlier runs."""
    from seamlint.cli import main

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main(["check", str(folder), "--no-cache"])


STAGES: dict[str, Callable[[Path], None]] = {
    "python-hcl2": python_hcl2,
    "syntax": syntax,
    "cached-syntax": cached_syntax,
    "evaluation": evaluation,
    "check": check,
}


def measured_here(stage: str, folder: Path) -> None:
    """Run one stage in this process and print what it took."""
    import gc
    import resource

    from seamlint.syntax.hcl import parse_expression

    parse_expression("1")  # the parse table is made once per machine
    if stage == "cached-syntax":
        cached_syntax(folder)
    gc.collect()
    begun = process_time()
    STAGES[stage](folder)
    seconds = process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * (1024 if sys.platform == "darwin" else 1))
    print(json.dumps({"seconds": seconds, "peak": peak}))


def measured(stage: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", stage, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{stage} on {folder} failed:\n{done.stderr}")
    numbers: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return numbers


def report(name: str, folder: Path, stages: list[str]) -> None:
    files = terraform_files(folder)
    lines = sum(path.read_bytes().count(b"\n") for path in files)
    print(f"{name}: {lines:,} lines in {len(files):,} files")
    for stage in stages:
        taken = measured(stage, folder)
        rate = lines / max(taken["seconds"], 1e-6)
        print(f"  {stage:14} {taken['seconds']:8.2f} s {rate:12,.0f} lines/s {taken['peak']:7.0f} MiB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--stage", action="append", choices=STAGES, help="only this one (repeatable)")
    parser.add_argument("--measure", nargs=2, metavar=("STAGE", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measured_here(arguments.measure[0], Path(arguments.measure[1]))
        return
    stages = arguments.stage or list(STAGES)
    for folder in arguments.folders:
        report(str(folder), folder, stages)
    for factor in () if arguments.folders else FACTORS:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, str(HERE / "generated.py"), folder, str(factor)], check=True)
            report(f"generated x{factor}", Path(folder), stages)


if __name__ == "__main__":
    main()
