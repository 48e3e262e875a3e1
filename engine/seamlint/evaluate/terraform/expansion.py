"""How many instances a resource or module call has, and what ``each`` and ``count`` are in each of them.

Source: Terraform language documentation, "The count Meta-Argument", "The for_each Meta-Argument".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.addresses import UNKNOWN_KEY, InstanceKey
from seamlint.evaluate.terraform.convert import convert
from seamlint.evaluate.terraform.errors import ConversionError
from seamlint.evaluate.terraform.types import DYNAMIC, NUMBER, STRING
from seamlint.evaluate.terraform.values import (
    Map,
    Object,
    Set,
    Tuple,
    Unknown,
    UnknownInstances,
    Value,
    entries_of,
    needs_of,
    unmark,
)  # fmt: skip
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seamlint.evaluate.terraform.body import Evaluator
    from seamlint.evaluate.terraform.scope import Scope
    from seamlint.syntax.hcl.tree import Attribute, Body

MOST_INSTANCES = 10_000
"""Of one resource or module call. AWS's own quotas lie far below; more is a mistake, or meant to wear us out."""
STEPS_AN_INSTANCE = 500
"""What an instance costs of a root's `Work`: forty thousand of them use it up."""


class Instance(NamedTuple):
    """One instance: its key, and the names that only its expressions know."""

    key: InstanceKey
    names: dict[str, Value]


class Expansion(NamedTuple):
    """All instances.

    Attributes:
        repeated: the argument that says how many (``count``, ``for_each``), None for a single instance.
        missing: why it is not known which instances there are; empty when it is.
    """

    repeated: str | None
    instances: list[Instance]
    missing: tuple[str, ...] = ()

    def combined(self, values: Mapping[InstanceKey, Value]) -> Value:
        """Return what the name of the whole stands for, given each instance's value: one value, a tuple, an object."""
        if UNKNOWN_KEY in values:
            known = {key: value for key, value in values.items() if isinstance(key, (int, str))}
            return UnknownInstances(self.missing, known, values[UNKNOWN_KEY])
        if self.missing:
            return Unknown(DYNAMIC, self.missing)
        if self.repeated is None:
            return values[None]
        if self.repeated == "count":
            return Tuple(list(values.values()))
        return Object({str(key): value for key, value in values.items()})


SINGLE = Expansion(None, [Instance(None, {})])


def expand(body: Body, scope: Scope, evaluator: Evaluator) -> Expansion:
    """Return the instances that the ``count`` or ``for_each`` of a body makes."""
    count, for_each = body.attributes.get("count"), body.attributes.get("for_each")
    if count is not None:
        return _counted(count, scope, evaluator)
    return SINGLE if for_each is None else _keyed(for_each, scope, evaluator)


def _counted(attribute: Attribute, scope: Scope, evaluator: Evaluator) -> Expansion:
    try:
        value, _ = unmark(convert(evaluator.attribute(attribute, scope), NUMBER))
    except ConversionError as error:
        return _unknown_count(_refused(f"count has to be a whole number: {error}", attribute, evaluator))
    if isinstance(value, Unknown):
        return _unknown_count(value.needs)
    if not isinstance(value, int) or value < 0:
        return _unknown_count(_refused("count has to be a whole number, zero or more", attribute, evaluator))
    if value > MOST_INSTANCES or not scope.work.spend(value * STEPS_AN_INSTANCE):
        return _unknown_count(_refused(_too_many(value), attribute, evaluator))
    return Expansion("count", [Instance(index, {"count": Object({"index": index})}) for index in range(value)])


def _keyed(attribute: Attribute, scope: Scope, evaluator: Evaluator) -> Expansion:
    value, _ = unmark(evaluator.attribute(attribute, scope))
    if isinstance(value, Unknown):
        return Expansion("for_each", [_any_key(value.needs)], value.needs)
    if isinstance(value, Set):
        entries = [(item, item) for item in value.items]
    elif isinstance(value, (Map, Object)):
        entries = list(entries_of(value))
    else:
        needs = _refused(
            "for_each takes a map or a set of strings; write toset(...) around a list", attribute, evaluator
        )
        return Expansion("for_each", [_any_key(needs)], needs)
    if len(entries) > MOST_INSTANCES or not scope.work.spend(len(entries) * STEPS_AN_INSTANCE):
        needs = _refused(_too_many(len(entries)), attribute, evaluator)
        return Expansion("for_each", [_any_key(needs)], needs)
    known = [Instance(key, {"each": Object({"key": key, "value": it})}) for key, it in entries if isinstance(key, str)]
    missing = needs_of(*(key for key, _ in entries if not isinstance(key, str)))
    return Expansion("for_each", [*known, *([_any_key(missing)] if missing else ())], missing)


def _any_key(needs: tuple[str, ...]) -> Instance:
    each = Object({"key": Unknown(STRING, needs), "value": Unknown(DYNAMIC, needs)})
    return Instance(UNKNOWN_KEY, {"each": each})


def _unknown_count(needs: tuple[str, ...]) -> Expansion:
    return Expansion("count", [Instance(UNKNOWN_KEY, {"count": Object({"index": Unknown(NUMBER, needs)})})], needs)


def _refused(message: str, attribute: Attribute, evaluator: Evaluator) -> tuple[str, ...]:
    return evaluator.refused(message, attribute).needs


def _too_many(number: int) -> str:
    return f"{number} instances, with those before them, are more than are evaluated one by one; they are judged as one"
