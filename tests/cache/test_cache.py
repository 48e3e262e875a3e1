"""The cache: whole or absent, and never an error."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from seamlint.cache import KEPT_DAYS, NO_CACHE, Cache, key_of, user_folder


def test_what_is_written_is_read(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    key = key_of("a", b"b")
    assert cache.read("kind", key) is None
    cache.write("kind", key, b"content")
    assert cache.read("kind", key) == b"content"
    assert cache.read("other", key) is None
    cache.write("kind", key, b"")
    assert cache.read("kind", key) == b""


def test_keys_tell_parts_apart() -> None:
    keys = {key_of("ab"), key_of("a", "b"), key_of("", "ab"), key_of("ab", ""), key_of("b", "a"), key_of()}
    assert len(keys) == 6
    assert key_of("ä") == key_of("ä".encode())
    assert key_of("\ud800")


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100])
def test_damaged_content_is_absent(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(str(tmp_path))
    cache.write("kind", key_of("a"), b"content")
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    path.write_bytes(damage)
    assert cache.read("kind", key_of("a")) is None


def test_a_place_that_cannot_be_used_is_no_error(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("x")
    for cache in (Cache(str(occupied)), NO_CACHE):
        cache.write("kind", key_of("a"), b"content")
        assert cache.read("kind", key_of("a")) is None
        cache.tidy(time.time())


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs permissions")
def test_a_read_only_folder_is_no_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    Cache(str(tmp_path)).write("kind", key_of("a"), b"content")
    assert Cache(str(tmp_path)).read("kind", key_of("a")) is None


def test_old_content_is_removed_once_a_day(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    now = time.time()

    def written_long_ago(name: str) -> None:
        cache.write("kind", key_of(name), b"content")
        path = tmp_path / "kind" / key_of(name)[:2] / key_of(name)[2:]
        os.utime(path, (0, now - (KEPT_DAYS + 1) * 86_400))

    written_long_ago("old")
    cache.write("kind", key_of("new"), b"content")
    cache.tidy(now)
    assert cache.read("kind", key_of("old")) is None
    assert cache.read("kind", key_of("new")) == b"content"
    written_long_ago("older")
    cache.tidy(now + 3600)
    assert cache.read("kind", key_of("older")) == b"content"
    cache.tidy(now + 90_000)
    assert cache.read("kind", key_of("older")) is None


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="where other platforms keep caches")
def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert user_folder() == "/home/someone/.cache/seamlint"
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/kept")
    assert user_folder() == "/var/kept/seamlint"
    monkeypatch.setenv("XDG_CACHE_HOME", "beside/the/code")
    assert user_folder() is None
