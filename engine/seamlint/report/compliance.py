"""Findings by the controls of a framework: what failed, what held, what is open, and of what no rule speaks.

That a control held says that the rules that speak of it found nothing against it in this code: no certificate.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from seamlint.compliance.evidence import evidence
from seamlint.compliance.frameworks import FRAMEWORKS
from seamlint.data_classes import dataclass
from seamlint.report.markdown import escaped, linked, place
from seamlint.report.summary import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seamlint.compliance.evidence import Evidence
    from seamlint.compliance.frameworks import Framework
    from seamlint.findings.finding import Finding, Undecided
    from seamlint.report.result import Result
    from seamlint.report.style import Style
    from seamlint.rule import Rule

MOST = 20
"""Places shown beside one control."""
MEANING = "Held: the rules that speak of a control found nothing against it in this code. That is no certificate."
STATES = ("failed", "undecided", "accepted", "held", "not covered")


@dataclass(frozen=True)
class Outcome:
    """What a run says of one control.

    Attributes:
        state: one of `STATES`; ``accepted`` where all that fails is suppressed or in the baseline.
        rules: ids of the rules that speak of it, with what a finding of theirs shows.
        reason: why it is undecided where no question is open.
    """

    id: str
    title: str
    state: str
    rules: dict[str, str]
    findings: tuple[Finding, ...] = ()
    questions: tuple[Undecided, ...] = ()
    reason: str = ""


def outcomes(result: Result, framework: Framework) -> list[Outcome]:
    """Return what a run says of each control of a framework, in the framework's order."""
    speaking: dict[str, dict[str, Evidence]] = {}
    for rule, said in evidence().items():
        for each in said:
            if each.framework == framework.name:
                speaking.setdefault(each.id, {})[rule] = each
    return [
        _outcome(result, control, title, speaking.get(control, {})) for control, title in framework.controls.items()
    ]


def _outcome(result: Result, control: str, title: str, speaking: dict[str, Evidence]) -> Outcome:
    shown = tuple(each for each in result.findings if _shows(each, speaking))
    questions = tuple(each for each in result.undecided if each.rule in speaking)
    reason = "" if shown or questions else _doubt(result, speaking)
    if not speaking:
        state = "not covered"
    elif shown:
        state = "failed"
    elif questions or reason:
        state = "undecided"
    else:
        hidden = (*result.accepted, *(result.compared.hidden if result.compared else ()))
        state = "accepted" if any(_shows(each, speaking) for each in hidden) else "held"
    why = {rule: each.why for rule, each in speaking.items()}
    return Outcome(control, title, state, why, shown, questions, reason)


def _shows(finding: Finding, speaking: dict[str, Evidence]) -> bool:
    return finding.rule in speaking and speaking[finding.rule].shown_by(finding)


def _doubt(result: Result, speaking: dict[str, Evidence]) -> str:
    """Return why it is not known that a control holds although nothing was found against it; empty where it is."""
    if idle := [rule for rule in speaking if rule not in result.rules]:
        return f"{', '.join(idle)} did not run"
    if speaking and result.incomplete:
        return "not everything could be read"
    if any(finding.rule in speaking for finding in result.findings):
        return "its rules found something else: see their findings"
    return ""


def as_data(result: Result) -> list[dict[str, Any]]:
    """Return the outcomes of the frameworks that were asked for, as data for JSON."""
    return [
        {
            "framework": name,
            "title": framework.title,
            "edition": framework.edition,
            "scope": framework.scope,
            "controls": [_control(each) for each in outcomes(result, framework)],
        }
        for name, framework in _asked(result)
    ]


def _control(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.id,
        "title": outcome.title,
        "state": outcome.state,
        "rules": outcome.rules,
        "findings": len(outcome.findings),
        "undecided": len(outcome.questions),
        "reason": outcome.reason,
    }


def summaries(result: Result) -> Iterator[str]:
    """Yield one line a framework: how many of its controls failed, held, and so on."""
    for _, framework in _asked(result):
        counts = Counter(each.state for each in outcomes(result, framework))
        told = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
        yield f"{framework.called}: {counted(len(framework.controls), 'control')}: {told}"


def render(result: Result, _style: Style) -> str:
    """Return the report as Markdown; without a framework, of all of them."""
    from seamlint.data_classes import replace

    asked = result if result.frameworks else replace(result, frameworks=tuple(FRAMEWORKS))
    return "# Compliance\n" + "".join(sections(asked))


def sections(result: Result) -> Iterator[str]:
    """Yield a section of Markdown for each framework that was asked for."""
    for _, framework in _asked(result):
        found = outcomes(result, framework)
        counts = Counter(each.state for each in found)
        told = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
        yield f"\n## {framework.called}\n\n{told} of {framework.scope}.\n\n{MEANING}\n"
        for state in STATES:
            yield from _table(state, [each for each in found if each.state == state], result.rules)
        yield "\n"


def _table(state: str, found: list[Outcome], rules: Mapping[str, Rule]) -> Iterator[str]:
    if not found:
        return
    folded = state in ("held", "not covered")
    yield f"\n<details><summary>{len(found)} {state}</summary>\n\n" if folded else f"\n### {state.capitalize()}\n\n"
    yield "| Control | Asks | Evidence |\n|---|---|---|\n"
    for each in found:
        yield f"| {escaped(each.id)} | {escaped(each.title)} | {_evidence(each, rules)} |\n"
    yield "\n</details>\n" if folded else "\n"


def _evidence(outcome: Outcome, known: Mapping[str, Rule]) -> str:
    """Return what the table shows beside a control, within one cell."""
    places = [
        f"{linked(known[each.rule])} {place(each.primary.span)} {escaped(each.message)}" for each in outcome.findings
    ]
    places += [
        f"{linked(known[each.rule])} {place(each.entity.span())} {escaped(each.reason)}" for each in outcome.questions
    ]
    if len(places) > MOST:
        places[MOST:] = [f"and {len(places) - MOST:,} more"]
    named = ((linked(known[rule]) if rule in known else escaped(rule), why) for rule, why in outcome.rules.items())
    rules = [f"{rule} {escaped(why)}" for rule, why in named]
    return "<br>".join(places or ([escaped(outcome.reason)] if outcome.reason else rules)) or "no rule speaks of it"


def _asked(result: Result) -> Iterator[tuple[str, Framework]]:
    for name in result.frameworks:
        yield name, FRAMEWORKS[name]
