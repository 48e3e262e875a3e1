"""Terraform's language: HCL text and its JSON form to one located tree."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from seamlint.syntax.hcl.tree import Expression, File

if TYPE_CHECKING:
    from seamlint.cache import Cache
    from seamlint.sources.span import SourceText
    from seamlint.syntax.hcl.parser import Parser


@lru_cache(maxsize=1)
def _parser() -> Parser:
    from seamlint.cache import Cache
    from seamlint.syntax.hcl import grammar
    from seamlint.syntax.hcl.parser import Parser

    return Parser(grammar.load(Cache.of_user()))


def parse(source: SourceText, cache: Cache | None = None) -> File:
    """Return the tree of a file in native syntax, from a cache when it holds it.

    Raises:
        SyntaxFailure: the text is not in the language; holds what was found and expected, and the offset.
    """
    if cache is None:
        return _parsed(source)
    from seamlint.syntax.hcl.kept import keep, recall

    file = recall(source, cache)
    if file is None:
        file = _parsed(source)
        keep(file, cache)
    return file


def _parsed(source: SourceText) -> File:
    body, lexer = _parser().parse(source.text, "start")
    body.end = len(source.text)
    return File(source, body, lexer.comments)


def parse_expression(text: str) -> Expression:
    """Return the tree of one expression; offsets count from its own start.

    Raises:
        SyntaxFailure: the text is not one expression.
    """
    return _bounded(text, "expression")


def parse_template(text: str) -> Expression:
    """Return the tree of a template without quotes around it, as ``templatefile`` and JSON strings hold it.

    Raises:
        SyntaxFailure: the text is not a template.
    """
    template = _bounded(text, "template")
    template.start, template.end = 0, len(text)
    return template


def _bounded(text: str, start: str) -> Expression:
    from seamlint.syntax.hcl.nesting import bounded

    expression: Expression = _parser().parse(text, start)[0]
    bounded(expression)
    return expression
