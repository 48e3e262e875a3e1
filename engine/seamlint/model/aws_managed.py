"""Managed policies of AWS's own: what the well-known ones grant, by ARN.

``aws_managed_policies.jsonl`` describes one policy a line: path and name as in its ARN, and its statements as of March
2026, without their Sids. What any other policy of AWS grants is not known.
Source: AWS Managed Policy Reference.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text, Unknown
from seamlint.model.iam import AwsManagedDocument, PolicyKind
from seamlint.model.policies import VERSION

if TYPE_CHECKING:
    from seamlint.evaluate.values import Reference, Value
    from seamlint.model.entity import Maybe, Place, Pointer

_OF_AWS = ":iam::aws:policy/"
_PARTITION = "aws"


def document(arn: Pointer, place: Place) -> AwsManagedDocument | None:
    """Return what a managed policy of AWS grants; its value is `Unknown` where that is not known.

    Args:
        arn: the policy's ARN, whose partition may be unknown; None is returned for any other policy.
        place: what names the policy: proofs show it, for the statements stand in no file.
    """
    named = _named(arn)
    if named is None:
        return None
    partition, name = named
    return AwsManagedDocument(
        _value(partition, name), PolicyKind.IDENTITY, place, arn=f"arn:{_PARTITION}{_OF_AWS}{name}"
    )


def arn_of_name(name: Maybe[str] | None) -> str | None:
    """Return the ARN of the well-known policy of a name, without its path; None where there is none."""
    found = (path for path in _policies() if path.rpartition("/")[2] == name)
    return next((f"arn:{_PARTITION}{_OF_AWS}{path}" for path in found), None)


def _named(arn: Pointer) -> tuple[str | Reference | Unknown, str] | None:
    """Return the partition, and path and name, of a managed policy of AWS."""
    if isinstance(arn, str):
        prefix, found, name = arn.partition(_OF_AWS)
        return (prefix.removeprefix("arn:"), name) if found and prefix.startswith("arn:") else None
    if isinstance(arn, Text) and len(arn.parts) == 3:
        first, partition, last = arn.parts
        if first == "arn:" and isinstance(last, str) and last.startswith(_OF_AWS):
            return partition, last.removeprefix(_OF_AWS)
    return None


def _value(partition: str | Reference | Unknown, name: str) -> Value:
    line = _policies().get(name)
    if line is None or (isinstance(partition, str) and partition != _PARTITION):
        written = partition if isinstance(partition, str) else _PARTITION
        return Unknown((f"what arn:{written}{_OF_AWS}{name} grants",))
    statements = json.loads(line)[1]
    statements = statements if isinstance(partition, str) else _elsewhere(statements, partition)
    return {"Version": VERSION, "Statement": statements}


def _elsewhere(value: Value, partition: Reference | Unknown) -> Value:
    """Return a part of a policy with another partition in its ARNs."""
    if isinstance(value, list):
        return [_elsewhere(item, partition) for item in value]
    if isinstance(value, dict):
        return {key: _elsewhere(item, partition) for key, item in value.items()}
    own = f"arn:{_PARTITION}:"
    if isinstance(value, str) and value.startswith(own):
        return Text(("arn:", partition, value[len(own) - 1 :]))
    return value


@lru_cache(maxsize=1)
def _policies() -> dict[str, str]:
    """Return the lines of the table by path and name; each is decoded when it is asked for."""
    from importlib import resources

    text = resources.files("seamlint.model").joinpath("aws_managed_policies.jsonl").read_text(encoding="utf-8")
    return {line[2 : line.index('"', 2)]: line for line in text.splitlines()}
