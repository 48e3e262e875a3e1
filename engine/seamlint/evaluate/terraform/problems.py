"""What Terraform would refuse, collected while everything else is still evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.types import DYNAMIC
from seamlint.evaluate.terraform.values import Unknown
from seamlint.sources.diagnostic import Diagnostic, Level

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.errors import EvaluationError
    from seamlint.sources.span import SourceText, Span


class Problems:
    """Diagnostics of one root, each told once however often a module is called."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, Span | None], Diagnostic] = {}

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What was told, in the order met."""
        return list(self._told.values())

    def tell(self, level: Level, message: str, span: Span | None) -> None:
        """Remember a diagnostic."""
        self._told.setdefault((message, span), Diagnostic(level, message, span))

    def refused(self, error: EvaluationError, source: SourceText) -> Unknown:
        """Remember that Terraform refuses an expression; return what stands in for its value."""
        return self.unusable(error.message, source.span(error.start, error.end))

    def unusable(self, message: str, span: Span) -> Unknown:
        """Remember what makes a value unusable; return an unknown that says where to look."""
        self.tell(Level.WARNING, message, span)
        return Unknown(DYNAMIC, (f"error at {span.file}:{span.line}",))


class Hushed(Problems):
    """Tells nothing: what may not exist at all cannot be wrong."""

    def tell(self, level: Level, message: str, span: Span | None) -> None:
        """Forget a diagnostic."""
