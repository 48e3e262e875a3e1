"""Random requests, decided by the engine and by an independent implementation of AWS's rules.

A few thousand decisions of the other implementation are recorded, one letter each. The big comparison runs when
``SEAMLINT_IAM_ORACLE`` holds a command that reads requests and writes decisions, one JSON object a line;
``SEAMLINT_IAM_REQUESTS`` says how many. ``python -m facts.iam.test_comparison``, run in ``tests``, records anew after
a change of the generator.
"""

import hashlib
import json
import os
import shlex
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from facts.iam.iam_differences import KINDS, explanation
from facts.iam.iam_requests import Generator
from seamlint.commands.simulate import answers

RECORD = Path(__file__).with_name("recorded_decisions.txt")
RECORDED_SEED, RECORDED_REQUESTS = 20261122, 5000
LETTERS = {"Allowed": "A", "ImplicitlyDenied": "i", "ExplicitlyDenied": "E"}
ORACLE = os.environ.get("SEAMLINT_IAM_ORACLE")


def requests(seed, count):
    generator = Generator(seed)
    return [json.dumps(generator.request()) for _ in range(count)]


def decisions_of_oracle(lines):
    """Ask the other implementation."""
    answered = subprocess.run(shlex.split(ORACLE), input="\n".join(lines), text=True, capture_output=True, check=True)
    return [json.loads(line)["decision"] for line in answered.stdout.splitlines()]


def digest(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def differences(lines, theirs):
    """Return what nothing explains, and how often each kind of difference came up."""
    kinds, unexplained = Counter(), []
    for line, their, answer in zip(lines, theirs, answers(lines), strict=True):
        ours = answer["decision"]
        if ours == their:
            continue
        kind = explanation(json.loads(line), their, ours)
        kinds[kind] += 1
        if kind is None:
            unexplained.append(f"{their} there, {ours} here: {line}")
    return unexplained, kinds


def test_recorded_decisions():
    head, letters = RECORD.read_text().split()
    lines = requests(RECORDED_SEED, RECORDED_REQUESTS)
    assert digest(lines) == head, "the generator draws other requests than were recorded: record anew"
    decisions = {letter: decision for decision, letter in LETTERS.items()}
    unexplained, kinds = differences(lines, [decisions[letter] for letter in letters])
    assert not unexplained, unexplained[0]
    assert sum(kinds.values()) < RECORDED_REQUESTS / 25


@pytest.mark.skipif(ORACLE is None, reason="SEAMLINT_IAM_ORACLE names no other implementation")
def test_many_decisions():
    count, seed, kinds = int(os.environ.get("SEAMLINT_IAM_REQUESTS", "100000")), 0, Counter()
    while count > 0:
        seed += 1
        lines = requests(seed, min(count, 20_000))
        unexplained, found = differences(lines, decisions_of_oracle(lines))
        assert not unexplained, unexplained[0]
        kinds += found
        count -= len(lines)
    assert set(kinds) <= {kind.__name__ for kind in KINDS}


def test_equal_seeds_draw_equal_requests():
    assert requests(7, 20) == requests(7, 20)
    assert requests(7, 20) != requests(8, 20)


def record():
    lines = requests(RECORDED_SEED, RECORDED_REQUESTS)
    letters = [LETTERS[decision] for decision in decisions_of_oracle(lines)]
    RECORD.write_text(f"{digest(lines)} {''.join(letters)}\n")


if __name__ == "__main__":
    record()
