"""`seamlint check`: the main job."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from seamlint.commands import scan
from seamlint.commands.exits import CLEAN, FOUND, UNUSABLE, UsageError
from seamlint.commands.output import destinations, write

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from seamlint.registry import InstalledRule
    from seamlint.report.result import Result
    from seamlint.request import Progress, Request
    from seamlint.sources.diagnostic import Diagnostic

THRESHOLDS = ("error", "warning", "note", "undecided")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    scan.add_arguments(parser)
    rules = parser.add_argument_group("rules")
    rules.add_argument(
        "--select", action="append", default=[], metavar="RULES", help="only these (NET-001,IAM or names)"
    )
    rules.add_argument("--ignore", action="append", default=[], metavar="RULES", help="all but these")
    report = parser.add_argument_group("report")
    report.add_argument("--format", action="append", default=[], metavar="FORMAT[=FILE]", help="text, concise or json")
    report.add_argument("--output", metavar="FILE", help="write the report to a file")
    report.add_argument("--undecided", action="store_true", help="list what could not be decided, and what would")
    report.add_argument("--fail-on", choices=THRESHOLDS, default="warning", help="exit 1 from here (default: warning)")


def run(namespace: Namespace) -> int:
    """Check, report, and return the exit code."""
    from dataclasses import replace

    from seamlint.registry import installed

    targets = destinations(namespace.format, namespace.output)
    request = scan.request(namespace)
    problems: list[Diagnostic] = []
    rules, request = _chosen(installed(problems), namespace, request)
    result = _result(request, rules, quiet=namespace.quiet)
    result = replace(result, diagnostics=(*problems, *result.diagnostics))
    for target in targets:
        write(result, target, undecided=namespace.undecided, quiet=namespace.quiet)
    if result.incomplete:
        return UNUSABLE
    return FOUND if result.reaches(namespace.fail_on) else CLEAN


def _chosen(rules: list[InstalledRule], namespace: Namespace, request: Request) -> tuple[list[InstalledRule], Request]:
    """Return the rules to apply, and the request with severities by rule id."""
    from dataclasses import replace

    from seamlint.registry import UnknownRule, chosen, severities

    config = request.config
    try:
        weights = severities(rules, config.severity)
        off = [rule for rule, severity in weights.items() if severity == "off"]
        select, ignore = _split(namespace.select) or config.select, _split(namespace.ignore)
        applied = chosen(rules, select, [*ignore, *config.ignore, *off])
    except UnknownRule as error:
        raise UsageError(str(error)) from error
    return applied, replace(request, config=replace(config, severity=weights))


def _split(options: list[str]) -> list[str]:
    return [name for option in options for name in option.split(",") if name.strip()]


def _result(request: Request, rules: list[InstalledRule], *, quiet: bool) -> Result:
    from seamlint.commands.progress import Bar
    from seamlint.pipeline import run as pipeline
    from seamlint.request import silent

    bar = Bar(sys.stderr) if sys.stderr.isatty() and not quiet else None
    progress: Progress = bar or silent
    try:
        return pipeline(request, rules, progress)
    finally:
        if bar:
            bar.wipe()
