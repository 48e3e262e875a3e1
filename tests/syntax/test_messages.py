"""What a person is told about a file that does not parse, and where."""

from __future__ import annotations

import pytest

from seamlint.sources.span import SourceText
from seamlint.syntax.hcl import parse
from seamlint.syntax.hcl.tree import SyntaxFailure

MESSAGES = {
    'resource "a" "b" {\n  c = 1\n': ((1, 18), "expected `}` for the `{` opened at line 1, found the end of the text"),
    "a = [1,\n2\nb = 3\n": ((3, 1), "expected `,` or `]` for the `[` opened at line 1, found `b`"),
    "a = f(1 2)\n": ((1, 9), "expected `,` or `)` for the `(` opened at line 1, found the number 2"),
    "a = (1\n": ((1, 5), "expected `)` for the `(` opened at line 1, found the end of the text"),
    "a = 1 b = 2\n": ((1, 7), "expected a new line, found `b`"),
    "a = \n": ((1, 5), "expected an expression, found the end of the line"),
    "a = ]\n": ((1, 5), "expected an expression, found `]`"),
    "a\n": ((1, 2), "expected `=` and a value, or a block's labels and `{`, found the end of the line"),
    'a "b"\n': ((1, 6), "expected a block's label or `{`, found the end of the line"),
    '"a" = 1\n': ((1, 1), "expected the name of an argument or block, found a string"),
    "}\n": ((1, 1), "expected the name of an argument or block, found `}`"),
    "a = b.\n": ((1, 7), "expected a name or one index after `.`, found the end of the line"),
    "a = b.0.1\n": ((1, 7), "expected a name or one index after `.`, found the number 0.1"),
    "a = b ? c\n": ((1, 10), "expected `:`, found the end of the line"),
    "a = { b }\n": ((1, 9), "expected `=` or `:`, found `}`"),
    "a = { b = 1 c = 2 }\n": (
        (1, 13),
        "expected `,` or a new line or `}` for the `{` opened at line 1, found `c`",
    ),
    "a = [for x y : x]\n": ((1, 12), "expected `in` or `,`, found `y`"),
    "a = {for x in y : x}\n": ((1, 20), "expected `=>`, found `}`"),
    'a = "x\nb = 1\n': ((1, 5), 'expected `"` for the string opened here: it must end on its line'),
    'a = "${b"\n': ((1, 9), "expected `}` for the `${` opened at line 1, found a string"),
    "a = 1\nb = <<EOT\nx\n": ((2, 5), "expected a whole line with `EOT` alone for the heredoc opened here"),
    "a = <<EOT x\n": ((1, 5), "expected a marker such as `<<EOT` and the end of the line right after it"),
    "/* a\n": ((1, 1), "expected `*/` for the comment opened here"),
    "a = 'b'\n": ((1, 5), 'unexpected character "\'"'),
    "a = 1\na = 2\n": ((2, 1), "`a` is set a second time in the same block"),
    'a = "%{ if b }c"\n': ((1, 6), "expected `%{ endif }` for the `%{ if }` opened here"),
    'a = "%{ endfor }"\n': ((1, 6), "`%{ endfor }` without its `%{ for }`"),
    'a = "%{ foo }"\n': ((1, 9), "expected `if`, `else`, `endif`, `for` or `endfor`, found `foo`"),
    "a = b.*.c.*.d\n": ((1, 10), "a splat `.*` cannot follow another one: write `[*]`"),
    "a = {b = 1 ~}\n": ((1, 12), "`~}` closes `${` and `%{` only"),
    'a "${b}" {}\n': ((1, 3), "a block label must be plain text, without anything interpolated"),
}


@pytest.mark.parametrize("text", MESSAGES)
def test_message(text: str) -> None:
    source = SourceText("a.tf", text)
    with pytest.raises(SyntaxFailure) as raised:
        parse(source)
    failure = raised.value
    assert (source.position(failure.offset), failure.message) == MESSAGES[text]


def test_the_first_mistake_is_told() -> None:
    with pytest.raises(SyntaxFailure) as raised:
        parse(SourceText("a.tf", 'a = ]\nb = "\\q"\nc = "x\n'))
    assert raised.value.offset == 4


def test_an_unknown_escape_names_the_known_ones() -> None:
    with pytest.raises(SyntaxFailure, match=r"unknown escape sequence `\\q`: expected one of `\\n`") as raised:
        parse(SourceText("a.tf", 'a = "x\\q"\n'))
    assert raised.value.offset == 6
