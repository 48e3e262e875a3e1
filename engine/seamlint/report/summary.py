"""The last line of a run: what was found in how much, and what would decide the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.findings.finding import Severity
from seamlint.report.style import printable

if TYPE_CHECKING:
    from seamlint.report.result import Result
    from seamlint.report.style import Style

MOST_USEFUL = 3
"""How many missing values the summary names."""


def summary(result: Result, style: Style) -> str:
    """Return the line."""
    if not result.units:
        return style.paint("Nothing to check: no Terraform code, template, plan or policy here", "strong")
    parts = (_found(result, style), _open(result, style), _baseline(result), _unread(result, style))
    return "; ".join(part for part in parts if part)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 file``, ``2 files``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _found(result: Result, style: Style) -> str:
    counts = [(result.count(severity), severity.value) for severity in Severity]
    found = ", ".join(style.paint(counted(number, name), name) for number, name in counts if number)
    amount = f"{counted(result.resources, 'resource')} of {counted(result.units, 'unit')}, {result.seconds:.1f} s"
    return f"{found or style.paint('No findings', 'strong')} in {amount}"


def _open(result: Result, style: Style) -> str:
    if not result.undecided:
        return ""
    needs = result.needs().most_common(MOST_USEFUL)
    values = ", ".join(f"{printable(need)} ({number})" for need, number in needs)
    says = style.paint(f"{len(result.undecided):,} undecided", "undecided")
    return f"{says}, for want of {values}" if values else says


def _baseline(result: Result) -> str:
    if not result.compared:
        return ""
    known, fixed = len(result.compared.known), len(result.compared.fixed)
    mended = f", {fixed:,} fixed: `seamlint baseline --update` drops {'it' if fixed == 1 else 'them'}" if fixed else ""
    whence = f"there at {printable(result.since)}" if result.since else "known from the baseline"
    return f"{known:,} {whence}{mended}"


def _unread(result: Result, style: Style) -> str:
    return style.paint("not everything could be read", "error") if result.incomplete else ""
