"""What CloudFormation would refuse, collected while everything else is still evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.sources.diagnostic import Diagnostic, Level

if TYPE_CHECKING:
    from seamlint.sources.span import Span


class Problems:
    """Diagnostics of a run's templates, each told once however often a template is used."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, Span | None], Diagnostic] = {}

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What was told, in the order met."""
        return list(self._told.values())

    def fail(self, message: str, span: Span | None) -> None:
        """Tell that something was not read."""
        self._tell(Level.ERROR, message, span)

    def warn(self, message: str, span: Span | None) -> None:
        """Tell that something is wrong, or not known."""
        self._tell(Level.WARNING, message, span)

    def note(self, message: str, span: Span | None) -> None:
        """Tell what the reader may want to know."""
        self._tell(Level.NOTE, message, span)

    def unusable(self, message: str, span: Span) -> Unknown:
        """Remember what makes a value unusable; return an unknown that says where to look."""
        self.warn(message, span)
        return Unknown((f"error at {span.file}:{span.line}",))

    def _tell(self, level: Level, message: str, span: Span | None) -> None:
        self._told.setdefault((message, span), Diagnostic(level, message, span))
