"""`seamlint rules`: the list of rules."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from seamlint.registry import InstalledRule
    from seamlint.sources.diagnostic import Diagnostic


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or json")


def run(namespace: Namespace) -> int:
    """Print the list and return the exit code."""
    from seamlint.commands.exits import CLEAN, UNUSABLE
    from seamlint.registry import installed

    problems: list[Diagnostic] = []
    rules = installed(problems)
    sys.stdout.write(_as_json(rules) if namespace.format == "json" else _as_text(rules))
    for problem in problems:
        sys.stderr.write(f"{problem.level.value}: {problem.message}\n")
    return UNUSABLE if problems else CLEAN


def _as_text(rules: list[InstalledRule]) -> str:
    from seamlint.report.style import printable, style_for

    style = style_for(sys.stdout)
    lines = []
    for each in rules:
        severity = each.rule.severity.value
        lines.append(f"{each.rule.id:<8} {style.paint(f'{severity:<8}', severity)} {printable(each.rule.name)}\n")
    return "".join(lines) + f"\n{len(rules)} rules; `seamlint explain RULE` says what, why and how to fix\n"


def _as_json(rules: list[InstalledRule]) -> str:
    import json

    from seamlint.explanation import explanation
    from seamlint.report.result import url

    listed = [
        {
            "id": each.rule.id,
            "name": each.rule.name,
            "severity": each.rule.severity.value,
            "summary": explanation(each.doc).summary,
            "url": url(each.rule.id),
        }
        for each in rules
    ]
    return json.dumps({"version": 1, "rules": listed}, indent=2) + "\n"
