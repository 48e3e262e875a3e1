"""`seamlint lsp`: the language server, for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.commands.exits import CLEAN, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

NEEDED = frozenset({"pygls", "lsprotocol", "cattrs", "attrs"})


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--stdio", action="store_true", help="what it does anyway; editors like to say so")


def run(_: Namespace) -> int:
    """Serve an editor over standard input and output.

    Raises:
        UsageError: what it is made with is not installed.
    """
    try:
        from seamlint.lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in NEEDED:
            raise
        raise UsageError("the language server is an extra: pip install 'seamlint[lsp]'") from error
    serve()
    return CLEAN
