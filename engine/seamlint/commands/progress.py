"""A progress bar on a terminal, when there is something to wait for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TextIO

from seamlint.data_classes import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 1.0
"""Seconds of work before a bar appears."""
REFRESH = 0.1
"""Seconds between two drawings."""
CELLS = 30


@dataclass
class Bar:
    """Draws how far a run has come, on one line that is wiped in the end; it is a `seamlint.request.Progress`."""

    stream: TextIO
    clock: Callable[[], float] = time.monotonic
    _started: float = field(init=False)
    _drawn: float = field(default=0.0, init=False)
    _longest: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._started = self.clock()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Draw, if enough time has gone by."""
        now = self.clock()
        if now - self._started < PATIENCE or now - self._drawn < REFRESH:
            return
        self._drawn = now
        full = CELLS * min(done, total) // max(total, 1)
        line = f"[{'=' * full}{' ' * (CELLS - full)}] {stage} {done:,}/{total:,}"
        self._longest = max(self._longest, len(line))
        self._write("\r" + line.ljust(self._longest))

    def wipe(self) -> None:
        """Leave no trace."""
        if self._longest:
            self._write("\r" + " " * self._longest + "\r")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
