"""The values that a root's variables are given from outside its code.

Source: Terraform language documentation, "Input Variables": "Variable Definition Precedence"; "Environment Variables".
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint.evaluate.resource import Origin
from seamlint.named_tuples import NamedTuple
from seamlint.sources.diagnostic import Level
from seamlint.sources.span import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.terraform.files import SourceFiles
    from seamlint.evaluate.terraform.problems import Problems
    from seamlint.evaluate.terraform.settings import Assignment, Options
    from seamlint.syntax.hcl.tree import Attribute

ENVIRONMENT = "TF_VAR_"
OWN_FILES = ("terraform.tfvars", "terraform.tfvars.json")


class Given(NamedTuple):
    """A value from outside: an expression in a file, or text that the variable's type says how to read.

    Attributes:
        text: what ``-var`` or ``TF_VAR_`` says; None for a value from a file.
        attribute: its line in a file; None for text.
        source: the file, or a stand-in that holds the text.
    """

    name: str
    text: str | None
    attribute: Attribute | None
    source: SourceText

    @property
    def origin(self) -> Origin:
        """The place, and what it does."""
        if self.attribute is None:
            return Origin(self.source.span(0, len(self.source.text)), f"{self.source.path} sets var.{self.name}")
        span = self.source.span(self.attribute.start, self.attribute.end)
        return Origin(span, f"sets var.{self.name}")


def given_values(folder: str, options: Options, files: SourceFiles, problems: Problems) -> dict[str, Given]:
    """Return what the variables of the root in a folder are given: of several values, the one that wins."""
    values = {given.name: given for given in _from_environment(options)}
    for path in variable_files(folder, files):
        values.update((given.name, given) for given in _from_file(path, files))
    for assignment in options.assignments:
        values.update((given.name, given) for given in _assigned(assignment, folder, files, problems))
    for source in options.given:
        from seamlint.syntax.hcl.json import parse_json

        attributes = parse_json(source).body.attributes
        values.update((name, Given(name, None, attribute, source)) for name, attribute in attributes.items())
    return values


def variable_files(folder: str, files: SourceFiles) -> list[str]:
    """Return the variable files that Terraform loads by itself, the weakest first."""
    names = files.names(folder)
    automatic = sorted(name for name in names if name.endswith((".auto.tfvars", ".auto.tfvars.json")))
    return [os.path.join(folder, name) for name in (*OWN_FILES, *automatic) if name in names]


def _from_environment(options: Options) -> Iterator[Given]:
    for name, text in options.environment.items():
        if name.startswith(ENVIRONMENT):
            yield Given(name.removeprefix(ENVIRONMENT), text, None, SourceText(name, text))


def _from_file(path: str, files: SourceFiles) -> Iterator[Given]:
    file = files.parsed(path)
    if file is not None:
        for name, attribute in file.body.attributes.items():
            yield Given(name, None, attribute, file.source)


def _assigned(assignment: Assignment, folder: str, files: SourceFiles, problems: Problems) -> Iterator[Given]:
    if assignment.kind == "var":
        name, equals, text = assignment.text.partition("=")
        if equals:
            yield Given(name.strip(), text, None, SourceText(f"--var {name.strip()}", text))
        else:
            problems.tell(Level.ERROR, f"--var {assignment.text} has no value; write --var name=value", None)
        return
    beside = os.path.join(folder, assignment.text)
    yield from _from_file(beside if os.path.isfile(beside) else os.path.abspath(assignment.text), files)
