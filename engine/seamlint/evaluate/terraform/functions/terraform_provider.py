"""The functions of the provider that is built into Terraform.

Source: Terraform documentation, "provider::terraform::encode_tfvars", "decode_tfvars", "encode_expr".
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.dispatch import evaluate
from seamlint.evaluate.terraform.errors import EvaluationError, FunctionError
from seamlint.evaluate.terraform.functions.free_names import calls
from seamlint.evaluate.terraform.functions.function import Parameter, function
from seamlint.evaluate.terraform.numbers import format_number
from seamlint.evaluate.terraform.scope import Scope
from seamlint.evaluate.terraform.types import DYNAMIC, STRING
from seamlint.evaluate.terraform.values import (
    List,
    Map,
    Object,
    Set,
    Tuple,
    Value,
    entries_of,
    is_wholly_known,
    unknown,
)
from seamlint.patterns import Pattern
from seamlint.sources.span import SourceText
from seamlint.syntax.hcl import parse
from seamlint.syntax.hcl.tree import SyntaxFailure

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from seamlint.syntax.hcl.tree import Expression

_IDENTIFIER = Pattern(r"[^\W\d][\w-]*")
_ESCAPED = Pattern(r'[\n\r\t"\\]|[$%]\{|[^\x20-\x7e]')
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\", "${": "$${", "%{": "%%{"}
_SOURCE = "<decode_tfvars argument>"


@function("provider::terraform::encode_expr", Parameter("value", DYNAMIC), returns=STRING)
def encode_expr(value: Value) -> Value:
    """Return a value as an expression of the language."""
    return "".join(_expression(value, "")) if is_wholly_known(value) else unknown(STRING, value)


@function("provider::terraform::encode_tfvars", Parameter("value", DYNAMIC), returns=STRING)
def encode_tfvars(value: Value) -> Value:
    """Return an object as a file of variables."""
    if not is_wholly_known(value):
        return unknown(STRING, value)
    if not isinstance(value, (Object, Map)):
        raise FunctionError("invalid value to encode: must be an object, whose attributes become variables", 0)
    for name in value.entries:
        if not _IDENTIFIER.fullmatch(name):
            raise FunctionError(f'invalid variable name "{name}": must be a valid identifier', 0)
    return "".join(f"{line}\n" for line in _assignments([(name, item) for name, item in entries_of(value)], ""))


def _expression(value: Value, margin: str) -> Iterator[str]:
    if isinstance(value, (List, Set, Tuple)):
        yield "["
        for at, item in enumerate(value.items):
            yield ", " if at else ""
            yield from _expression(item, margin)
        yield "]"
    elif isinstance(value, (Object, Map)):
        yield from _object(value, margin)
    elif isinstance(value, str):
        yield _quoted(value)
    elif isinstance(value, bool):
        yield "true" if value else "false"
    else:
        yield format_number(value) if isinstance(value, (int, Fraction)) else "null"


def _object(value: Object | Map, margin: str) -> Iterator[str]:
    if not value.entries:
        yield "{}"
        return
    yield "{\n"
    entries = [(name if _IDENTIFIER.fullmatch(name) else _quoted(name), item) for name, item in entries_of(value)]
    for line in _assignments(entries, margin + "  "):
        yield f"{margin}  {line}\n"
    yield margin + "}"


def _assignments(entries: list[tuple[str, Value]], margin: str) -> Iterator[str]:
    """Yield ``name = value``, the signs one below the other as long as values stand on one line."""
    written = [(name, "".join(_expression(item, margin))) for name, item in entries]
    for is_long, group in groupby(written, lambda entry: "\n" in entry[1]):
        lines = list(group)
        width = 0 if is_long else max(len(name) for name, _ in lines)
        for name, text in lines:
            yield f"{name.ljust(width)} = {text}"


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if found in _SHORT:
        return _SHORT[found]
    if found.isprintable():
        return found
    return f"\\u{ord(found):04x}" if ord(found) <= 0xFFFF else f"\\U{ord(found):08x}"


def _literal(expression: Expression) -> Value:
    if calls(expression):
        raise FunctionError("functions may not be called in a file of variables", 0)
    return evaluate(expression, Scope({}))


@function("provider::terraform::decode_tfvars", Parameter("src", STRING), returns=DYNAMIC)
def decode_tfvars(text: str) -> Value:
    """Return what a file of variables says."""
    source = SourceText(_SOURCE, text)
    try:
        body = parse(source).body
        if body.blocks:
            raise FunctionError("invalid tfvars content: blocks are not allowed here", 0)
        return Object({name: _literal(item.expression) for name, item in body.attributes.items()})
    except SyntaxFailure as failure:
        line, column = source.position(failure.offset)
        raise FunctionError(f"invalid tfvars syntax: {_SOURCE}:{line},{column}: {failure.message}", 0) from None
    except EvaluationError as error:
        raise FunctionError(f"invalid expression in {_SOURCE}: {error.message}", 0) from None
