"""Record anew what the real Terraform makes of the expressions in ``expressions/``.

    cd tests; SEAMLINT_TERRAFORM="command" python -m evaluate.terraform.record_expressions [FILE.jsonl ...]

The command reads cases as `expression_cases` describes them, one JSON object a line, and writes in the same order their
``id`` with ``value`` and ``type``, or with ``error``. Of an error only that there was one is kept.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

from evaluate.terraform.expression_cases import FOLDER, Case, read_cases

GIVEN = ("id", "expr", "locals", "hcl", "files", "differs")


def record(path: Path, command: list[str]) -> None:
    """Ask the command about every case of a file and write its answers into it."""
    cases = [{key: case[key] for key in GIVEN if key in case} for case in read_cases(path)]
    text = "".join(json.dumps(case) + "\n" for case in cases)
    answers = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    lines = [merged(case, json.loads(answer)) for case, answer in zip(cases, answers, strict=True)]
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")


def merged(case: Case, answer: Case) -> Case:
    """Return a case with an answer."""
    assert case["id"] == answer["id"]
    return {**case, **({"error": True} if "error" in answer else answer)}


def main(names: list[str]) -> int:
    """Run the command line; nothing is recorded where no command is given."""
    command = shlex.split(os.environ.get("SEAMLINT_TERRAFORM", ""))
    if not command:
        sys.stderr.write("SEAMLINT_TERRAFORM names no command: nothing recorded\n")
        return 0
    for path in map(Path, names) if names else sorted(FOLDER.glob("*.jsonl")):
        record(path, command)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
