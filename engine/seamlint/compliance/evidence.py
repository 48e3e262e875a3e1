"""Which controls a rule's findings are evidence for: what rule packs say in their module ``controls``.

A pack's ``EVIDENCE`` maps rule ids to tuples ``(framework, control, why, only)``. ``only`` is a regular expression that
a finding's message has to match to be evidence; empty where every finding is.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from seamlint.entry_points import entry_points
from seamlint.named_tuples import NamedTuple
from seamlint.registry import GROUP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.findings.finding import Finding


class Evidence(NamedTuple):
    """One control that a rule is evidence for.

    Attributes:
        framework: its name (``cis``).
        id: the control's own id (``5.3``).
        why: what a finding shows of it, in a phrase.
        only: pattern of the messages of those findings that show it; empty for all.
    """

    framework: str
    id: str
    why: str
    only: str = ""

    def shown_by(self, finding: Finding) -> bool:
        """Tell whether a finding of the rule shows that the control is not met."""
        return not self.only or re.search(self.only, finding.message) is not None


def controls_of(rule: str) -> tuple[Evidence, ...]:
    """Return what a rule, by its id, is evidence for."""
    return evidence().get(rule, ())


def rules_for(framework: str) -> tuple[str, ...]:
    """Return the ids of the rules that are evidence for any control of a framework."""
    return tuple(rule for rule, said in evidence().items() if any(each.framework == framework for each in said))


@cache
def evidence() -> dict[str, tuple[Evidence, ...]]:
    """Return what every rule is evidence for, by the rules' ids."""
    return {rule: tuple(Evidence(*each) for each in said) for table in _tables() for rule, said in table.items()}


def _tables() -> Iterator[dict[str, tuple[tuple[str, ...], ...]]]:
    for package in dict.fromkeys(point.value.partition(":")[0].partition(".")[0] for point in entry_points(GROUP)):
        try:
            if find_spec(f"{package}.controls"):
                yield import_module(f"{package}.controls").EVIDENCE
        except Exception:  # noqa: BLE001, S112 - a package of somebody else's may fail in any way; its rules tell so
            continue
