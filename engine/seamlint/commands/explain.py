"""`seamlint explain RULE`: what a rule finds, why it matters, how to mend it, and where AWS says so."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from seamlint.commands import rule_files

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from seamlint.registry import InstalledRule
    from seamlint.report.style import Style
    from seamlint.sources.diagnostic import Diagnostic


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("rule", metavar="RULE", help="id or name; a family (NET) explains all its rules")
    rule_files.add_argument(parser)


def run(namespace: Namespace) -> int:
    """Print the explanation and return the exit code."""
    from seamlint.commands.exits import CLEAN, UsageError
    from seamlint.registry import UnknownRule, named
    from seamlint.report.concise import told
    from seamlint.report.style import style_for

    problems: list[Diagnostic] = []
    rules = rule_files.all_rules(namespace, rule_files.nearest_configuration(), problems)
    sys.stderr.write(told(problems, quiet=False))
    try:
        rules = named(rules, namespace.rule)
    except UnknownRule as error:
        raise UsageError(str(error)) from error
    style = style_for(sys.stdout)
    sys.stdout.write("\n\n".join("\n".join(_lines(rule, style)) for rule in rules) + "\n")
    return CLEAN


def _lines(installed: InstalledRule, style: Style) -> Iterator[str]:
    from seamlint.explanation import explanation

    rule = installed.rule
    said = explanation(installed.doc)
    yield f"{style.paint(rule.id, 'strong')} {rule.name} · {style.paint(rule.severity.value, rule.severity.value)}"
    yield from _filled(said.summary, "", style)
    for heading, text in said.sections.items():
        yield ""
        yield style.paint(heading, "strong")
        yield from _filled(text, "  ", style)
    if lines := list(_controls(rule.id)):
        yield ""
        yield style.paint("Controls", "strong")
        yield from lines
    if rule.url:
        yield ""
        yield style.paint(f"Examples: {rule.url}", "faint")


def _controls(rule: str) -> Iterator[str]:
    """Yield what a rule's findings are evidence for."""
    from seamlint.compliance.evidence import controls_of
    from seamlint.compliance.frameworks import FRAMEWORKS

    for each in controls_of(rule):
        yield f"  {FRAMEWORKS[each.framework].called}, {each.id}: {each.why}"


def _filled(text: str, indent: str, style: Style) -> Iterator[str]:
    """Yield paragraphs filled to the width; lists and what is indented stand as they are written."""
    from textwrap import TextWrapper

    from seamlint.report.style import printable

    wrapper = TextWrapper(style.width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    for place, paragraph in enumerate(text.split("\n\n")):
        if place:
            yield ""
        lines = [printable(line) for line in paragraph.split("\n")]
        if any(line.startswith((" ", "- ", "* ", "|")) for line in lines):
            yield from (indent + line for line in lines)
        else:
            yield from wrapper.wrap(" ".join(lines))
