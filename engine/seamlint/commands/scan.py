"""Options that `check` and `show` share: what to read, and with which values."""

from __future__ import annotations

import os
from argparse import Action
from typing import TYPE_CHECKING, Any

from seamlint.commands.exits import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from seamlint.config import Config
    from seamlint.request import Request


class _Assignment(Action):
    """Keeps ``--var`` and ``--var-file`` in one list, for the last one wins."""

    def __call__(self, _parser: ArgumentParser, namespace: Namespace, value: Any, option: str | None = None) -> None:
        """Append ``("var", "name=value")`` or ``("var-file", path)``."""
        given: list[tuple[str, str]] = getattr(namespace, self.dest) or []
        setattr(namespace, self.dest, [*given, (str(option).lstrip("-"), value)])


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options."""
    values = parser.add_argument_group("what the code does not say")
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="files and folders (default: .)")
    values.add_argument("--var", dest="assignments", action=_Assignment, metavar="NAME=VALUE", help="set a variable")
    values.add_argument("--var-file", dest="assignments", action=_Assignment, metavar="FILE", help="set variables")
    values.add_argument("--parameters", action="append", default=[], metavar="FILE", help="set parameters of templates")
    values.add_argument("--account", metavar="ID", help="account of what does not say its own (12 digits)")
    values.add_argument("--region", metavar="NAME", help="region of what does not say its own")
    parser.add_argument("--config", metavar="FILE", help="configuration instead of the nearest seamlint.toml")
    parser.add_argument("--no-cache", dest="cache", action="store_false", help="use no results of earlier runs")
    parser.add_argument("--quiet", action="store_true", help="no progress, no summary")
    parser.set_defaults(is_part=False)


def request(namespace: Namespace) -> Request:
    """Return what is asked for.

    Raises:
        UsageError: a path does not exist, or an option or the configuration cannot be used.
    """
    from seamlint.request import Request

    var_files = (text for kind, text in namespace.assignments or () if kind == "var-file")
    for path in (*namespace.paths, *var_files, *namespace.parameters):
        if not os.path.exists(path):
            raise UsageError(f"{path} does not exist")
    for kind, text in namespace.assignments or ():
        if kind == "var" and "=" not in text:
            raise UsageError(f"--var {text}: write NAME=VALUE")
    if namespace.account and not (len(namespace.account) == 12 and namespace.account.isdecimal()):
        raise UsageError(f"--account {namespace.account}: an account id has 12 digits")
    return Request(
        paths=tuple(namespace.paths),
        config=_configuration(namespace),
        assignments=tuple(namespace.assignments or ()),
        account=namespace.account,
        region=namespace.region,
        parameters=tuple(namespace.parameters),
        cache=namespace.cache,
        is_part=namespace.is_part,
    )


def _configuration(namespace: Namespace) -> Config:
    from seamlint.config import Config, ConfigurationError, find, load

    if namespace.config and not os.path.isfile(namespace.config):
        raise UsageError(f"--config {namespace.config} does not exist")
    file = namespace.config or find(namespace.paths)
    try:
        return load(file) if file else Config(os.path.realpath(os.curdir))
    except ConfigurationError as error:
        raise UsageError(f"{error.span.file}:{error.span.line}: {error.message}") from error
