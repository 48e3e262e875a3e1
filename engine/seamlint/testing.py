"""Fixtures: code with comments that say what must be found in it. Rule packs of other people test with this too.

A case is a folder ``<RULE-ID>/bad-<slug>`` or ``<RULE-ID>/good-<slug>`` below a folder of fixtures. It holds Terraform,
or one folder a dialect (``terraform``, ``cloudformation``, ``plan``...) that all say the same. Comments at the end of a
line say what is found there::

    resource "aws_network_acl" "web" { # expect: NET-001
      ingress {                        # evidence: NET-001

``expect@+3`` speaks of the third line below, where a comment cannot stand at the line. A file that holds no comments
has a file ``<name>.expect`` beside it, whose lines read ``14 expect: NET-001``.

Every rule is applied to every case. Of the case's own rule, and of each rule that a comment names, findings and
``expect`` match one to one, both ways; so do the places of the proof and ``evidence``, and undecided questions and
``undecided``, where a comment of that kind names the rule. A good case is moreover free of errors of all other rules:
a near miss of one rule must not alarm another.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from seamlint import config, pipeline
from seamlint.data_classes import dataclass
from seamlint.findings.finding import Severity
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern
from seamlint.registry import InstalledRule, installed
from seamlint.request import Request, silent
from seamlint.sources.diagnostic import Level
from seamlint.sources.reading import Unreadable, read_text, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.findings.finding import Finding
    from seamlint.report.result import Result
    from seamlint.sources.diagnostic import Diagnostic

DIALECTS = ("terraform", "plan", "cloudformation", "cdk", "iam")
_RULE = r"[A-Z][A-Z0-9]*-\d+"
_MARK = Pattern(rf"\b(expect|evidence|undecided)(?:@([+-]\d+))?:\s*({_RULE}(?:[,\s]+{_RULE})*)")
_COMMENT = Pattern(r"(?:#|//|/\*)(?P<says>.*)")
_BESIDE = Pattern(r"^\s*(?P<line>\d+)\s+(?P<says>.*)")


class Mark(NamedTuple):
    """Something at a line: ``kind`` is ``expect``, ``evidence`` or ``undecided``."""

    kind: str
    rule: str
    file: str
    line: int


@dataclass(frozen=True)
class Case:
    """One folder of fixtures in one dialect.

    Attributes:
        rule: id of the rule that it is about.
        good: whether the rule has to be silent.
        name: ``bad-https-service``.
        folder: the folder to check.
    """

    rule: str
    good: bool
    name: str
    dialect: str
    folder: str

    def __str__(self) -> str:
        return f"{self.rule}/{self.name}/{self.dialect}"


def cases(root: str | os.PathLike[str]) -> list[Case]:
    """Return the cases below a folder of fixtures, in order of their names."""
    return [
        case
        for rule in _folders(os.fspath(root))
        if re.fullmatch(_RULE, rule)
        for name in _folders(os.path.join(root, rule))
        if name.startswith(("bad-", "good-"))
        for case in _dialects(rule, name, os.path.join(root, rule, name))
    ]


def _folders(path: str) -> list[str]:
    return sorted(entry.name for entry in os.scandir(path) if entry.is_dir())


def _dialects(rule: str, name: str, folder: str) -> Iterator[Case]:
    dialects = [below for below in _folders(folder) if below.split("-")[0] in DIALECTS]
    for dialect in dialects or [""]:
        yield Case(rule, name.startswith("good-"), name, dialect or "terraform", os.path.join(folder, dialect))


def verify(case: Case, rules: Iterable[InstalledRule] | None = None) -> list[str]:
    """Check a case and return what is not as its comments say, one line each; nothing when all is well.

    ``rules`` are those to apply; all that are installed unless told otherwise.
    """
    result = run(case, rules)
    wanted = list(marks(case.folder))
    complaints = [f"{each.message}" for each in result.diagnostics if each.level is Level.ERROR]
    if case.good == any(mark.kind == "expect" and mark.rule == case.rule for mark in wanted):
        complaints.append(f"a {'good' if case.good else 'bad'} case expects {'nothing' if case.good else 'something'}")
    for rule in sorted({case.rule, *(mark.rule for mark in wanted)}):
        complaints += _mismatches(rule, wanted, found(result))
    if case.good:
        complaints += _alarms(case, wanted, result)
    return complaints


def _mismatches(rule: str, wanted: list[Mark], actual: list[Mark]) -> Iterator[str]:
    expected = Counter(mark for mark in wanted if mark.rule == rule)
    kinds = {"expect", *(mark.kind for mark in expected)}
    got = Counter(mark for mark in actual if mark.rule == rule and mark.kind in kinds)
    for mark, number in sorted((expected - got).items()):
        yield f"{mark.file}:{mark.line}: missing {number} x {mark.kind}: {rule}"
    for mark, number in sorted((got - expected).items()):
        yield f"{mark.file}:{mark.line}: surplus {number} x {mark.kind}: {rule}"


def _alarms(case: Case, wanted: list[Mark], result: Result) -> Iterator[str]:
    judged = {case.rule, *(mark.rule for mark in wanted)}
    for finding in result.findings:
        if finding.severity is Severity.ERROR and finding.rule not in judged:
            yield f"{finding.primary.span.file}:{finding.primary.span.line}: {finding.rule} {finding.message}"


def marks(folder: str) -> Iterator[Mark]:
    """Yield what the comments in a folder say, and the ``.expect`` files beside those that have none."""
    for path, _, files in sorted(os.walk(folder)):
        for name in sorted(files):
            yield from _marks_in(os.path.join(path, name))


def _marks_in(path: str) -> Iterator[Mark]:
    try:
        text = "" if path.endswith(".json") else read_text(path).text
    except Unreadable:
        return
    form = _BESIDE if path.endswith(".expect") else _COMMENT
    for number, line in enumerate(text.split("\n"), 1):
        if at := form.search(line):
            place = int(at["line"]) if form is _BESIDE else number
            yield from _marks_of(at["says"], shown(path.removesuffix(".expect")), place)


def _marks_of(says: str, file: str, line: int) -> Iterator[Mark]:
    for kind, offset, rules in _MARK.findall(says):
        for rule in re.findall(_RULE, rules):
            yield Mark(kind, rule, file, line + int(offset or 0))


def found(result: Result) -> list[Mark]:
    """Return what a run found, in the terms of the comments; a line of a proof counts once a rule."""
    told = [Mark("expect", each.rule, each.primary.span.file, each.primary.span.line) for each in result.findings]
    questions = ((each.rule, each.entity.span()) for each in result.undecided)
    return [*told, *_proofs(result), *(Mark("undecided", rule, span.file, span.line) for rule, span in questions)]


def _proofs(result: Result) -> set[Mark]:
    """Return the lines of the proofs, but for the primary ones, which ``expect`` names."""
    primary = {(each.rule, each.primary.span.file, each.primary.span.line) for each in result.findings}
    lines = {(each.rule, step.span.file, step.span.line) for each in result.findings for step in each.related}
    return {Mark("evidence", *line) for line in lines - primary}


def run(case: Case, rules: Iterable[InstalledRule] | None = None) -> Result:
    """Check a case with its own ``seamlint.toml``, if it has one."""
    return pipeline.run(_request(case), list(rules) if rules is not None else _installed(), silent)


def _request(case: Case) -> Request:
    file = os.path.join(case.folder, config.FILE)
    chosen = config.load(file) if os.path.isfile(file) else config.Config(os.path.realpath(case.folder))
    return Request((case.folder,), chosen, cache=False)


@cache
def _installed() -> list[InstalledRule]:
    return installed()


def rules_of(*files: str | os.PathLike[str]) -> list[InstalledRule]:
    """Return the rules of some files: YAML, or modules of Python that hold one rule.

    Raises:
        ValueError: one of them cannot be loaded.
    """
    problems: list[Diagnostic] = []
    paths = [os.path.realpath(file) for file in files]
    found = [rule for rule in installed(problems, paths) if rule.module in paths]
    if problems:
        raise ValueError("; ".join(f"{each.span.file}:{each.span.line}: {each.message}" if each.span else each.message
                                   for each in problems))  # fmt: skip
    return found


def statement(finding: Finding, names: re.Pattern[str]) -> tuple[str, ...]:
    """Return what a finding says in every dialect: severity, and its sentences with resources by order of mention.

    ``names`` finds the addresses in them.
    """
    numbers: dict[str, str] = {}
    said = (finding.message, *(step.says for step in (finding.primary, *finding.related)))
    neutral = (names.sub(lambda name: numbers.setdefault(name[0], f"<{len(numbers)}>"), text) for text in said)
    return (finding.severity.value, *neutral)


def disagreements(root: str | os.PathLike[str]) -> list[str]:
    """Return the cases whose dialects do not give the same findings with the same evidence, one line each."""
    by_name: dict[tuple[str, str], dict[str, list[tuple[str, ...]]]] = {}
    for case in cases(root):
        names = _names(case)
        said = sorted(statement(each, names) for each in run(case).findings if each.rule == case.rule)
        by_name.setdefault((case.rule, case.name), {})[case.dialect] = said
    return [
        f"{rule}/{name}: {first} and {dialect} differ: {said[first]} / {said[dialect]}"
        for (rule, name), said in by_name.items()
        for first, *others in [list(said)]
        for dialect in others
        if said[dialect] != said[first]
    ]


def _names(case: Case) -> re.Pattern[str]:
    """Return what finds the addresses of a case's resources, also those of what AWS makes with one, in sentences."""
    units, _ = pipeline.evaluate(_request(case))
    longest_first = sorted({each.address for unit in units for each in unit.resources}, key=len, reverse=True)
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, longest_first)) or '$.'})(?:\.\w+)?(?!\w)")
