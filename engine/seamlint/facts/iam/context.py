"""The request context: condition keys and the values that a request carries, or may carry."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Union

from seamlint.evaluate.values import Sensitive, Value

if TYPE_CHECKING:
    from collections.abc import Mapping


class Presence(Enum):
    """What is known of a key that has no known value."""

    ABSENT = "absent"
    UNKNOWN = "unknown"


ABSENT, UNKNOWN = Presence.ABSENT, Presence.UNKNOWN
Single = Value
ContextValue = Union[Presence, Value, tuple[Value, ...]]
"""A tuple is a multivalued key, however many values it has."""


class Context:
    """Values by key, without regard to the case of keys.

    Args:
        values: by key; a tuple or list is a multivalued key, None says that the request does not carry the key.
        unlisted: what is taken of a key that `values` does not list: `ABSENT` for a request that is known whole,
            `UNKNOWN` for one that the code only lets us foresee.
    """

    __slots__ = ("_unlisted", "_values")

    def __init__(self, values: Mapping[str, object], unlisted: Presence = ABSENT) -> None:
        self._values: dict[str, object] = {key.lower(): value for key, value in values.items()}
        self._unlisted = unlisted

    def get(self, key: str) -> ContextValue:
        """Return the value of a key given in lower case."""
        value = self._values.get(key, self._unlisted)
        return value if isinstance(value, str) else _normal(value)

    def fill(self, derived: Mapping[str, str]) -> None:
        """Set what AWS derives for keys (in lower case) that were not given."""
        self._values = {**derived, **self._values}


def _normal(value: object) -> ContextValue:
    if isinstance(value, Presence):
        return value
    if isinstance(value, (list, tuple)):
        # A set without values is null: "Set operators for multivalued context keys" has Null tell so.
        return tuple(as_text(item) for item in value) or ABSENT
    return ABSENT if value is None else as_text(value)


def as_text(value: object) -> Value:
    """Return a JSON scalar as AWS compares it: as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Sensitive):
        return as_text(value.value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if value is None or isinstance(value, (int, float)) or hasattr(value, "numerator"):
        return str(value)
    return value  # type: ignore[return-value]  # Text, Reference and Unknown stay what they are
