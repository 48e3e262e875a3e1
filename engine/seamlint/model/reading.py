"""Plain fields and pointers from evaluated values: what translators of every dialect read with."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from ipaddress import ip_network
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Sensitive, Text, Unknown, needs
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Maybe, Pointer
    from seamlint.model.network import Network


_SINGULAR = ("id", "arn", "name", "ref", "group", "acl", *"0123456789")
"""How the names of attributes end that hold one id."""


class Blocks(NamedTuple):
    """The nested blocks of one name: their values with their paths, and whether these are all."""

    found: list[tuple[dict[str, Value], Path]]
    complete: bool

    @property
    def first(self) -> dict[str, Value]:
        """The only block where the name stands for one; empty where there is none."""
        return self.found[0][0] if self.found else {}


class Pointers(NamedTuple):
    """What a list of ids names: unknown elements stand in it too, and make it incomplete."""

    found: list[Pointer]
    complete: bool


def bare(value: Value) -> Value:
    """Return a value without the mark that it must not be printed."""
    while isinstance(value, Sensitive):
        value = value.value
    return value


def elements(value: Value) -> list[Value]:
    """Return what a list holds; a lone value is a list of one, null of none."""
    value = bare(value)
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def text(value: Value) -> Maybe[str] | None:
    """Return a string; None for null and for the empty string, which stands for "not set"."""
    value = bare(value)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value) if isinstance(value, (int, Fraction)) else _unknown(value)


def number(value: Value) -> Maybe[int] | None:
    """Return a whole number, also one written as text; None for null and the empty string."""
    value = bare(value)
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, Fraction) and value.denominator == 1:
        return int(value)
    if isinstance(value, str) and len(value) < 20 and value.strip().removeprefix("-").isdecimal():
        return int(value)
    return _unknown(value)


def truth(value: Value, default: Maybe[bool] = False) -> Maybe[bool]:  # noqa: FBT002
    """Return a boolean, also one written as text; the default for null."""
    value = bare(value)
    if value is None or value == "":
        return default
    if isinstance(value, bool):
        return value
    return value == "true" if value in ("true", "false") else _unknown(value)


def allows(action: Value) -> Maybe[bool]:
    """Return whether an action, in whatever case it is written, is ``allow``."""
    read = text(action)
    return read if isinstance(read, Unknown) else (read or "").lower() == "allow"


def network(value: Value) -> Maybe[Network] | None:
    """Return an address range; None for null and the empty string."""
    written = text(value)
    return _parsed(written) if isinstance(written, str) else written


def networks(value: Value) -> list[Maybe[Network]]:
    """Return the address ranges of a list; one unknown where the list is not known."""
    read = (network(element) for element in elements(value))
    return [each for each in read if each is not None]


def pointer(value: Value) -> Pointer:
    """Return how a value names another resource; None for null and the empty string."""
    value = bare(value)
    if isinstance(value, Text) and len(value.parts) == 1:
        return value.parts[0]
    if isinstance(value, (Reference, Text)):
        return value
    return text(value)


def pointers(value: Value) -> Pointers:
    """Return what the elements of a list name; a list in a list, as Terraform 0.11 had it, counts as its elements."""
    flat = (inner for element in elements(value) for inner in elements(element))
    found: list[Pointer] = [each for each in map(pointer, flat) if each is not None]
    return Pointers(found, not any(_open(each) for each in found))


def blocks(value: Value, path: Path = ()) -> Blocks:
    """Return nested blocks, however they are written: as blocks, as a list of objects, or as one object."""
    value = bare(value)
    if isinstance(value, dict):
        return Blocks([(value, path)], complete=True)
    found: list[tuple[dict[str, Value], Path]] = []
    for index, element in enumerate(elements(value)):
        element = bare(element)  # noqa: PLW2901
        if isinstance(element, dict):
            found.append((element, (*path, index)))
    return Blocks(found, complete=len(found) == len(elements(value)))


def nested(value: Value, *names: str) -> Iterator[tuple[dict[str, Value], Path]]:
    """Return the blocks at the end of a chain of block names, in source order."""
    level: list[tuple[Value, Path]] = [(value, ())]
    for name in names:
        level = [
            deeper
            for holder, path in level
            if isinstance(holder, dict)
            for deeper in blocks(holder.get(name), (*path, name)).found
        ]
    yield from ((block, path) for block, path in level if isinstance(block, dict))


def plural(reference: Reference) -> bool:
    """Tell whether a reference stands for a list of ids (``data.aws_subnets.x.ids``), by its name."""
    return not reference.attribute.rpartition(".")[2].lower().endswith(_SINGULAR)


def _open(named: Pointer) -> bool:
    """Tell whether an element may stand for several."""
    return isinstance(named, Unknown) or (isinstance(named, Reference) and plural(named))


def _unknown(value: Value) -> Unknown:
    """Return what has to be known, or what is wrong with what is."""
    missing = needs(value)
    return Unknown(missing or (f"a usable value instead of {value!r}"[:120],))


@lru_cache(maxsize=65536)
def _parsed(written: str) -> Maybe[Network]:
    try:
        return ip_network(written.strip(), strict=False)
    except ValueError:
        return Unknown((f"an address range instead of {written!r}"[:120],))
