"""Parts of a template to its expression: indentation, strip markers, and the nesting of ``%{ if }`` and ``%{ for }``.

Source: HCL Native Syntax Specification, "Template Expressions"; Terraform, "Strings and Templates".
"""

from __future__ import annotations

from typing import NamedTuple, Union

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


def quoted(parts: list[Part], start: int, end: int) -> Expression:
    """Return what a quoted string is: a literal, one wrapped expression, or a template."""
    if len(parts) == 1:
        part = parts[0]
        if isinstance(part, Literal):
            return Literal(start, end, part.value)
        if part.expression is not None and part.kind == "interpolation":
            return TemplateWrap(start, end, part.expression)
    return _template(parts, start, end) if parts else Literal(start, end, "")


def heredoc(parts: list[Part], start: int, end: int, *, indented: bool) -> Expression:
    """Return what a heredoc is; ``<<-`` takes away the indentation that all its lines share."""
    lines = _lines(parts)
    if indented:
        _unindent(lines)
    return _template(lines, start, end)


def bare(parts: list[Part], start: int, end: int) -> Expression:
    """Return what a template without quotes is, as ``templatefile`` reads it."""
    if len(parts) == 1:
        return quoted(parts, start, end)
    return _template(_lines(parts), start, end)


def _lines(parts: list[Part]) -> list[Part]:
    """Split text after each newline, as indentation and strip markers reach no further than one line."""
    lines: list[Part] = []
    for part in parts:
        if isinstance(part, Literal):
            at = part.start
            for line in str(part.value).splitlines(keepends=True):
                lines.append(Literal(at, at + len(line), line))
                at += len(line)
        else:
            lines.append(part)
    return lines


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


def _template(parts: list[Part], start: int, end: int) -> Expression:
    """Apply strip markers, join text, nest directives."""
    stripped = _stripped(parts)
    if all(isinstance(part, Literal) for part in stripped):
        return Literal(start, end, "".join(str(part.value) for part in stripped if isinstance(part, Literal)))
    return _Nesting(stripped, start, end).template


def _stripped(parts: list[Part]) -> list[Part]:
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
    return [part for part in parts if not isinstance(part, Literal) or part.value]


class _Nesting:
    """Puts what stands between a directive and its end into it."""

    def __init__(self, parts: list[Part], start: int, end: int) -> None:
        self.template = Template(start, end, [])
        self._open: list[tuple[Sequence, TemplateIf | TemplateFor]] = []
        self._into = self.template
        for part in parts:
            if isinstance(part, Literal):
                self._text(part)
            elif part.kind == "interpolation":
                assert part.expression is not None
                self._into.parts.append(part.expression)
            elif part.kind in ("if", "for"):
                self._begin(part)
            else:
                self._end(part)
        if self._open:
            directive = self._open[-1][0]
            raise SyntaxFailure(
                f"expected `%{{ end{directive.kind} }}` for this `%{{ {directive.kind} }}`", directive.start
            )

    def _text(self, part: Literal) -> None:
        """Append text, to the text before it if there is some."""
        last = self._into.parts[-1] if self._into.parts else None
        if isinstance(last, Literal) and isinstance(last.value, str) and last.end == part.start:
            last.value += str(part.value)
            last.end = part.end
        else:
            self._into.parts.append(part)

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
