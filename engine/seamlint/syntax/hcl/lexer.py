"""HCL text to tokens: terminals of the grammar, as two parallel lists.

One compiled expression for each of three modes (code, quoted template, heredoc) and a stack of what is open. Newlines
are dropped inside ``()``, ``[]``, ``${}`` and ``for`` expressions, as HCL does; elsewhere a run of them is one token.
A token's value is a tree node for names, numbers, text and the marks of ``${...}``, else the offset of its end.
Source: HCL Native Syntax Specification, "Lexical Elements" and "Template Expressions".
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Union

from seamlint.patterns import Pattern
from seamlint.syntax.hcl.literals import normalized, number, unescaped_heredoc, unescaped_quoted
from seamlint.syntax.hcl.terminals import (
    DBLQUOTE,
    DIRECTIVE_START,
    END,
    FLOAT_LITERAL,
    FULL_SPLAT_START,
    HEREDOC_END,
    HEREDOC_TEMPLATE,
    HEREDOC_TEMPLATE_TRIM,
    INT_LITERAL,
    INTERP_START,
    KEYWORDS,
    LBRACE,
    LPAR,
    LSQB,
    NAME,
    NEWLINE,
    PLAIN_STRING,
    PUNCTUATION,
    RBRACE,
    RPAR,
    RSQB,
    STRING_CHARS,
    UNEXPECTED,
)
from seamlint.syntax.hcl.tree import Literal, Name, SyntaxFailure

MAX_NESTING = 200
"""Brackets, strings and templates inside each other: more than anyone writes, less than what a stack holds."""

MAX_TOKENS = 1_000_000
"""About 150,000 lines of one file."""
_TOO_LONG = "a file of more than a million words and marks: split it"

Value = Union[Name, Literal, int]

_CODE = Pattern(
    r"""[ \t\r]*(?:
      ([^\W\d][\w-]*)
    | (&&|\|\||[=!<>]=|=>|\.\.\.|\.\*|::|\[[ \t]*\*[ \t]*\]|~\}|<(?!<)|/(?![/*])|[=,.\[\](){}?:!>+*%-])
    | (\n\s*)
    | ("[^"\\$%\n]*")
    | (")
    | (\#[^\n]*|//[^\n]*|/\*(?s:.*?)\*/)
    | ((?<=\.)\d+(?!\d|\.\d)|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (<<-?[^\W\d][\w-]*\r?\n)
    | (\Z)
    | (.)
    )""",
    re.VERBOSE,
)
_NAME, _PUNCTUATION, _NEWLINE, _PLAIN, _QUOTE, _COMMENT, _NUMBER, _HEREDOC, _STOP, _OTHER = range(1, 11)
_QUOTED = Pattern(
    r"""((?:[^"\\$%\n]+|\\[^\n]|\$\$\{|%%\{|\$(?!\{)|%(?!\{))+) | (") | ([$%]\{~?) | (\\?\n?|\Z)""", re.VERBOSE
)
_SEQUENCE = Pattern(r"(\$\$\{|%%\{)|[$%]\{~?")
_FOR = Pattern(r"(?:\s|\#[^\n]*\n|//[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)*for\b(?!-)")

# What is open: base of a file, brackets that drop newlines, braces that keep them, `${`, a quoted string, a heredoc.
_FILE, _DROP, _KEEP, _SEQUENCE_OPEN, _QUOTED_OPEN, _HEREDOC_OPEN = range(6)
_BRACKETS = frozenset({LPAR, RPAR, LBRACE, RBRACE, LSQB, RSQB, UNEXPECTED})
_NAMES_A_BLOCK = frozenset({NAME, PLAIN_STRING, DBLQUOTE})


@lru_cache(maxsize=64)
def _end_of_heredoc(marker: str) -> re.Pattern[str]:
    """Return what finds the line that closes a heredoc."""
    return re.compile(rf"^[^\S\n]*{re.escape(marker)}(?=[^\S\n]*\n)", re.MULTILINE)


class Lexer:
    """One text being read. After `run`, ``kinds`` and ``values`` hold the tokens and end with ``END``.

    Attributes:
        comments: offsets of each comment.
        opened: where each bracket, string or heredoc that is still open starts, outermost first.
        failure: why reading stopped at the last token, if it did; that token is ``UNEXPECTED``.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.kinds: list[int] = []
        self.values: list[Value] = []
        self.comments: list[tuple[int, int]] = []
        self.opened: list[int] = []
        self.failure: SyntaxFailure | None = None
        self._open: list[int] = [_FILE]
        self._heredocs: list[tuple[re.Pattern[str] | None, int]] = []

    def run(self, start: str) -> Lexer:
        """Read the whole text as a ``start`` (a file), an ``expression`` or a ``template``."""
        if start == "expression":
            self._open = [_DROP]
        elif start == "template":
            self._open = [_HEREDOC_OPEN]
            self._heredocs = [(None, len(self.text))]
        try:
            self._read()
        except SyntaxFailure as failure:
            if len(self.kinds) >= MAX_TOKENS:
                raise
            self._fail(failure.message, failure.offset)
        self._add(END, len(self.text))
        return self

    def _read(self) -> None:
        at, last = 0, len(self.text)
        while at <= last:
            if len(self.kinds) > MAX_TOKENS:
                raise SyntaxFailure(_TOO_LONG, at)
            mode = self._open[-1]
            read = self._template if mode == _HEREDOC_OPEN else self._quoted if mode == _QUOTED_OPEN else self._code
            at = read(at)

    def _add(self, kind: int, value: Value) -> None:
        self.kinds.append(kind)
        self.values.append(value)

    def _fail(self, message: str, at: int) -> int:
        """Stop reading: the parser reports it, unless the text before it is wrong already."""
        self.failure = SyntaxFailure(message, at)
        self._add(UNEXPECTED, at)
        return len(self.text) + 1

    def _push(self, mode: int, at: int) -> None:
        if len(self._open) > MAX_NESTING:
            raise SyntaxFailure(f"brackets or templates are nested more than {MAX_NESTING} deep", at)
        self._open.append(mode)
        self.opened.append(at)

    def _pop(self) -> int:
        if self.opened:
            self.opened.pop()
            return self._open.pop()
        return _FILE

    def _code(self, at: int) -> int:
        """Read code until a template starts or goes on; return where."""
        kinds, values = self.kinds, self.values
        keyword, punctuation = KEYWORDS.get, PUNCTUATION.get
        for match in islice(_CODE.finditer(self.text, at), MAX_TOKENS):
            which = match.lastindex or _OTHER
            start, end = match.span(which)
            if which == _NAME:
                word = match[which]
                kinds.append(keyword(word, NAME))
                values.append(Name(start, end, word))
            elif which == _PUNCTUATION:
                kind = punctuation(match[which], FULL_SPLAT_START)
                kinds.append(kind)
                values.append(end)
                if kind in _BRACKETS and self._bracket(kind, start):
                    return end
            elif which == _NEWLINE:
                if self._open[-1] in (_FILE, _KEEP) and (not kinds or kinds[-1] != NEWLINE):
                    kinds.append(NEWLINE)
                    values.append(start)
            elif which == _PLAIN:
                kinds.append(PLAIN_STRING)
                values.append(Literal(start, end, normalized(self.text[start + 1 : end - 1])))
            elif which == _COMMENT:
                self.comments.append((start, end - (self.text[end - 1] == "\r")))
            else:
                resume = self._rare(which, start, end)
                if resume is not None:
                    return resume
        raise SyntaxFailure(_TOO_LONG, len(self.text))

    def _bracket(self, kind: int, at: int) -> bool:
        """Open or close; tell whether that ends code inside a template, which then goes on."""
        if kind in (LPAR, LSQB):
            self._push(_DROP, at)
        elif kind == LBRACE:
            body = len(self.kinds) > 1 and self.kinds[-2] in _NAMES_A_BLOCK
            self._push(_DROP if not body and _FOR.match(self.text, at + 1) else _KEEP, at)
        else:
            return self._close(at)
        return False

    def _close(self, at: int) -> bool:
        """Close what is open; tell whether that was ``${`` or ``%{``."""
        strips = self.text[at] == "~"
        if self._pop() == _SEQUENCE_OPEN:
            end = at + 1 + strips
            self.values[-1] = Literal(at, end, self.text[at:end])
            return True
        if strips:
            raise SyntaxFailure("`~}` closes `${` and `%{` only", at)
        return False

    def _rare(self, which: int, start: int, end: int) -> int | None:
        """Read what is less frequent; return where to go on when the mode changes."""
        if which == _NUMBER:
            text = self.text[start:end]
            self._add(INT_LITERAL if text.isdigit() else FLOAT_LITERAL, Literal(start, end, number(text, start)))
            return None
        if which == _QUOTE:
            self._push(_QUOTED_OPEN, start)
            self._add(DBLQUOTE, end)
            return end
        if which == _HEREDOC:
            return self._open_heredoc(start, end)
        if which == _STOP:
            return len(self.text) + 1
        return self._stray(start)

    def _stray(self, at: int) -> int:
        """Say what is wrong with a character that starts no token."""
        if self.text.startswith("/*", at):
            return self._fail("expected `*/` for the comment opened here", at)
        if self.text.startswith("<<", at):
            return self._fail("expected a marker such as `<<EOT` and the end of the line right after it", at)
        return self._fail(f"unexpected character {self.text[at]!r}", at)

    def _open_heredoc(self, start: int, end: int) -> int:
        indented = self.text[start + 2] == "-"
        marker = self.text[start + 2 + indented : end].rstrip()
        self._push(_HEREDOC_OPEN, start)
        self._add(HEREDOC_TEMPLATE_TRIM if indented else HEREDOC_TEMPLATE, start)
        closing = _end_of_heredoc(marker)
        self._heredocs.append((closing, -1))
        return end

    def _template(self, at: int) -> int:
        """Read a heredoc's text until its end or until something is interpolated; return where code starts."""
        closing, last = self._heredocs[-1]
        if closing and last < at:
            match = closing.search(self.text, at)
            if match is None:
                return self._unclosed_heredoc(self.opened[-1])
            last = match.start()
            self._heredocs[-1] = (closing, last)
        begin = at
        for sequence in _SEQUENCE.finditer(self.text, at, last):
            if sequence.lastindex is None:
                self._add_heredoc_text(begin, sequence.start())
                return self._open_sequence(sequence.start(), sequence.end())
        self._add_heredoc_text(begin, last)
        self._heredocs.pop()
        if closing is None:
            return len(self.text) + 1
        self._pop()
        match = closing.match(self.text, last)
        end = match.end() if match else last
        self._add(HEREDOC_END, end)
        return end

    def _unclosed_heredoc(self, at: int) -> int:
        marker = self.text[at : self.text.index("\n", at)].lstrip("<-").rstrip()
        return self._fail(f"expected a whole line with `{marker}` alone for the heredoc opened here", at)

    def _add_heredoc_text(self, start: int, end: int) -> None:
        if start < end:
            self._add(STRING_CHARS, Literal(start, end, unescaped_heredoc(self.text[start:end])))

    def _open_sequence(self, start: int, end: int) -> int:
        self._push(_SEQUENCE_OPEN, start)
        mark = Literal(start, end, self.text[start:end])
        self._add(INTERP_START if self.text[start] == "$" else DIRECTIVE_START, mark)
        return end

    def _quoted(self, at: int) -> int:
        """Read a quoted string's text until its end or until something is interpolated; return where code goes on."""
        for match in _QUOTED.finditer(self.text, at):
            start, end = match.span()
            if match.lastindex == 1:
                self._add(STRING_CHARS, Literal(start, end, unescaped_quoted(match[1], start)))
            elif match.lastindex == 2:
                self._pop()
                self._add(DBLQUOTE, end)
                return end
            elif match.lastindex == 3:
                return self._open_sequence(start, end)
            else:
                break
        return self._fail('expected `"` for the string opened here: it must end on its line', self.opened[-1])
