"""What a listener's rules match, dialect-neutral.

Source: Elastic Load Balancing, "Listener rules for your Application Load Balancer", "Condition types for listener
rules".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.values import Unknown
from seamlint.model.entity import Entity, Maybe, Place, Pointer
from seamlint.model.reading import blocks, elements, nested, number, pointer, text
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value


@dataclass(eq=False, repr=False)
class HostCondition(Entity):
    """A condition of a listener rule on the host that is asked for.

    Attributes:
        listener: the rule's.
        hosts: patterns, one of which must match: ``*`` stands for any text, ``?`` for one character.
    """

    listener: Pointer = None
    hosts: list[Maybe[str]] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class RuleOrder(Entity):
    """Which requests a listener rule takes, and from whom.

    Attributes:
        listener: the rule's.
        priority: the lowest is asked first; None where it is put after all others.
        takes_all: whether its conditions match every request.
        paths: patterns of its conditions on the path.
        others: whether it has conditions beside those on host and path.
    """

    listener: Pointer = None
    priority: Maybe[int] | None = None
    takes_all: bool = False
    paths: list[Maybe[str]] = field(default_factory=list)
    others: bool = False


class Words(NamedTuple):
    """A dialect's attributes of a listener rule and its conditions.

    Attributes:
        field: the attribute by which older conditions say of what they are; then their values stand beside it.
        host, path: the blocks with a condition on host and path.
    """

    listener: str
    priority: str
    conditions: str
    field: str
    host: str
    path: str
    values: str


class Condition(NamedTuple):
    """A condition of a rule: ``host``, ``path`` or ``other``, with its patterns and where they are."""

    kind: str
    patterns: list[Maybe[str]]
    at: Path


def conditions(resource: Resource, words: Words) -> list[Condition]:
    """Return the conditions of a listener rule."""
    found = []
    for block, path in blocks(resource.values.get(words.conditions), (words.conditions,)).found:
        found += _conditions(block, path, words)
    return found


def host_condition(resource: Resource, found: Condition, words: Words) -> HostCondition:
    """Return the condition on hosts that a rule has at a place."""
    entity = HostCondition(resource, found.at, hosts=found.patterns)
    entity.listener = pointer(resource.values.get(words.listener))
    entity.borrowed = {"hosts": Place(resource, found.at)}
    return entity


def rule_order(resource: Resource, found: list[Condition], words: Words) -> RuleOrder:
    """Return which requests a rule takes."""
    written = blocks(resource.values.get(words.conditions))
    return RuleOrder(
        resource,
        (),
        listener=pointer(resource.values.get(words.listener)),
        priority=number(resource.values.get(words.priority)),
        takes_all=bool(found) and written.complete and all(_takes_all(each) for each in found),
        paths=[pattern for each in found if each.kind == "path" for pattern in each.patterns],
        others=not written.complete or any(each.kind == "other" for each in found),
        places={"listener": (words.listener,), "priority": (words.priority,), "paths": (words.conditions,)},
    )


def _conditions(block: dict[str, Value], path: Path, words: Words) -> list[Condition]:
    kind = text(block.get(words.field))
    if isinstance(kind, str) and words.values in block:
        return [Condition(_kind(kind), _patterns(block.get(words.values)), (*path, words.values))]
    found = []
    for name, known in ((words.host, "host"), (words.path, "path")):
        for held, inner in nested(block, name):
            found.append(Condition(known, _patterns(held.get(words.values)), (*path, *inner, words.values)))
    return found or [Condition("other", [], path)]


def _kind(name: str) -> str:
    return {"host-header": "host", "path-pattern": "path"}.get(name, "other")


def _patterns(value: Value) -> list[Maybe[str]]:
    read = (text(each) for each in elements(value))
    return [each for each in read if each is not None]


def _takes_all(condition: Condition) -> bool:
    everything = {"host": ("*",), "path": ("*", "/*")}.get(condition.kind, ())
    return any(not isinstance(pattern, Unknown) and pattern in everything for pattern in condition.patterns)
