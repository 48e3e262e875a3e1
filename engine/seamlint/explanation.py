"""Explanations of rules: their docstrings, by section."""

from __future__ import annotations

import inspect
import re

from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

SECTIONS = ("What", "Why", "Fix", "Sources")
_HEADING = Pattern(rf"({'|'.join(SECTIONS)})(?::[ \t]*|[ \t]*$)", re.MULTILINE)
_HANGING = Pattern(r"^ {4}", re.MULTILINE)


class Explanation(NamedTuple):
    """A rule's docstring: its first paragraph, and its sections by heading, in the order written."""

    summary: str
    sections: dict[str, str]

    @property
    def missing(self) -> list[str]:
        """Return the sections that every rule should have and this one lacks."""
        return [section for section in SECTIONS if not self.sections.get(section)]


def explanation(docstring: str) -> Explanation:
    """Take a docstring apart: a section begins with a line ``What:`` (or Why, Fix, Sources), its text after it.

    Code reads as in Markdown, between single backticks.
    """
    pieces = _HEADING.split(inspect.cleandoc(docstring).replace("``", "`"))
    texts = (_HANGING.sub("", text).strip() for text in pieces[2::2])
    sections = {heading: text[:1].upper() + text[1:] for heading, text in zip(pieces[1::2], texts, strict=True)}
    return Explanation(pieces[0].strip(), sections)
