"""How buckets are named in domain names and ARNs: read alike in every dialect.

Source: Amazon S3 User Guide, "Virtual hosting of general purpose buckets", "Bucket policy resources".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown
from seamlint.model.reading import bare, blocks, elements, pointer, text
from seamlint.model.storage import AclGrant
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Pointer

_ENDPOINT = Pattern(r"\.s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?\.?\Z")
_BEFORE_NAME = ":s3:::"


def reached(value: Value, *names: str) -> tuple[Value, Path]:
    """Return what stands at the end of a chain of nested blocks, the first of each name, and its path.

    What is below something unknown is unknown.
    """
    path: Path = ()
    for name in names:
        value = bare(value)
        if isinstance(value, list):
            found = blocks(value)
            value = found.first if found.found else next(iter(elements(value)), None)
            path = (*path, *(found.found[0][1] if found.found else ()))
        value = bare(value)
        path = (*path, name)
        if isinstance(value, Unknown):
            return value, path
        value = value.get(name) if isinstance(value, dict) else None
    return value, path


def at(value: Value, *names: str) -> Value:
    """Return what stands at the end of a chain of nested blocks."""
    return reached(value, *names)[0]


def bucket_of_domain(value: Value) -> Pointer:
    """Return the bucket that a domain name belongs to: ``logs.s3.amazonaws.com``."""
    named = pointer(value)
    if isinstance(named, str):
        return _ENDPOINT.sub("", named)
    if isinstance(named, Text) and isinstance(named.parts[-1], str):
        last = _ENDPOINT.sub("", named.parts[-1])
        return pointer(Text((*named.parts[:-1], last) if last else named.parts[:-1]))
    return named


def bucket_of_arn(value: Value) -> tuple[Pointer, Pointer]:
    """Return the bucket that an ARN names, and what follows the bucket's name in it: ``arn:aws:s3:::logs/vpc/``."""
    named = pointer(value)
    if isinstance(named, str):
        name, _, below = (named.partition(_BEFORE_NAME)[2] or named).partition("/")
        return name or None, below or None
    if not isinstance(named, Text):
        return named, None
    before: list[str | Reference | Unknown] = []
    for index, part in enumerate(named.parts):
        head, slash, tail = part.partition("/") if isinstance(part, str) else (part, "", "")
        before.append(head)
        if slash:
            return _bucket(before), _text((tail, *named.parts[index + 1 :]))
    return _bucket(before), None


def _bucket(parts: list[str | Reference | Unknown]) -> Pointer:
    """Return the bucket whose ARN some parts are; what stands before its name need not be known."""
    for index, part in enumerate(parts):
        if isinstance(part, str) and _BEFORE_NAME in part:
            return _text((part.partition(_BEFORE_NAME)[2], *parts[index + 1 :]))
    return _text(tuple(parts))


def _text(parts: tuple[str | Reference | Unknown, ...]) -> Pointer:
    kept = tuple(part for part in parts if part != "")
    if all(isinstance(part, str) for part in kept):
        return "".join(map(str, kept)) or None
    return pointer(Text(kept))


class Grants(NamedTuple):
    """The grants of an ACL, and whether these are all."""

    found: list[AclGrant]
    complete: bool


def acl_grants(value: Value, path: Path, grantee: tuple[str, ...], names: tuple[str, ...], permission: str) -> Grants:
    """Return what the blocks of an ACL grant.

    Args:
        value, path: the blocks.
        grantee: chain of blocks to the one that says who.
        names: attributes that do, the first that is set counts.
        permission: attribute with the permission, or a list of them.
    """
    listed = blocks(value, path)
    found = []
    for block, at_block in listed.found:
        who = next((read for name in names if (read := pointer(at(block, *grantee, name))) is not None), None)
        found += [AclGrant(who, text(each), at_block) for each in elements(block.get(permission))]
    return Grants(found, listed.complete)
