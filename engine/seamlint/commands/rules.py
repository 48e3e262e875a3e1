"""`seamlint rules`: the list of rules."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from seamlint.commands import rule_files

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from seamlint.registry import InstalledRule
    from seamlint.sources.diagnostic import Diagnostic


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or json")
    rule_files.add_argument(parser)


def run(namespace: Namespace) -> int:
    """Print the list and return the exit code."""
    from seamlint.commands.exits import CLEAN, UNUSABLE
    from seamlint.report.concise import told

    problems: list[Diagnostic] = []
    rules = rule_files.all_rules(namespace, rule_files.nearest_configuration(), problems)
    sys.stdout.write(_as_json(rules) if namespace.format == "json" else _as_text(rules))
    sys.stderr.write(told(problems, quiet=False))
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

    from seamlint.compliance.evidence import controls_of
    from seamlint.explanation import explanation

    listed = [
        {
            "id": each.rule.id,
            "name": each.rule.name,
            "severity": each.rule.severity.value,
            "summary": explanation(each.doc).summary,
            "url": each.rule.url,
            "controls": [
                {"framework": said.framework, "id": said.id, "why": said.why} for said in controls_of(each.rule.id)
            ],
        }
        for each in rules
    ]
    return json.dumps({"version": 1, "rules": listed}, indent=2) + "\n"
