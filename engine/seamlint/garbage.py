"""Garbage collection: nearly all that a run makes lives until its end, and every collection walks through all of it."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def rarely_collected() -> Iterator[None]:
    """Collect garbage rarely, imports included, and take what is there at the end for old: it was just made."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()
        gc.set_threshold(*usual)


def keep_until_exit() -> None:
    """Collect nothing of what is there any more: the process is about to end, and all of it with it."""
    gc.freeze()
