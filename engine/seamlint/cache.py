"""What earlier runs left behind: bytes by content hash, in the user's cache folder and nowhere else.

A cache never decides anything: what is missing, unreadable or damaged counts as absent, what cannot be written is not.
Nothing in a scanned repository names a place or a content here; keys are hashes of what was read.
"""

from __future__ import annotations

import os
import sys

KEPT_DAYS = 30
_DIGEST_SIZE = 20
_DAY = 86_400


def user_folder() -> str | None:
    """Return the folder for caches of the user who runs this, as the platform has it; None without a home."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "seamlint") if os.path.isabs(base) else None


class Cache:
    """A store of bytes by kind and key, below one folder; without a folder it remembers nothing."""

    def __init__(self, folder: str | None) -> None:
        self._folder = folder

    @classmethod
    def of_user(cls) -> Cache:
        """Return the cache of the user who runs this."""
        return cls(user_folder())

    def read(self, kind: str, key: str) -> bytes | None:
        """Return what was written under a key, None when it is not there or not as it was written."""
        if self._folder is None:
            return None
        try:
            with open(self._path(kind, key), "rb") as file:
                digest, content = file.read(_DIGEST_SIZE), file.read()
        except (OSError, ValueError):
            return None
        return content if digest == _digest(content) else None

    def write(self, kind: str, key: str, content: bytes) -> None:
        """Keep bytes under a key: wholly or not at all, also when other processes write the same."""
        if self._folder is None:
            return
        path = self._path(kind, key)
        unfinished = f"{path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            with open(unfinished, "wb") as file:
                file.write(_digest(content) + content)
            os.replace(unfinished, path)
        except (OSError, ValueError):
            return

    def tidy(self, now: float) -> None:
        """Remove what was written more than `KEPT_DAYS` before a moment, in seconds since the epoch; once a day."""
        if self._folder is None:
            return
        tidied = os.path.join(self._folder, "tidied")
        try:
            if os.path.exists(tidied) and now - os.stat(tidied).st_mtime < _DAY:
                return
            with open(tidied, "wb"):
                os.utime(tidied, (now, now))
            _remove_older(self._folder, now - KEPT_DAYS * _DAY)
        except OSError:
            return

    def _path(self, kind: str, key: str) -> str:
        assert self._folder is not None
        return os.path.join(self._folder, kind, key[:2], key[2:])


NO_CACHE = Cache(None)


def _remove_older(top: str, limit: float) -> None:
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            if os.stat(path).st_mtime < limit:
                os.unlink(path)


def key_of(*parts: bytes | str) -> str:
    """Return the key of content: a hash over parts and where each ends."""
    from _blake2 import blake2b  # hashlib has the same one, and loads OpenSSL beside it

    digest = blake2b(digest_size=_DIGEST_SIZE)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()


def _digest(content: bytes) -> bytes:
    return bytes.fromhex(key_of(content))
