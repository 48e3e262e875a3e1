"""The terminals of python-hcl2's grammar, numbered: what the lexer says and the parse table is indexed with.

Names are the grammar's own; the last ones are this package's (see `seamlint.syntax.hcl.grammar`).
"""

from __future__ import annotations

TERMINALS = (
    "$END", "NAME", "IF", "IN", "FOR", "FOR_EACH", "ELSE", "ENDIF", "ENDFOR", "NULL", "TRUE", "FALSE",
    "INT_LITERAL", "FLOAT_LITERAL", "STRING_CHARS", "DBLQUOTE", "INTERP_START", "DIRECTIVE_START", "NL_OR_COMMENT",
    "DOUBLE_EQ", "NEQ", "LT", "GT", "LEQ", "GEQ", "MINUS", "ASTERISK", "SLASH", "PERCENT", "DOUBLE_AMP", "DOUBLE_PIPE",
    "PLUS", "NOT", "QMARK", "LPAR", "RPAR", "LBRACE", "RBRACE", "LSQB", "RSQB", "COMMA", "DOT", "EQ", "COLON",
    "ATTR_SPLAT", "FULL_SPLAT_START", "FOR_OBJECT_ARROW", "ELLIPSIS", "COLONS", "HEREDOC_TEMPLATE",
    "HEREDOC_TEMPLATE_TRIM", "PLAIN_STRING", "HEREDOC_END", "UNEXPECTED",
)  # fmt: skip
NUMBER_OF = {name: number for number, name in enumerate(TERMINALS)}

END = NUMBER_OF["$END"]
NAME = NUMBER_OF["NAME"]
INT_LITERAL = NUMBER_OF["INT_LITERAL"]
FLOAT_LITERAL = NUMBER_OF["FLOAT_LITERAL"]
STRING_CHARS = NUMBER_OF["STRING_CHARS"]
DBLQUOTE = NUMBER_OF["DBLQUOTE"]
INTERP_START = NUMBER_OF["INTERP_START"]
DIRECTIVE_START = NUMBER_OF["DIRECTIVE_START"]
NEWLINE = NUMBER_OF["NL_OR_COMMENT"]
LPAR = NUMBER_OF["LPAR"]
RPAR = NUMBER_OF["RPAR"]
LBRACE = NUMBER_OF["LBRACE"]
RBRACE = NUMBER_OF["RBRACE"]
LSQB = NUMBER_OF["LSQB"]
RSQB = NUMBER_OF["RSQB"]
FULL_SPLAT_START = NUMBER_OF["FULL_SPLAT_START"]
HEREDOC_TEMPLATE = NUMBER_OF["HEREDOC_TEMPLATE"]
HEREDOC_TEMPLATE_TRIM = NUMBER_OF["HEREDOC_TEMPLATE_TRIM"]
PLAIN_STRING = NUMBER_OF["PLAIN_STRING"]
HEREDOC_END = NUMBER_OF["HEREDOC_END"]
UNEXPECTED = NUMBER_OF["UNEXPECTED"]
"""What no rule accepts: a character that starts no token, an end of text inside a string."""

KEYWORDS = {
    word: NUMBER_OF[word.upper()]
    for word in ("if", "in", "for", "for_each", "else", "endif", "endfor", "null", "true", "false")
}
OPERATORS = {
    "DOUBLE_EQ": "==", "NEQ": "!=", "LT": "<", "GT": ">", "LEQ": "<=", "GEQ": ">=", "MINUS": "-", "ASTERISK": "*",
    "SLASH": "/", "PERCENT": "%", "DOUBLE_AMP": "&&", "DOUBLE_PIPE": "||", "PLUS": "+", "NOT": "!",
}  # fmt: skip
PUNCTUATION = {text: NUMBER_OF[name] for name, text in OPERATORS.items()} | {
    "?": NUMBER_OF["QMARK"],
    "(": LPAR,
    ")": RPAR,
    "{": LBRACE,
    "~}": RBRACE,
    "}": RBRACE,
    "[": LSQB,
    "]": RSQB,
    ",": NUMBER_OF["COMMA"],
    ".": NUMBER_OF["DOT"],
    "=": NUMBER_OF["EQ"],
    ":": NUMBER_OF["COLON"],
    ".*": NUMBER_OF["ATTR_SPLAT"],
    "=>": NUMBER_OF["FOR_OBJECT_ARROW"],
    "...": NUMBER_OF["ELLIPSIS"],
    "::": NUMBER_OF["COLONS"],
}
