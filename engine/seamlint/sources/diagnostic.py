"""What the reader of a repository has to be told that is not a finding."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass

if TYPE_CHECKING:
    from seamlint.sources.span import Span


class Level(str, Enum):
    """How much a diagnostic matters: an ERROR means that something was not read, and exit code 2."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Diagnostic:
    """A message about the input itself: what is wrong, where, and what to do about it."""

    level: Level
    message: str
    span: Span | None = None
