"""`seamlint check`: the main job."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from seamlint.commands import rule_files, scan
from seamlint.commands.exits import CLEAN, FOUND, UNUSABLE, UsageError
from seamlint.commands.output import FORMATS, destinations, write

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from seamlint.findings.baseline import Compared, Entry
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
    rule_files.add_argument(rules)
    report = parser.add_argument_group("report")
    report.add_argument("--format", action="append", default=[], metavar="FORMAT[=FILE]", help=f"{', '.join(FORMATS)}")
    report.add_argument("--output", action="append", default=[], metavar="FILE", help="write the report to a file")
    report.add_argument("--undecided", action="store_true", help="list what could not be decided, and what would")
    report.add_argument("--evidence", action="store_true", help="concise: each step of a proof on a line below")
    report.add_argument(
        "--since", metavar="REF", help="tell only of what the change since a revision of git introduces"
    )
    report.add_argument("--baseline", metavar="FILE", help="tell of new findings only (`seamlint baseline` writes one)")
    report.add_argument("--update", action="store_true", help="drop what is fixed from the baseline")
    report.add_argument(
        "--framework",
        action="append",
        default=[],
        metavar="NAME",
        help="only rules that speak of a framework, and its controls: fsbp, cis, nist-800-53, pci-dss",
    )
    report.add_argument("--fail-on", choices=THRESHOLDS, default="warning", help="exit 1 from here (default: warning)")


def run(namespace: Namespace) -> int:
    """Check, report, and return the exit code."""
    from seamlint.data_classes import replace

    targets = destinations(namespace.format, namespace.output)
    if namespace.update and (not namespace.baseline or namespace.since):
        raise UsageError("--update: name a --baseline, and no --since")
    request = scan.request(namespace)
    accepted = entries_of(namespace.baseline) if namespace.baseline else None
    problems: list[Diagnostic] = []
    rules, request = chosen_rules(problems, namespace, request)
    result = checked(request, rules, quiet=namespace.quiet)
    result = replace(result, diagnostics=(*problems, *result.diagnostics), frameworks=_frameworks(namespace))
    before = _before(namespace, rules)
    if accepted is not None or before is not None:
        compared = compared_with(accepted or [], result, request, before or [])
        result = replace(result, findings=compared.new, compared=compared, since=namespace.since)
        if namespace.update:
            keep(namespace.baseline, [*compared.known, *compared.unseen])
    write(result, targets, undecided=namespace.undecided, evidence=namespace.evidence, quiet=namespace.quiet)
    if result.incomplete:
        return UNUSABLE
    return FOUND if result.reaches(namespace.fail_on) else CLEAN


def chosen_rules(
    problems: list[Diagnostic], namespace: Namespace, request: Request
) -> tuple[list[InstalledRule], Request]:
    """Return the rules to apply, and the request with severities by rule id; what cannot be loaded is told.

    Raises:
        UsageError: a name means no rule or framework.
    """
    from seamlint.data_classes import replace
    from seamlint.registry import UnknownRule, applied, as_far_as_known
    from seamlint.report.concise import told

    rules = rule_files.all_rules(namespace, request.config, problems)
    configured = as_far_as_known(rules, request.config) if problems else request.config
    try:
        kept, config = applied(rules, configured, _split(namespace.select), _split(namespace.ignore))
    except UnknownRule as error:
        sys.stderr.write(told(problems, quiet=False))  # a rule that cannot be loaded is why it is unknown
        raise UsageError(str(error)) from error
    if namespace.framework:
        from seamlint.compliance.evidence import rules_for

        speaking = {rule for name in _frameworks(namespace) for rule in rules_for(name)}
        kept = [rule for rule in kept if rule.rule.id in speaking]
    return kept, replace(request, config=config)


def _before(namespace: Namespace, rules: list[InstalledRule]) -> list[Entry] | None:
    if not namespace.since:
        return None
    from seamlint.commands.since import findings_at

    return findings_at(namespace.since, namespace, rules)


def _frameworks(namespace: Namespace) -> tuple[str, ...]:
    """Return the frameworks that are asked for, by their own names."""
    if not namespace.framework:
        return ()
    from seamlint.compliance.frameworks import UnknownFramework, named

    try:
        return tuple(dict.fromkeys(named(name.strip()).name for name in _split(namespace.framework)))
    except UnknownFramework as error:
        raise UsageError(f"--framework: {error}") from error


def _split(options: list[str]) -> list[str]:
    return [name for option in options for name in option.split(",") if name.strip()]


def checked(request: Request, rules: list[InstalledRule], *, quiet: bool) -> Result:
    """Run the pipeline, with a bar of progress on a terminal."""
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


def entries_of(file: str) -> list[Entry]:
    """Read a baseline.

    Raises:
        UsageError: it is none.
    """
    from seamlint.findings.baseline import BaselineError, load

    try:
        return load(file)
    except BaselineError as error:
        raise UsageError(str(error)) from error


def keep(file: str, entries: Sequence[Entry]) -> None:
    """Write a baseline.

    Raises:
        UsageError: it cannot be written.
    """
    from seamlint.commands.output import put
    from seamlint.findings.baseline import dump

    put(dump(entries), file)


def compared_with(accepted: list[Entry], result: Result, request: Request, before: Sequence[Entry] = ()) -> Compared:
    """Return what a baseline, and what was there before, say of a run.

    What the run did not look for cannot be told to be fixed; nor is a baseline to be mended where it does not tell.
    """
    from seamlint.findings.baseline import compare, under

    kept = {entry.fingerprint for entry in accepted}

    def looked_for(entry: Entry) -> bool:
        return (
            entry.fingerprint in kept
            and entry.rule in result.rules
            and not result.incomplete
            and under(entry.unit, request.paths)
        )

    return compare(result.findings, [*accepted, *before], looked_for)
