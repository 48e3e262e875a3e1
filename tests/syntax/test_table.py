"""The parse table: from the installed grammar, kept in the user's cache, without lark when it is there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from seamlint.cache import NO_CACHE, Cache
from seamlint.syntax.hcl import grammar
from seamlint.syntax.hcl.reductions import reduction

SCRIPT = """
import sys
from seamlint.syntax.hcl import parse_expression
parse_expression("1 + a")
print("lark" in sys.modules, "hcl2" in sys.modules)
"""


def test_the_table_is_kept(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    built = grammar.load(cache)
    (kept,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert grammar.load(cache) == built
    kept.write_bytes(b"x" * 100)
    assert grammar.load(cache).keys() == built.keys()
    assert grammar.load(NO_CACHE).keys() == built.keys()


def test_a_warm_start_goes_without_lark(tmp_path: Path) -> None:
    places = {"XDG_CACHE_HOME": str(tmp_path), "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    answers = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT], env={**os.environ, **places}, capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert answers == [["True", "False"], ["False", "False"]]


def test_all_changes_to_the_grammar_are_in_it() -> None:
    changed = grammar.adapted("start : body\nbody : a b\n     | c\nother : new_line_or_comment? body d\n")
    assert "a b" not in changed
    assert "| c" not in changed
    assert "other : body d" in changed
    for name, expansion in grammar.REPLACED.items():
        assert f"\n{name} : {expansion}\n" in changed


def test_every_rule_builds_something() -> None:
    rules = grammar.load(Cache.of_user())["rules"]
    assert len(rules) > 100
    unknown = {name for _, _, name, expansion in rules if len(expansion) != 1 and reduction(name, expansion) is None}
    assert unknown == set()
