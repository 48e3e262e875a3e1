"""Rules applied to the graph: what they find, what they cannot decide, and where one of them fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field, replace
from seamlint.findings.finding import Finding, Severity, Undecided
from seamlint.rule import CannotJudge
from seamlint.sources.diagnostic import Diagnostic, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from seamlint.graph.graph import Graph
    from seamlint.registry import InstalledRule


@dataclass
class Judgement:
    """What the rules said."""

    findings: list[Finding] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def judge(graph: Graph, rules: Iterable[InstalledRule], severities: Mapping[str, str]) -> Judgement:
    """Apply rules to the graph, at configured severities (by rule id) instead of their own."""
    judgement = Judgement()
    for installed in rules:
        try:
            outcomes = list(installed.check(graph))
        except CannotJudge as error:
            says = f"rule {installed.rule.id} was left out: {error}"
            judgement.diagnostics.append(Diagnostic(Level.ERROR, says, error.span))
            continue
        except Exception as error:  # noqa: BLE001 - one rule's defect must not cost the answers of the others
            judgement.diagnostics.append(_failed(installed, error))
            continue
        severity = severities.get(installed.rule.id)
        for outcome in outcomes:
            if isinstance(outcome, Undecided):
                judgement.undecided.append(outcome)
            else:
                judgement.findings.append(replace(outcome, severity=Severity(severity)) if severity else outcome)
    return judgement


def _failed(installed: InstalledRule, error: Exception) -> Diagnostic:
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    place = f"{at.tb_frame.f_globals.get('__name__')}:{at.tb_lineno}" if at else installed.module
    says = f"rule {installed.rule.id} failed and was left out ({type(error).__name__}: {error}, in {place})"
    return Diagnostic(Level.ERROR, f"{says}; please report this line with the code that was checked")
