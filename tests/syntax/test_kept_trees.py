"""Trees in the cache: the same tree comes back, and nothing else can."""

from __future__ import annotations

import pickle
from pathlib import Path

from seamlint.cache import Cache, key_of
from seamlint.sources.span import SourceText
from seamlint.syntax.hcl import kept, parse

TEXT = 'a "b" { # c\n  d = [1.5, "x${y}", {k = null}, z[*].q]\n  e = <<E\n%{ if t }u%{ endif }\nE\n}\n'


class Harmful:
    """Would create a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.path,)


def test_the_same_tree_comes_back(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    source = SourceText("a.tf", TEXT)
    first, second, without = parse(source, cache), parse(source, cache), parse(source)
    assert kept.recall(source, cache) is not None
    assert (first.body, first.comments) == (second.body, second.comments) == (without.body, without.comments)
    assert second.source is source


def test_another_text_is_another_tree(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    parse(SourceText("a.tf", "a = 1"), cache)
    assert kept.recall(SourceText("a.tf", "a = 2"), cache) is None


def test_foreign_content_is_not_run(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path / "cache"))
    source = SourceText("a.tf", "a = 1")
    key = key_of(kept.FORMAT, kept.__version__, source.text)
    for content in (pickle.dumps(Harmful(tmp_path / "harm")), pickle.dumps(({}, [])), b"", b"\x80\x05."):
        cache.write(kept.KIND, key, content)
        assert cache.read(kept.KIND, key) == content
        assert kept.recall(source, cache) is None
        assert parse(source, cache).body.attributes["a"]
        Path(next(path for path in (tmp_path / "cache").rglob("*") if path.is_file())).unlink()
    assert not (tmp_path / "harm").exists()
