"""Rules as SARIF describes them: what GitHub and editors show beside a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.compliance.evidence import controls_of
from seamlint.explanation import SECTIONS, explanation
from seamlint.findings.finding import Severity

if TYPE_CHECKING:
    from seamlint.rule import Rule

MOST_TAGS = 10
"""Tags of one rule that GitHub shows."""
TOPICS = {"NET": "network", "IAM": "iam", "S3": "s3", "KMS": "encryption", "ACM": "certificates"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}
_SCORES = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.NOTE: "2.0"}
"""GitHub reads a score: over 7.0 is high, from 4.0 medium, below low."""


def descriptor(rule: Rule, docstring: str) -> dict[str, Any]:
    """Return a rule's ``reportingDescriptor``, its help from the docstring that explains it."""
    said = explanation(docstring)
    summary = _line(said.summary) or rule.name
    sections = [(heading, said.sections[heading]) for heading in SECTIONS if said.sections.get(heading)]
    text = "\n\n".join((summary, *(f"{heading}: {_line(says)}" for heading, says in sections)))
    markdown = "\n\n".join((summary, *(f"## {heading}\n\n{says}" for heading, says in sections)))
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": summary},
        "fullDescription": {"text": _line(said.sections.get("What", "")) or summary},
        "help": {"text": text, "markdown": f"{markdown}\n\n[{rule.id}]({rule.url})" if rule.url else markdown},
        **({"helpUri": rule.url} if rule.url else {}),
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": _properties(rule),
    }


def _properties(rule: Rule) -> dict[str, Any]:
    """Return what GitHub sorts by; a rule is about security where it is evidence for a control."""
    controls = controls_of(rule.id)
    tags = ["security" if controls else "reliability", "aws", TOPICS.get(rule.id.partition("-")[0], "custom")]
    tags += [f"{each.framework}/{each.id}" for each in controls]
    properties = {
        "tags": list(dict.fromkeys(tags))[:MOST_TAGS],
        "precision": "very-high",
        "problem.severity": _PROBLEMS[rule.severity],
    }
    return properties | ({"security-severity": _SCORES[rule.severity]} if controls else {})


def _line(text: str) -> str:
    return " ".join(text.split())
