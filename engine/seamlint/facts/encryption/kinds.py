"""Keys whose kind does not fit what is asked of them (KMS-010).

"Key type reference", "Rotate AWS KMS keys" and "Delete an AWS KMS key" in the AWS KMS Developer Guide; "CreateKey",
"EnableKeyRotation" and "ScheduleKeyDeletion" in the AWS KMS API Reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.encryption.data import Encrypted, encrypted
from seamlint.facts.encryption.keys import primary_of
from seamlint.graph.graph import fact
from seamlint.model.encryption import SYMMETRIC, Key
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Maybe

_AWS_KMS, _ENCRYPT = "AWS_KMS", "ENCRYPT_DECRYPT"
DELETION_DAYS = (7, 30)
"""How long a deletion may wait: "ScheduleKeyDeletion"."""
_NO_PERIOD = ("rotation_period", 0)  # what a plan says of a key that is not rotated
ROTATION_DAYS = (90, 2560)
"""How long a key may be used between two rotations: "EnableKeyRotation"."""


class Unfit(NamedTuple):
    """Data that is to be encrypted with a key that encrypts no data for AWS services.

    Attributes:
        data: what is encrypted.
        named: the key that it names.
        key: the key whose spec and usage count: of a replica its primary.
        verdict: UNDECIDED where spec or usage is not known.
        needs: names of what would decide it.
    """

    data: Encrypted
    named: Key
    key: Key
    verdict: Verdict
    needs: tuple[str, ...]


class Unrotatable(NamedTuple):
    """A key with automatic rotation that AWS does not rotate, or may not; attributes as in `Unfit`."""

    key: Key
    verdict: Verdict
    needs: tuple[str, ...]


class OutOfRange(NamedTuple):
    """A number of days that AWS refuses, or may; `verdict` and `needs` as in `Unfit`.

    Attributes:
        field: of the key: ``deletion_window`` or ``rotation_period``.
        days: what it says.
        bounds: the least and the most that AWS accepts.
    """

    key: Key
    field: str
    days: Maybe[int]
    bounds: tuple[int, int]
    verdict: Verdict
    needs: tuple[str, ...]


def kind(key: Key) -> str:
    """Return what sort of key it is, in words: ``an asymmetric key (RSA_2048)``."""
    spec = key.spec if isinstance(key.spec, str) else ""
    if spec and spec != SYMMETRIC:
        return f"an {'HMAC' if spec.startswith('HMAC') else 'asymmetric'} key ({spec})"
    if isinstance(key.usage, str) and key.usage != _ENCRYPT:
        return f"a key for {key.usage}"
    if key.origin == "EXTERNAL":
        return "a key with imported material"
    return "a symmetric encryption key" if key.origin == _AWS_KMS else "a key in a custom key store"


def is_symmetric(key: Key) -> Verdict:
    """Tell whether a key encrypts data for AWS services: only symmetric encryption keys do."""
    return _is(key.spec, SYMMETRIC) & _is(key.usage, _ENCRYPT)


@fact
def unfit_keys(graph: Graph) -> list[Unfit]:
    """Return the data whose key is, or may be, no symmetric encryption key."""
    return [found for data in encrypted(graph) for found in _unfit(graph, data)]


@fact
def unrotatable_keys(graph: Graph) -> list[Unrotatable]:
    """Return the keys with automatic rotation whose material AWS does not, or may not, make anew."""
    return [
        Unrotatable(key, verdict, _needs(key.rotation, key.spec, key.usage, key.origin) or key.resource.missing)
        for key in graph.all(Key)
        if not key.looked_up and key.primary is None
        for verdict in (key.presence & _is(key.rotation, True) & ~(is_symmetric(key) & _is(key.origin, _AWS_KMS)),)  # noqa: FBT003 - a value
        if verdict is not Verdict.NO
    ]


@fact
def days_out_of_range(graph: Graph) -> list[OutOfRange]:
    """Return the numbers of days that AWS refuses, or may."""
    limits = (("deletion_window", DELETION_DAYS), ("rotation_period", ROTATION_DAYS))
    return [
        OutOfRange(key, field, days, bounds, verdict, getattr(days, "needs", ()) or key.resource.missing)
        for key in graph.all(Key)
        for field, bounds in limits
        for days in (getattr(key, field),)
        if days is not None and (field, days) != _NO_PERIOD
        for verdict in (key.presence & _outside(days, bounds),)
        if verdict is not Verdict.NO
    ]


def _outside(days: Maybe[int], bounds: tuple[int, int]) -> Verdict:
    if isinstance(days, Unknown):
        return Verdict.UNDECIDED
    return Verdict.of(isinstance(days, int) and not bounds[0] <= days <= bounds[1])


def _unfit(graph: Graph, data: Encrypted) -> Iterator[Unfit]:
    named = data.key
    key = primary_of(graph, named) if isinstance(named, Key) else None
    if not isinstance(named, Key) or key is None or key.looked_up:
        return
    verdict = data.verdict & data.by.presence & key.presence & ~is_symmetric(key)
    if verdict is not Verdict.NO:
        yield Unfit(data, named, key, verdict, _needs(key.spec, key.usage) or key.resource.missing or data.needs)


def _is(value: Maybe[str] | Maybe[bool], wanted: str | bool) -> Verdict:
    return Verdict.UNDECIDED if isinstance(value, Unknown) else Verdict.of(value == wanted)


def _needs(*values: Maybe[str] | Maybe[bool]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in values if isinstance(each, Unknown) for name in each.needs))
