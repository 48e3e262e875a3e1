"""What goes wrong while Terraform code is evaluated."""

from __future__ import annotations


class EvaluationError(Exception):
    """An expression that Terraform refuses; whoever evaluates it reports it, and its value is unknown.

    Attributes:
        message: what is wrong and what to do, as a sentence.
        start, end: character offsets of the expression in its file's text, the end exclusive.
    """

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


class UndeclaredError(EvaluationError):
    """A name that the module does not declare: ``try`` and ``can`` do not catch it, as Terraform checks names first."""


class CycleError(Exception):
    """A value that holds itself: a resource one of whose arguments is the whole resource."""


class ConversionError(Exception):
    """A value that does not convert to a type; the text says what is required, without a final stop."""


class FunctionError(Exception):
    """A function that refuses its arguments.

    Attributes:
        argument: position of the argument at fault from 0, None when it is the call as a whole.
    """

    def __init__(self, message: str, argument: int | None = None) -> None:
        super().__init__(message)
        self.argument = argument
