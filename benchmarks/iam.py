"""Decisions per second of ``seamlint simulate``, beside another implementation where there is one.

    python benchmarks/iam.py [REQUESTS]

Two batches: one in which accounts, roles and policies repeat, as they do in practice, and one in which every request
brings policies never seen before. ``SEAMLINT_IAM_ORACLE`` may hold the command of the other implementation.
"""

import json
import os
import random
import shlex
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from facts.iam.iam_requests import TARGETS, A, B, Generator
from seamlint.commands.simulate import answers


def repeating(count: int) -> list[str]:
    """Ask of 200 principals with a handful of policies each whether they may do this and that."""
    drawn, generator = random.Random(1), Generator(1)
    holders = [generator.request() for _ in range(200)]
    lines = []
    for number in range(count):
        action, place = drawn.choice(TARGETS)
        asked = {"id": number, "action": action, "resource": place(drawn.choice((A, B)))}
        lines.append(json.dumps(drawn.choice(holders) | asked))
    return lines


def fresh(count: int) -> list[str]:
    """Draw every request anew."""
    generator = Generator(2)
    return [json.dumps(generator.request()) for _ in range(count)]


def report(name: str, lines: list[str]) -> None:
    start = time.process_time()
    answered = sum(1 for _ in map(json.dumps, answers(lines)))
    print(f"{name:<32}{answered / (time.process_time() - start):>10,.0f} decisions a CPU second")
    oracle = os.environ.get("SEAMLINT_IAM_ORACLE")
    if oracle:
        start = time.perf_counter()
        subprocess.run(shlex.split(oracle), input="\n".join(lines), text=True, capture_output=True, check=True)
        print(
            f"{'  the other implementation':<32}{answered / (time.perf_counter() - start):>10,.0f} decisions a second"
        )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    report("policies repeat", repeating(count))
    report("every policy is new", fresh(count))


if __name__ == "__main__":
    main()
