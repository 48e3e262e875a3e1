"""Text that is up to something: work stays bounded and linear, and the answer is a clear failure."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import process_time

import pytest

from seamlint.sources.span import SourceText
from seamlint.syntax import located_json
from seamlint.syntax.hcl import lexer, parse, parse_expression
from seamlint.syntax.hcl.json import parse_json
from seamlint.syntax.hcl.tree import SyntaxFailure

DEEP = {
    "parentheses": lambda n: "(" * n + "1" + ")" * n,
    "braces": lambda n: "{a=" * n + "1" + "}" * n,
    "strings": lambda n: '"${' * n + "1" + '}"' * n,
    "negations": lambda n: "!" * n + "a",
    "sums": lambda n: "1+" * n + "1",
    "attributes": lambda n: "a" + ".b" * n,
    "conditionals": lambda n: "a?b:" * n + "c",
    "directives": lambda n: '"' + "%{if a}" * n + "%{endif}" * n + '"',
    "heredocs": lambda n: "<<E\n${" * n + "1" + "}\nE\n" * n,
}


@pytest.mark.parametrize("kind", DEEP)
def test_deep_nesting_is_refused(kind: str) -> None:
    parse_expression(DEEP[kind](40))
    for depth in (1_000, 8_000):
        with pytest.raises(SyntaxFailure, match=r"nested more than 200|whole line"):
            parse_expression(DEEP[kind](depth))
        with pytest.raises(SyntaxFailure, match=r"nested more than 200|whole line"):
            parse(SourceText("a.tf", f"a = {DEEP[kind](depth)}\n"))


def test_deep_blocks_are_refused() -> None:
    with pytest.raises(SyntaxFailure, match="nested more than 200"):
        parse(SourceText("a.tf", "a {\n" * 5000))
    with pytest.raises(SyntaxFailure, match="nested more than 200"):
        parse_json(SourceText("a.tf.json", '{"a":' * 5000))


LONG: dict[str, Callable[[int], str]] = {
    "comments behind a brace": lambda n: "a = {" + "/* */" * n,
    "comments like for": lambda n: "a = {" + "/**/ # x\n" * n + "f",
    "unclosed comments": lambda n: "a = 1 " + "/*" * n,
    "heredoc with interpolations": lambda n: "a = <<-E\n" + "  ${x ~}\n" * n + "E\n",
    "nearly heredoc ends": lambda n: "a = <<E\n" + " E E\n" * n + "E\n",
    "unclosed heredocs": lambda n: "a = [<<E\n" + "<<E2\n" * n,
    "blanks": lambda n: "a = <<E\n" + " " * n + "\n" + " " * n + "E\n",
    "dollars": lambda n: 'a = "' + "$" * n + '"\n',
    "escapes": lambda n: 'a = "' + "\\n$${" * n + '"\n',
    "attributes": lambda n: "".join(f"a{index} = 1\n" for index in range(n)),
    "items": lambda n: "a = [" + "1," * n + "]\n",
    "an error at the end": lambda n: "a = [" + "1," * n + "]]\n",
    "an open string": lambda n: 'a = "' + "x" * n,
}


@pytest.mark.parametrize("kind", LONG)
def test_time_grows_with_length(kind: str) -> None:
    def seconds(size: int) -> float:
        text = LONG[kind](size)
        begun = process_time()
        with suppress(SyntaxFailure):
            parse(SourceText("a.tf", text))
        return process_time() - begun

    seconds(100)
    assert seconds(8_000) < 12 * seconds(1_000) + 0.5


@pytest.mark.parametrize("text", ["1" * 100_000, "1e" + "9" * 100_000, "1e999999999", "0." + "1" * 100_000])
def test_huge_numbers_are_refused(text: str) -> None:
    with pytest.raises(SyntaxFailure, match="a number of more than"):
        parse_expression(text)


@pytest.mark.parametrize("text", ["[" + "1," * 600 + "1]", '"' + "${a}" * 400 + '"', "[\n<<E\n${a}\nE\n]" * 300])
def test_too_much_in_one_file_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(lexer, "MAX_TOKENS", 1000)
    with pytest.raises(SyntaxFailure, match="split it"):
        parse_expression(text)


def test_too_much_json_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(located_json, "MAX_VALUES", 1000)
    with pytest.raises(SyntaxFailure, match="split it"):
        parse_json(SourceText("a.tf.json", '{"locals": {"a": [' + "1," * 1000 + "1]}}"))
