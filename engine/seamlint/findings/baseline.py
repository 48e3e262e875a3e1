"""A baseline: the findings of a day, kept in a file, so that a run tells of new ones only.

An entry is recognised by its fingerprint, which no line, wording or file name changes. Where code has moved to another
unit, the fingerprint is another one: an entry that is gone and a new finding that says the same of the same resource
are one finding that moved.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from seamlint.data_classes import dataclass
from seamlint.findings.fingerprint import fingerprints, repository_path
from seamlint.sources.reading import Unreadable, read_text, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from seamlint.findings.finding import Finding

VERSION = 1
KEYS = ("fingerprint", "rule", "unit", "file", "resource", "message")


class BaselineError(Exception):
    """A file that is no baseline; the message names file and line, and what to do."""


@dataclass(frozen=True)
class Entry:
    """A finding that is kept.

    Attributes:
        unit, file: paths from the repository's root.
    """

    fingerprint: str
    rule: str
    unit: str
    file: str
    resource: str
    message: str

    @classmethod
    def of(cls, finding: Finding, fingerprint: str) -> Entry:
        """Return the entry of a finding."""
        primary = finding.primary
        unit, file = repository_path(primary.unit), repository_path(primary.span.file)
        return cls(fingerprint, finding.rule, unit, file, primary.resource, finding.message)

    def as_json(self) -> dict[str, str]:
        """Return the entry as an object for JSON."""
        return {key: getattr(self, key) for key in KEYS}

    @property
    def place(self) -> tuple[str, ...]:
        """Return what entries are sorted by."""
        return (self.file, self.rule, self.resource, self.message, self.fingerprint)


@dataclass(frozen=True)
class Compared:
    """What a baseline says of the findings of a run.

    Attributes:
        new: findings that are not in it; ``fingerprints`` are theirs.
        hidden: the others, and ``known`` their entries as they are now.
        fixed: entries that the run looked for and did not find.
        unseen: entries that it did not look for: of other units, or of rules that did not run.
    """

    new: tuple[Finding, ...]
    fingerprints: tuple[str, ...]
    hidden: tuple[Finding, ...]
    known: tuple[Entry, ...]
    fixed: tuple[Entry, ...]
    unseen: tuple[Entry, ...]


def entries(findings: Sequence[Finding]) -> list[Entry]:
    """Return the entries of findings, in their order."""
    return [Entry.of(each, digits) for each, digits in zip(findings, fingerprints(findings), strict=True)]


def compare(findings: Sequence[Finding], baseline: Iterable[Entry], looked_for: Callable[[Entry], bool]) -> Compared:
    """Compare all findings of a run with a baseline; ``looked_for`` tells whether the run would have found an entry."""
    now = entries(findings)
    left = {entry.fingerprint: entry for entry in baseline}
    known = {place for place, entry in enumerate(now) if left.pop(entry.fingerprint, None)}
    known |= set(_moved(now, known, left))
    gone = [(entry, looked_for(entry)) for entry in sorted(left.values(), key=lambda entry: entry.place)]
    return Compared(
        new=tuple(each for place, each in enumerate(findings) if place not in known),
        fingerprints=tuple(entry.fingerprint for place, entry in enumerate(now) if place not in known),
        hidden=tuple(findings[place] for place in sorted(known)),
        known=tuple(now[place] for place in sorted(known)),
        fixed=tuple(entry for entry, was_looked_for in gone if was_looked_for),
        unseen=tuple(entry for entry, was_looked_for in gone if not was_looked_for),
    )


def _moved(now: list[Entry], known: set[int], left: dict[str, Entry]) -> Iterator[int]:
    """Yield the places of findings that say what an entry said that is gone, and take those entries away."""
    gone: dict[tuple[str, ...], list[str]] = {}
    for entry in left.values():
        gone.setdefault((entry.rule, entry.resource, entry.message), []).append(entry.fingerprint)
    for place, entry in enumerate(now):
        alike = gone.get((entry.rule, entry.resource, entry.message))
        if place not in known and alike:
            del left[alike.pop()]
            yield place


def dump(kept: Iterable[Entry]) -> str:
    """Return a baseline as JSON, one entry a line, sorted: a change of one is a change of one line."""
    lines = [json.dumps(entry.as_json()) for entry in sorted(kept, key=lambda entry: entry.place)]
    listed = ",\n".join(f"    {line}" for line in lines)
    body = f"[\n{listed}\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "tool": "seamlint",\n  "findings": {body}\n}}\n'


def load(path: str) -> list[Entry]:
    """Read a baseline.

    Raises:
        BaselineError: it cannot be read, is not JSON, or is none.
    """
    try:
        text = read_text(path).text
        document = json.loads(text)
    except Unreadable as error:
        raise BaselineError(f"{error}; `seamlint baseline` writes one") from error
    except json.JSONDecodeError as error:
        raise BaselineError(f"{shown(path)}:{error.lineno}: not valid JSON: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        raise BaselineError(f"{shown(path)}:1: this is no baseline, but something far larger") from error
    return _entries(document, text, shown(path))


def _entries(document: Any, text: str, file: str) -> list[Entry]:
    listed = document.get("findings") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(listed, list):
        raise BaselineError(f"{file}:1: no list of findings: this is no baseline; `seamlint baseline` writes one")
    if document.get("version") != VERSION:
        line = text.count("\n", 0, max(text.find('"version"'), 0)) + 1
        says = f"version {document.get('version')!r} of a baseline, this program reads {VERSION}: write it anew"
        raise BaselineError(f"{file}:{line}: {says}")
    found: dict[str, Entry] = {}
    for number, each in enumerate(listed):
        values = [each.get(key) for key in KEYS] if isinstance(each, dict) else [None]
        if not all(isinstance(value, str) for value in values):
            says = f"entry {number + 1} must be an object with the texts {', '.join(KEYS)}"
            raise BaselineError(f"{file}:{_line(text, number)}: {says}")
        entry = Entry(*map(str, values))
        if found.setdefault(entry.fingerprint, entry) is not entry:
            raise BaselineError(
                f"{file}:{_line(text, number)}: {entry.fingerprint} stands here twice: remove one entry"
            )
    return list(found.values())


def _line(text: str, number: int) -> int:
    """Return the line of an entry, counted from 0, of a file that is valid JSON."""
    decoder = json.JSONDecoder()
    at = text.find("[", text.find('"findings"')) + 1
    for _ in range(number):
        at = decoder.raw_decode(text, _next(text, at))[1]
    return text.count("\n", 0, _next(text, at)) + 1


def _next(text: str, at: int) -> int:
    while text[at] in ", \t\r\n":
        at += 1
    return at


def under(unit: str, folders: Iterable[str]) -> bool:
    """Tell whether a unit, by its path from the repository's root, lies in one of some files or folders."""
    tops = [repository_path(folder) for folder in folders]
    return any(top in (".", unit) or unit.startswith(top + "/") for top in tops)
