"""The LALR parser: one loop over the table of `seamlint.syntax.hcl.grammar`, which builds the tree as it goes.

A chain of rules that only pass a value on (``or_expr`` from ``and_expr`` from ... from ``identifier``) is followed once
per state and next token, and remembered as one jump.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.syntax.hcl.lexer import Lexer
from seamlint.syntax.hcl.messages import explained
from seamlint.syntax.hcl.reductions import Reduction, reduction
from seamlint.syntax.hcl.terminals import END

if TYPE_CHECKING:
    from seamlint.syntax.hcl.grammar import ParseTable


class Parser:
    """A parse table that is ready to run."""

    def __init__(self, table: ParseTable) -> None:
        self._actions: list[dict[int, int]] = [
            {int(kind): code for kind, code in row.items()} for row in table["actions"]
        ]
        self._goto: list[dict[int, int]] = [
            {int(symbol): state for symbol, state in row.items()} for row in table["goto"]
        ]
        self._starts: dict[str, int] = table["starts"]
        self._ends: dict[str, int] = table["ends"]
        self._rules: list[tuple[int, int, Reduction | None]] = [
            (symbol, len(expansion), reduction(name, expansion)) for symbol, _, name, expansion in table["rules"]
        ]
        self._jumps: dict[tuple[int, int, int], int] = {}

    def parse(self, text: str, start: str) -> tuple[Any, Lexer]:
        """Return what a text builds as ``start``, ``expression`` or ``template``, and the lexer that read it.

        Raises:
            SyntaxFailure: the text is not in the language.
        """
        lexer = Lexer(text).run(start)
        return self._run(lexer, start), lexer

    def _run(self, lexer: Lexer, start: str) -> Any:
        actions, rules, jumps = self._actions, self._rules, self._jumps
        state = self._starts[start]
        states = [state]
        built: list[Any] = []
        push_state, push = states.append, built.append
        at = -1
        for kind, value in zip(lexer.kinds, lexer.values, strict=True):
            at += 1
            code = actions[state].get(kind, 0)
            while code < 0:
                symbol, size, build = rules[-1 - code]
                if size:
                    if build is not None:
                        symbols = built[-size:]
                        del built[-size:]
                        push(build(symbols))
                    del states[-size:]
                else:
                    push(build([]) if build else None)
                key = (states[-1], symbol, kind)
                state = jumps.get(key, -1)
                if state < 0:
                    state = jumps[key] = self._jump(*key)
                push_state(state)
                code = actions[state].get(kind, 0)
            if code == 0:
                if kind == END and state == self._ends[start]:
                    return built[-1]
                raise explained(lexer, at, self._accepted(states))
            state = code - 1
            push_state(state)
            push(value)
        raise AssertionError("a text's last token is its end")

    def _jump(self, below: int, symbol: int, kind: int) -> int:
        """Return the state after a symbol, all rules applied that the next token makes pass it on unchanged."""
        state = self._goto[below][symbol]
        while True:
            code = self._actions[state].get(kind, 0)
            if code >= 0:
                return state
            symbol, size, build = self._rules[-1 - code]
            if build is not None or size != 1:
                return state
            state = self._goto[below][symbol]

    def _accepted(self, states: list[int]) -> set[int]:
        """Return the terminals that could come next: a table also reduces where a later state then refuses."""
        return {kind for kind in self._actions[states[-1]] if self._shifts(states, kind)}

    def _shifts(self, states: list[int], kind: int) -> bool:
        states = states.copy()
        code = self._actions[states[-1]].get(kind, 0)
        while code < 0:
            symbol, size, _ = self._rules[-1 - code]
            del states[len(states) - size :]
            states.append(self._goto[states[-1]][symbol])
            code = self._actions[states[-1]].get(kind, 0)
        return code > 0 or (kind == END and states[-1] in self._ends.values())
