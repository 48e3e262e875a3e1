"""What a run is asked to do: the command line and the configuration, as one value."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass

if TYPE_CHECKING:
    from seamlint.config import Config

Progress = Callable[[str, int, int], None]
"""Told how far a stage has come: its name in words (``reading files``), what is done, and of how much."""


@dataclass(frozen=True)
class Request:
    """What to check, and what the person who asks says about it.

    Attributes:
        paths: files and folders, as written on the command line; they exist.
        assignments: ``("var", "name=value")`` and ``("var-file", path)`` in the order given: the last one wins.
        account, region: where units go that do not say so themselves.
        parameters: files with parameters of all templates' stacks: the last one wins.
        cache: whether results of earlier runs may be used.
        around: folders (absolute, resolved) that what is checked may read, besides those that the paths name.
        is_part: whether more of the same repository is checked at other times, where suppressions may have their use.
    """

    paths: tuple[str, ...]
    config: Config
    assignments: tuple[tuple[str, str], ...] = ()
    account: str | None = None
    region: str | None = None
    parameters: tuple[str, ...] = ()
    cache: bool = True
    around: tuple[str, ...] = ()
    is_part: bool = False


def silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""
