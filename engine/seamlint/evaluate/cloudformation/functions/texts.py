"""Functions that make text.

Source: CloudFormation Template Reference, "Fn::Sub", "Fn::Join", "Fn::Split", "Fn::Base64", "Fn::ToJsonString".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.dynamic_references import MARK, resolved
from seamlint.evaluate.cloudformation.functions.names import attribute, referred
from seamlint.evaluate.cloudformation.partial import Absence, Found, is_sensitive, text, text_parts
from seamlint.evaluate.cloudformation.splitting import split_text
from seamlint.evaluate.cloudformation.work import TOO_MUCH
from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, Value, needs
from seamlint.patterns import Pattern
from seamlint.syntax.cloudformation.tree import Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.cloudformation.evaluator import Evaluator
    from seamlint.evaluate.cloudformation.partial import Part

VARIABLE = Pattern(r"\$\{([^{}]*)\}")


def _sub(evaluator: Evaluator, argument: Node) -> Found:
    given: dict[str, Value] = {}
    template = argument
    if isinstance(argument, Sequence) and len(argument.items) == 2 and isinstance(argument.items[1], Mapping):
        template = argument.items[0]
        given = {name: evaluator.value(entry.value) for name, entry in argument.items[1].entries.items()}
    written = template.value if isinstance(template, Literal) else evaluator.value(template)
    if not isinstance(written, str):
        missing = needs(written)
        says = "Fn::Sub takes a text, or a text and a mapping of variables"
        return Unknown(missing) if missing else evaluator.unusable(says, argument)
    written = evaluator.filled(written)
    pieces = VARIABLE.split(written)
    values: list[Value] = []
    for index, piece in enumerate(pieces):
        values.append(_variable(evaluator, piece, given, template) if index % 2 else _fetched(piece))
    return _concatenated(evaluator, values, argument)


def _fetched(piece: str) -> Value:
    return resolved(piece) if MARK in piece else piece


def _variable(evaluator: Evaluator, written: str, given: dict[str, Value], node: Node) -> Value:
    """Return what a ``${...}`` stands for."""
    if written.startswith("!"):
        return f"${{{written[1:]}}}"
    name = written.strip()
    if name in given:
        return given[name]
    logical_id, dot, rest = name.partition(".")
    found = attribute(evaluator, logical_id, rest, node) if dot else referred(evaluator, name, node)
    return "" if isinstance(found, Absence) else found


def _concatenated(evaluator: Evaluator, values: list[Value], node: Node) -> Value:
    parts: list[Part] = []
    for value in values:
        found = text_parts(value)
        if found is None:
            missing = needs(value)
            return Unknown(missing) if missing else evaluator.unusable("a list or mapping stands in a text", node)
        parts += found
    made = text(parts)
    made = made if evaluator.stack.work.affords(made) else Unknown((TOO_MUCH,))
    return Sensitive(made) if is_sensitive(values) else made


def _join(evaluator: Evaluator, argument: Node) -> Found:
    if not isinstance(argument, Sequence) or len(argument.items) != 2:
        return evaluator.unusable("Fn::Join takes a delimiter and a list", argument)
    delimiter, values = evaluator.value(argument.items[0]), evaluator.value(argument.items[1])
    hidden = isinstance(values, Sensitive)
    values = values.value if isinstance(values, Sensitive) else values
    if not isinstance(values, list):
        missing = needs(values)
        return Unknown(missing) if missing else evaluator.unusable("Fn::Join takes a delimiter and a list", argument)
    between = [delimiter if index % 2 else values[index // 2] for index in range(max(0, 2 * len(values) - 1))]
    joined = _concatenated(evaluator, between, argument)
    return Sensitive(joined) if hidden and not isinstance(joined, Sensitive) else joined


def _split(evaluator: Evaluator, argument: Node) -> Found:
    parts = argument.items if isinstance(argument, Sequence) else []
    delimiter = evaluator.value(parts[0]) if len(parts) == 2 else None
    if not isinstance(delimiter, str) or not delimiter:
        return evaluator.unusable("Fn::Split takes a delimiter and a text", argument)
    value = evaluator.value(parts[1])
    if isinstance(value, (Unknown, Sensitive)):
        return Sensitive(Unknown(needs(value))) if isinstance(value, Sensitive) else value
    found = text_parts(value)
    if found is None:
        return evaluator.unusable("Fn::Split takes a delimiter and a text", argument)
    return split_text(found, delimiter)


def _base64(evaluator: Evaluator, argument: Node) -> Found:
    value = evaluator.value(argument)
    found = text_parts(value)
    if found is None:
        return evaluator.unusable("Fn::Base64 takes a text", argument)
    if all(isinstance(part, str) for part in found):
        from base64 import b64encode

        encoded = b64encode("".join(map(str, found)).encode("utf-8", "surrogatepass")).decode("ascii")
        return Sensitive(encoded) if isinstance(value, Sensitive) else encoded
    missing = Unknown(needs(value))
    return Sensitive(missing) if isinstance(value, Sensitive) else missing


def _to_json(evaluator: Evaluator, argument: Node) -> Found:
    value = evaluator.value(argument)
    if isinstance(value, Unknown):
        return value
    written = text(_json(value))
    return Sensitive(written) if '"' in str(written) and _holds_secret(value) else written


def _json(value: Value) -> Iterator[Part]:
    """Yield a value as JSON text."""
    if isinstance(value, (list, dict)):
        yield from _json_collection(value)
    elif isinstance(value, Sensitive):
        yield from _json(value.value)
    elif isinstance(value, Text):
        yield '"'
        for part in value.parts:
            yield json.dumps(part)[1:-1] if isinstance(part, str) else part
        yield '"'
    elif isinstance(value, Reference):
        yield from ('"', value, '"')
    else:
        yield value if isinstance(value, Unknown) else json.dumps(value, default=float)


def _json_collection(value: list[Value] | dict[str, Value]) -> Iterator[Part]:
    opening, closing = "[]" if isinstance(value, list) else "{}"
    yield opening
    for index, (name, item) in enumerate(value.items() if isinstance(value, dict) else enumerate(value)):
        yield "," if index else ""
        yield f"{json.dumps(name)}:" if isinstance(value, dict) else ""
        yield from _json(item)
    yield closing


def _holds_secret(value: Value) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, Sensitive) or any(map(_holds_secret, inner))


FUNCTIONS = {
    "Fn::Sub": _sub,
    "Fn::Join": _join,
    "Fn::Split": _split,
    "Fn::Base64": _base64,
    "Fn::ToJsonString": _to_json,
}
