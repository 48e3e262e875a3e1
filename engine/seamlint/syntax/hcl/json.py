"""Terraform's JSON form, to the same tree as the native one.

Only a schema tells a nested block from an argument. The blocks of Terraform's own language are known here; in a
resource, data source or provider an array of objects becomes blocks, whose values are the same as those of an argument
that is a list of objects; a single object becomes a block too, unless its name is one of `MAPS`. So nested blocks are
lists of objects, as in the native form. Everything else is an argument.
Source: Terraform documentation, "JSON Configuration Syntax"; HCL JSON Syntax Specification.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.syntax.hcl import parse_expression, parse_template
from seamlint.syntax.hcl.literals import normalized, number
from seamlint.syntax.hcl.nesting import children
from seamlint.syntax.hcl.tree import (
    Attribute,
    Block,
    Body,
    Expression,
    File,
    Literal,
    Node,
    ObjectExpr,
    SyntaxFailure,
    TupleExpr,
)
from seamlint.syntax.located_json import JsonArray, JsonNumber, JsonObject, JsonText, JsonValue, JsonWord, read_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from seamlint.sources.span import SourceText

Shape = dict[str, int]
"""The blocks that a body may hold: by type, the number of labels."""

TOP_LEVEL: Shape = {
    "resource": 2, "data": 2, "ephemeral": 2, "module": 1, "variable": 1, "output": 1, "provider": 1, "check": 1,
    "terraform": 0, "locals": 0, "moved": 0, "import": 0, "removed": 0,
}  # fmt: skip
_CONDITIONS: Shape = {"precondition": 0, "postcondition": 0}
_PROVIDERS_OWN: Shape = {"lifecycle": 0, "provisioner": 1, "connection": 0, "dynamic": 1}
_NESTED: Mapping[str, Shape] = {
    "resource": _PROVIDERS_OWN,
    "data": _PROVIDERS_OWN,
    "ephemeral": _PROVIDERS_OWN,
    "provider": {},
    "dynamic": {"content": 0},
    "terraform": {"backend": 1, "cloud": 0, "required_providers": 0, "provider_meta": 1},
    "cloud": {"workspaces": 0},
    "variable": {"validation": 0},
    "output": _CONDITIONS,
    "lifecycle": _CONDITIONS,
    "check": {"data": 2, "assert": 0},
    "removed": {"lifecycle": 0, "provisioner": 1},
}
"""Blocks of Terraform's own language inside others."""
_OPEN = frozenset({"resource", "data", "ephemeral", "provider", "content", ""})
"""Where a provider's schema says what is a block; the empty name stands for any block of a provider."""
MAPS = frozenset({
    "annotations", "attributes", "config", "connection_properties", "context", "custom_headers",
    "default_arguments", "endpoint_options", "environment_variables", "fleet_tags", "for_each", "headers",
    "input", "keepers", "labels", "launch_template_tags", "log_options", "map_rules", "metadata",
    "non_overridable_arguments", "options", "parameters", "provider_details", "query", "replica_tags",
    "request_models", "request_parameters", "request_templates", "resource_tags", "response_models",
    "response_parameters", "response_templates", "runtime_environment_secrets", "runtime_environment_variables",
    "secrets", "settings_map", "stage_variables", "tags", "tags_all", "triggers", "triggers_replace", "values",
    "variables", "volume_tags",
})  # fmt: skip
"""Arguments of the AWS provider and its usual companions that are maps: an object there is no block."""
_REFERENCES: Mapping[str, frozenset[str]] = {
    "resource": frozenset({"depends_on", "provider"}),
    "data": frozenset({"depends_on", "provider"}),
    "ephemeral": frozenset({"depends_on", "provider"}),
    "module": frozenset({"depends_on", "providers"}),
    "output": frozenset({"depends_on"}),
    "variable": frozenset({"type"}),
    "lifecycle": frozenset({"ignore_changes", "replace_triggered_by"}),
    "moved": frozenset({"from", "to"}),
    "removed": frozenset({"from"}),
    "import": frozenset({"to", "provider"}),
    "required_provider": frozenset({"configuration_aliases"}),
}
"""Arguments whose strings are references, not templates, by the block that holds them."""


def parse_json(source: SourceText) -> File:
    """Return the tree of a ``.tf.json`` file; of a ``.tfvars.json`` file, its values as attributes.

    Raises:
        SyntaxFailure: the text is not JSON, a property is set twice, or a string is not a template.
    """
    root = read_json(source.text)
    body = Body(0, len(source.text))
    if source.path.endswith(".tfvars.json"):
        for name, value in _members(root):
            _set(body, name, _plain(value))
        return File(source, body, [])
    for name, value in _members(root):
        if name.value in TOP_LEVEL:
            body.blocks.extend(_blocks(name, value, TOP_LEVEL[name.value], ()))
        else:
            _set(body, name, _expression(value))
    return File(source, body, [])


def _members(value: JsonValue) -> Iterator[tuple[JsonText, JsonValue]]:
    """Yield the properties of a body, which may be written as several objects in an array; ``//`` is a comment."""
    if isinstance(value, JsonArray):
        for item in value.items:
            yield from _members(item)
    elif isinstance(value, JsonObject):
        yield from (member for member in value.members if member[0].value != "//")
    else:
        raise SyntaxFailure("expected an object, or an array of objects, for the content of a block", value.start)


def _set(body: Body, name: JsonText, expression: Expression) -> None:
    if name.value in body.attributes:
        raise SyntaxFailure(f"`{name.value}` is set a second time in the same block", name.start)
    body.attributes[name.value] = Attribute(name.start, expression.end, name.value, expression)


def _blocks(name: JsonText, value: JsonValue, labels: int, above: tuple[JsonText, ...]) -> Iterator[Block]:
    """Yield the blocks of Terraform's own of one type: labels are the names of nested objects."""
    if labels:
        for label, content in _members(value):
            yield from _blocks(name, content, labels - 1, (*above, label))
    else:
        yield from _contents(name, value, name.value, above)


def _contents(name: JsonText, value: JsonValue, kind: str, labels: tuple[JsonText, ...] = ()) -> Iterator[Block]:
    """Yield a block for an object, one for each of an array, none for null."""
    if isinstance(value, JsonArray):
        for item in value.items:
            yield _block(name, item, kind, labels)
    elif not (isinstance(value, JsonWord) and value.value is None):
        yield _block(name, value, kind, labels)


def _block(name: JsonText, value: JsonValue, kind: str, labels: tuple[JsonText, ...]) -> Block:
    body = Body(value.start, value.end)
    own = _NESTED.get(kind, {})
    for key, content in _members(value):
        if key.value in own:
            body.blocks.extend(_blocks(key, content, own[key.value], ()))
        elif kind in _OPEN and key.value not in MAPS and _holds_objects(content):
            body.blocks.extend(_contents(key, content, ""))
        else:
            _set(body, key, _argument(kind, key.value, content))
    last = labels[-1] if labels else name
    return Block(last.start, value.end, name.value, [label.value for label in labels], body, last.end)


def _holds_objects(value: JsonValue) -> bool:
    """Tell whether a value is an object or an array of nothing else."""
    if isinstance(value, JsonArray):
        return bool(value.items) and all(isinstance(item, JsonObject) for item in value.items)
    return isinstance(value, JsonObject)


def _argument(kind: str, name: str, value: JsonValue) -> Expression:
    if name in _REFERENCES.get(kind, ()):
        return _referring(value)
    if kind == "required_providers" and isinstance(value, JsonObject):
        items: list[tuple[Expression, Expression]] = [
            (_text(key), _argument("required_provider", key.value, item)) for key, item in _distinct(value)
        ]
        return ObjectExpr(value.start, value.end, items)
    return _expression(value)


def _referring(value: JsonValue) -> Expression:
    """Return what strings say as expressions: ``"aws.west"`` is a reference."""
    if isinstance(value, JsonText):
        return _parsed(value, parse_expression)
    if isinstance(value, JsonArray):
        return TupleExpr(value.start, value.end, [_referring(item) for item in value.items])
    if isinstance(value, JsonObject):
        return _object(value, _referring)
    return _plain(value)


def _expression(value: JsonValue) -> Expression:
    """Return a value whose strings, and names of properties, are templates."""
    if isinstance(value, JsonText):
        return _template(value)
    if isinstance(value, JsonArray):
        return TupleExpr(value.start, value.end, [_expression(item) for item in value.items])
    if isinstance(value, JsonObject):
        items = [(_template(key), _expression(item)) for key, item in _distinct(value)]
        return ObjectExpr(value.start, value.end, items)
    return _plain(value)


def _plain(value: JsonValue) -> Expression:
    """Return a value whose strings are what they are."""
    if isinstance(value, JsonText):
        return _text(value)
    if isinstance(value, JsonNumber):
        return Literal(value.start, value.end, number(value.text, value.start))
    if isinstance(value, JsonWord):
        return Literal(value.start, value.end, value.value)
    if isinstance(value, JsonArray):
        return TupleExpr(value.start, value.end, [_plain(item) for item in value.items])
    return _object(value, _plain)


def _object(value: JsonObject, read: Callable[[JsonValue], Expression]) -> ObjectExpr:
    items: list[tuple[Expression, Expression]] = [(_text(key), read(item)) for key, item in _distinct(value)]
    return ObjectExpr(value.start, value.end, items)


def _distinct(value: JsonObject) -> Iterator[tuple[JsonText, JsonValue]]:
    seen: set[str] = set()
    for key, item in value.members:
        if key.value in seen:
            raise SyntaxFailure(f"`{key.value}` is set a second time in the same object", key.start)
        seen.add(key.value)
        yield key, item


def _text(text: JsonText) -> Literal:
    return Literal(text.start, text.end, normalized(text.value))


def _template(text: JsonText) -> Expression:
    if "${" not in text.value and "%{" not in text.value:
        return _text(text)
    return _parsed(text, parse_template)


def _parsed(text: JsonText, parser: Callable[[str], Expression]) -> Expression:
    """Return what a string's value parses to, at its place in the file."""
    offsets = text.offsets()
    try:
        expression = parser(text.value)
    except SyntaxFailure as failure:
        raise SyntaxFailure(failure.message, offsets[failure.offset]) from None
    nodes: list[Node] = [expression]
    while nodes:
        node = nodes.pop()
        nodes.extend(children(node))
        node.start, node.end = offsets[node.start], offsets[node.end]
    return expression
