"""Suppressions in CloudFormation templates: comments in YAML, and ``Metadata`` where there can be no comments.

``Metadata: {seamlint: {ignore: {NET-001: why it is accepted}}}`` of a resource covers the resource, that of the
template covers all of it. A list of texts (``NET-001 why``) or of mappings (``rule``, ``reason``, ``expires``) says the
same. A reason that begins with ``until 2027-03-31`` holds until the end of that day.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from seamlint.findings.suppression import DIRECTIVE, FORM, Suppression, day, names, term
from seamlint.patterns import Pattern
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.syntax.cloudformation.tree import Call, Entry, Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.sources.span import Span
    from seamlint.syntax.cloudformation.tree import Document

METADATA_FORM = "write `Metadata: {seamlint: {ignore: {NET-001: why it is accepted}}}`"
_COMMENT = Pattern(r"#[^#\n]*?\bseamlint:[ \t]*([^\n]*)")
_NAMED = Pattern(r"([A-Za-z][A-Za-z0-9-]*)\s*:?\s*(.*)", re.DOTALL)


def template_suppressions(document: Document) -> Iterator[Suppression | Diagnostic]:
    """Yield the suppressions of a template, and what is wrong with those that hold for nothing."""
    text = document.source.text
    if "seamlint" not in text or document.root is None:
        return
    yield from _in_metadata(document, document.root)
    comments = [] if text.lstrip().startswith("{") else list(_COMMENT.finditer(text))
    if comments:
        places = _Places(document.root)
        for comment in comments:
            if not places.in_text(comment.start()):
                yield _of_comment(document, places, comment)


class _Places:
    """Where the nodes of a template stand: what begins on a line, and what is text rather than comment."""

    def __init__(self, root: Node) -> None:
        self.nodes: list[tuple[int, int]] = []
        self.texts: list[tuple[int, int]] = []
        pending = [root]
        while pending:
            pending += self._inside(pending.pop())
        self.nodes.sort()
        self.texts.sort()

    def _inside(self, node: Node) -> list[Node]:
        if isinstance(node, Literal):
            self.texts.append((node.start, node.end))
        elif isinstance(node, Call):
            return [node.argument]
        elif isinstance(node, Sequence):
            self.nodes += [(item.start, item.end) for item in node.items]
            return node.items
        elif isinstance(node, Mapping):
            for entry in node.entries.values():
                self.nodes.append((entry.start, max(entry.end, entry.value.end)))
                self.texts.append((entry.start, entry.end))
            return [entry.value for entry in node.entries.values()]
        return []

    def in_text(self, offset: int) -> bool:
        """Tell whether a character belongs to a scalar."""
        place = bisect_right(self.texts, (offset, sys.maxsize)) - 1
        return place >= 0 and offset < self.texts[place][1]

    def end_of(self, begin: int, end: int) -> int:
        """Return where the largest entry or item ends that begins between two offsets, else the first."""
        first, last = (bisect_left(self.nodes, (offset, 0)) for offset in (begin, end))
        return max((stop for _, stop in self.nodes[first:last]), default=begin)


def _of_comment(document: Document, places: _Places, comment: re.Match[str]) -> Suppression | Diagnostic:
    source = document.source
    span = source.span(comment.start(), comment.end())
    directive = DIRECTIVE.fullmatch(comment[1].strip())
    named = names(directive[1]) if directive else ()
    if not directive or not named:
        return Diagnostic(Level.WARNING, f"this comment suppresses nothing: {FORM}", span)
    try:
        expires, reason = term(directive[2])
    except ValueError as error:
        return Diagnostic(Level.WARNING, f"this comment suppresses nothing: {error}", span)
    if not reason:
        return Diagnostic(Level.WARNING, f"a suppression without a reason suppresses nothing: {FORM}", span)
    if source.text[comment.start() - span.column + 1 : comment.start()].strip():
        return Suppression(named, span, span.line, span.line, expires)
    begin = _after_comments(source.text, comment.end())
    line_end = source.text.find("\n", begin)
    end = places.end_of(begin, len(source.text) if line_end < 0 else line_end)
    return Suppression(named, span, source.position(begin)[0], source.position(end)[0], expires)


def _after_comments(text: str, offset: int) -> int:
    """Return where the first line begins that follows a comment and the comments below it."""
    while (end := text.find("\n", offset)) >= 0:
        offset = end + 1
        if not text[offset : offset + 1_000].lstrip(" \t").startswith("#"):
            return offset
    return len(text)


def _in_metadata(document: Document, root: Node) -> Iterator[Suppression | Diagnostic]:
    resources = root.get("Resources") if isinstance(root, Mapping) else None
    lines = document.source.text.count("\n") + 1
    yield from _of_metadata(document, root, (1, lines))
    if isinstance(resources, Mapping):
        for entry in resources.entries.values():
            first, last = document.source.position(entry.start)[0], document.source.position(entry.value.end)[0]
            yield from _of_metadata(document, entry.value, (first, last))


def _of_metadata(document: Document, holder: Node, lines: tuple[int, int]) -> Iterator[Suppression | Diagnostic]:
    metadata = holder.get("Metadata") if isinstance(holder, Mapping) else None
    own = metadata.get("seamlint") if isinstance(metadata, Mapping) else None
    ignored = own.get("ignore") if isinstance(own, Mapping) else None
    if own is not None and ignored is None:
        yield Diagnostic(Level.WARNING, f"this suppresses nothing: {METADATA_FORM}", document.span(own))
    for rules, reason, until, at in _pairs(ignored) if ignored is not None else ():
        yield _of_pair((rules, reason, until), document.span(at), lines)


def _of_pair(pair: tuple[str, str, str | None], span: Span, lines: tuple[int, int]) -> Suppression | Diagnostic:
    rules, written, until = pair
    try:
        expires, reason = term(written) if until is None else (day(until), written.strip())
    except ValueError as error:
        return Diagnostic(Level.WARNING, f"this suppresses nothing: {error}", span)
    if names(rules) and reason:
        return Suppression(names(rules), span, *lines, expires)
    says = "a suppression without a rule or reason suppresses nothing"
    return Diagnostic(Level.WARNING, f"{says}: {METADATA_FORM}", span)


def _pairs(ignored: Node) -> Iterator[tuple[str, str, str | None, Node | Entry]]:
    """Yield rules, reasons and last days where they stand by themselves, however they are written."""
    if isinstance(ignored, Sequence):
        for item in ignored.items:
            yield from _pairs(item)
    elif isinstance(ignored, Literal):
        named = _NAMED.fullmatch(_text(ignored).strip())
        yield (named[1], named[2], None, ignored) if named else ("", "", None, ignored)
    elif isinstance(ignored, Mapping) and "rule" in ignored.entries:
        until = _text(ignored.get("expires")) if "expires" in ignored.entries else None
        yield _text(ignored.get("rule")), _text(ignored.get("reason")), until, ignored
    elif isinstance(ignored, Mapping):
        for rule, entry in ignored.entries.items():
            yield rule, _text(entry.value), None, entry


def _text(node: Node | None) -> str:
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else ""
