"""The template files of a run, each read once however many stacks it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.template import Template
from seamlint.sources.reading import Unreadable, decoded, read_bytes, shown
from seamlint.sources.span import SourceText, Span
from seamlint.syntax.cloudformation import may_be_template, read_template
from seamlint.syntax.failure import SyntaxFailure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.cloudformation.problems import Problems


class Templates:
    """Templates by absolute path; what is none is passed over in silence."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._read: dict[str, Template | None] = {}

    def find(self, paths: Iterable[str]) -> list[Template]:
        """Return the templates among some files, in their order."""
        return [template for template in map(self.at, paths) if template is not None]

    def all(self) -> list[Template]:
        """Return every template that was read."""
        return [template for template in self._read.values() if template is not None]

    def at(self, path: str) -> Template | None:
        """Return the template in a file (absolute, resolved), None where it is none or cannot be read."""
        if path not in self._read:
            self._read[path] = self._template(path)
        return self._read[path]

    def _template(self, path: str) -> Template | None:
        try:
            content = read_bytes(path)
            if not may_be_template(content):
                return None
            source = SourceText(shown(path), decoded(content, path))
        except Unreadable as error:
            self._problems.warn(str(error), Span(shown(path), 1, 1, 1, 1))
            return None
        try:
            document = read_template(source)
        except SyntaxFailure as failure:
            self._problems.fail(f"not read: {failure.message}", source.span(failure.offset, failure.offset))
            return None
        return Template(path, document, self._problems) if document else None
