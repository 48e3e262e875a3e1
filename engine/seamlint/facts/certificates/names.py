"""Which hosts the names of a certificate cover.

Names are compared without regard to case. A wildcard stands for exactly one label, so that the name above it (the apex)
is not covered; a host that begins with ``*.`` is covered by the same wildcard alone.
Sources: AWS Certificate Manager User Guide, "ACM certificate characteristics and limitations" (wildcard names); Elastic
Load Balancing, "Condition types for listener rules" (``*`` matches any number of characters, ``?`` exactly one).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Verdict
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 255
"""Characters of a domain name (RFC 1035)."""
_LABEL = "*"
_WILD = Pattern(r"[*?]")


class Names:
    """The names of some certificates, so that a host is found among many at once."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(name for name in map(_normal, names) if len(name) <= LONGEST)

    def cover(self, host: str) -> bool:
        """Tell whether they cover a host, or all hosts of a domain where that begins with ``*.``."""
        host = _normal(host)
        label, dot, domain = host.partition(".")
        return host in self._names or (bool(label and dot) and f"*.{domain}" in self._names)

    def cover_some(self, pattern: str) -> Verdict:
        """Tell whether they cover some host that a listener rule's pattern matches.

        Undecided for patterns that are longer than AWS takes.
        """
        pattern = _normal(pattern)
        if len(pattern) > LONGEST:
            return Verdict.UNDECIDED
        if not _WILD.search(pattern):
            return Verdict.of(self.cover(pattern))
        return Verdict.of(any(_meet(pattern, _tokens(name)) for name in self._alike(pattern)))

    def _alike(self, pattern: str) -> Iterable[str]:
        """Return the names that may end as a pattern does, whose end is known from its last wildcard on."""
        _, dot, domain = _WILD.split(pattern)[-1].partition(".")
        return self._by_domain.get(domain, ()) if dot else self._names

    @cached_property
    def _by_domain(self) -> dict[str, list[str]]:
        """The names by every domain that they lie in."""
        found: dict[str, list[str]] = {}
        for name in self._names:
            domain = name
            while "." in domain:
                domain = domain.partition(".")[2]
                found.setdefault(domain, []).append(name)
        return found


def _tokens(name: str) -> tuple[str, ...]:
    return (_LABEL, *name[1:]) if name.startswith("*.") else tuple(name)


def _normal(name: str) -> str:
    return name.strip().lower().removesuffix(".")


def _meet(pattern: str, name: tuple[str, ...]) -> bool:
    """Tell whether a glob and a name, whose ``*`` stands for one label, match some text in common.

    The state is how much of both is used up: every pair is looked at once.
    """
    pending, seen = [(0, 0, False)], set()
    while pending:
        state = pending.pop()
        if state in seen:
            continue
        seen.add(state)
        at, to, begun = state
        if at == len(pattern) and to == len(name):
            return True
        pending += _next(pattern, name, at, to, begun)
    return False


def _next(pattern: str, name: tuple[str, ...], at: int, to: int, begun: bool) -> list[tuple[int, int, bool]]:
    """Return the states after one more character in common, or after a wildcard is left; ``begun`` tells of a label."""
    steps = []
    in_label = to < len(name) and name[to] == _LABEL and to == 0 and len(name) > 1
    if in_label and begun:
        steps.append((at, to + 1, False))
    if at == len(pattern):
        return steps
    if pattern[at] == "*":
        steps.append((at + 1, to, begun))
    if to == len(name):
        return steps
    further = at if pattern[at] == "*" else at + 1
    if in_label:
        return [*steps, (further, to, True)] if pattern[at] != "." else steps
    if pattern[at] in ("*", "?", name[to]):
        steps.append((further, to + 1, False))
    return steps
