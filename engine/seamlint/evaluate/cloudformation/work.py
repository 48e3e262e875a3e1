"""Bounds on what a little template can grow into: a scanned repository is not trusted."""

from __future__ import annotations

from seamlint.evaluate.values import Sensitive, Text, Value

MOST_WORK = 2_000_000
"""Values that evaluating one unit may go through; the largest template that CloudFormation takes holds a tenth."""
TOO_MUCH = "a template that is less to evaluate"
_CHARACTERS = 64
"""Of a text that count as one value."""


class Work:
    """What evaluating a unit may still cost; nested stacks share it."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = MOST_WORK

    def spend(self, steps: int) -> bool:
        """Use some up; tell whether there was as much."""
        self.left -= steps
        return self.left >= 0

    def affords(self, value: Value) -> bool:
        """Use up what walking through a value costs that is used once more; tell whether there was as much."""
        pending = [value]
        while pending and self.left >= 0:
            each = pending.pop()
            if isinstance(each, list):
                pending += each
            elif isinstance(each, dict):
                pending += each.values()
            elif isinstance(each, Sensitive):
                pending.append(each.value)
            self.left -= 1 + (len(each) // _CHARACTERS if isinstance(each, str) else 0)
            self.left -= len(each.parts) if isinstance(each, Text) else 0
        return self.left >= 0
