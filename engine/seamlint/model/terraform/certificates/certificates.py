"""Certificates, their validation, and the records that it asks for.

Source: Terraform AWS provider, ``aws_acm_certificate``, ``aws_acm_certificate_validation``,
``aws_iam_server_certificate``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.certificates import Certificate, CertificateValidation, ServerCertificate
from seamlint.model.reading import elements, pointer, text
from seamlint.model.terraform.iam.reading import iam_path
from seamlint.model.terraform.identity import literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.entity import Entity, Maybe
    from seamlint.model.terraform.neighbours import Neighbours, Translate

OPTIONS = "domain_validation_options"
IMPORTED = ("certificate_body", "private_key", "certificate_chain", "private_key_wo")


def certificate(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_acm_certificate``."""
    values = resource.values
    imported = any(name in values for name in IMPORTED)
    private = values.get("certificate_authority_arn") is not None
    yield Certificate(
        resource,
        (),
        covers=[] if imported else _names(values),
        complete=not imported,
        validation=None if imported or private else _upper(text(values.get("validation_method"))) or "EMAIL",
        names=literals(resource, "arn"),
        recorded=_recorded(resource, neighbours),
        places={"covers": ("domain_name",), "validation": ("validation_method",)},
    )


def looked_up(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_acm_certificate``: it finds by the main name, and tells no other."""
    yield Certificate(
        resource,
        (),
        covers=_names({"domain_name": resource.values.get("domain")}),
        complete=False,
        names=literals(resource, "arn"),
        places={"covers": ("domain",)},
    )


def validation(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_acm_certificate_validation``."""
    yield CertificateValidation(
        resource,
        (),
        certificate=pointer(resource.values.get("certificate_arn")),
        handles=frozenset({"id", "certificate_arn"}),
        places={"certificate": ("certificate_arn",)},
    )


def server_certificate(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_iam_server_certificate``, declared or looked up."""
    names = literals(resource, "arn", "name")
    yield ServerCertificate(resource, (), iam_path=iam_path(resource), names=names, places={"iam_path": ("path",)})


def _recorded(resource: Resource, neighbours: Neighbours) -> Maybe[bool]:
    """Tell whether records, or an output for them, are made of what the validation asks for."""
    if resource.address in neighbours.handed_on(OPTIONS):
        return True
    missing = (*neighbours.absent, *_records_in_a_plan(resource, neighbours))
    return Unknown(missing) if missing else False


def _records_in_a_plan(resource: Resource, neighbours: Neighbours) -> Iterator[str]:
    """Yield the records of a plan that may be the ones: it tells no name that comes through a loop."""
    for record in neighbours.of_type("aws_route53_record") if resource.dialect == "plan" else ():
        if isinstance(text(record.values.get("name")), Unknown):
            yield f"{record.address}.name"


def _names(values: dict[str, Value]) -> list[Maybe[str]]:
    found = (values.get("domain_name"), *elements(values.get("subject_alternative_names")))
    read = (text(each) for each in found)
    return [each for each in read if each is not None]


def _upper(read: Maybe[str] | None) -> Maybe[str] | None:
    return read.upper() if isinstance(read, str) else read


TRANSLATORS: dict[str, Translate] = {
    "aws_acm_certificate": certificate,
    "data.aws_acm_certificate": looked_up,
    "aws_acm_certificate_validation": validation,
    "aws_iam_server_certificate": server_certificate,
    "data.aws_iam_server_certificate": server_certificate,
}
