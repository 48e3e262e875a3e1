"""Checking one folder of a workspace: all of it, or what the files that changed affect."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from seamlint.affected import affected
from seamlint.config import Config, ConfigurationError, find, load
from seamlint.data_classes import replace
from seamlint.lsp.texts import Texts
from seamlint.named_tuples import NamedTuple
from seamlint.pipeline import examine
from seamlint.registry import UnknownRule, applied, installed
from seamlint.request import Request
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.reading import unsaved

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from seamlint.findings.finding import Finding
    from seamlint.graph.graph import Graph
    from seamlint.registry import InstalledRule
    from seamlint.request import Progress

SLOW = 1.5
"""Seconds. While somebody types in a folder that takes longer, only what is affected is evaluated anew."""


class Stale(Exception):  # noqa: N818 - a check that nobody waits for any more is no error
    """The text has changed since a check began."""


class Found(NamedTuple):
    """What a check found."""

    graph: Graph
    findings: tuple[Finding, ...]
    diagnostics: tuple[Diagnostic, ...]


class Snapshot(NamedTuple):
    """What is known of a folder.

    Attributes:
        typed: the open files as they were on the screen, by path.
        texts: what was evaluated of them.
        problems: what is wrong with those and with the configuration, so that earlier ones had to stand in.
        rules: the applied rules, by id.
    """

    found: Found
    typed: Mapping[str, str]
    texts: Mapping[str, str]
    problems: tuple[Diagnostic, ...]
    rules: Mapping[str, InstalledRule]


class _Applied(NamedTuple):
    rules: list[InstalledRule]
    config: Config


class Folder:
    """A folder of the workspace; not to be used from several threads at once.

    Attributes:
        root: absolute and resolved.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self._texts = Texts()
        self._applied: _Applied | None = None
        self._latest: Found | None = None
        self._seconds = 0.0

    def check(
        self, opened: Mapping[str, str], changed: Collection[str] | None, is_stale: Callable[[], bool]
    ) -> Snapshot:
        """Check the folder with its open files as an editor holds them.

        Args:
            opened: texts by absolute, resolved path.
            changed: the files that changed since the last check; None where any may have.

        Raises:
            Stale: ``is_stale`` says so.
        """

        def progress(_stage: str, _done: int, _total: int) -> None:
            if is_stale():
                raise Stale

        prepared = self._texts.prepare(opened)
        problems = [*prepared.problems]
        with unsaved(prepared.unsaved):
            rules, config = self._settings(problems)
            request = Request((self.root,), config)
            if changed is None or self._latest is None or self._seconds < SLOW:
                self._latest = self._whole(request, rules, progress)
            else:
                self._latest = _part(self._latest, request, rules, changed, progress)
        known = {each.rule.id: each for each in rules}
        return Snapshot(self._latest, opened, prepared.texts, tuple(problems), known)

    def _settings(self, problems: list[Diagnostic]) -> _Applied:
        """Return what the configuration says; while it cannot be used, what it said before."""
        file = find([self.root])
        try:
            config = load(file) if file else Config(self.root)
            self._applied = _Applied(*applied(installed(problems, config.rule_files), config))
        except ConfigurationError as error:
            problems.append(Diagnostic(Level.ERROR, error.message, error.span))
        except UnknownRule as error:
            problems.append(Diagnostic(Level.ERROR, f"{file}: {error}"))
        return self._applied or _Applied(installed(problems), Config(self.root))

    def _whole(self, request: Request, rules: list[InstalledRule], progress: Progress) -> Found:
        started = time.perf_counter()
        result, graph = examine(request, rules, progress)
        self._seconds = time.perf_counter() - started
        return Found(graph, result.findings, result.diagnostics)


def _part(
    latest: Found, request: Request, rules: list[InstalledRule], changed: Collection[str], progress: Progress
) -> Found:
    """Evaluate what some files affect, judge it with everything else as it was, and take what is found in it."""
    paths = affected(request, changed).paths
    if not paths:
        return latest
    before = {id(unit) for unit in latest.graph.units}
    part = replace(request, paths=paths, around=request.paths, is_part=True)
    result, graph = examine(part, rules, progress, latest.graph.units)
    fresh = [unit for unit in graph.units if id(unit) not in before]
    units, files = {unit.path for unit in fresh}, {file for unit in fresh for file in unit.files}
    known = {each.rule.id for each in rules}
    kept = (each for each in latest.findings if each.primary.unit not in units and each.rule in known)
    told = (each for each in latest.diagnostics if each.span and each.span.file not in files)
    findings = (*kept, *(each for each in result.findings if each.primary.unit in units))
    return Found(graph, findings, (*told, *result.diagnostics))
