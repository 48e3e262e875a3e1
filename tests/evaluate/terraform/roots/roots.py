"""Evaluates roots for the tests."""

import textwrap

from seamlint.evaluate.terraform.declarations import Declarations
from seamlint.evaluate.terraform.files import SourceFiles
from seamlint.evaluate.terraform.root import evaluate_root
from seamlint.evaluate.terraform.settings import Options


def evaluated(folder, **options):
    """Return a root's unit and the diagnostics of evaluating it."""
    folder = folder.resolve()
    files = SourceFiles((str(folder),))
    unit, diagnostics = evaluate_root(str(folder), Options(**options), Declarations(files))
    return unit, [*files.diagnostics, *diagnostics]


def write(folder, **files):
    """Write files, by name with ``__`` for ``.`` and ``___`` for ``/``."""
    for name, text in files.items():
        path = folder / name.replace("___", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    return folder


def resource(unit, address):
    """Return one resource of a unit."""
    return next(each for each in unit.resources if each.address == address)
