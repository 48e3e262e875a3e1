"""`seamlint baseline`: accept what is found today."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from seamlint.commands import rule_files, scan
from seamlint.commands.check import checked, chosen_rules, compared_with, entries_of, keep
from seamlint.commands.exits import CLEAN, UNUSABLE, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from seamlint.findings.baseline import Entry
    from seamlint.report.result import Result
    from seamlint.request import Request
    from seamlint.sources.diagnostic import Diagnostic

FILE = "seamlint-baseline.json"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    scan.add_arguments(parser)
    parser.add_argument("--select", action="append", default=[], metavar="RULES", help="only these rules")
    parser.add_argument("--ignore", action="append", default=[], metavar="RULES", help="all rules but these")
    rule_files.add_argument(parser)
    parser.add_argument(
        "-o", "--output", "--baseline", default=FILE, metavar="FILE", help=f"the baseline (default: {FILE})"
    )
    parser.add_argument("--update", action="store_true", help="drop what is fixed from a baseline, and add nothing")
    parser.set_defaults(framework=[])


def run(namespace: Namespace) -> int:
    """Write the baseline and return the exit code."""
    from seamlint.findings.baseline import entries
    from seamlint.report.concise import told

    file, request = namespace.output, scan.request(namespace)
    accepted = entries_of(file) if namespace.update else _none_yet(file)
    problems: list[Diagnostic] = []
    rules, request = chosen_rules(problems, namespace, request)
    result = checked(request, rules, quiet=namespace.quiet)
    sys.stderr.write(told((*problems, *result.diagnostics), quiet=namespace.quiet))
    if namespace.update:
        kept, says = _updated(accepted, result, request)
    else:
        kept = entries(result.findings)
        says = f"{len(kept):,} accepted"
    keep(file, kept)
    if not namespace.quiet:
        sys.stderr.write(f"{file}: {says}\n")
    return UNUSABLE if problems or result.incomplete else CLEAN


def _none_yet(file: str) -> list[Entry]:
    if os.path.exists(file):
        says = f"{file} exists: --update drops what is fixed; to accept everything that is found now, remove it first"
        raise UsageError(says)
    return []


def _updated(accepted: list[Entry], result: Result, request: Request) -> tuple[list[Entry], str]:
    compared = compared_with(accepted, result, request)
    says = f"{len(compared.known) + len(compared.unseen):,} kept, {len(compared.fixed):,} fixed and dropped"
    if compared.new:
        says += f", {len(compared.new):,} new and not added"
    return [*compared.known, *compared.unseen], says
