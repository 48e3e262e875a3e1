"""The command line: finds the command and keeps every surprise quiet and short."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from seamlint import __version__
from seamlint.commands.exits import INTERRUPTED, PIPE_CLOSED, UNUSABLE, UsageError
from seamlint.garbage import keep_until_exit, rarely_collected

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

COMMANDS = {
    "check": "prove where resources contradict each other",
    "pre-commit": "check what changed files affect",
    "simulate": "answer IAM requests: JSON lines in, decisions with proof out",
    "can": "tell whether a principal may do something, with the proof",
    "reach": "tell whether a connection comes about, with the proof",
    "show": "print what the code evaluates to, as JSON",
    "lsp": "serve an editor: the language server, over standard input and output",
    "init": "write the files that a repository begins with",
    "new-rule": "begin a rule of your own: it works, and is there to be changed",
    "rules": "list the rules",
    "explain": "explain a rule",
    "baseline": "accept what is found today, so that `check --baseline` tells of new findings only",
}
TRACEBACK = "SEAMLINT_TRACEBACK"
"""Environment variable; when set, an unexpected error is shown as Python shows it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; ``argv`` is without the program's name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    try:
        with rarely_collected():
            code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        if argv is None:
            keep_until_exit()
    except UsageError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - the interpreter flushes it at exit
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - no input may end in a traceback
        return _surprised(error)
    return code


def _run(argv: list[str]) -> int:
    parser, commands = _parser()
    name = argv[0] if argv else ""
    if name in commands:
        command = import_module(f"seamlint.commands.{name.replace('-', '_')}")
        command.add_arguments(commands[name])
        code: int = command.run(parser.parse_args(argv))
        return code
    parser.parse_args(argv)
    parser.print_help(sys.stderr)
    return UNUSABLE


def _parser() -> tuple[ArgumentParser, dict[str, ArgumentParser]]:
    from argparse import ArgumentParser

    parser = ArgumentParser("seamlint", description="Lints the seams of AWS infrastructure code.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"seamlint {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    return parser, {
        name: commands.add_parser(name, help=says, description=says.capitalize() + ".", allow_abbrev=False)
        for name, says in COMMANDS.items()
    }


def _surprised(error: Exception) -> int:
    if os.environ.get(TRACEBACK):
        raise error
    reason = f"{type(error).__name__}: {error}".strip().splitlines()[0]
    return _fail(f"this should not happen ({reason}); please report it with what {TRACEBACK}=1 shows")


def _fail(message: str) -> int:
    print(f"seamlint: error: {message}", file=sys.stderr)  # noqa: T201 - where errors are told
    return UNUSABLE
