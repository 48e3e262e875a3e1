"""`seamlint show`: what the code evaluates to, as JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from seamlint.commands import scan
from seamlint.commands.exits import CLEAN, UNUSABLE
from seamlint.sources.diagnostic import Level

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    scan.add_arguments(parser)


def run(namespace: Namespace) -> int:
    """Print the units, say what could not be read, and return the exit code."""
    from seamlint.pipeline import evaluate
    from seamlint.report.concise import told
    from seamlint.report.units import render

    units, diagnostics = evaluate(scan.request(namespace))
    sys.stdout.write(render(units))
    sys.stderr.write(told(diagnostics, quiet=namespace.quiet))
    return UNUSABLE if any(each.level is Level.ERROR for each in diagnostics) else CLEAN
