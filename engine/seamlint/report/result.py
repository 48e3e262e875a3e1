"""What a run has to tell, whatever the format."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.findings.finding import Severity
from seamlint.sources.diagnostic import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seamlint.findings.baseline import Compared
    from seamlint.findings.finding import Finding, Undecided
    from seamlint.model.evidence import Evidence
    from seamlint.rule import Rule
    from seamlint.sources.diagnostic import Diagnostic


@dataclass(frozen=True)
class Result:
    """The outcome of `check`, in order of places.

    Attributes:
        rules: the rules that were applied, by id.
        units, files, resources: how much was checked.
        seconds: wall clock time.
        docs: the docstrings that explain the rules, by id.
        accepted: findings that a suppression hides.
        since: the revision whose findings are left out, too, None where there is none.
        compared: what a baseline says of the findings, None where there is none; ``findings`` are the new ones then.
        frameworks: names of the compliance frameworks that were asked for.
    """

    rules: Mapping[str, Rule]
    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...]
    diagnostics: tuple[Diagnostic, ...]
    units: int
    files: int
    resources: int
    seconds: float
    docs: Mapping[str, str] = field(default_factory=dict)
    accepted: tuple[Finding, ...] = ()
    compared: Compared | None = None
    since: str | None = None
    frameworks: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def needs(self) -> Counter[str]:
        """Return what would decide the undecided questions, and how many of them each would."""
        return Counter(need for each in self.undecided for need in dict.fromkeys(each.needs))

    @property
    def incomplete(self) -> bool:
        """Whether something could not be read."""
        return any(diagnostic.level is Level.ERROR for diagnostic in self.diagnostics)

    def reaches(self, threshold: str) -> bool:
        """Tell whether a finding is at or above a severity; ``undecided`` is below ``note``."""
        if threshold == "undecided":
            return bool(self.findings or self.undecided)
        worst_first = list(Severity)
        limit = worst_first.index(Severity(threshold))
        return any(worst_first.index(finding.severity) <= limit for finding in self.findings)


def fingerprinted(result: Result) -> list[tuple[Finding, str]]:
    """Return the findings with their fingerprints, which do not depend on what a baseline hides."""
    from seamlint.findings.fingerprint import fingerprints

    known = result.compared.fingerprints if result.compared else fingerprints(result.findings)
    return list(zip(result.findings, known, strict=True))


def proof(finding: Finding) -> Iterator[tuple[int, Evidence]]:
    """Yield each step of a finding's proof with its depth, the primary place first; what is said twice, once."""
    told: set[tuple[object, str]] = set()
    for evidence in (finding.primary, *finding.related):
        yield from _steps(evidence, 0, told)


def _steps(evidence: Evidence, depth: int, told: set[tuple[object, str]]) -> Iterator[tuple[int, Evidence]]:
    if (evidence.span, evidence.says) in told:
        return
    told.add((evidence.span, evidence.says))
    yield depth, evidence
    for cause in evidence.because:
        yield from _steps(cause, depth + 1, told)
