"""``seamlint new-rule``: a rule of one's own that works, with fixtures and a test, to be changed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from seamlint.commands.exits import CLEAN, UsageError
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

FOLDER = "seamlint-rules"
_ID = Pattern(r"[A-Z][A-Z0-9]*-[0-9]{3,}")
_NAME = Pattern(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("id", metavar="ID", help="ACME-001: capitals of your own, a hyphen, digits")
    parser.add_argument("name", metavar="NAME", help="in words with hyphens: queue-open-to-everyone")
    parser.add_argument("--python", action="store_true", help="a module of Python instead of YAML")
    parser.add_argument("--folder", default=FOLDER, metavar="FOLDER", help=f"where to (default: {FOLDER})")


def run(namespace: Namespace) -> int:
    """Write the files, and say how to try them.

    Raises:
        UsageError: id or name are no such thing or taken, or the folder cannot be written to.
    """
    _check(namespace)
    stem = namespace.name.replace("-", "_")
    rule = f"{stem}.py" if namespace.python else f"{stem}.yaml"
    fixtures = f"fixtures/{namespace.id}"
    files = {
        rule: "rule.py.txt" if namespace.python else "rule.yaml",
        f"{fixtures}/bad-first/terraform/main.tf": "bad.tf.txt",
        f"{fixtures}/good-first/terraform/main.tf": "good.tf.txt",
        "test_rules.py": "test_rules.py.txt",
    }
    for name, starter in files.items():
        sys.stdout.write(_write(namespace, name, starter))
    path = f"{namespace.folder}/{rule}"
    sys.stdout.write(f"\nTry it:  pytest {namespace.folder}\nUse it:  seamlint check --rules {path}\n")
    return CLEAN


def _check(namespace: Namespace) -> None:
    from seamlint.registry import installed

    if not _ID.fullmatch(namespace.id):
        raise UsageError(f"{namespace.id}: an id is written like ACME-001")
    if not _NAME.fullmatch(namespace.name):
        raise UsageError(f"{namespace.name}: a name is written like queue-open-to-everyone")
    family = namespace.id.rpartition("-")[0]
    if family in {each.rule.id.rpartition("-")[0] for each in installed()}:
        raise UsageError(f"{namespace.id}: {family} is a family of rules that are installed; take letters of your own")


def _write(namespace: Namespace, name: str, starter: str) -> str:
    from seamlint.starters import filled

    path = os.path.join(namespace.folder, *name.split("/"))
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(filled(starter, {"RULE-ID": namespace.id, "RULE-NAME": namespace.name}))
    except FileExistsError:
        return f"{path} is there already and stays as it is\n"
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    return f"{path} is written\n"
