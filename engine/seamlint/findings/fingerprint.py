"""What a finding is recognised by from one run to the next, while lines move and wording changes."""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from seamlint.findings.shape import facts, without_instances
from seamlint.sources.repository import boundary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.findings.finding import Finding


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Return 32 hexadecimal digits for each finding, no two alike.

    They are made of the rule, the resources of the proof in order and the numbers that the message names: no line, no
    instance key, and no folder above the repository's root.
    """
    import hashlib

    seen: Counter[tuple[object, ...]] = Counter()
    digits = []
    for finding in findings:
        key = _key(finding)
        text = repr((*key, seen[key]))
        seen[key] += 1
        digits.append(hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32])
    return digits


def _key(finding: Finding) -> tuple[object, ...]:
    resources = tuple(without_instances(step.resource) for step in finding.related)
    primary = finding.primary
    return (
        finding.rule,
        repository_path(primary.unit),
        without_instances(primary.resource),
        resources,
        facts(finding.message),
    )


@cache
def repository_path(path: str) -> str:
    """Return a path from its repository's root, so that it does not matter where the linter is started."""
    absolute = os.path.realpath(path)
    return os.path.relpath(absolute, boundary(absolute, [os.path.realpath(os.curdir)])).replace(os.sep, "/")
