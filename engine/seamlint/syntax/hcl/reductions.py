"""What each rule of the grammar builds: a function from what its symbols built to a tree node.

Punctuation comes as the offset of its end (an ``int``), words and numbers as nodes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seamlint.named_tuples import NamedTuple
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
    TupleExpr,
    Unary,
)

Built = list[Any]
Reduction = Callable[[Built], Any]

_SURELY_SHALLOW = MAX_DEPTH
"""Characters: each level of an expression takes at least one."""
_WORDS = {"TRUE": True, "FALSE": False, "NULL": None}
_TEXT_OF: dict[Any, str] = {value: name.lower() for name, value in _WORDS.items()}


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
    if name in _BY_EXPANSION:
        return _BY_EXPANSION[name](expansion)
    return _REDUCTIONS.get(name) if name in _ALWAYS or len(expansion) != 1 else None


def _gather(built: Built) -> Any:
    return [item for item in built if type(item) is not int]


def _grow(built: Built) -> Any:
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
    return lambda _: value


def _word(value: bool | None) -> Reduction:
    return lambda built: Literal(built[0].start, built[0].end, value)


def _unary(operator: str) -> Reduction:
    return lambda built: Unary(built[0] - 1, built[1].end, operator, built[1])


def _body(built: Built) -> Body:
    attributes: dict[str, Attribute] = {}
    blocks: list[Block] = []
    for item in _flat(built):
        if type(item) is Block:
            blocks.append(item)
        elif item.name in attributes:
            raise SyntaxFailure(f"`{item.name}` is set a second time in the same block", item.start)
        else:
            attributes[item.name] = item
    return Body(0, 0, attributes, blocks)


def _attribute(built: Built) -> Attribute:
    name, _, expression = built
    if expression.end - expression.start > _SURELY_SHALLOW:
        bounded(expression)
    return Attribute(name.start, expression.end, _word_of(name), expression)


def _block(built: Built) -> Block:
    header = built[0]
    body: Body = built[-2]
    body.start, body.end = built[-3], built[-1] - 1
    labels = built[1] if type(built[1]) is list else []
    last = labels[-1] if labels else header
    return Block(header.start, built[-1], _word_of(header), [_label(label) for label in labels], body, last.end)


def _label(label: Expression) -> str:
    if type(label) is Name or type(label) is Literal:
        return _word_of(label)
    raise SyntaxFailure("a block label must be plain text, without anything interpolated", label.start)


def _word_of(word: Name | Literal) -> str:
    """Return the text of a name or label: ``true``, ``false`` and ``null`` are names where one is expected."""
    if isinstance(word, Name):
        return word.name
    return word.value if isinstance(word.value, str) else _TEXT_OF[word.value]


def _conditional(built: Built) -> Conditional:
    return Conditional(built[0].start, built[4].end, built[0], built[2], built[4])


def _binary_term(built: Built) -> tuple[str, Expression]:
    return built[0], built[1]


def _binary(built: Built) -> Binary:
    left, (operator, right) = built
    return Binary(left.start, right.end, operator, left, right)


def _parenthesis(built: Built) -> Parenthesis:
    return Parenthesis(built[0] - 1, built[2], built[1])


def _tuple(built: Built) -> TupleExpr:
    return TupleExpr(built[0] - 1, built[-1], _flat(built))


def _object(built: Built) -> ObjectExpr:
    return ObjectExpr(built[0] - 1, built[-1], _flat(built))


def _object_elem(built: Built) -> tuple[Expression, Expression]:
    return built[0], built[2]


def _object_elem_key(built: Built) -> Expression:
    """A bare word is text, ``true`` and ``null`` too."""
    key: Expression = built[0]
    if type(key) is Name:
        return Literal(key.start, key.end, key.name)
    if type(key) is Literal and (key.value is None or key.value is True or key.value is False):
        return Literal(key.start, key.end, _word_of(key))
    return key


def _call(built: Built) -> Call:
    name = built[0].name
    if type(built[1]) is list:
        name = "::".join([name, *(part.name for part in built[1])])
    arguments, expand = built[-2] if type(built[-2]) is tuple else ([], False)
    return Call(built[0].start, built[-1], name, arguments, expand)


def _arguments(*, expand: bool) -> Reduction:
    return lambda built: (_flat(built), expand)


def _get_attr(built: Built) -> _Step:
    name = built[1]
    return _Step(name.end, _word_of(name), None, dotted=True)


def _short_index(built: Built) -> _Step:
    return _Step(built[1].end, None, built[1], dotted=True)


def _braces_index(built: Built) -> _Step:
    return _Step(built[2], None, built[1], dotted=False)


def _traversal(built: Built) -> Expression:
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


def _splat_steps(built: Built) -> tuple[int, Built]:
    return built[0], built[1] if len(built) > 1 else []


def _splat(full: bool) -> Reduction:
    def build(built: Built) -> Expression:
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


def _for_intro(built: Built) -> tuple[str | None, str, Expression]:
    key = built[1].name if len(built) == 7 else None
    return key, built[-4].name, built[-2]


def _for_cond(built: Built) -> tuple[Expression]:
    return (built[1],)


def _for_tuple(built: Built) -> ForTuple:
    key, value, collection = built[1]
    condition = built[3][0] if len(built) == 5 else None
    return ForTuple(built[0] - 1, built[-1], key, value, collection, built[2], condition)


def _for_object(built: Built) -> ForObject:
    name, value, collection = built[1]
    condition = built[-2][0] if type(built[-2]) is tuple else None
    group = type(built[5]) is int and len(built) > 6
    return ForObject(built[0] - 1, built[-1], name, value, collection, built[2], built[4], group, condition)


def _string(built: Built) -> Expression:
    return templates.quoted(built[1] if len(built) == 3 else [], built[0] - 1, built[-1])


def _heredoc(built: Built) -> Expression:
    return templates.heredoc(built[1] if len(built) == 3 else [], built[0], built[-1], indented=False)


def _heredoc_trim(built: Built) -> Expression:
    return templates.heredoc(built[1] if len(built) == 3 else [], built[0], built[-1], indented=True)


def _template(built: Built) -> Expression:
    return templates.bare(built[0] if built else [], 0, 0)


def _sequence(kind: str) -> Reduction:
    """Build ``${...}`` or ``%{...}`` from its marks, its keyword (a directive's) and what is between."""

    def build(built: Built) -> Sequence:
        opened, closed = built[0], built[-1]
        strips = opened.value.endswith("~"), closed.value.startswith("~")
        expression = built[-2] if kind in ("interpolation", "if", "for") else None
        value = built[-4].name if kind == "for" else ""
        key = built[2].name if len(built) == 8 else None
        return Sequence(kind, opened.start, closed.end, *strips, expression, key, value)

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
_BY_EXPANSION: dict[str, Callable[[list[str]], Reduction | None]] = {
    "unary_op": lambda expansion: _unary(OPERATORS[expansion[0]]),
    "binary_operator": lambda expansion: _constant(OPERATORS[expansion[0]]),
    "literal_value": lambda expansion: _word(_WORDS[expansion[0]]),
    "arguments": lambda expansion: _arguments(expand=expansion[-1] == "ELLIPSIS"),
    "expr_term": lambda expansion: _parenthesis if len(expansion) == 3 else None,
}
"""Rules whose building depends on which of their expansions it is."""
_ALWAYS = frozenset({"body", "block_body", "template", "attr_splat", "full_splat", "object_elem_key"})
"""Rules that build something even from one symbol."""
