"""One finding for one piece of code: a module that is called five times is wrong once."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from seamlint.data_classes import replace
from seamlint.findings.shape import message_shape
from seamlint.model.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.findings.finding import Finding, Undecided


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in order of their places, those of several instances of one piece of code as one.

    Instances are told apart by unit and address; what one instance has twice stays two findings.
    """
    alike: dict[tuple[object, ...], dict[tuple[str, str], list[Finding]]] = {}
    for finding in dict.fromkeys(sorted(findings, key=_order)):
        key = (finding.rule, finding.severity, finding.primary.span, message_shape(finding.message))
        instance = (finding.primary.unit, finding.primary.resource)
        alike.setdefault(key, {}).setdefault(instance, []).append(finding)
    merged = [_as_one([finding for finding in row if finding])
              for instances in alike.values() for row in zip_longest(*instances.values())]  # fmt: skip
    return sorted(merged, key=_order)


def distinct(undecided: Iterable[Undecided]) -> list[Undecided]:
    """Return undecided questions in order of their places, each once."""
    by_question = {(each.rule, each.entity.key, each.reason, each.needs): each for each in undecided}
    places = {question: each.entity.span() for question, each in by_question.items()}
    return [by_question[question] for question in sorted(by_question, key=lambda key: (places[key], *map(str, key)))]


def _order(finding: Finding) -> tuple[object, ...]:
    primary = finding.primary
    return (primary.span, finding.rule, primary.unit, primary.resource, finding.message, finding.fix)


def _as_one(findings: list[Finding]) -> Finding:
    first, *others = findings
    return replace(first, related=first.related + tuple(_likewise(other, first) for other in others))


def _likewise(other: Finding, first: Finding) -> Evidence:
    """Return evidence for one more instance, at the module call that leads to it where there is one."""
    primary = other.primary
    elsewhere = f" of {primary.unit}" if primary.unit != first.primary.unit else ""
    calls = tuple(step for step in primary.because if step not in first.primary.because)
    place = calls[-1].span if calls else primary.span
    return Evidence(place, f"the same holds for {primary.resource}{elsewhere}", primary.resource, calls, primary.unit)
