"""Regular expressions that are compiled when they are first matched: few of those that a run imports ever are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from re import compile as Pattern  # noqa: N812 - a class at run time
else:

    class Pattern:
        """What ``re.compile`` returns for the same arguments, from the first use on."""

        def __init__(self, *arguments: object) -> None:
            self._arguments = arguments

        def __getattr__(self, name: str) -> object:
            import re

            found = getattr(re.compile(*self._arguments), name)
            setattr(self, name, found)
            return found


__all__ = ["Pattern"]
