"""How places move between two versions of a text: the one that was evaluated, and the one on the screen."""

from __future__ import annotations


class Drift:
    """Moves lines from one version of a text to another: lines before the first change stay, those after it move."""

    def __init__(self, old: str, new: str) -> None:
        before, after = old.split("\n"), new.split("\n")
        most = min(len(before), len(after))
        self._same = next((at for at in range(most) if before[at] != after[at]), most)
        rest = most - self._same
        alike = next((at for at in range(rest) if before[-1 - at] != after[-1 - at]), rest)
        self._old_end = len(before) - alike
        self._new_end = len(after) - alike

    def forward(self, line: int) -> int:
        """Return where a line (from 1) of the old text stands in the new one, or would."""
        return self._moved(line, self._old_end, self._new_end)

    def back(self, line: int) -> int:
        """Return where a line of the new text stood in the old one, or would have."""
        return self._moved(line, self._new_end, self._old_end)

    def _moved(self, line: int, end: int, other_end: int) -> int:
        if line <= self._same:
            return line
        return line - end + other_end if line > end else max(min(line, other_end), 1)
