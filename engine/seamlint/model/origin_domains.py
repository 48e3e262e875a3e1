"""What answers at an origin's domain name, by its text: the same in every dialect.

Sources: Amazon CloudFront Developer Guide, "Use various origins with CloudFront distributions"; Amazon S3 User Guide,
"Methods for accessing a general purpose bucket", "Website endpoints", "Access point aliases".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown, needs
from seamlint.model.reading import pointer
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Maybe, Pointer

BUCKET, WEBSITE, ACCESS_POINT, FUNCTION_URL = "bucket", "website", "access-point", "function-url"
MEDIASTORE, MEDIAPACKAGE, CUSTOM = "mediastore", "mediapackage", "custom"

_LONGEST = 1024
"""Letters and unknown parts. A domain name has 253 letters at most."""
_FIRST_SIGN = 0xE000
_SIGN = "[\ue000-\ue400]"
_LABEL = rf"(?:[a-z0-9-]|{_SIGN})+"
_SUFFIX = rf"\.(?:amazonaws\.com(?:\.cn)?|{_SIGN})"
_FORMS = tuple(
    (kind, Pattern(form))
    for kind, form in (
        (WEBSITE, rf"(.+)\.s3-website[.-]{_LABEL}{_SUFFIX}"),
        (ACCESS_POINT, r"(.+)\.(?:s3-accesspoint(?:-fips)?|accesspoint\.s3-global|s3-object-lambda)\..+"),
        (ACCESS_POINT, r"(.+-s3alias|.+--ol-s3)\.s3[.-].+"),
        (BUCKET, rf"(.+)\.s3(?:-accelerate)?(?:-fips)?(?:[.-]dualstack)?(?:[.-]{_LABEL})?{_SUFFIX}"),
        (FUNCTION_URL, rf"(.+)\.lambda-url\.{_LABEL}\.on\.aws"),
        (MEDIASTORE, rf"(.+)\.mediastore\.{_LABEL}{_SUFFIX}"),
        (MEDIAPACKAGE, rf"(.+)\.mediapackage(?:v2|-vod)?\.{_LABEL}{_SUFFIX}"),
    )
)
_OF_OTHERS = Pattern(r"(?!.*(?:amazonaws\.com(?:\.cn)?|\.aws)\Z).*\.[a-z0-9-]+\.[a-z]+")


class Answers(NamedTuple):
    """What answers at a domain name: its kind as in `seamlint.model.edge.Origin`, and the bucket or access point."""

    kind: Maybe[str]
    bucket: Pointer = None


def answers(domain: Pointer, referred: Callable[[Reference], Answers]) -> Answers:
    """Return what answers at a domain name.

    Args:
        domain: the name.
        referred: tells it of a name that is a reference alone.
    """
    if isinstance(domain, Reference):
        return referred(domain)
    if isinstance(domain, (str, Text)):
        return _read(domain.parts if isinstance(domain, Text) else (domain,))
    return Answers(CUSTOM if domain is None else domain)


def through(answering: Answers, described: Callable[[Pointer], Resource | None], attribute: str) -> Answers:
    """Return the bucket behind an access point whose alias a domain name holds as a reference.

    Args:
        answering: what answers by the form of the name.
        described: returns the access point that a name refers to.
        attribute: of access points, that names their bucket.
    """
    if answering.kind != BUCKET or not isinstance(answering.bucket, Reference):
        return answering
    found = described(answering.bucket)
    return answering if found is None else Answers(ACCESS_POINT, pointer(found.values.get(attribute)))


def _read(parts: tuple[str | Reference | Unknown, ...]) -> Answers:
    if sum(len(part) if isinstance(part, str) else 1 for part in parts) > _LONGEST:
        return Answers(CUSTOM)
    spelled = "".join(
        part.lower() if isinstance(part, str) else chr(_FIRST_SIGN + index) for index, part in enumerate(parts)
    )
    for kind, form in _FORMS:
        found = form.fullmatch(spelled)
        if found:
            return Answers(kind, _unspelled(found[1], parts))
    tail = re.split(_SIGN, spelled)[-1]
    if tail == spelled or _OF_OTHERS.fullmatch(tail):
        return Answers(CUSTOM)
    return Answers(Unknown(needs([part for part in parts if not isinstance(part, str)])))


def _unspelled(name: str, parts: tuple[str | Reference | Unknown, ...]) -> Pointer:
    """Return a name with its signs replaced by the parts that they stand for."""
    pieces = tuple(_pieces(name, parts))
    return pieces[0] if len(pieces) == 1 else Text(pieces)


def _pieces(name: str, parts: tuple[str | Reference | Unknown, ...]) -> Iterator[str | Reference | Unknown]:
    for piece in re.split(f"({_SIGN})", name):
        if piece:
            yield parts[ord(piece) - _FIRST_SIGN] if re.fullmatch(_SIGN, piece) else piece
