"""The texts that an editor holds open: which of them can be evaluated, and which could be last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.named_tuples import NamedTuple
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.reading import Unreadable, read_text, shown
from seamlint.sources.span import SourceText
from seamlint.sources.walk import TERRAFORM_FILES
from seamlint.syntax.cloudformation import may_be_template, read_template
from seamlint.syntax.failure import SyntaxFailure
from seamlint.syntax.hcl import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

NATIVE = (".tf", ".tofu", ".tfvars")
TEMPLATES = (".yaml", ".yml", ".json", ".template")


class Prepared(NamedTuple):
    """What to evaluate.

    Attributes:
        texts: by path, of every open file: as it is on the screen, or as it was when it could last be parsed.
        unsaved: those of them that are not what is on disk.
        problems: why the others cannot be parsed.
    """

    texts: dict[str, str]
    unsaved: dict[str, str]
    problems: list[Diagnostic]


class Texts:
    """Remembers of each open file the last text that could be parsed."""

    def __init__(self) -> None:
        self._sound: dict[str, str] = {}

    def prepare(self, opened: Mapping[str, str]) -> Prepared:
        """Return what to evaluate of the files that are open (text by absolute, resolved path)."""
        prepared = Prepared({}, {}, [])
        self._sound = {path: text for path, text in self._sound.items() if path in opened}
        for path, text in opened.items():
            saved = _on_disk(path)
            problem = None if text == self._sound.get(path) else _problem(path, text)
            if problem is None:
                self._sound[path] = text
            else:
                self._remember(path, saved)
                if path in self._sound:
                    prepared.problems.append(problem)
            prepared.texts[path] = self._sound.get(path, text)
            if prepared.texts[path] != saved:
                prepared.unsaved[path] = prepared.texts[path]
        return prepared

    def _remember(self, path: str, saved: str | None) -> None:
        """Take what is on disk for the last text that could be parsed, where nothing better is known."""
        if path not in self._sound and saved is not None and _problem(path, saved) is None:
            self._sound[path] = saved


def _on_disk(path: str) -> str | None:
    try:
        return read_text(path).text
    except Unreadable:
        return None


def _problem(path: str, text: str) -> Diagnostic | None:
    """Return why a text of Terraform's or a template cannot be parsed, None where it can or is something else."""
    source = SourceText(shown(path), text)
    try:
        if path.endswith(NATIVE):
            parse(source)
        elif path.endswith(TERRAFORM_FILES):
            from seamlint.syntax.hcl.json import parse_json

            parse_json(source)
        elif path.endswith(TEMPLATES) and may_be_template(text.encode("utf-8", "surrogatepass")):
            read_template(source)
    except SyntaxFailure as failure:
        return Diagnostic(Level.ERROR, failure.message, source.span(failure.offset, failure.offset + 1))
    except RecursionError:
        return Diagnostic(Level.ERROR, "this file nests deeper than can be read; split it up", source.span(0, 1))
    return None
