"""Findings: what a rule proved, with its proof."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass

if TYPE_CHECKING:
    from seamlint.model.entity import Entity
    from seamlint.model.evidence import Evidence


class Severity(str, Enum):
    """How much a finding matters, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """A defect that is proved.

    Attributes:
        rule: id of the rule.
        message: names the resources and says what happens to the user; one sentence, no full stop.
        primary: where the printed fix goes.
        related: the proof in order.
        fix: text that can be pasted, or what to change in words.
    """

    rule: str
    severity: Severity
    message: str
    primary: Evidence
    related: tuple[Evidence, ...] = ()
    fix: str = ""


@dataclass(frozen=True)
class Undecided:
    """A question that a rule could not answer: where, why, and what would decide it."""

    rule: str
    entity: Entity
    reason: str
    needs: tuple[str, ...]
