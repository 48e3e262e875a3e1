"""Who presents a certificate: one table row a way to say so, read alike in every dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.certificates import PRESENTERS, CertificateUse
from seamlint.model.entity import Place
from seamlint.model.reading import elements, nested, pointer, text, truth
from seamlint.model.running import named_at
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Maybe


CERTIFICATE_OPTIONS = frozenset({"SSLCertificateArns", "SSLCertificateId"})
"""AWS Elastic Beanstalk Developer Guide, "General options for all environments": listeners' certificates."""


class Use(NamedTuple):
    """Where a type of resource names a certificate.

    Attributes:
        kind: a key of `PRESENTERS`.
        certificate: the attribute that holds its ARN; dots lead into nested blocks.
        hosts: the attribute with the names under which it is asked for; empty where there are none.
        listener: the attribute that names a listener; empty where there is none.
        switch: an attribute without which the certificate is not presented; empty where there is none.
    """

    kind: str
    certificate: str
    hosts: str = ""
    listener: str = ""
    switch: str = ""


def uses(found: tuple[Use, ...], resource: Resource) -> Iterator[CertificateUse]:
    """Translate the certificates that a resource presents."""
    for use in found:
        if _switched_off(resource, use):
            continue
        for named, path in named_at(resource.values, use.certificate):
            entity = CertificateUse(resource, path, kind=use.kind, certificate=named, places={"certificate": ()})
            entity.edge = PRESENTERS[use.kind].edge
            entity.hosts, at = hosts(resource, use.hosts)
            entity.borrowed = {"hosts": Place(resource, at)}
            if use.listener:
                entity.listener = pointer(resource.values.get(use.listener))
            yield entity


def domain_uses(resource: Resource, regional: Use, other: Use, types: str) -> Iterator[CertificateUse]:
    """Translate the certificates of a REST API's domain name, whose kind of endpoint tells who presents them.

    Args:
        resource: the domain name.
        regional: where its certificate stands if its endpoint is regional.
        other: where it stands if its endpoint is edge-optimized or, with another kind of use, private.
        types: the attribute with the kinds of its endpoint; dots lead into nested blocks.
    """
    yield from uses((regional,), resource)
    kinds, _ = hosts(resource, types)
    if kinds == ["REGIONAL"]:
        return
    unknown = [each for each in kinds if isinstance(each, Unknown)]
    for entity in uses((other._replace(kind="private-domain") if "PRIVATE" in kinds else other,), resource):
        entity.edge = unknown[0] if unknown else entity.edge
        yield entity


def hosts(resource: Resource, dotted: str) -> tuple[list[Maybe[str]], Path]:
    """Return the names that an attribute holds, and where it is; dots lead into nested blocks."""
    *names, attribute = dotted.split(".")
    for block, path in nested(resource.values, *names) if dotted else ():
        read = (text(each) for each in elements(block.get(attribute)))
        return [each for each in read if each is not None], (*path, attribute)
    return [], ()


def _switched_off(resource: Resource, use: Use) -> bool:
    """Tell whether an attribute says that nothing is presented; what is not known may be on."""
    *names, attribute = use.switch.split(".")
    values: list[Value] = [block.get(attribute) for block, _ in nested(resource.values, *names)] if use.switch else []
    return any(truth(value) is False for value in values)


def listed(value: Value) -> list[Maybe[str]]:
    """Return the items of a text that separates them by commas."""
    read = text(value)
    if isinstance(read, str):
        return [item.strip() for item in read.split(",") if item.strip()]
    return [read] if isinstance(read, Unknown) else []
