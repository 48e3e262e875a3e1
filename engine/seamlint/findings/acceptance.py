"""Findings that somebody has accepted, by comments in the code and by ``[[ignore]]`` entries of the configuration.

A reason is required, and what accepts nothing is reported: it would hide the next finding there.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.findings.suppression import Suppression, means, suppressions
from seamlint.sources.diagnostic import Diagnostic, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from seamlint.config import Config, Ignore
    from seamlint.findings.finding import Finding, Undecided
    from seamlint.model.evidence import Evidence
    from seamlint.sources.span import Span
    from seamlint.syntax.cloudformation.tree import Document
    from seamlint.syntax.hcl.tree import File


@dataclass
class Acceptance:
    """What is accepted in a run.

    Attributes:
        config: its ``[[ignore]]`` entries count, their paths relative to its folder.
        today: the day that ends what expires.
        diagnostics: what is wrong with suppressions in comments.
        accepted: the findings that were asked about and are accepted.
    """

    config: Config
    today: date
    diagnostics: list[Diagnostic] = field(default_factory=list)
    accepted: list[Finding] = field(default_factory=list)
    _suppressions: dict[str, list[Suppression]] = field(default_factory=dict)
    _used: set[Ignore] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is accepted at all."""
        return not (self._suppressions or self.config.ignores)

    def read(self, file: File) -> None:
        """Take the suppressions in a file's comments."""
        self._take(suppressions(file))

    def read_template(self, document: Document) -> None:
        """Take the suppressions in a template's comments and metadata."""
        from seamlint.findings.template_suppression import template_suppressions

        self._take(template_suppressions(document))

    def _take(self, found: Iterable[Suppression | Diagnostic]) -> None:
        for each in found:
            if isinstance(each, Suppression):
                self._suppressions.setdefault(each.span.file, []).append(each)
            else:
                self.diagnostics.append(each)

    def remaining(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that are not accepted, and keep the others."""
        remaining: list[Finding] = []
        for each in findings:
            hidden = any(self._hides(each.rule, at, each.primary.resource) for at in _places(each.primary))
            (self.accepted if hidden else remaining).append(each)
        return remaining

    def open_questions(self, undecided: Iterable[Undecided]) -> list[Undecided]:
        """Return the undecided questions whose findings would not be accepted."""
        return [each for each in undecided if not self._hides(each.rule, each.entity.span(), each.entity.address)]

    def _hides(self, rule: str, at: Span, resource: str) -> bool:
        here = [each for each in self._suppressions.get(at.file, ()) if not self._expired(each)]
        hidden = [each for each in here if each.hides(rule, at.line)]
        entries = [each for each in self.config.ignores if self._matches(each, rule, at, resource)]
        self._used.update(entries)
        return bool(hidden or entries)

    def _matches(self, entry: Ignore, rule: str, at: Span, resource: str) -> bool:
        if not means(entry.rule.upper(), rule) or self._expired(entry):
            return False
        path = os.path.relpath(os.path.realpath(at.file), self.config.folder).replace(os.sep, "/")
        return _glob(entry.path, path) and _glob(entry.resource, resource)

    def _expired(self, entry: Ignore | Suppression) -> bool:
        return entry.expires is not None and entry.expires < self.today

    def unused(self, ran: Sequence[str], installed: Sequence[str]) -> Iterator[Diagnostic]:
        """Yield what accepts nothing, as far as the rules that ran can tell (ids), and what has expired."""
        for suppression in (each for file in self._suppressions.values() for each in file):
            if self._expired(suppression):
                yield _over(", ".join(suppression.rules), suppression)
                continue
            for name in suppression.rules:
                if name not in suppression.used:
                    yield from _idle(name, ran, installed, suppression.span)
        for entry in self.config.ignores:
            if self._expired(entry):
                yield _over(entry.rule, entry)
            elif entry not in self._used:
                yield from _idle(entry.rule.upper(), ran, installed, entry.span)


def _places(primary: Evidence) -> Iterator[Span]:
    """Yield where a finding stands: in a program, and in the template that the program is synthesised to."""
    yield primary.span
    yield from (each.span for each in primary.because if each.span.file == primary.unit != primary.span.file)


def _over(rules: str, entry: Ignore | Suppression) -> Diagnostic:
    message = f"the ignore of {rules} expired on {entry.expires}: mend the finding, or renew the date"
    return Diagnostic(Level.WARNING, message, entry.span)


def _idle(name: str, ran: Sequence[str], installed: Sequence[str], span: Span) -> Iterator[Diagnostic]:
    if not any(means(name, rule) for rule in installed):
        yield Diagnostic(Level.WARNING, f"no rule is called {name}: this suppresses nothing", span)
    elif any(means(name, rule) for rule in ran):
        yield Diagnostic(Level.WARNING, f"{name} finds nothing here any more: remove this suppression", span)


def _glob(pattern: str | None, text: str) -> bool:
    """Match a glob: ``*`` and ``?`` match ``/`` too, a folder all below it, and ``[0]`` in an address is itself."""
    from fnmatch import fnmatchcase

    if pattern is None:
        return True
    literal = pattern.removeprefix("./").rstrip("/").replace("[", "[[]")
    return fnmatchcase(text, literal) or fnmatchcase(text, literal + "/*")
