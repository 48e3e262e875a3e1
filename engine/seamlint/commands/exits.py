"""Exit codes, and the error that ends a command."""

from __future__ import annotations

CLEAN = 0
FOUND = 1
UNUSABLE = 2
"""Wrong use, an unreadable configuration, or a file that could not be parsed."""
INTERRUPTED = 130
PIPE_CLOSED = 141


class UsageError(Exception):
    """A command that cannot do what it is asked; the message says why and what to do."""
