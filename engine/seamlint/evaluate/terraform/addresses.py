"""Addresses of resources and modules, as Terraform writes them.

Source: Terraform documentation, "Resource Addressing".
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class UnknownKey:
    """The key of the one instance that stands for all where ``count`` or ``for_each`` is not known."""

    def __repr__(self) -> str:
        return "UNKNOWN_KEY"


UNKNOWN_KEY = UnknownKey()
InstanceKey = Union[None, int, str, UnknownKey]


def with_key(address: str, key: InstanceKey) -> str:
    """Return the address of one instance: ``aws_vpc.a``, ``aws_vpc.a[0]``, ``aws_vpc.a["x"]``, ``aws_vpc.a[*]``."""
    if key is None:
        return address
    if isinstance(key, UnknownKey):
        return f"{address}[*]"
    return f"{address}[{key}]" if isinstance(key, int) else f'{address}["{_escaped(key)}"]'


def joined(module: str, name: str) -> str:
    """Return the address of something in a module (empty for the root)."""
    return f"{module}.{name}" if module else name


def beginning_with(prefix: str, addresses: Sequence[str]) -> Iterator[str]:
    """Yield those of some sorted addresses or call paths that begin with a prefix."""
    at = bisect_left(addresses, prefix)
    while at < len(addresses) and addresses[at].startswith(prefix):
        yield addresses[at]
        at += 1


def _escaped(key: str) -> str:
    text = key.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return text.replace("${", "$${").replace("%{", "%%{")
