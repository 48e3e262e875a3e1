"""CloudFront distributions' origins.

Source: AWS CloudFormation template reference, ``AWS::CloudFront::Distribution``, ``AWS::Route53::RecordSet``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.balancing import host, sent_headers
from seamlint.model.network import Origin
from seamlint.model.reading import blocks, elements, nested, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Places, Pointer

ORIGIN: Places = {
    "domain": ("DomainName",),
    "headers": ("OriginCustomHeaders",),
    "vpc_origin": ("VpcOriginConfig",),
}
RECORD = "AWS::Route53::RecordSet"


def distribution(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate the origins of ``AWS::CloudFront::Distribution``."""
    for block, path in nested(resource.values, "DistributionConfig", "Origins"):
        sent = (header for header, _ in nested(block, "OriginCustomHeaders"))
        yield Origin(
            resource,
            path,
            domain=_behind(host(block.get("DomainName")), neighbours),
            headers=sent_headers(sent, "HeaderName", "HeaderValue"),
            vpc_origin=bool(blocks(block.get("VpcOriginConfig")).found),
            places=ORIGIN,
        )


def _behind(domain: Pointer, neighbours: Neighbours) -> Pointer:
    """Return what a DNS record of the same template says a name stands for, else the name."""
    record = neighbours.get(domain, RECORD)
    if record is None or record.type != RECORD:
        return domain
    alias = blocks(record.values.get("AliasTarget")).first.get("DNSName")
    records = elements(record.values.get("ResourceRecords"))
    return host(alias) or (pointer(records[0]) if len(records) == 1 else None) or domain


TRANSLATORS: dict[str, Translate] = {"AWS::CloudFront::Distribution": distribution}
