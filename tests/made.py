"""Findings made by hand, for tests of what happens to them."""

from __future__ import annotations

from typing import Any

from seamlint.evaluate.resource import Origin, Resource
from seamlint.findings.finding import Finding, Severity, Undecided
from seamlint.model.entity import Entity
from seamlint.model.evidence import Evidence
from seamlint.report.result import Result
from seamlint.rule import Rule
from seamlint.sources.span import Span

DOCS = "https://github.com/seamlint/seamlint/blob/main/docs/rules/NET-001.md"
RULE = Rule("NET-001", "nacl-drops-replies-out", Severity.ERROR, DOCS)
OTHER = Rule("NET-006", "nacl-entry-never-matches", Severity.WARNING)


def span(line: int, file: str = "main.tf", column: int = 1) -> Span:
    return Span(file, line, column, line, column + 5)


def step(line: int, resource: str = "aws_network_acl.web", says: str = "drops it", **more: Any) -> Evidence:
    file = more.pop("file", "main.tf")
    return Evidence(span(line, file), says, resource, more.pop("because", ()), more.pop("unit", "."))


def finding(line: int, message: str = "aws_network_acl.web drops replies", rule: Rule = RULE, **more: Any) -> Finding:
    severity = more.pop("severity", rule.severity)
    related = more.pop("related", ())
    fix = more.pop("fix", "")
    return Finding(rule.id, severity, message, step(line, **more), related, fix)


class Places:
    def __init__(self, line: int, file: str) -> None:
        self.place = span(line, file)

    def span_at(self, _path: object) -> Span:
        return self.place

    def trail(self, _path: object) -> tuple[Origin, ...]:
        return ()


def entity(line: int, address: str = "aws_network_acl.web", file: str = "main.tf") -> Entity:
    resource = Resource(".", address, "aws_network_acl", "terraform", {}, Places(line, file))
    return Entity(resource=resource, path=())


def undecided(line: int, *needs: str, rule: Rule = RULE, reason: str = "its entries are not known") -> Undecided:
    return Undecided(rule.id, entity(line), reason, needs)


def result(*findings: Finding, **more: Any) -> Result:
    return Result(
        rules={each.id: each for each in (RULE, OTHER)},
        findings=findings,
        undecided=more.get("undecided", ()),
        diagnostics=more.get("diagnostics", ()),
        units=more.get("units", 1),
        files=more.get("files", 2),
        resources=more.get("resources", 5),
        seconds=more.get("seconds", 0.25),
    )
