"""The syntax tree of Terraform's language.

Nodes keep character offsets into their file's text (``start`` inclusive, ``end`` exclusive), inside heredocs and
interpolations too. `seamlint.sources.span.SourceText` turns them into lines and columns. The tree says what is
written, never what it means: names, conversions and laziness are the evaluator's.
Source: HCL Native Syntax Specification; Terraform language documentation, "Expressions".
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Union

from seamlint.data_classes import dataclass, field
from seamlint.syntax.failure import SyntaxFailure as SyntaxFailure  # noqa: PLC0414 - part of this module's interface

if TYPE_CHECKING:
    from seamlint.sources.span import SourceText

Number = Union[int, Fraction]


@dataclass(slots=True)
class Node:
    """Anything that stands at a place."""

    start: int
    end: int


@dataclass(slots=True)
class Literal(Node):
    """``1.5``, ``true``, ``null``, or a string without interpolation (escapes resolved)."""

    value: str | bool | int | Fraction | None


@dataclass(slots=True)
class Template(Node):
    """A quoted string or heredoc that holds interpolations or directives.

    ``parts`` are literal text (`Literal`), interpolated expressions, `TemplateIf` and `TemplateFor`, with strip markers
    (``~``) and the indentation of ``<<-`` already applied to the literal text.
    """

    parts: list[Expression]


@dataclass(slots=True)
class TemplateWrap(Node):
    """``"${expression}"`` and nothing else: the value itself, whatever its type."""

    expression: Expression


@dataclass(slots=True)
class TemplateIf(Node):
    """``%{ if condition }then%{ else }otherwise%{ endif }``."""

    condition: Expression
    then: Template
    otherwise: Template | None


@dataclass(slots=True)
class TemplateFor(Node):
    """``%{ for key, value in collection }body%{ endfor }``."""

    key: str | None
    value: str
    collection: Expression
    body: Template


@dataclass(slots=True)
class TupleExpr(Node):
    """``[a, b]``."""

    items: list[Expression]


@dataclass(slots=True)
class ObjectExpr(Node):
    """``{key = value}``. A bare identifier as key is a `Literal`; ``(name)`` and other expressions are evaluated."""

    items: list[tuple[Expression, Expression]]


@dataclass(slots=True)
class Name(Node):
    """The first step of a traversal: ``var``, ``local``, ``aws_instance``, or a variable of a ``for``."""

    name: str


@dataclass(slots=True)
class GetAttr(Node):
    """``object.name``."""

    object: Expression
    name: str


@dataclass(slots=True)
class Index(Node):
    """``object[key]``, and the legacy ``object.0``."""

    object: Expression
    key: Expression


@dataclass(slots=True)
class SplatItem(Node):
    """Inside `Splat.each`: stands for the item at hand."""


@dataclass(slots=True)
class Splat(Node):
    """``object[*].a[0]`` (full) or ``object.*.a`` followed by ``[0]`` outside (attribute-only).

    ``each`` is the traversal that is applied to every item; its innermost node is a `SplatItem`.
    """

    object: Expression
    each: Expression
    full: bool


@dataclass(slots=True)
class Call(Node):
    """``name(arguments...)``; ``name`` keeps a provider namespace (``provider::aws::arn_parse``)."""

    name: str
    arguments: list[Expression]
    expand_final: bool


@dataclass(slots=True)
class Conditional(Node):
    """``condition ? then : otherwise``."""

    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(slots=True)
class Binary(Node):
    """``left operator right``; operator is one of ``|| && == != < > <= >= + - * / %``."""

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True)
class Unary(Node):
    """``-operand`` or ``!operand``."""

    operator: str
    operand: Expression


@dataclass(slots=True)
class Parenthesis(Node):
    """``(expression)``: kept, because it ends a traversal's splat and makes an object key an expression."""

    expression: Expression


@dataclass(slots=True)
class ForTuple(Node):
    """``[for key, value in collection : result if condition]``."""

    key_name: str | None
    value_name: str
    collection: Expression
    result: Expression
    condition: Expression | None


@dataclass(slots=True)
class ForObject(Node):
    """``{for key, value in collection : key => result... if condition}``."""

    key_name: str | None
    value_name: str
    collection: Expression
    key: Expression
    result: Expression
    group: bool
    condition: Expression | None


Expression = Union[
    Literal, Template, TemplateWrap, TemplateIf, TemplateFor, TupleExpr, ObjectExpr, Name, GetAttr, Index, SplatItem,
    Splat, Call, Conditional, Binary, Unary, Parenthesis, ForTuple, ForObject,
]  # fmt: skip


@dataclass(slots=True)
class Attribute(Node):
    """``name = expression``; ``start`` is the name's."""

    name: str
    expression: Expression


@dataclass(slots=True)
class Block(Node):
    """``type "label" { body }``; ``start`` is the type's, ``header_end`` where the last label ends."""

    type: str
    labels: list[str]
    body: Body
    header_end: int


@dataclass(slots=True)
class Body(Node):
    """Attributes by name and blocks in source order."""

    attributes: dict[str, Attribute] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class File:
    """One parsed file."""

    source: SourceText
    body: Body
    comments: list[tuple[int, int]]
    """Offsets of each comment, its marks included: suppressions and expectations live there."""
