"""What each rule of the grammar builds: a function from what its symbols built to a tree node.

Punctuation comes as the offset of its end (an ``int``), words and numbers as nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from seamlint.syntax.hcl import templates
from seamlint.syntax.hcl.nesting import MAX_DEPTH, bounded
from seamlint.syntax.hcl.templates import Sequence
from seamlint.syntax.hcl.terminals import OPERATORS
from seamlint.syntax.hcl.tree import (
    Attribute,
    Binary,
    Block,
    Body,
    Call,
    Conditional,
    Expression,
    ForObject,
    ForTuple,
    GetAttr,
    Index,
    Literal,
    Name,
    ObjectExpr,
    Parenthesis,
    Splat,
    SplatItem,
    SyntaxFailure,
    Template,
    TupleExpr,
    Unary,
)

Built = list[Any]
Reduction = Callable[[Built, str], Any]
"""Takes what the rule's symbols built, and the text."""

_SURELY_SHALLOW = MAX_DEPTH
"""Characters: each level of an expression takes at least one."""
_WORDS = {"TRUE": True, "FALSE": False, "NULL": None}


class _Step(NamedTuple):
    """One step of a traversal: ``.name``, ``.0`` or ``[key]``."""

    end: int
    name: str | None
    key: Expression | None
    dotted: bool


def reduction(name: str, expansion: list[str]) -> Reduction | None:
    """Return what a rule builds; None when it passes on what its only symbol built."""
    if name.startswith("__"):
        return _grow if expansion[0] == name else _gather
    if name == "unary_op":
        return _unary(OPERATORS[expansion[0]])
    if name == "binary_operator":
        return _constant(OPERATORS[expansion[0]])
    if name == "literal_value":
        return _word(_WORDS[expansion[0]])
    if name == "arguments":
        return _arguments_expanded if expansion[-1] == "ELLIPSIS" else _arguments
    if name == "expr_term" and len(expansion) == 3:
        return _parenthesis
    return _REDUCTIONS.get(name) if name in _ALWAYS or len(expansion) != 1 else None


def _gather(built: Built, text: str) -> Any:
    return [item for item in built if type(item) is not int]


def _grow(built: Built, text: str) -> Any:
    gathered = built[0]
    gathered.extend(item for item in built[1:] if type(item) is not int)
    return gathered


def _flat(built: Built) -> Built:
    """Return what was built, lists of repeated symbols opened and punctuation left out."""
    items: Built = []
    for item in built:
        if type(item) is list:
            items.extend(item)
        elif type(item) is not int:
            items.append(item)
    return items


def _constant(value: str) -> Reduction:
    return lambda built, text: value


def _word(value: bool | None) -> Reduction:
    return lambda built, text: Literal(built[0].start, built[0].end, value)


def _unary(operator: str) -> Reduction:
    return lambda built, text: Unary(built[0] - 1, built[1].end, operator, built[1])


def _body(built: Built, text: str) -> Body:
    attributes: dict[str, Attribute] = {}
    blocks: list[Block] = []
    for item in _flat(built):
        if type(item) is Block:
            blocks.append(item)
        elif item.name in attributes:
            raise SyntaxFailure(f"`{item.name}` is set a second time in the same block", item.start)
        else:
            attributes[item.name] = item
    return Body(0, len(text), attributes, blocks)


def _attribute(built: Built, text: str) -> Attribute:
    name, _, expression = built
    if expression.end - expression.start > _SURELY_SHALLOW:
        bounded(expression)
    return Attribute(name.start, expression.end, text[name.start : name.end], expression)


def _block(built: Built, text: str) -> Block:
    header = built[0]
    body: Body = built[-2]
    body.start, body.end = built[-3], built[-1] - 1
    labels = built[1] if type(built[1]) is list else []
    last = labels[-1] if labels else header
    return Block(
        header.start,
        built[-1],
        text[header.start : header.end],
        [_label(label, text) for label in labels],
        body,
        last.end,
    )


def _label(label: Name | Literal | Template, text: str) -> str:
    if type(label) is Literal and type(label.value) is str:
        return label.value
    if type(label) is Template or text[label.start] == '"':
        raise SyntaxFailure("a block label must be plain text, without anything interpolated", label.start)
    return text[label.start : label.end]


def _conditional(built: Built, text: str) -> Conditional:
    return Conditional(built[0].start, built[4].end, built[0], built[2], built[4])


def _binary_term(built: Built, text: str) -> tuple[str, Expression]:
    return built[0], built[1]


def _binary(built: Built, text: str) -> Binary:
    left, (operator, right) = built
    return Binary(left.start, right.end, operator, left, right)


def _parenthesis(built: Built, text: str) -> Parenthesis:
    return Parenthesis(built[0] - 1, built[2], built[1])


def _tuple(built: Built, text: str) -> TupleExpr:
    return TupleExpr(built[0] - 1, built[-1], _flat(built))


def _object(built: Built, text: str) -> ObjectExpr:
    return ObjectExpr(built[0] - 1, built[-1], _flat(built))


def _object_elem(built: Built, text: str) -> tuple[Expression, Expression]:
    return built[0], built[2]


def _object_elem_key(built: Built, text: str) -> Expression:
    """A bare word is text, ``true`` and ``null`` too."""
    key: Expression = built[0]
    if type(key) is Name:
        return Literal(key.start, key.end, key.name)
    if type(key) is Literal and (key.value is None or key.value is True or key.value is False):
        return Literal(key.start, key.end, text[key.start : key.end])
    return key


def _call(built: Built, text: str) -> Call:
    name = built[0].name
    if type(built[1]) is list:
        name = "::".join([name, *(part.name for part in built[1])])
    arguments, expand = built[-2] if type(built[-2]) is tuple else ([], False)
    return Call(built[0].start, built[-1], name, arguments, expand)


def _arguments(built: Built, text: str) -> tuple[Built, bool]:
    return _flat(built), False


def _arguments_expanded(built: Built, text: str) -> tuple[Built, bool]:
    return _flat(built), True


def _get_attr(built: Built, text: str) -> _Step:
    name = built[1]
    return _Step(name.end, text[name.start : name.end], None, dotted=True)


def _short_index(built: Built, text: str) -> _Step:
    return _Step(built[1].end, None, built[1], dotted=True)


def _braces_index(built: Built, text: str) -> _Step:
    return _Step(built[2], None, built[1], dotted=False)


def _traversal(built: Built, text: str) -> Expression:
    return _stepped(built[0], built[1])


def _stepped(whole: Expression, step: _Step) -> Expression:
    """Take one step: after a full splat for each item, after an attribute-only splat while it is dotted."""
    if type(whole) is Splat and (whole.full or step.dotted):
        whole.each = _stepped(whole.each, step)
        whole.end = step.end
        return whole
    if step.name is not None:
        return GetAttr(whole.start, step.end, whole, step.name)
    assert step.key is not None
    return Index(whole.start, step.end, whole, step.key)


def _splat_steps(built: Built, text: str) -> tuple[int, Built]:
    return built[0], built[1] if len(built) > 1 else []


def _splat(full: bool) -> Reduction:
    def build(built: Built, text: str) -> Expression:
        whole, (end, steps) = built
        expression = _splatted(whole, end, full)
        for step in steps:
            expression = _stepped(expression, step)
        return expression

    return build


def _splatted(whole: Expression, end: int, full: bool) -> Expression:
    """Begin a splat; after a full one, for each of its items."""
    if type(whole) is Splat and whole.full:
        whole.each = _splatted(whole.each, end, full)
        whole.end = end
        return whole
    if type(whole) is Splat and not full:
        raise SyntaxFailure("a splat `.*` cannot follow another one: write `[*]`", end - 2)
    return Splat(whole.start, end, whole, SplatItem(end, end), full)


def _for_intro(built: Built, text: str) -> tuple[str | None, str, Expression]:
    key = built[1].name if len(built) == 7 else None
    return key, built[-4].name, built[-2]


def _for_cond(built: Built, text: str) -> tuple[Expression]:
    return (built[1],)


def _for_tuple(built: Built, text: str) -> ForTuple:
    key, value, collection = built[1]
    condition = built[3][0] if len(built) == 5 else None
    return ForTuple(built[0] - 1, built[-1], key, value, collection, built[2], condition)


def _for_object(built: Built, text: str) -> ForObject:
    name, value, collection = built[1]
    condition = built[-2][0] if type(built[-2]) is tuple else None
    group = type(built[5]) is int and len(built) > 6
    return ForObject(built[0] - 1, built[-1], name, value, collection, built[2], built[4], group, condition)


def _string(built: Built, text: str) -> Expression:
    return templates.quoted(built[1] if len(built) == 3 else [], built[0] - 1, built[-1])


def _heredoc(built: Built, text: str) -> Expression:
    return templates.heredoc(built[1] if len(built) == 3 else [], built[0], built[-1], indented=False)


def _heredoc_trim(built: Built, text: str) -> Expression:
    return templates.heredoc(built[1] if len(built) == 3 else [], built[0], built[-1], indented=True)


def _template(built: Built, text: str) -> Expression:
    return templates.bare(built[0] if built else [], 0, len(text))


def _sequence(kind: str) -> Reduction:
    def build(built: Built, text: str) -> Sequence:
        opened, closed = built[0], built[-1]
        strips_left, strips_right = text[opened - 1] == "~", text[closed - 2] == "~"
        start = opened - 2 - strips_left
        if kind == "interpolation":
            return Sequence(kind, start, closed, strips_left, strips_right, built[1])
        if kind == "if":
            return Sequence(kind, start, closed, strips_left, strips_right, built[2])
        if kind == "for":
            key = built[2].name if len(built) == 8 else None
            return Sequence(kind, start, closed, strips_left, strips_right, built[-2], key, built[-4].name)
        return Sequence(kind, start, closed, strips_left, strips_right)

    return build


_REDUCTIONS: dict[str, Reduction] = {
    "body": _body,
    "block_body": _body,
    "attribute": _attribute,
    "block": _block,
    "conditional": _conditional,
    "binary_term": _binary_term,
    "binary_op": _binary,
    "tuple": _tuple,
    "object": _object,
    "object_elem": _object_elem,
    "object_elem_key": _object_elem_key,
    "function_call": _call,
    "get_attr": _get_attr,
    "short_index": _short_index,
    "braces_index": _braces_index,
    "index_expr_term": _traversal,
    "get_attr_expr_term": _traversal,
    "attr_splat": _splat_steps,
    "full_splat": _splat_steps,
    "attr_splat_expr_term": _splat(full=False),
    "full_splat_expr_term": _splat(full=True),
    "for_intro": _for_intro,
    "for_cond": _for_cond,
    "for_tuple_expr": _for_tuple,
    "for_object_expr": _for_object,
    "string": _string,
    "heredoc_template": _heredoc,
    "heredoc_template_trim": _heredoc_trim,
    "template": _template,
    "interpolation": _sequence("interpolation"),
    "template_if_start": _sequence("if"),
    "template_else": _sequence("else"),
    "template_endif": _sequence("endif"),
    "template_for_start": _sequence("for"),
    "template_endfor": _sequence("endfor"),
}
_ALWAYS = frozenset({"body", "block_body", "template", "attr_splat", "full_splat", "object_elem_key"})
"""Rules that build something even from one symbol."""
