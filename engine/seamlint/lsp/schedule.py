"""When to check: some time after it was last asked for, one check at a time, and none that is out of date."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

TYPING = 0.3
"""Seconds without a keystroke after which a check begins."""
SAVED = 0.05
"""Seconds after a file is saved; several are, at once."""


class Schedule:
    """Runs some work on the event loop.

    Args:
        work: takes what tells whether it was asked for again since it began; it should end then.
    """

    def __init__(self, work: Callable[[Callable[[], bool]], Awaitable[None]]) -> None:
        self._work = work
        self._asked = 0
        self._timer: asyncio.TimerHandle | None = None
        self._running = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def ask(self, delay: float = 0.0) -> None:
        """Run the work after some seconds, unless it is asked for again meanwhile."""
        self.stop()
        self._timer = asyncio.get_running_loop().call_later(delay, self._start)

    def stop(self) -> None:
        """Forget what was asked for, and end what runs."""
        self._asked += 1
        if self._timer is not None:
            self._timer.cancel()

    def _start(self) -> None:
        task = asyncio.ensure_future(self._run(self._asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, asked: int) -> None:
        async with self._running:
            if asked == self._asked:
                await self._work(lambda: asked != self._asked)
