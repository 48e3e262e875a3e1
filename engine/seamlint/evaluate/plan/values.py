"""A plan's values: what is known, and whose it is where it is not.

Source: Terraform documentation, "JSON Output Format" ("Change Representation": ``after_unknown``, ``after_sensitive``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seamlint.evaluate.plan.addresses import is_expression, specific, type_in
from seamlint.evaluate.plan.document import object_of, printable
from seamlint.evaluate.plan.identifiers import fits
from seamlint.evaluate.values import Reference, Sensitive, Unknown, Value, needs
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from seamlint.evaluate.plan.document import Planned
    from seamlint.evaluate.plan.sources import Ledger, Place

LISTS = ("ids", "arns", "groups", "subnets", "names", "instances", "targets", "blocks", "aliases")
"""What the names of attributes end in that are lists."""

BLOCKS = frozenset({
    "action", "condition", "default_action", "default_cache_behavior", "egress", "ingress", "inline_policy",
    "ordered_cache_behavior", "origin", "origin_group", "route", "rule", "statement", "viewer_certificate",
})  # fmt: skip
"""Blocks of resources. Where the plan's configuration holds none and they are not known, they may be generated."""

UNSET: tuple[Any, ...] = (None, "", [], {})
"""What a provider's schema puts where the code says nothing."""


class _Lost:
    """Stands for the expressions of a block that a plan's configuration does not hold."""


def _lost(name: str) -> type[_Lost] | None:
    """Return what stands for an attribute's expression; its id and ARN are never set."""
    return None if name in ("id", "arn") else _Lost


def _unless_generated(written: dict[str, Any]) -> Callable[[str], Any]:
    """Return what finds the expressions of a resource: of blocks that are not there, some may be generated."""
    return lambda name: written.get(name, _Lost if name in BLOCKS else None)


class Told(NamedTuple):
    """What a plan tells of a value; a mark that is ``True`` holds for all of it."""

    value: Any
    unknown: Any
    sensitive: Any

    def member(self, name: str) -> Told:
        """Return what is told of an object's member."""
        secret = self.sensitive is True or object_of(self.sensitive).get(name, False)
        return Told(object_of(self.value).get(name), object_of(self.unknown).get(name, False), secret)

    def items(self) -> list[Told]:
        """Return what is told of a list's items."""
        values, unknown, sensitive = (each if isinstance(each, list) else [] for each in self)
        length = max(len(values), len(unknown))
        secret = self.sensitive is True
        values, unknown, sensitive = _padded(values, length), _padded(unknown, length), _padded(sensitive, length)
        return [Told(values[at], unknown[at], secret or sensitive[at]) for at in range(length)]


class ValueReader:
    """Reads the values of one resource, or the outputs of the root.

    Args:
        name: what it is called, for people.
    """

    def __init__(self, ledger: Ledger, place: Place, name: str) -> None:
        self._ledger = ledger
        self._place = place
        self._name = name

    def resource(self, planned: Planned) -> dict[str, Value]:
        """Return what is set of a resource: what AWS will compute and the code does not set is left out.

        Where the plan holds no configuration of it, nobody knows which of the two an unknown value is.
        """
        configured = self._ledger.written(planned)
        written = object_of(configured.get("expressions"))
        unknown = planned.unknown
        if unknown is None:
            unknown = {name: name not in planned.after and bool(specific(each)) for name, each in written.items()}
        told = Told(planned.after, unknown, planned.sensitive)
        return self._members(told, _unless_generated(written) if configured else _lost)

    def value(self, name: str, told: Told, written: Any) -> Value:
        """Return the value of an attribute; None for what the code does not set."""
        if told.unknown is True:
            value = self._unknown(name, written)
        elif isinstance(told.value, list) or isinstance(told.unknown, list):
            value = self._list(name, told.items(), written)
        elif isinstance(told.value, dict) or isinstance(told.unknown, dict):
            value = dict(self._object(told, written))
        else:
            value = printable(told.value) if isinstance(told.value, str) else told.value
        return Sensitive(value) if told.sensitive is True and value is not None else value

    def _object(self, told: Told, written: Any) -> dict[str, Value]:
        if written is _Lost or is_expression(written):
            return self._members(told, lambda _: written)
        return self._members(told, lambda name: object_of(written).get(name, _Lost))

    def _members(self, told: Told, written: Callable[[str], Any]) -> dict[str, Value]:
        """Return an object's members, each by the expression that is written for it."""
        found: dict[str, Value] = {}
        for name in dict.fromkeys((*object_of(told.value), *object_of(told.unknown))):
            value = self.value(name, told.member(name), written(name))
            if value not in UNSET and not (value is False and name == "self"):
                found[printable(name)] = value
        return found

    def _list(self, name: str, items: list[Told], written: Any) -> Value:
        if any(item.unknown is True for item in items):
            return self._elements(name, items, written)
        if written is None or is_expression(written):
            return [self.value(name, item, _Lost if written is None else written) for item in items]
        blocks = written if isinstance(written, list) else [written]
        return [self.value(name, item, _block(item, at, len(items), blocks)) for at, item in enumerate(items)]

    def _elements(self, name: str, items: list[Told], written: Any) -> Value:
        """Return a list some elements of which are not known: whose they are, when there are as many sources."""
        found = self._sources(name, written)[0] if is_expression(written) else []
        missing = sum(item.unknown is True for item in items)
        if len(found) != missing:
            found = [self._either(found, name) if len(found) != 1 else found[0]] * missing
        pending = iter(found)
        return [next(pending) if item.unknown is True else item.value for item in items]

    def _unknown(self, name: str, written: Any) -> Value:
        """Return a value that is not known as a whole."""
        if written is None:
            return None
        if not is_expression(written):
            return self._either([], name)
        found, selected = self._sources(name, written)
        if not found:
            return Unknown(tuple(map(printable, specific(written))) or (f"{self._name}.{name}",))
        if not name.endswith(LISTS):
            return found[0] if len(found) == 1 else self._either(found, name)
        if selected:
            return [found[0], Unknown(tuple(specific(written)))] if len(found) == 1 else self._either(found, name)
        return found

    def _sources(self, name: str, written: Any) -> tuple[list[Value], bool]:
        wanted = "arn" if name.endswith(("arn", "arns")) else "id"
        sources = self._ledger.sources(written, self._place, wanted)
        return list(dict.fromkeys(_as(name, source.value) for source in sources.found)), sources.selected

    def _either(self, found: Sequence[Value], name: str) -> Unknown:
        return Unknown(needs(list(found)) or (f"{self._name}.{name}",))


def _as(name: str, source: Reference | Unknown) -> Value:
    """Return a source as an attribute's value: unknown where the attribute may hold more than it."""
    if isinstance(source, Unknown) or fits(name, type_in(source.address), source.attribute):
        return source
    return Unknown(needs(source))


def _padded(items: list[Any], length: int) -> list[Any]:
    return items[:length] + [None] * (length - len(items))


def _block(item: Told, at: int, length: int, blocks: list[Any]) -> Any:
    """Return the block of the code that a planned block is: the only one that says the same, else by its place.

    Where neither tells, every attribute refers to what it refers to in any of them.
    """
    agreeing = [block for block in blocks if _agrees(item.value, block)]
    if len(agreeing) == 1:
        return agreeing[0]
    if len(blocks) == length and blocks[at] in agreeing:
        return blocks[at]
    if not agreeing:
        return _Lost
    referred: dict[str, dict[str, list[str]]] = {}
    for block in agreeing:
        for name, each in object_of(block).items():
            referred.setdefault(name, {"references": []})["references"] += specific(each)
    return referred


def _agrees(item: Any, block: Any) -> bool:
    """Tell whether a planned block holds the constants of a written one."""
    values = object_of(item)
    return all(
        isinstance(each["constant_value"], (list, dict)) or str(values.get(name)) == str(each["constant_value"])
        for name, each in object_of(block).items()
        if isinstance(each, dict) and is_expression(each) and "constant_value" in each
    )
