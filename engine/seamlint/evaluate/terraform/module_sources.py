"""Where the code of a module call lies on disk.

Nothing is downloaded: a module is local, or installed by ``terraform init``, or mapped to a folder by configuration.
Source: Terraform documentation, "Module Sources"; the manifest ``.terraform/modules/modules.json`` that init writes.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

from seamlint.patterns import Pattern
from seamlint.sources.reading import Unreadable, decoded, read_bytes
from seamlint.sources.repository import is_path

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST = os.path.join(".terraform", "modules", "modules.json")
_GIT_SUFFIX = Pattern(r"\.git(?=$|[?/])")


def is_local(source: str) -> bool:
    """Tell whether a module source is a path in the same repository."""
    return source in (".", "..") or source.startswith(("./", "../", ".\\", "..\\"))


def local_folder(caller: str, source: str) -> str:
    """Return the folder of a local source, as called from a folder, links resolved."""
    return os.path.realpath(os.path.join(caller, source.replace("\\", "/")))


def installed_modules(root: str) -> dict[str, str]:
    """Return the folders that ``terraform init`` installed modules to, by dotted call path (``a.b``)."""
    try:
        data: Any = json.loads(decoded(read_bytes(os.path.join(root, MANIFEST)), MANIFEST))
    except (Unreadable, ValueError, RecursionError):
        return {}
    entries = data.get("Modules") if isinstance(data, dict) else None
    found = [entry for entry in entries or () if isinstance(entry, dict)] if isinstance(entries, list) else []
    return {
        entry["Key"]: os.path.join(root, entry["Dir"])
        for entry in found
        if isinstance(entry.get("Key"), str) and _names_folder(entry.get("Dir"))
    }


def _names_folder(value: object) -> bool:
    return isinstance(value, str) and is_path(value)


def mapped_folder(source: str, modules: Mapping[str, str]) -> str | None:
    """Return the folder that the configuration gives for a module address; its ``//folder`` and version are minded.

    ``git::https://host/org/repo.git//modules/x?ref=v1`` is found under the address as written, without its reference,
    without its subfolder (which is then entered), and without ``git::``, scheme and ``.git``.
    """
    address, subfolder = split_source(source)
    for candidate in (source, f"{address}//{subfolder}"):
        if candidate in modules:
            return modules[candidate]
    wanted = canonical(address)
    for written, folder in modules.items():
        if canonical(written) == wanted:
            return os.path.join(folder, subfolder) if subfolder else folder
    return None


def split_source(source: str) -> tuple[str, str]:
    """Split a module address into package and subfolder: ``a/b/c//d?ref=e`` is ``a/b/c`` and ``d``."""
    address = source.partition("?")[0]
    start = address.find("://") + 3 if "://" in address else 0
    at = address.find("//", start)
    return (address, "") if at < 0 else (address[:at], address[at + 2 :].strip("/"))


def canonical(address: str) -> str:
    """Return an address without what does not tell packages apart: getter, scheme, user, ``.git``, reference."""
    text = address.partition("?")[0].removeprefix("git::")
    text = re.sub(r"^[a-z0-9+]+://", "", text)
    text = re.sub(r"^[^@/]+@([^:/]+):", r"\1/", text)
    text = re.sub(r"^[^@/]+@", "", text)
    return _GIT_SUFFIX.sub("", text).removeprefix("registry.terraform.io/").rstrip("/")


def find_module(source: str, caller: str, installed: str | None, modules: Mapping[str, str]) -> str | None:
    """Return the folder (absolute, links resolved) of a module called from a folder, None when it is not on disk.

    `installed` is where ``terraform init`` put it, `modules` maps addresses to folders.
    """
    if not is_path(source):
        return None
    folder = local_folder(caller, source) if is_local(source) else mapped_folder(source, modules) or installed
    return os.path.realpath(folder) if folder is not None and os.path.isdir(folder) else None
