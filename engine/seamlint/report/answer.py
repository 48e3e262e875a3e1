"""The answer to one question, with its proof: as text, and as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.report.style import printable
from seamlint.report.tree import Tree, filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.model.evidence import Evidence
    from seamlint.report.style import Style

VERSION = 1
_ROLES = {"allowed": "fix", "reached": "fix", "denied": "error", "blocked": "error", "undecided": "undecided"}


@dataclass(frozen=True)
class Told:
    """An answer.

    Attributes:
        decision: ``allowed`` or ``reached``, ``denied`` or ``blocked``, ``undecided``.
        says: one sentence.
        rule: by which rule the policies combine; empty where there are none.
        steps: the proof.
        conditions: what an allowed request hangs on, in words.
        needs: what would decide an undecided one.
        asked: what was asked, as it was found: principal, action and resource, or source and target.
    """

    decision: str
    says: str
    rule: str
    steps: tuple[Evidence, ...]
    conditions: tuple[str, ...]
    needs: tuple[str, ...]
    asked: dict[str, str]


def text(told: Told, style: Style) -> str:
    """Return the answer as `check` draws a finding."""
    return "\n".join(_lines(told, style)) + "\n"


def _lines(told: Told, style: Style) -> Iterator[str]:
    role = _ROLES[told.decision]
    yield f"{style.paint(told.decision, role)} {printable(told.says)}"
    yield from filled(told.rule, style.width) if told.rule else ()
    steps = list(_flat(told.steps, 0))
    if steps:
        yield from Tree.over([step.span for _, step in steps], style).proof(steps, role)
    for condition in told.conditions:
        yield from filled(f"if {condition}", style.width)
    if told.needs:
        yield from filled(f"needs {', '.join(told.needs)}", style.width)


def render_json(told: Told) -> str:
    """Return the answer as JSON."""
    document = {
        "version": VERSION,
        **told.asked,
        "decision": told.decision,
        "rule": told.rule,
        "if": list(told.conditions),
        "needs": list(told.needs),
        "evidence": [_step(depth, step) for depth, step in _flat(told.steps, 0)],
    }
    return json.dumps(document, indent=2) + "\n"


def _step(depth: int, step: Evidence) -> dict[str, object]:
    span = step.span
    place = {"file": span.file, "line": span.line, "column": span.column}
    return {"says": step.says, **place, "resource": step.resource, "depth": depth}


def _flat(steps: tuple[Evidence, ...], depth: int) -> Iterator[tuple[int, Evidence]]:
    for step in steps:
        yield depth, step
        yield from _flat(step.because, depth + 1)
