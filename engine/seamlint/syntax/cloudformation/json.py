"""JSON that YAML's parser does not take (escaped surrogate pairs, tabs where YAML wants none) to the same tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.syntax.cloudformation.reader import mapping_or_call
from seamlint.syntax.cloudformation.scalars import json_number
from seamlint.syntax.cloudformation.tree import Document, Entry, Literal, Node, Problem, Sequence, repeated
from seamlint.syntax.located_json import JsonArray, JsonNumber, JsonObject, JsonText, JsonValue, JsonWord, read_json

if TYPE_CHECKING:
    from seamlint.sources.span import SourceText


def read_template_json(source: SourceText) -> Document:
    """Return the tree of a JSON text.

    Raises:
        SyntaxFailure: it is not JSON, too large or too deep.
    """
    problems: list[Problem] = []
    root = _node(read_json(source.text), problems)
    return Document(source, root, tuple(problems))


def _node(value: JsonValue, problems: list[Problem]) -> Node:
    if isinstance(value, JsonObject):
        return _mapping(value, problems)
    if isinstance(value, JsonArray):
        return Sequence(value.start, value.end, [_node(item, problems) for item in value.items])
    if isinstance(value, JsonNumber):
        return Literal(value.start, value.end, json_number(value.text))
    assert isinstance(value, (JsonText, JsonWord))
    return Literal(value.start, value.end, value.value)


def _mapping(value: JsonObject, problems: list[Problem]) -> Node:
    entries: dict[str, Entry] = {}
    for key, member in value.members:
        if key.value in entries:
            problems.append(repeated(key.value, key.start, key.end))
        entries[key.value] = Entry(key.start, key.end, _node(member, problems))
    return mapping_or_call(entries, value.start, value.end)
