"""Rules of one's own on the command line: ``--rules FILE``, and those that the configuration names."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint.commands.exits import UsageError

if TYPE_CHECKING:
    from argparse import Namespace, _ActionsContainer

    from seamlint.config import Config
    from seamlint.registry import InstalledRule
    from seamlint.sources.diagnostic import Diagnostic

_ENDINGS = (".yaml", ".yml", ".py")


def add_argument(parser: _ActionsContainer) -> None:
    """Declare the option."""
    says = "further rules: YAML, or a module of Python, which is run; repeat it for several"
    parser.add_argument("--rules", action="append", default=[], metavar="FILE", help=says)


def all_rules(namespace: Namespace, config: Config, problems: list[Diagnostic]) -> list[InstalledRule]:
    """Return every rule there is; what cannot be loaded is told in ``problems``.

    Raises:
        UsageError: a file does not exist, or holds no rules by its name.
    """
    from seamlint.registry import installed

    for file in namespace.rules:
        if not os.path.isfile(file):
            raise UsageError(f"--rules {file} does not exist")
        if not file.endswith(_ENDINGS):
            raise UsageError(f"--rules {file}: rules are YAML (.yaml) or Python (.py)")
    return installed(problems, tuple(dict.fromkeys(map(os.path.realpath, (*config.rule_files, *namespace.rules)))))


def nearest_configuration() -> Config:
    """Return the configuration of the current folder, for commands that check no paths.

    Raises:
        UsageError: it cannot be used.
    """
    from seamlint.config import Config, ConfigurationError, find, load

    file = find(["."])
    try:
        return load(file) if file else Config(os.path.realpath(os.curdir))
    except ConfigurationError as error:
        raise UsageError(f"{error.span.file}:{error.span.line}: {error.message}") from error
