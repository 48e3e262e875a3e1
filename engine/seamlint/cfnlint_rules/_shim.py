"""One rule, in cfn-lint's form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfnlint.rules import CloudFormationLintRule, RuleMatch

from seamlint import config, pipeline
from seamlint.findings.finding import Severity
from seamlint.registry import chosen, installed
from seamlint.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfnlint.template import Template

    from seamlint.findings.finding import Finding
    from seamlint.registry import InstalledRule

LETTERS = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.NOTE: "I"}


class _Judged:
    """The findings of the template at hand: cfn-lint asks rule after rule, and all are judged at once."""

    template: Template | None = None
    findings: tuple[Finding, ...] = ()


class SeamlintRule(CloudFormationLintRule):  # type: ignore[misc]  # cfn-lint's types are not followed
    """A rule of Seamlint, as far as it finds things of one severity: cfn-lint takes that from a rule's id.

    Attributes:
        judges: its id in Seamlint.
    """

    judges = ""
    level = Severity.ERROR

    def match(self, cfn: Template) -> list[RuleMatch]:
        """Return what the rule finds in a template; nothing for one that is no file."""
        return [_match(each) for each in _findings(cfn) if each.rule == self.judges and each.severity is self.level]


def classes(rule: InstalledRule) -> Iterator[type[SeamlintRule]]:
    """Yield a class of cfn-lint's for each severity that findings of a rule may have."""
    for level, letter in LETTERS.items():
        yield _class(rule, level, letter + rule.rule.id)


def _class(rule: InstalledRule, level: Severity, name: str) -> type[SeamlintRule]:
    said = {
        "id": name,
        "judges": rule.rule.id,
        "level": level,
        "shortdesc": rule.rule.name,
        "description": " ".join(rule.doc.partition("\n\n")[0].split()),
        "source_url": rule.rule.url,
        "tags": ["seamlint", rule.rule.id.partition("-")[0].lower()],
    }
    return type(name.replace("-", ""), (SeamlintRule,), said)


def _findings(cfn: Template) -> tuple[Finding, ...]:
    if cfn is not _Judged.template:
        _Judged.template, _Judged.findings = cfn, _judged(cfn.filename)
    return _Judged.findings


def _judged(file: str | None) -> tuple[Finding, ...]:
    if not file or file == "-":
        return ()
    found = config.find([file])
    settings = config.load(found) if found else config.Config("")
    rules = chosen(installed(), settings.select, settings.ignore)
    return pipeline.run(Request((file,), settings), rules).findings


def _match(finding: Finding) -> RuleMatch:
    span = finding.primary.span
    location = (span.line - 1, span.column - 1, span.end_line - 1, span.end_column - 1)
    path = ["Resources", *finding.primary.resource.split(".")[-1:]]
    return RuleMatch(path, finding.message, location=location)
