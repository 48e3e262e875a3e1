"""What a person is told about a text that does not parse: what was found, and what was expected in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.syntax.hcl.terminals import (
    DBLQUOTE,
    DIRECTIVE_START,
    END,
    FLOAT_LITERAL,
    HEREDOC_END,
    INT_LITERAL,
    INTERP_START,
    KEYWORDS,
    LBRACE,
    LPAR,
    LSQB,
    NAME,
    NEWLINE,
    NUMBER_OF,
    PLAIN_STRING,
    PUNCTUATION,
    RBRACE,
    RPAR,
    RSQB,
    UNEXPECTED,
)
from seamlint.syntax.hcl.tree import Literal, SyntaxFailure

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from seamlint.syntax.hcl.lexer import Lexer

_EQ, _IN, _FOR, _DOT = NUMBER_OF["EQ"], NUMBER_OF["IN"], NUMBER_OF["FOR"], NUMBER_OF["DOT"]
_CLOSED_BY = {LPAR: RPAR, LSQB: RSQB, LBRACE: RBRACE, INTERP_START: RBRACE, DIRECTIVE_START: RBRACE}
_CLOSING = frozenset(_CLOSED_BY.values())
_TEXTS = {kind: f"`{text}`" for text, kind in PUNCTUATION.items()} | {
    END: "the end of the text",
    NEWLINE: "the end of the line",
    PLAIN_STRING: "a string",
    DBLQUOTE: "a string",
    INTERP_START: "`${`",
    DIRECTIVE_START: "`%{`",
    NUMBER_OF["HEREDOC_TEMPLATE"]: "a heredoc",
    NUMBER_OF["HEREDOC_TEMPLATE_TRIM"]: "a heredoc",
    HEREDOC_END: "the end of a heredoc",
    NUMBER_OF["STRING_CHARS"]: "text",
}
_WORTH_SAYING = (RPAR, RSQB, RBRACE, NUMBER_OF["COMMA"], _EQ, NUMBER_OF["COLON"], NUMBER_OF["FOR_OBJECT_ARROW"], LBRACE)
"""What may be expected beside operators, which could go on nearly everywhere."""
_OPENED_AS = {LPAR: "`(`", LSQB: "`[`", LBRACE: "`{`", INTERP_START: "`${`", DIRECTIVE_START: "`%{`"}


def explained(lexer: Lexer, at: int, accepted: AbstractSet[int]) -> SyntaxFailure:
    """Return the failure for the token at an index, given the terminals that could stand there."""
    kind = lexer.kinds[at]
    if kind == UNEXPECTED and lexer.failure:
        return lexer.failure
    offset = _offset(lexer, at)
    opened = _opened(lexer, at)
    found = _found(lexer, at)
    if opened and (kind == END or (kind in _CLOSING and kind not in accepted)):
        opener, where = opened[-1]
        line = lexer.text.count("\n", 0, where) + 1
        closing = _TEXTS[_CLOSED_BY[opener]]
        return SyntaxFailure(
            f"expected {closing} for the {_OPENED_AS[opener]} opened at line {line}, found {found}",
            where if kind == END else offset,
        )
    return SyntaxFailure(f"expected {_expected(lexer, at, accepted)}, found {found}", offset)


def _offset(lexer: Lexer, at: int) -> int:
    """Return where a token starts."""
    value = lexer.values[at]
    if not isinstance(value, int):
        return value.start
    kind = lexer.kinds[at]
    if kind in (END, NEWLINE):
        return value
    return max(0, value - len(_TEXTS.get(kind, "```").strip("`")) if kind in PUNCTUATION.values() else value - 1)


def _found(lexer: Lexer, at: int) -> str:
    kind, value = lexer.kinds[at], lexer.values[at]
    if kind == NAME or kind in KEYWORDS.values():
        assert not isinstance(value, int)
        return f"`{lexer.text[value.start : value.end]}`"
    if isinstance(value, Literal) and kind in (INT_LITERAL, FLOAT_LITERAL):
        return f"the number {lexer.text[value.start : value.end]}"
    return _TEXTS.get(kind, "something else")


def _opened(lexer: Lexer, at: int) -> list[tuple[int, int]]:
    """Return the brackets that are open before a token, outermost first, each with where it stands."""
    opened: list[tuple[int, int]] = []
    for index in range(at):
        kind = lexer.kinds[index]
        if kind in _CLOSED_BY:
            opened.append((kind, _offset(lexer, index)))
        elif opened and kind == _CLOSED_BY[opened[-1][0]]:
            opened.pop()
    return opened


def _expected(lexer: Lexer, at: int, accepted: AbstractSet[int]) -> str:
    before = lexer.kinds[at - 1] if at else NEWLINE
    if before == _DOT:
        return "a name or one index after `.`"
    if {_EQ, PLAIN_STRING, LBRACE} <= accepted:
        return "`=` and a value, or a block's labels and `{`"
    if {PLAIN_STRING, LBRACE, NAME} <= accepted and LPAR not in accepted:
        return "a block's label or `{` on the same line"
    if {INT_LITERAL, LPAR} <= accepted:
        return "an expression"
    if NEWLINE in accepted and lexer.kinds[at] != NEWLINE:
        return _separator(accepted)
    if _IN in accepted and NAME not in accepted:
        return "`in`"
    wanted = [_TEXTS[kind] for kind in _WORTH_SAYING if kind in accepted]
    if NAME in accepted and not wanted:
        return "the name of an argument or block" if NEWLINE in accepted or END in accepted else "a name"
    return " or ".join(wanted) or "something else"


def _separator(accepted: AbstractSet[int]) -> str:
    """Say what must stand between an entry and the next one."""
    if NAME in accepted:
        return "the name of an argument or block"
    if NUMBER_OF["COMMA"] in accepted:
        return "a comma, a new line or `}` after this entry"
    return "a new line after this argument or block"
