"""Files that `seamlint init` begins a repository with; those without blanks to fill stand beside this module."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from seamlint.evaluate.resource import Unit

REPOSITORY = "https://github.com/seamlint/seamlint"
ACTION = "seamlint/seamlint"


def pre_commit_hook() -> str:
    """Return ``.pre-commit-config.yaml``."""
    return f"repos:\n  - repo: {REPOSITORY}\n    rev: v{__version__}\n    hooks:\n      - id: seamlint\n"


def workflow() -> str:
    """Return a workflow of GitHub Actions."""
    return filled("workflow.yml", {"SEAMLINT_ACTION": f"{ACTION}@v{__version__}"})


def editor_task() -> str:
    """Return ``tasks.json`` of Visual Studio Code."""
    return _beside("tasks.json")


def filled(name: str, words: Mapping[str, str]) -> str:
    """Return a file that stands beside this module, with words in the place of others."""
    text = _beside(name)
    for word, instead in words.items():
        text = text.replace(word, instead)
    return text


def _beside(name: str) -> str:
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()


def configuration(units: Mapping[str, Unit]) -> str:
    """Return ``seamlint.toml`` for some units, by path from its folder: what their code does not say is left open."""
    told = sorted(units.items())
    accounts = sorted({unit.account for _, unit in told if unit.account})
    parts = [_HEAD, *(f'# [accounts.{_string(each)}]\n# name = "..."\n' for each in accounts)]
    parts += ["\n".join(_unit(path, unit)) + "\n" for path, unit in told]
    return "\n".join(parts)


_HEAD = """\
# Accounts that may be trusted although no checked code declares them: vendors, your own others.
# trusted-accounts = ["444455556666"]
"""


def _unit(path: str, unit: Unit) -> Iterator[str]:
    yield "[[units]]"
    yield f"path = {_string(path)}"
    yield (
        f"account = {_string(unit.account)}" if unit.account else '# account = "111122223333"  # the code does not say'
    )
    yield f"region = {_string(unit.region)}" if unit.region else '# region = "eu-west-1"  # the code does not say'


def _string(text: str) -> str:
    """Return a basic string of TOML; JSON's escapes are among TOML's, but for DEL."""
    import json

    return json.dumps(text).replace("\x7f", "\\u007f")
