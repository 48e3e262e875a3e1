"""Parts of a template to its expression: indentation, strip markers, and the nesting of ``%{ if }`` and ``%{ for }``.

Source: HCL Native Syntax Specification, "Template Expressions"; Terraform, "Strings and Templates".
"""

from __future__ import annotations

from itertools import groupby
from typing import Union

from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern
from seamlint.syntax.hcl.tree import Expression, Literal, SyntaxFailure, Template, TemplateFor, TemplateIf, TemplateWrap


class Sequence(NamedTuple):
    """``${...}`` or ``%{...}`` between the text of a template.

    Attributes:
        kind: ``interpolation``, ``if``, ``else``, ``endif``, ``for`` or ``endfor``.
        strips_left, strips_right: whether it has ``~`` on that side.
        key, value: names that a ``for`` binds.
    """

    kind: str
    start: int
    end: int
    strips_left: bool
    strips_right: bool
    expression: Expression | None = None
    key: str | None = None
    value: str = ""


Part = Union[Literal, Sequence]

_LINE = Pattern(r"[^\n]*[$%][^\n{](?=\r?\n)|[^\n]*\n|[^\n]+")
"""One line's text. Terraform's scanner takes a line's end for itself when ``$`` or ``%`` stands one before it, so a
strip marker behind it leaves the blank between them."""


def quoted(parts: list[Part], start: int, end: int) -> Expression:
    """Return what a quoted string is: a literal, one wrapped expression, or a template."""
    if len(parts) == 1:
        part = parts[0]
        if isinstance(part, Literal):
            return Literal(start, end, part.value)
        if part.expression is not None and part.kind == "interpolation":
            return TemplateWrap(start, end, part.expression)
    _strip(parts)
    return _joined(parts, start, end)


def heredoc(parts: list[Part], start: int, end: int, *, indented: bool) -> Expression:
    """Return what a heredoc is; ``<<-`` takes away the indentation that all its lines share.

    Strip markers work first and on a line at a time, as in Terraform: a line after a stripped newline counts as the
    same line, so it keeps its indentation.
    """
    if indented or _strips(parts):
        parts = _lines(parts)
    _strip(parts)
    if indented:
        _unindent(parts)
    return _joined(parts, start, end)


def bare(parts: list[Part], start: int, end: int) -> Expression:
    """Return what a template without quotes is, as ``templatefile`` reads it."""
    return quoted(parts, start, end) if len(parts) == 1 else heredoc(parts, start, end, indented=False)


def _strips(parts: list[Part]) -> bool:
    return any(isinstance(part, Sequence) and (part.strips_left or part.strips_right) for part in parts)


def _lines(parts: list[Part]) -> list[Part]:
    """Split text after each newline."""
    lines: list[Part] = []
    for part in parts:
        if isinstance(part, Literal):
            at = part.start
            for line in _LINE.findall(str(part.value)):
                lines.append(Literal(at, at + len(line), line))
                at += len(line)
        else:
            lines.append(part)
    return lines


def _strip(parts: list[Part]) -> None:
    """Apply ``~``: it takes the white space of the text beside it."""
    for at, part in enumerate(parts):
        if isinstance(part, Literal):
            continue
        before = parts[at - 1] if at else None
        after = parts[at + 1] if at + 1 < len(parts) else None
        if part.strips_left and isinstance(before, Literal):
            before.value = str(before.value).rstrip()
        if part.strips_right and isinstance(after, Literal):
            after.value = str(after.value).lstrip()


def _unindent(lines: list[Part]) -> None:
    """Take the smallest indentation from all lines; blank lines count for nothing and keep theirs."""
    indentations: list[int] = []
    indented: list[Literal] = []
    starts_line = True
    for part in lines:
        text = str(part.value) if isinstance(part, Literal) else ""
        if starts_line and not (text.endswith("\n") and text.isspace()):
            indentations.append(len(text) - len(text.lstrip()))
            if isinstance(part, Literal):
                indented.append(part)
        starts_line = text.endswith("\n")
    smallest = min(indentations, default=0)
    for line in indented:
        line.value = str(line.value)[smallest:]


def _joined(parts: list[Part], start: int, end: int) -> Expression:
    """Return parts as one expression: text beside text is one part, directives hold what is in them."""
    joined: list[Part] = []
    for is_text, run in groupby(parts, key=lambda part: isinstance(part, Literal)):
        if is_text:
            joined.extend(_text(list(run)))
        else:
            joined.extend(run)
    if not joined:
        return Literal(start, end, "")
    if len(joined) == 1 and isinstance(joined[0], Literal):
        return Literal(start, end, joined[0].value)
    return _Nesting(joined, start, end).template


def _text(run: list[Part]) -> list[Part]:
    """Return neighbouring text as one literal, or nothing when there is none left."""
    value = "".join(str(part.value) for part in run if isinstance(part, Literal))
    return [Literal(run[0].start, run[-1].end, value)] if value else []


class _Nesting:
    """Puts what stands between a directive and its end into it."""

    def __init__(self, parts: list[Part], start: int, end: int) -> None:
        self.template = Template(start, end, [])
        self._open: list[tuple[Sequence, TemplateIf | TemplateFor]] = []
        self._into = self.template
        for part in parts:
            if isinstance(part, Literal):
                self._into.parts.append(part)
            elif part.kind == "interpolation":
                assert part.expression is not None
                self._into.parts.append(part.expression)
            elif part.kind in ("if", "for"):
                self._begin(part)
            else:
                self._end(part)
        if self._open:
            directive = self._open[-1][0]
            expected = f"expected `%{{ end{directive.kind} }}` for the `%{{ {directive.kind} }}` opened here"
            raise SyntaxFailure(expected, directive.start)

    def _begin(self, part: Sequence) -> None:
        assert part.expression is not None
        body = Template(part.end, part.end, [])
        node: TemplateIf | TemplateFor
        if part.kind == "if":
            node = TemplateIf(part.start, part.end, part.expression, body, None)
        else:
            node = TemplateFor(part.start, part.end, part.key, part.value, part.expression, body)
        self._into.parts.append(node)
        self._open.append((part, node))
        self._into = body

    def _end(self, part: Sequence) -> None:
        kind = "for" if part.kind == "endfor" else "if"
        if not self._open or self._open[-1][0].kind != kind:
            raise SyntaxFailure(f"`%{{ {part.kind} }}` without its `%{{ {kind} }}`", part.start)
        node = self._open[-1][1]
        self._into.end = part.start
        if part.kind == "else":
            self._else(node, part)
            return
        node.end = part.end
        self._open.pop()
        self._into = self._body(self._open[-1][1]) if self._open else self.template

    def _else(self, node: TemplateIf | TemplateFor, part: Sequence) -> None:
        if not isinstance(node, TemplateIf) or node.otherwise is not None:
            raise SyntaxFailure("a second `%{ else }`", part.start)
        node.otherwise = self._into = Template(part.end, part.end, [])

    def _body(self, node: TemplateIf | TemplateFor) -> Template:
        if isinstance(node, TemplateFor):
            return node.body
        return node.otherwise if node.otherwise is not None else node.then
