"""What every reader of text raises when the text is not in its language."""

from __future__ import annotations


class SyntaxFailure(Exception):  # noqa: N818 - it is reported, not an error of the program
    """A file that does not parse.

    Attributes:
        offset: where, as a character offset.
        message: what was found and what was expected.
    """

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
