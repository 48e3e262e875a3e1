"""Certificates.

Source: AWS CloudFormation template reference, ``AWS::IAM::ServerCertificate``,
``AWS::CertificateManager::Certificate`` (a stack writes the records of a
name only where `DomainValidationOptions` names its hosted zone, and waits until all names are validated).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.certificates import Certificate, ServerCertificate
from seamlint.model.cloudformation.iam.reading import iam_path
from seamlint.model.reading import blocks, elements, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Maybe


def certificate(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::CertificateManager::Certificate``."""
    values = resource.values
    private = values.get("CertificateAuthorityArn") is not None
    written = (values.get("DomainName"), *elements(values.get("SubjectAlternativeNames")))
    covers = [each for each in map(text, written) if each is not None]
    method = text(values.get("ValidationMethod")) or "EMAIL"
    yield Certificate(
        resource,
        (),
        covers=covers,
        validation=None if private else method,
        unrecorded=_unrecorded(resource, covers),
        handles=frozenset({"Ref", "Arn", "CertificateArn"}),
        places={
            "covers": ("DomainName",),
            "validation": ("ValidationMethod",),
            "unrecorded": ("DomainValidationOptions",),
        },
    )


def _unrecorded(resource: Resource, covers: list[Maybe[str]]) -> list[Maybe[str]]:
    """Return the names for which no hosted zone is named; a wildcard has the record of the name below it."""
    options = blocks(resource.values.get("DomainValidationOptions"))
    zoned = [_base(text(each.get("DomainName"))) for each, _ in options.found if each.get("HostedZoneId") is not None]
    if not options.complete or any(isinstance(each, Unknown) for each in zoned):
        return []
    return [name for name in covers if _base(name) not in zoned]


def _base(name: Maybe[str] | None) -> Maybe[str] | None:
    return name.lower().removeprefix("*.") if isinstance(name, str) else name


def server_certificate(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::IAM::ServerCertificate``; its id, by which distributions name it, no attribute gives."""
    yield ServerCertificate(resource, (), iam_path=iam_path(resource), handles=frozenset({"Arn"}))


TRANSLATORS: dict[str, Translate] = {
    "AWS::CertificateManager::Certificate": certificate,
    "AWS::IAM::ServerCertificate": server_certificate,
}
