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

_EQ, _COLON, _ARROW, _COMMA = (NUMBER_OF[name] for name in ("EQ", "COLON", "FOR_OBJECT_ARROW", "COMMA"))
_IN, _DOT = NUMBER_OF["IN"], NUMBER_OF["DOT"]
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
_OPENED_AS = {LPAR: "`(`", LSQB: "`[`", LBRACE: "`{`", INTERP_START: "`${`", DIRECTIVE_START: "`%{`"}
_SEPARATORS: dict[int, str] = {
    _EQ: "`=`",
    _COLON: "`:`",
    _ARROW: "`=>`",
    _IN: "`in`",
    _COMMA: "`,`",
    NEWLINE: "a new line",
}
"""What may stand between two parts: said, unlike operators, which can go on nearly everywhere."""
_CLOSERS = (RPAR, RSQB, RBRACE)
_DIRECTIVES = {NUMBER_OF[name] for name in ("IF", "FOR", "ELSE", "ENDIF", "ENDFOR")}


def explained(lexer: Lexer, at: int, accepted: AbstractSet[int]) -> SyntaxFailure:
    """Return the failure for the token at an index, given the terminals that could stand there."""
    kind = lexer.kinds[at]
    if kind == UNEXPECTED and lexer.failure:
        return lexer.failure
    opened = _opened(lexer, at)
    if kind == END and opened:
        where = opened[-1][1]
        return SyntaxFailure(f"expected {_closing(lexer, opened)}, found the end of the text", where)
    expected = _expected(lexer, at, accepted) or _parts(lexer, opened, accepted)
    return SyntaxFailure(f"expected {expected}, found {_found(lexer, at)}", _offset(lexer, at))


def _closing(lexer: Lexer, opened: list[tuple[int, int]]) -> str:
    opener, where = opened[-1]
    line = lexer.text.count("\n", 0, where) + 1
    return f"{_TEXTS[_CLOSED_BY[opener]]} for the {_OPENED_AS[opener]} opened at line {line}"


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


def _expected(lexer: Lexer, at: int, accepted: AbstractSet[int]) -> str | None:
    """Say what is expected where a whole construct may stand; None where one goes on or ends."""
    if lexer.kinds[at - 1] == _DOT and at:
        return "a name or one index after `.`"
    if {INT_LITERAL, LPAR} <= accepted:
        return "an expression"
    if LBRACE in accepted:
        return "`=` and a value, or a block's labels and `{`" if _EQ in accepted else "a block's label or `{`"
    if NAME not in accepted and accepted >= _DIRECTIVES:
        return "`if`, `else`, `endif`, `for` or `endfor`"
    if NAME in accepted:
        in_body = NUMBER_OF["IF"] in accepted
        return "the name of an argument or block" if in_body else "a name"
    return None


def _parts(lexer: Lexer, opened: list[tuple[int, int]], accepted: AbstractSet[int]) -> str:
    """Say what may separate or close."""
    wanted = [text for kind, text in _SEPARATORS.items() if kind in accepted]
    if any(kind in accepted for kind in _CLOSERS):
        wanted.append(_closing(lexer, opened) if opened else "`}`")
    return " or ".join(wanted) or "something else"
