"""YAML text to the tree of a template. JSON is read as YAML too, for nearly all JSON is YAML.

The events of PyYAML's parser (libyaml where it is installed) are read with a stack of our own: no input can exhaust
Python's. Aliases share what they repeat, and count for all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.syntax.cloudformation.scalars import plain_value
from seamlint.syntax.cloudformation.tree import (
    Call,
    Document,
    Entry,
    Literal,
    Mapping,
    Node,
    Problem,
    Sequence,
    repeated,
)
from seamlint.syntax.failure import SyntaxFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from seamlint.sources.span import SourceText

DEEPEST = 100
"""Collections inside each other: more than anyone writes, less than what a stack holds."""
MOST_NODES = 500_000
"""Values of one file, each alias counted with all that it repeats. CloudFormation takes templates of at most 1 MB."""
_STANDARD = "tag:yaml.org,2002:"
_TEXT_TAGS = frozenset({"!", _STANDARD + "str"})
_BARE = frozenset({"Ref", "Condition"})
"""Functions whose full form has no ``Fn::`` in front."""


class SeveralDocuments(Exception):  # noqa: N818 - it is no error, such a file is just no template
    """A file of several YAML documents: no template is one."""


def read_yaml(source: SourceText) -> Document:
    """Return the tree of a text.

    Raises:
        SyntaxFailure: it is no YAML, too large or too deep.
        SeveralDocuments: it holds more than one.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reader = _Reader(source)
    try:
        takers = reader.takers(yaml)
        for event in yaml.parse(source.text, Loader=loader):
            take = takers.get(type(event))
            if take is not None:
                take(event)
    except yaml.YAMLError as error:
        raise _failure(error) from None
    except RecursionError:
        raise SyntaxFailure(f"nested more than {DEEPEST} levels deep", 0) from None
    return Document(source, reader.root, tuple(reader.problems))


def _failure(error: Any) -> SyntaxFailure:
    """Return PyYAML's error with its place and without its excerpt."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    offset = mark.index if mark else getattr(error, "position", 0) or 0
    message = getattr(error, "problem", None) or getattr(error, "reason", None) or "not valid YAML"
    if "cannot start any token" in message:
        message += " (YAML is never indented with tabs)"
    context = getattr(error, "context", None)
    return SyntaxFailure(f"{message} {context}" if context else str(message), offset)


class _Open:
    """A collection that has begun."""

    __slots__ = ("anchor", "entries", "flow", "items", "key", "merged", "size", "start", "tag")

    def __init__(self, event: Any, entries: dict[str, Entry] | None) -> None:
        self.start: int = event.start_mark.index
        self.tag: str | None = event.tag
        self.anchor: str | None = event.anchor
        self.flow: bool = event.flow_style
        self.entries = entries
        self.items: list[Node] = []
        self.key: tuple[str, int, int] | None = None
        self.merged: list[Mapping] = []
        self.size = 1


class _Reader:
    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._documents = 0
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}

    def takers(self, yaml: Any) -> dict[type, Callable[[Any], None]]:
        """Return what takes an event of PyYAML's, by its class; documents and streams say nothing."""
        return {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
        }

    def _scalar(self, event: Any) -> None:
        stack = self._stack
        start, end = event.start_mark.index, event.end_mark.index
        text: str = event.value
        if stack and stack[-1].entries is not None and stack[-1].key is None:
            stack[-1].key = (text, start, end)
            if event.anchor:
                self._anchors[event.anchor] = (Literal(start, end, text), 1)
            return
        if event.style in ("|", ">"):
            end = start + len(self.source.text[start:end].rstrip())
        tag = event.tag
        node: Node
        if tag is None or tag == "!":
            node = Literal(start, end, plain_value(text) if event.implicit[0] and tag is None else text)
        else:
            node = _tagged(tag, text, start, end)
        self._add(node, event.anchor, 1)

    def _mapping(self, event: Any) -> None:
        self._open(event, {})

    def _sequence(self, event: Any) -> None:
        self._open(event, None)

    def _open(self, event: Any, entries: dict[str, Entry] | None) -> None:
        stack = self._stack
        if len(stack) >= DEEPEST:
            raise SyntaxFailure(f"nested more than {DEEPEST} levels deep", event.start_mark.index)
        if stack and stack[-1].entries is not None and stack[-1].key is None:
            raise SyntaxFailure("a key has to be text, not a collection", event.start_mark.index)
        stack.append(_Open(event, entries))

    def _end(self, event: Any) -> None:
        done = self._stack.pop()
        end: int = event.end_mark.index
        node: Node
        if done.entries is None:
            end = end if done.flow or not done.items else done.items[-1].end
            node = Sequence(done.start, end, done.items)
        else:
            entries = _merged(done)
            last = None if done.flow or not done.entries else next(reversed(done.entries.values()))
            node = mapping_or_call(entries, done.start, max(last.end, last.value.end) if last else end)
        if done.tag is not None and not done.tag.startswith(_STANDARD) and done.tag != "!":
            node = _call(done.tag, node)
        self._add(node, done.anchor, done.size)

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor not in self._anchors:
            raise SyntaxFailure(f"no anchor is called &{event.anchor} before this alias", start)
        node, size = self._anchors[event.anchor]
        stack = self._stack
        if stack and stack[-1].entries is not None and stack[-1].key is None:
            if not isinstance(node, Literal) or not isinstance(node.value, str):
                raise SyntaxFailure("a key has to be text, not a collection", start)
            stack[-1].key = (node.value, start, end)
            return
        self._add(node, None, size)

    def _add(self, node: Node, anchor: str | None, size: int) -> None:
        """Put a finished node where it belongs."""
        if anchor is not None:
            self._anchors[anchor] = (node, size)
        if not self._stack:
            self._documents += 1
            if self._documents > 1 and not (isinstance(node, Literal) and node.value is None):
                raise SeveralDocuments
            self.root = node if self.root is None else self.root
            return
        into = self._stack[-1]
        into.size += size
        if into.size > MOST_NODES:
            raise SyntaxFailure(f"holds more than {MOST_NODES:,} values", node.start)
        if into.entries is None:
            into.items.append(node)
            return
        assert into.key is not None
        (name, start, end), into.key = into.key, None
        if name == "<<" and (merged := _mappings(node)):
            into.merged += merged
            return
        if name in into.entries:
            self.problems.append(repeated(name, start, end))
        into.entries[name] = Entry(start, end, node)


def _mappings(node: Node) -> list[Mapping]:
    """Return what a merge key merges; nothing where it is an ordinary key."""
    nodes = node.items if isinstance(node, Sequence) else [node]
    found = [each for each in nodes if isinstance(each, Mapping)]
    return found if len(found) == len(nodes) else []


def _merged(done: _Open) -> dict[str, Entry]:
    """Return a mapping's entries with those of its merge keys behind: its own win, then earlier ones."""
    assert done.entries is not None
    if not done.merged:
        return done.entries
    entries = dict(done.entries)
    for mapping in done.merged:
        for name, entry in mapping.entries.items():
            entries.setdefault(name, entry)
    return entries


def mapping_or_call(entries: dict[str, Entry], start: int, end: int) -> Node:
    """Return a mapping, or the function that it is the full form of."""
    if len(entries) == 1:
        ((name, entry),) = entries.items()
        if name == "Ref" or (name.startswith("Fn::") and not name.startswith("Fn::ForEach::")):
            return Call(start, end, name, entry.value)
    return Mapping(start, end, entries)


def _tagged(tag: str, text: str, start: int, end: int) -> Node:
    if tag in _TEXT_TAGS:
        return Literal(start, end, text)
    if tag.startswith(_STANDARD):
        return Literal(start, end, plain_value(text))
    return _call(tag, Literal(start, end, text))


def _call(tag: str, argument: Node) -> Call:
    """Return what a short form says: ``!GetAtt A.B`` for ``Fn::GetAtt: A.B``."""
    name = tag.removeprefix("!")
    return Call(argument.start, argument.end, name if name in _BARE else f"Fn::{name}", argument)
