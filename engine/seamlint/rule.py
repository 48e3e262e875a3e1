"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Union

from seamlint.data_classes import dataclass
from seamlint.findings.finding import Finding, Severity, Undecided
from seamlint.findings.places import once_a_place

if TYPE_CHECKING:
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity
    from seamlint.model.evidence import Evidence
    from seamlint.sources.span import Span

Outcome = Union[Finding, Undecided]
Check = Callable[["Graph"], Iterator[Outcome]]


class CannotJudge(Exception):  # noqa: N818 - no error of the program
    """A rule that cannot judge some code, for what it asks is too much; the message says what to do.

    Attributes:
        span: where the rule is written, None for a module of Python.
    """

    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.span = span


@dataclass(frozen=True)
class Rule:
    """A rule of the catalogue. Its module's docstring explains it; the module's ``check`` judges.

    Attributes:
        id: permanent (``NET-001``).
        name: in words with hyphens.
        severity: default severity of its findings.
        url: address of its documentation, where it has one; of Seamlint's own rules it is known.
    """

    id: str
    name: str
    severity: Severity
    url: str = ""

    def finding(
        self,
        message: str,
        primary: Evidence,
        *related: Evidence,
        fix: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding of this rule, at its default severity unless told otherwise."""
        return Finding(self.id, severity or self.severity, message, primary, related, fix)

    def undecided(self, entity: Entity, reason: str, needs: tuple[str, ...]) -> Undecided:
        """Return the answer "not decided by what is known"."""
        return Undecided(self.id, entity, reason, needs)


__all__ = ["CannotJudge", "Check", "Finding", "Outcome", "Rule", "Severity", "Undecided", "once_a_place"]
