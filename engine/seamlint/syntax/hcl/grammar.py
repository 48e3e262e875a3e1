r"""python-hcl2's grammar as the parse table of `seamlint.syntax.hcl.parser`.

The installed ``hcl2.lark`` is read, never copied: lark builds its LALR table once, and the table is kept in the user's
cache. Its rules stay as they are but for `REPLACED`, the one place where the grammar is wider or narrower than
Terraform's (HCL Native Syntax Specification), or where it does in rules what the lexer does here:

- newlines and comments: the lexer drops them where HCL ignores them, so only bodies and objects know newlines, and
  there they are required between entries, as Terraform requires them; a block on one line holds one attribute;
- strings and heredocs: a heredoc's inside goes through the same grammar as a quoted string's, so what is interpolated
  there has positions; a string without any ``$``, ``%`` or ``\\`` is one token;
- ``!!x`` and ``core::max(...)``, which Terraform reads.
"""

from __future__ import annotations

import json
import os
import re
from importlib.util import find_spec
from typing import Any

from seamlint.cache import Cache, key_of
from seamlint.syntax.hcl.terminals import KEYWORDS, NAME, NUMBER_OF, TERMINALS

STARTS = ("start", "expression", "template")
"""What a text can be: a file, one expression, one template."""
REPLACED = {
    "body": "NL_OR_COMMENT? ((attribute | block) NL_OR_COMMENT)* (attribute | block)?",
    "block": "_attribute_name (_attribute_name | string)* LBRACE block_body RBRACE",
    "block_body": "attribute? | NL_OR_COMMENT ((attribute | block) NL_OR_COMMENT)*",
    "object": "LBRACE NL_OR_COMMENT? (object_elem (COMMA NL_OR_COMMENT? | NL_OR_COMMENT))* object_elem? RBRACE",
    "string": "PLAIN_STRING | DBLQUOTE string_part* DBLQUOTE",
    "heredoc_template": "HEREDOC_TEMPLATE string_part* HEREDOC_END",
    "heredoc_template_trim": "HEREDOC_TEMPLATE_TRIM string_part* HEREDOC_END",
    "template": "string_part*",
    "unary_op": "(MINUS | NOT) unary_expr",
    "function_call": "identifier (COLONS identifier)* LPAR arguments? RPAR",
}
OWN_TERMINALS = ("PLAIN_STRING", "HEREDOC_END")

ParseTable = dict[str, Any]
"""JSON: ``actions`` (by state, terminal number as text: state + 1 to shift, -rule - 1 to reduce), ``goto`` (by state,
symbol number as text: state), ``rules`` ([symbol number, origin, alias or origin, expansion]), ``starts``, ``ends``."""


def sources() -> tuple[bytes | str, ...]:
    """Return all that the table depends on: the grammar, what is changed in it, and lark's head with its version."""
    return (
        _file("hcl2", "hcl2.lark"),
        repr((STARTS, REPLACED, OWN_TERMINALS, TERMINALS)),
        _file("lark", "__init__.py"),
    )


def _file(package: str, name: str) -> bytes:
    """Return a file of an installed package without importing the package."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    with open(os.path.join(os.path.dirname(spec.origin), name), "rb") as file:
        return file.read()


def adapted(text: str) -> str:
    """Return the grammar's text with `REPLACED` in place."""
    text = re.sub(r"^new_line_or_comment\s*:.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"\s*\bnew_line_or_comment\b\??", "", text)
    for name, expansion in REPLACED.items():
        rule = re.compile(rf"^([?!]*){name}\s*:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)
        text = rule.sub("", text) + f"\n{name} : {expansion}\n"
    return text + "".join(f"\n%declare {name}" for name in OWN_TERMINALS) + "\n"


def load(cache: Cache) -> ParseTable:
    """Return the table, from a cache when it is there."""
    key = key_of(*sources())
    kept = cache.read("hcl-table", key)
    if kept is not None:
        table: ParseTable = json.loads(kept)
        return table
    table = build()
    cache.write("hcl-table", key, json.dumps(table).encode())
    return table


def build() -> ParseTable:
    """Let lark build the table; takes about a second."""
    from lark import Lark

    lark = Lark(adapted(_file("hcl2", "hcl2.lark").decode()), parser="lalr", start=list(STARTS))
    return _plain(lark.parser.parser._parse_table)  # noqa: SLF001 - nothing public holds it


def _plain(table: Any) -> ParseTable:
    """Return lark's table as JSON: numbers for states, terminals and rules."""
    rules: dict[Any, int] = {}
    symbols: dict[str, int] = {}
    actions: list[dict[str, int]] = []
    gotos: list[dict[str, int]] = []
    for state in range(len(table.states)):
        terminals: dict[str, int] = {}
        nonterminals: dict[str, int] = {}
        for name, (action, argument) in table.states[state].items():
            if not name.isupper():
                nonterminals[str(symbols.setdefault(name, len(symbols)))] = argument
            elif name in NUMBER_OF:
                reduce = str(action) == "Reduce"
                code = -rules.setdefault(argument, len(rules)) - 1 if reduce else argument + 1
                terminals[str(NUMBER_OF[name])] = code
        actions.append(_with_keywords_as_names(terminals))
        gotos.append(nonterminals)
    return {
        "actions": actions,
        "goto": gotos,
        "rules": [_rule(rule, symbols) for rule in rules],
        "starts": table.start_states,
        "ends": table.end_states,
    }


def _rule(rule: Any, symbols: dict[str, int]) -> list[Any]:
    """Return one rule: symbol number, origin, the name it builds under, and its expansion."""
    origin = rule.origin.name
    number = symbols.setdefault(origin, len(symbols))
    return [number, origin, rule.alias or origin, [symbol.name for symbol in rule.expansion]]


def _with_keywords_as_names(actions: dict[str, int]) -> dict[str, int]:
    """HCL reserves no word: where a keyword means nothing, it is a name."""
    name = actions.get(str(NAME))
    return actions if name is None else {str(word): name for word in KEYWORDS.values()} | actions
