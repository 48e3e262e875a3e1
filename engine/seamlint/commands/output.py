"""Where reports go."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from seamlint.commands.exits import UsageError
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seamlint.report.result import Result
    from seamlint.report.style import Style

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "html", "compliance")
COMPLETE = ("text", "json", "github", "markdown")
"""Formats that show diagnostics themselves; for the others they go to standard error."""


class Destination(NamedTuple):
    """A format and the file it is written to, standard output for None."""

    format: str
    file: str | None


def destinations(formats: list[str], outputs: list[str]) -> list[Destination]:
    """Return where to write what: ``--format`` values (``json``, ``json=FILE``) and ``--output`` values.

    An ``--output`` is for the first format that has no file yet, or says which (``json=FILE``).

    Raises:
        UsageError: a format is not known, or several are for one place.
    """
    named = [text for text in outputs if text.partition("=")[0] in FORMATS and "=" in text]
    files = [text for text in outputs if text not in named]
    asked = [*formats, *named] if formats or (named and not files) else ["text", *named]
    targets = []
    for name, _, file in (text.partition("=") for text in asked):
        if name not in FORMATS:
            raise UsageError(f"--format {name}: choose from {', '.join(FORMATS)}")
        targets.append(Destination(name, file or (files.pop(0) if files else None)))
    if files:
        raise UsageError(f"--output {files[0]}: every --format names its own file already")
    _check(targets)
    return targets


def _check(targets: list[Destination]) -> None:
    files = [target.file for target in targets]
    if twice := next((file for file in files if files.count(file) > 1), ""):
        raise UsageError(f"several reports for {twice}: name a file for each (--format json=FILE)")
    if files.count(None) > 1:
        raise UsageError("several reports for standard output: name files for the others (--format json=FILE)")


def write(result: Result, targets: Sequence[Destination], *, undecided: bool, evidence: bool, quiet: bool) -> None:
    """Write all reports, each however the others fare, and say on standard error what the screen does not show.

    Raises:
        UsageError: a file cannot be written.
    """
    from seamlint.data_classes import replace
    from seamlint.report.style import Style, style_for

    failures = []
    for target in targets:
        shown = Style() if target.file else style_for(sys.stdout)
        report = _render(
            result, target.format, replace(shown, undecided=undecided, evidence=evidence, summary=not quiet)
        )
        try:
            put(report, target.file)
        except UsageError as error:
            failures.append(str(error))
    _tell(result, quiet=quiet, screen=next((target.format for target in targets if not target.file), None))
    if failures:
        raise UsageError("; ".join(failures))


def _render(result: Result, name: str, style: Style) -> str:
    report: str = import_module(f"seamlint.report.{name}").render(result, style)
    return report


def put(report: str, path: str | None) -> None:
    """Write a report to a file, or to standard output.

    Raises:
        UsageError: it cannot be written.
    """
    if path is None:
        sys.stdout.write(report)
        return
    try:
        with open(path, "w", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
            file.write(report)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be written: {getattr(error, 'strerror', None) or error}") from error


def _tell(result: Result, *, quiet: bool, screen: str | None) -> None:
    """Say on standard error what the report on the screen does not: diagnostics, and the summary."""
    from seamlint.report.concise import told
    from seamlint.report.style import style_for
    from seamlint.report.summary import summary

    if screen not in COMPLETE:
        sys.stderr.write(told(result.diagnostics, quiet=quiet))
    if screen not in COMPLETE or screen == "github":
        sys.stderr.write("" if quiet else summary(result, style_for(sys.stderr)) + "\n")
