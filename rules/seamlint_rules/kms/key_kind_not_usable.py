"""A key of a kind that cannot do what is asked of it.

What: an asymmetric or HMAC key encrypts data of an AWS service; automatic rotation is switched on for an asymmetric or
    HMAC key, one with imported material or one in a custom key store; a deletion waits fewer than 7 or more than 30
    days; a rotation period is outside 90 to 2560 days.
Why: AWS services encrypt with symmetric encryption keys alone, and AWS makes new material only for keys whose material
    it made itself. The call that sets it up is refused.
Fix: use a symmetric encryption key; switch automatic rotation off; give a number of days that AWS accepts.
Sources: AWS KMS Developer Guide, "Key type reference"; AWS KMS Developer Guide, "Rotate AWS KMS keys"; AWS KMS API
    Reference, "EnableKeyRotation" and "ScheduleKeyDeletion".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.kinds import days_out_of_range, kind, unfit_keys, unrotatable_keys
from seamlint.model.encryption import SYMMETRIC
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.encryption.kinds import OutOfRange, Unfit, Unrotatable
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("KMS-010", "key-kind-not-usable", Severity.ERROR)
_FIELDS = {"deletion_window": "deletion window", "rotation_period": "rotation period"}


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each use of a key, and each setting of one, that its kind does not allow."""
    for unfit in unfit_keys(graph):
        if unfit.verdict is Verdict.YES:
            yield _unfit(unfit)
        else:
            reason = f"whether {unfit.key.address} can encrypt {unfit.data.title}"
            yield RULE.undecided(unfit.data.by, reason, unfit.needs)
    for found in unrotatable_keys(graph):
        if found.verdict is Verdict.YES:
            yield _unrotatable(found)
        else:
            yield RULE.undecided(found.key, f"whether AWS rotates {found.key.address}", found.needs)
    for each in days_out_of_range(graph):
        if each.verdict is Verdict.YES:
            yield _out_of_range(each)
        else:
            yield RULE.undecided(each.key, f"whether AWS accepts the {_FIELDS[each.field]}", each.needs)


def _unfit(unfit: Unfit) -> Finding:
    data, key = unfit.data, unfit.key
    message = f"{data.title} cannot be encrypted with {key.address}, {kind(key)}: only symmetric encryption keys do"
    primary = data.by.evidence(f"the {data.kind} is to be encrypted with {key.address}", "kms_key")
    field = "spec" if key.spec != SYMMETRIC else "usage"
    related = [key.evidence(f"{key.address} is {kind(key)}", field)]
    if unfit.named is not key:
        related.insert(0, unfit.named.evidence(f"{unfit.named.address} is a replica of {key.address}", "primary"))
    return RULE.finding(
        message, primary, *related, fix="name a key of spec SYMMETRIC_DEFAULT and usage ENCRYPT_DECRYPT"
    )


def _unrotatable(found: Unrotatable) -> Finding:
    key = found.key
    message = f"AWS cannot rotate {key.address}: automatic rotation is for symmetric keys whose material AWS KMS made"
    primary = key.evidence(f"switches automatic rotation of {key.address} on", "rotation")
    field = "spec" if key.spec != SYMMETRIC else "usage" if key.usage != "ENCRYPT_DECRYPT" else "origin"
    related = key.evidence(f"{key.address} is {kind(key)}", field)
    return RULE.finding(message, primary, related, fix="switch automatic rotation off; rotate by making a new key")


def _out_of_range(found: OutOfRange) -> Finding:
    least, most = found.bounds
    words = _FIELDS[found.field]
    message = f"AWS refuses a {words} of {found.days} days for {found.key.address}: it takes {least} to {most}"
    primary = found.key.evidence(f"{found.days} days are outside {least} to {most}", found.field)
    nearest = least if isinstance(found.days, int) and found.days < least else most
    return RULE.finding(message, primary, fix=f"set it to {nearest} days")
